"""The data sets that come with the project, written for it: `assets/demos/<id>.csv`.

Each has 60 to 120 rows in every split, as many of one label as of another. They are
meant to need more than counting words: `index.json` has for each set what a bag of
words gets right (`evaluation/baseline.py`), and prompts to begin with.

Title and description of a set are the messages `data.<id>` and `data.<id>.about`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from playground.assets import ASSETS
from playground.datasets.dataset import SPLITS, DataSet
from playground.errors import DataError
from playground.results import Example

FOLDER = ASSETS / "demos"


@dataclass(frozen=True)
class Demo:
    """What is known of a set without its rows.

    `templates` and `verbalizers` go well together in a grid, from good to poor;
    `soft` is a template to train. `baseline` is split -> accuracy of a bag of words
    trained on the training rows. `also` is label -> other names that prompts have for
    it; of a `drilled` set the bundled model has learnt the very question, so that
    training a prompt adds little.
    """

    language: str
    labels: tuple[str, ...]
    templates: tuple[str, ...]
    verbalizers: tuple[str, ...]
    soft: str
    baseline: Mapping[str, float]
    also: Mapping[str, tuple[str, ...]]
    drilled: bool


def _index() -> dict[str, Demo]:
    with open(FOLDER / "index.json", encoding="utf-8") as file:
        entries = json.load(file)
    lists = ("labels", "templates", "verbalizers")
    return {id: Demo(**{**entry, **{name: tuple(entry[name]) for name in lists}}) for id, entry in entries.items()}


SETS = _index()
#: The set that a first training is shown with, in every language: its prompts gain by it, as those of no set in
#: Chinese do (tests/benchmarks/first_training.py).
LEARNS = "question-types"

#: The sets whose grids a comparison is first shown with, one a language: on them the words of a prompt do much, so
#: that few cells can be as good as the best (tests/evaluation/test_words_matter.py).
WORDS_MATTER = ("news-topics", "product-kinds")


@cache
def load(id: str) -> DataSet:
    """A demo set by its id; every column but `split` and `label` is a slot.

    Raises:
        DataError: there is no such set (`unknown_demo`).
    """
    if id not in SETS:
        raise DataError("unknown_demo", id=id, known=", ".join(SETS))
    splits: dict[str, list[Example]] = {name: [] for name in SPLITS}
    with open(FOLDER / f"{id}.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            split, label = row.pop("split"), row.pop("label")
            splits[split].append(Example(row, label))
    train, dev, test = (tuple(splits[name]) for name in SPLITS)
    return DataSet(id, id, train, dev, test, SETS[id].language, SETS[id].labels)
