"""What an evaluation job is given: everything needed to repeat it, as JSON there and back.

One job asks *rows* (templates, or trained prompts) times *columns* (verbalizers) times
*models*; a single evaluation has one of each. Such a triple is a cell.
"""

from __future__ import annotations

import base64
import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from playground.errors import DataError, JobError, OptionsError
from playground.evaluation.readouts import Readouts
from playground.prompting.wordings import MOST
from playground.results import Example
from playground.scoring.options import Options

VIEWS = ("evaluate", "grid", "words")
PAYLOAD = ("examples", "train", "prompts", "left_out")
MOST_WORDING_ROWS = 100  # that each other wording of a prompt is read on
ROWS_A_UNIT = 16  # forward passes of one example that cost about what a training step of a small batch does


class Cell(NamedTuple):
    """Indices into a spec's models, rows and columns; the row after the last is the ensemble."""

    model: int
    row: int
    column: int


@dataclass(frozen=True)
class Row:
    """A template, read under the trained prompt of this name if any. In the view `words` it is
    the first row with `word`, at `start:end` of that one's text, dropped or replaced `by` another."""

    name: str
    template: str
    prompt: str | None = None
    word: str | None = None
    by: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Column:
    """A verbalizer."""

    name: str
    verbalizer: str


@dataclass(frozen=True)
class ModelRef:
    """A model and what exactly it was."""

    id: str
    revision: str


@dataclass(frozen=True)
class EvaluationSpec:
    """Prompts, models, data.

    `data` names the examples for the record (source, name, fingerprint, split, language).
    With `sample`, each of `seeds` draws so many of them; without, the only seed orders them.
    `train` is what the bag of words (and a verbalizer, if asked) learns from; `prompts` are trained prompts' files;
    `left_out` are the places of examples that are not asked, for a prompt knows them from its training.
    A single prompt is also read in its other `wordings`, on the first so many examples; 0 for none.

    Raises:
        OptionsError: `wordings` is no count up to `MOST_WORDING_ROWS` (`not_a_count_up_to`).
    """

    view: str
    data: Mapping[str, Any]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    models: tuple[ModelRef, ...]
    options: Options
    sample: int | None
    seeds: tuple[int, ...]
    examples: tuple[Example, ...]
    train: tuple[Example, ...] = ()
    prompts: Mapping[str, bytes] = field(default_factory=dict)
    left_out: tuple[int, ...] = ()
    readouts: Readouts = field(default_factory=Readouts)
    wordings: int = 0

    def __post_init__(self) -> None:
        if type(self.wordings) is not int or not 0 <= self.wordings <= MOST_WORDING_ROWS:
            value = str(self.wordings)[:60]
            raise OptionsError("not_a_count_up_to", name="wordings", value=value, limit=MOST_WORDING_ROWS)

    @property
    def draws(self) -> list[list[int]]:
        """For each seed the places of its examples, in random order."""
        known = frozenset(self.left_out)
        places = [place for place in range(len(self.examples)) if place not in known]
        count = min(self.sample or len(places), len(places))
        return [random.Random(seed).sample(places, count) for seed in self.seeds]

    @property
    def order(self) -> list[int]:
        """The places of all examples to ask, each once: a start of it is a fair sample."""
        return list(dict.fromkeys(place for draw in self.draws for place in draw))

    @property
    def size(self) -> int:
        """What fairness counts, comparable to training steps."""
        rows = len(self.order) * len(self.models) * len(self.rows) + self.wording_rows * MOST
        return max(1, math.ceil(rows / ROWS_A_UNIT))

    @property
    def wording_rows(self) -> int:
        """How many examples other wordings are read on; they are the first of `order`."""
        return min(self.wordings, len(self.order)) if self.view == "evaluate" else 0

    def to_json(self) -> dict[str, Any]:
        """As `from_json` reads it; the parts in `PAYLOAD` are its bulk."""
        values = {**vars(self), "options": self.options.to_json(), "data": dict(self.data)}
        values["prompts"] = {name: base64.b64encode(data).decode() for name, data in self.prompts.items()}
        for name in ("rows", "columns", "models", "examples", "train"):
            values[name] = [asdict(each) for each in values[name]]
        values["readouts"] = asdict(self.readouts)
        return json.loads(json.dumps(values))

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> EvaluationSpec:
        """Read what `to_json` wrote.

        Raises:
            JobError: a part is missing or of another kind (`bad_record`).
            PlaygroundError: an option has a value that does not exist.
        """
        try:
            return cls(
                view=values["view"],
                data=values["data"],
                rows=tuple(Row(**row) for row in values["rows"]),
                columns=tuple(Column(**column) for column in values["columns"]),
                models=tuple(ModelRef(**model) for model in values["models"]),
                options=Options.from_mapping(values["options"]),
                sample=values["sample"],
                seeds=tuple(values["seeds"]),
                examples=examples(values["examples"]),
                train=examples(values["train"]),
                prompts={name: base64.b64decode(data) for name, data in values["prompts"].items()},
                left_out=tuple(values.get("left_out", ())),  # jobs of earlier versions have none
                readouts=Readouts(**values.get("readouts", {})),  # jobs of earlier versions have none
                wordings=values.get("wordings", 0),  # jobs of earlier versions have none
            )
        except (KeyError, TypeError, AttributeError, ValueError):
            raise JobError("bad_record") from None


def examples(values: Any) -> tuple[Example, ...]:
    """Examples from their JSON.

    Raises:
        DataError: they are no list of fields and labels.
    """
    if not isinstance(values, Sequence):
        raise DataError("not_examples")
    found = []
    for value in values:
        fields, label = (value.get("fields"), value.get("label")) if isinstance(value, Mapping) else (None, None)
        if not isinstance(label, str) or not isinstance(fields, Mapping):
            raise DataError("not_examples")
        if not all(isinstance(text, str) for pair in fields.items() for text in pair):
            raise DataError("not_examples")
        found.append(Example(dict(fields), label))
    return tuple(found)
