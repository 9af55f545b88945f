"""How a prompt is trained: the user's choices, checked where they are built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from playground.errors import TuningError
from playground.tuning.method import METHODS

INITIALISATIONS = ("vocabulary", "random", "words", "labels")
SCHEDULES = ("constant", "linear", "cosine")
LOSSES = ("labels", "vocabulary")
PRECISIONS = ("float32", "bfloat16")
MAX_SEEDS = 10
MOST_LOOKS = 200  # at the development examples: each leaves a prompt and a checkpoint


@dataclass(frozen=True)
class TuningOptions:
    """Defaults were chosen by measurement on the bundled model, not taken from a paper.

    Args:
        method: one of `METHODS`: `prompt` (Lester et al. 2021), `p_tuning` (Liu et al. 2021), `prefix`
            (Li & Liang 2021; Liu et al. 2022).
        tokens: soft tokens put in front of a template that has none, or the length
            of the prefix, 1 to 100.
        initialisation: where `[SOFT*k]` starts: `vocabulary` (sampled words),
            `random`, `words` (those of `words`) or `labels` (the label words).
            `[SOFT:It was]` always starts from its words.
        learning_rate: of AdamW, above 0 and at most 10; `None` is the method's own.
        steps: updates, 1 to 10,000.
        batch: examples an update, 1 to 256.
        seeds: one run each: which examples, in which order, from which start.
        examples: K a class for training and as many for development, 1 to 1,000.
        evaluate_every: steps between two looks at the development examples.
        patience: stop after so many looks without a better one; 0 never.
        schedule: of the learning rate after `warmup` (a share of the steps).
        clip: bound of the gradient's norm; 0 is none.
        weight_decay: AdamW's.
        reparameterise: a prefix comes from an MLP while it trains (Li & Liang, 4.3).
        loss: `labels` is -log P(label) among the labels; `vocabulary` is -log of the
            label's score among all words (with one word of one piece a label: the
            usual masked-LM cross-entropy).
        precision: of the forward and backward pass.

    Raises:
        TuningError: the option, its value, and what it may be.
    """

    method: str = "prompt"
    tokens: int = 5
    initialisation: str = "vocabulary"
    words: str = ""
    learning_rate: float | None = None
    steps: int = 60
    batch: int = 8
    seeds: tuple[int, ...] = (1,)
    examples: int = 16
    evaluate_every: int = 10
    patience: int = 0
    schedule: str = "linear"
    warmup: float = 0.05
    clip: float = 1.0
    weight_decay: float = 0.0
    reparameterise: bool = False
    loss: str = "labels"
    precision: str = "float32"

    def __post_init__(self) -> None:
        for name, choices in (
            ("method", tuple(METHODS)),
            ("initialisation", INITIALISATIONS),
            ("schedule", SCHEDULES),
            ("loss", LOSSES),
            ("precision", PRECISIONS),
        ):
            if getattr(self, name) not in choices:
                raise TuningError(
                    "not_a_choice", name=name, value=_show(getattr(self, name)), choices=", ".join(choices)
                )
        for name, low, high in (
            ("tokens", 1, 100),
            ("steps", 1, 10_000),
            ("batch", 1, 256),
            ("examples", 1, 1_000),
            ("evaluate_every", 1, 10_000),
            ("patience", 0, 1_000),
        ):
            self._whole(name, low, high)
        if self.steps / self.evaluate_every > MOST_LOOKS:
            raise TuningError(
                "too_many_looks", name="evaluate_every", value=self.evaluate_every, least=-(-self.steps // MOST_LOOKS)
            )
        if self.learning_rate is not None:
            self._number("learning_rate", 0.0, 10.0, open_=True)
        self._number("warmup", 0.0, 1.0)
        self._number("clip", 0.0, 1_000.0)
        self._number("weight_decay", 0.0, 1.0)
        if not isinstance(self.reparameterise, bool):
            raise TuningError("not_a_switch", name="reparameterise", value=_show(self.reparameterise))
        if not isinstance(self.words, str) or len(self.words) > 500:
            raise TuningError("not_a_text", name="words")
        if self.initialisation == "words" and not self.words.strip():
            raise TuningError("no_words", name="words")
        seeds = self.seeds
        whole = isinstance(seeds, tuple) and all(type(seed) is int and 0 <= seed < 2**31 for seed in seeds)
        if not whole or not 1 <= len(seeds) <= MAX_SEEDS or len(set(seeds)) < len(seeds):
            raise TuningError("bad_seeds", value=_show(seeds), limit=MAX_SEEDS)

    def _whole(self, name: str, low: int, high: int) -> None:
        value = getattr(self, name)
        if type(value) is not int or not low <= value <= high:
            raise TuningError("not_in_range", name=name, value=_show(value), low=low, high=high)

    def _number(self, name: str, low: float, high: float, *, open_: bool = False) -> None:
        value = getattr(self, name)
        fine = type(value) in (int, float) and low <= value <= high
        if not fine or (open_ and value == low):
            raise TuningError("not_in_range", name=name, value=_show(value), low=low, high=high)

    @property
    def rate(self) -> float:
        """The learning rate: the chosen one, or the method's own."""
        return METHODS[self.method].rate if self.learning_rate is None else self.learning_rate

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any] | None) -> TuningOptions:
        """Options from a JSON object; unknown names are refused."""
        if not isinstance(values, Mapping | None):
            raise TuningError("not_an_object")
        values = dict(values or {})
        known = [field.name for field in fields(cls)]
        for name in values:
            if name not in known:
                raise TuningError("unknown_option", name=_show(name), known=", ".join(known))
        if isinstance(values.get("seeds"), list):
            values["seeds"] = tuple(values["seeds"])
        return cls(**values)


def _show(value: Any) -> str:
    return str(value)[:60]
