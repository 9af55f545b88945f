"""The data sets that come with the project, written for it: `assets/demos/<id>.csv`.

Each has 96 training, 60 development and 100 test rows, as many of one label as of
the other. They are meant to need more than counting words: multinomial naive Bayes,
trained on the 96 rows, gets 71 of the 100 film reviews and 67 of the 100 shop reviews
right (`tests/datasets/test_demo.py`).

Title and description of a set are the messages `data.<id>` and `data.<id>.about`.
"""

from __future__ import annotations

import csv
from functools import cache

from playground.datasets.dataset import SPLITS, DataSet
from playground.errors import DataError
from playground.results import Example
from playground.settings import ASSETS

# Id -> language.
SETS = {"film-reviews": "en", "shop-reviews": "zh"}
LABELS = {"film-reviews": ("positive", "negative"), "shop-reviews": ("好评", "差评")}


@cache
def load(id: str) -> DataSet:
    """A demo set by its id, its rows in one slot, `text`.

    Raises:
        DataError: there is no such set (`unknown_demo`).
    """
    if id not in SETS:
        raise DataError("unknown_demo", id=id, known=", ".join(SETS))
    splits: dict[str, list[Example]] = {name: [] for name in SPLITS}
    with open(ASSETS / "demos" / f"{id}.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            splits[row["split"]].append(Example({"text": row["text"]}, row["label"]))
    train, dev, test = (tuple(splits[name]) for name in SPLITS)
    return DataSet(id, id, train, dev, test, SETS[id], LABELS[id])
