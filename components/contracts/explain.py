"""Play's closer looks at an answer: which words move a label, and what an edited copy of the text would have said."""

from __future__ import annotations

from components.contracts.base import Call, Contract, Share
from components.contracts.play import PromptState
from components.contracts.texts import PartKind


class ExplainAsked(Contract):
    """Which label (`None` or an unknown one: the most probable), by which method (unknown: the first)."""

    state: PromptState
    label: str | None
    method: str


class Effect(Contract):
    """A stretch of the prompt; all joined are its text.

    `effect` is in log-odds, positive for the label, `None` where there is none; `without` is the label's probability
    without it; `reason` says why a word has no effect.
    """

    text: str
    kind: PartKind
    slot: str | None
    effect: float | None
    without: Share | None
    reason: str | None


class Strongest(Contract):
    """The words with the largest effects, for the label and against it."""

    supporting: list[Effect]
    against: list[Effect]


class Explained(Contract):
    """The prompt's words with their effects on one label, whose probability is `base`; `max` is the largest effect's
    size, `notes` what limits the explanation."""

    label: str
    index: int
    labels: list[str]
    predicted: str
    method: str
    base: Share
    items: list[Effect]
    max: float
    strongest: Strongest
    sentence: str
    notes: list[str]


class PairAsked(Contract):
    """Play's state, and the slots of the copy."""

    state: PromptState
    fields: dict[str, str]


class PairLabel(Contract):
    """A label's probability for the text, and for the copy (`other`)."""

    label: str
    index: int
    probability: Share
    other: Share


class Pair(Contract):
    """Both answers side by side; `cut` says of each text whether it was too long."""

    labels: list[PairLabel]
    cut: tuple[bool, bool]


EXPLAIN = Call("explain", ExplainAsked, Explained, "Which words move a label.", dropped=True)
PAIR = Call("pair", PairAsked, Pair, "What an edited copy of the text would have said.", dropped=True)
