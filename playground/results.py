"""What travels between the rooms: frozen, free of torch, easy to print or send as JSON.

Probabilities are in [0, 1], logarithms natural. Where a number does not exist it
is `None`, and a field beside it carries the key of the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Edit:
    """Replace `start:end` of one of the user's texts."""

    target: Literal["template", "verbalizer"]
    start: int
    end: int
    replacement: str


@dataclass(frozen=True)
class Finding:
    """One thing a linter has to say about a word or a label.

    `code` is the end of its message key, `fixes` pairs a fix's code with its edit.
    """

    code: str
    level: Literal["info", "warning", "error"]
    label: int | None
    word: int | None
    values: Mapping[str, object]
    fixes: tuple[tuple[str, Edit], ...] = ()


PieceKind = Literal["special", "text", "slot", "mask", "soft", "trigger"]  # special: the tokenizer's own


@dataclass(frozen=True)
class Chunk:
    """A stretch of the filled string: text, or `placeholders` tokens without text."""

    kind: PieceKind
    text: str = ""
    placeholders: int = 0
    slot: str | None = None


@dataclass(frozen=True)
class Tokens:
    """A tokenised string. `chunks[i]` is the index of the chunk that token `i` comes from, -1 for the
    tokenizer's own; `offsets[i]` the character of that chunk's text at which it starts."""

    ids: tuple[int, ...]
    chunks: tuple[int, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class Cut:
    """What was cut off the end of a slot's text so that the prompt fits."""

    slot: str
    text: str
    tokens: int


@dataclass(frozen=True)
class Piece:
    """One token of the prompt as the model reads it."""

    text: str
    kind: PieceKind
    slot: str | None = None


@dataclass(frozen=True)
class ModelInput:
    """The prompt as the model reads it: its pieces, the room it takes, what was cut."""

    pieces: tuple[Piece, ...]
    limit: int
    cuts: tuple[Cut, ...]

    @property
    def used(self) -> int:
        """Number of tokens."""
        return len(self.pieces)


@dataclass(frozen=True)
class WordScore:
    """One label word from its pieces to its calibrated score.

    `terms` are the tokens that were scored, each with its log-probability, in the order of the sentence: the word's
    own pieces, for a causal LM's cloze prompt also what follows. `log_probability` is their sum; `log_score` that,
    length-normalised if asked; `log_prior` what calibration subtracts; `log_calibrated` the difference.
    """

    label: str
    word: str
    pieces: tuple[str, ...]
    terms: tuple[tuple[str, float], ...]
    log_probability: float
    log_score: float
    log_prior: float | None
    log_calibrated: float


@dataclass(frozen=True)
class LabelScore:
    """A label's aggregated log score and its probability among the labels."""

    label: str
    log_score: float
    probability: float


@dataclass(frozen=True)
class Token:
    """A vocabulary entry at an answer position."""

    id: int
    piece: str
    text: str
    log_probability: float


@dataclass(frozen=True)
class Prediction:
    """Everything one prompt and one example give with one model; `kind` is the model's.

    `labels` and `words` are empty without a verbalizer. `tokens` has one column
    an answer position, most probable first; a causal LM has one column, the next
    token given the left context. `mass_outside` is `None` where it is undefined,
    and `mass_reason` says why. `unscored` are words the model has no pieces for,
    `plain` the labels without calibration (empty where there is none).
    """

    model: str
    kind: str
    prompt_kind: Literal["cloze", "prefix"]
    labels: tuple[LabelScore, ...]
    words: tuple[WordScore, ...]
    unscored: tuple[tuple[str, str], ...]
    tokens: tuple[tuple[Token, ...], ...]
    mass_outside: float | None
    mass_reason: str | None
    model_input: ModelInput
    plain: tuple[LabelScore, ...] = ()

    def probabilities(self) -> dict[str, float]:
        """Label -> probability."""
        return {score.label: score.probability for score in self.labels}


@dataclass(frozen=True)
class Example:
    """One labelled example: slot name -> text, and the label's name."""

    fields: Mapping[str, str]
    label: str


@dataclass(frozen=True)
class LabelReport:
    """One label: `support` examples have it, `predicted` were given it; 0 where there is nothing to divide by."""

    label: str
    support: int
    predicted: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Bin:
    """The examples whose most probable label got a probability in (low, high]: their mean (`confidence`) and
    the share that was right, with its 95% interval; `None` where there are none."""

    low: float
    high: float
    count: int
    confidence: float | None
    accuracy: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class Evaluation:
    """A prompt on labelled examples.

    `interval` is the accuracy's, at 95%; `loss` the mean of -log P(label), nats; `confusion[i][j]` counts
    examples of label i that label j was predicted for; `ece` is the expected calibration error over `bins`.
    """

    examples: int
    right: int
    accuracy: float
    interval: tuple[float, float]
    macro_f1: float
    loss: float
    confusion: tuple[tuple[int, ...], ...]
    labels: tuple[LabelReport, ...]
    ece: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class DevScore:
    """A prompt on the development examples of a training run.

    `loss` is the mean of -log P(label), nats; `predicted` each label's share of the predictions.
    """

    accuracy: float
    loss: float
    predicted: Mapping[str, float]


@dataclass(frozen=True)
class StepReport:
    """One step of one seed's training; step 0 is the prompt it starts from.

    `loss` is the batch's, in nats, and `gradient` the norm of its gradient before
    clipping; both are `None` at step 0. `seconds` were spent on this seed so far.
    Where the prompt was evaluated, `dev` says how good it is, `prompt` is the
    prompt's file and `checkpoint` what an interrupted run goes on from.
    """

    seed: int
    step: int
    loss: float | None
    gradient: float | None
    learning_rate: float | None
    seconds: float
    dev: DevScore | None = None
    prompt: bytes | None = None
    checkpoint: bytes | None = None


@dataclass(frozen=True)
class PromptCard:
    """What a trained prompt is and where it belongs; saved with it.

    `template` has its soft tokens as `[SOFT*k]`; `revision` is the exact model's.
    `notes` say how it was trained, for people: name -> text.
    """

    method: str
    template: str
    verbalizer: str
    aggregation: str
    model: str
    revision: str
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """What a background task tells its owner.

    `report` is JSON; `files` are kept under their names; `checkpoint` replaces the one before and is
    what the task is given when it goes on after an interruption.
    """

    report: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)
    checkpoint: bytes | None = None


JobState = Literal["queued", "running", "cancelling", "cancelled", "done", "failed", "interrupted"]


@dataclass(frozen=True)
class Job:
    """One piece of background work as its owner sees it.

    `size` is the number of units of work (steps times seeds) that fairness counts; `spec` everything needed to repeat it.
    Times are seconds since 1970. `error` is a message's key and its values; `ahead` how many jobs are served before a
    queued one and `wait` seconds until it starts, about, where that is known; `reports` how many there are.
    """

    id: str
    kind: str
    title: str
    state: JobState
    size: int
    spec: Mapping[str, Any]
    created: float
    started: float | None
    ended: float | None
    error: tuple[str, Mapping[str, Any]] | None
    ahead: int
    reports: int
    wait: float | None = None
