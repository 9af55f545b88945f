"""What a training job is given: everything needed to repeat it, as JSON there and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from playground.errors import TuningError
from playground.evaluation.spec import examples
from playground.results import Example
from playground.tuning.options import TuningOptions


@dataclass(frozen=True)
class TuningSpec:
    """A prompt, a model, data and options.

    `train` is what each seed draws its K examples a class from (and as many for
    development); `test` is read once a seed, at its end, and may be empty.
    `data` and `fingerprint` name the data set for the record. `rival` is the hand-written template to beat;
    without one it is the template with its soft tokens' own words, or with none.
    """

    template: str
    verbalizer: str
    aggregation: str
    model: str
    revision: str
    options: TuningOptions
    data: str
    fingerprint: str
    train: tuple[Example, ...]
    test: tuple[Example, ...]
    rival: str = ""

    @property
    def size(self) -> int:
        """Updates of all seeds: what fairness counts."""
        return self.options.steps * len(self.options.seeds)

    def to_json(self) -> dict[str, Any]:
        """As `from_json` reads it."""
        return json.loads(json.dumps(asdict(self)))

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> TuningSpec:
        """Read what `to_json` wrote.

        Raises:
            TuningError: an option has a value that does not exist, or a part is missing.
            DataError: the examples are no list of fields and labels.
        """
        texts = ("template", "verbalizer", "aggregation", "model", "revision", "data", "fingerprint")
        rival = values.get("rival", "")
        for name, value in (*((name, values.get(name)) for name in texts), ("rival", rival)):
            if not isinstance(value, str):
                raise TuningError("not_a_text", name=name)
        return cls(
            **{name: values[name] for name in texts},
            options=TuningOptions.from_mapping(values.get("options")),
            train=examples(values.get("train")),
            test=examples(values.get("test")),
            rival=rival,
        )
