"""What a search job is given: everything needed to repeat it, as JSON there and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from playground.errors import SearchError
from playground.evaluation.spec import examples
from playground.results import Example
from playground.search.checks import from_mapping, show
from playground.search.options import TemplateOptions, TriggerOptions, WordOptions

Options = TriggerOptions | WordOptions | TemplateOptions
OPTIONS: dict[str, type[Options]] = {
    "triggers": TriggerOptions,
    "label_words": WordOptions,
    "templates": TemplateOptions,
}


@dataclass(frozen=True)
class SearchSpec:
    """What is searched for (one of `OPTIONS`), a prompt, a model, data and options.

    `train` is what each seed draws its K examples a class from (and as many to choose by); `test` is read
    once a seed, at its end, and may be empty. `data` and `fingerprint` name the data set for the record.
    """

    wanted: str
    template: str
    verbalizer: str
    aggregation: str
    model: str
    revision: str
    options: Options
    data: str
    fingerprint: str
    train: tuple[Example, ...]
    test: tuple[Example, ...]

    @property
    def size(self) -> int:
        """Units of work of all seeds: what fairness counts."""
        match self.options:
            case TriggerOptions(steps=steps):
                each = steps
            case WordOptions(methods=methods):
                each = len(methods)
            case TemplateOptions(sources=sources, rounds=rounds):
                each = len(sources) + rounds
        return each * len(self.options.seeds)

    def to_json(self) -> dict[str, Any]:
        """As `from_json` reads it."""
        return json.loads(json.dumps(asdict(self)))

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> SearchSpec:
        """Read what `to_json` wrote.

        Raises:
            SearchError: an option has a value that does not exist, or a part is missing.
            DataError: the examples are no list of fields and labels.
        """
        texts = ("wanted", "template", "verbalizer", "aggregation", "model", "revision", "data", "fingerprint")
        for name in texts:
            if not isinstance(values.get(name), str):
                raise SearchError("not_a_text", name=name)
        if values["wanted"] not in OPTIONS:
            raise SearchError("not_choices", name="wanted", value=show(values["wanted"]), choices=", ".join(OPTIONS))
        return cls(
            **{name: values[name] for name in texts},
            options=from_mapping(OPTIONS[values["wanted"]], values.get("options")),
            train=examples(values.get("train")),
            test=examples(values.get("test")),
        )
