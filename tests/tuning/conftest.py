"""Small real trainings: a tiny model of each family, a few examples of the fakes' world."""

from __future__ import annotations

import pytest

from playground.results import Example
from playground.tuning.options import TuningOptions
from playground.tuning.spec import TuningSpec
from playground.tuning.task import TuningRun

GOOD = [
    "The film was great.",
    "I liked the story.",
    "A wonderful evening!",
    "It was good, very good.",
    "很好看。",
    "A good book.",
]
BAD = [
    "The food was terrible.",
    "The service was bad.",
    "Never again.",
    "It was bad, very bad.",
    "很差。",
    "A sad story.",
]


def examples(times: int = 1) -> tuple[Example, ...]:
    """Six of each label, or more with numbers behind them."""
    texts = [(text if not n else f"{text} {n}") for n in range(times) for text in GOOD]
    other = [(text if not n else f"{text} {n}") for n in range(times) for text in BAD]
    return tuple(
        Example({"text": text}, label)
        for pair in zip(texts, other, strict=True)
        for text, label in zip(pair, ("yes", "no"), strict=True)
    )


def spec(model, template: str = "{text} [SOFT:It was] [MASK].", *, times: int = 1, **options) -> TuningSpec:
    """A small job; option names as in `TuningOptions`."""
    chosen = {"steps": 6, "batch": 4, "seeds": (1,), "examples": 3, "evaluate_every": 2, "learning_rate": 0.05}
    return TuningSpec(
        template=template,
        verbalizer="yes: good, great\nno: bad",
        aggregation="mean",
        model=model.id,
        revision=model.revision,
        options=TuningOptions(**{**chosen, **options}),
        data="fakes",
        fingerprint="0",
        train=examples(times),
        test=examples(1)[:6],
    )


@pytest.fixture
def small(tiny):
    """`small(family, template, **options)` -> a run on a tiny model."""

    def make(family: str = "bert", template: str = "{text} [SOFT:It was] [MASK].", **options) -> TuningRun:
        model = tiny(family).ours
        return TuningRun(spec(model, template, **options), model)

    return make
