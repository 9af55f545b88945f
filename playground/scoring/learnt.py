"""A verbalizer that was learnt: every label weighs the words likeliest at the mask.

log P(label | x) is log-softmax over the labels of bias + weights · log p(word at the mask | x): multinomial logistic
regression on log-probabilities. Hand-written label words are the case of a weight of one each; here they are fitted
to some labelled examples (`evaluation/learning.py`), and nothing of the language model is trained. Here they are
told, kept as JSON and applied.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from playground.errors import PromptFileError
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.prompting.template import Template
from playground.scoring.batch import Place
from playground.scoring.plans import Plan, under
from playground.scoring.predict import Task, scorer_for

TOLD = 8  # words of a label in a report
FORMAT = 1
LEAST = -100.0  # nats; a word without any probability would make nonsense of every weight


class MaskWord(NamedTuple):
    """A token at an answer position of the template, as ids and as it is spelled."""

    position: int
    id: int
    piece: str


@dataclass(frozen=True)
class LearntVerbalizer:
    """Weights [labels, words] and bias [labels], and what they belong to.

    `revision` is the exact model's, `prompt` the fingerprint of the trained prompt that the template was read under.
    `examples` is how many labelled ones it learnt from, `strength` scikit-learn's C: the larger, the less
    regularised.

    >>> words = (MaskWord(0, 5, "city"), MaskWord(0, 6, "who"))
    >>> its = LearntVerbalizer("{text} [MASK]", "m", "1", None, ("place", "person"), words, ((1, 0), (0, 1)), (0, 0), 4, 1.0)
    >>> its.log_probabilities(torch.tensor([[0.9, 0.3]]).log()).exp().round(decimals=6).tolist()  # .9 and .3 over 1.2
    [[0.75, 0.25]]
    >>> its.told()
    {'place': (('city', 0.5), ('who', -0.5)), 'person': (('city', -0.5), ('who', 0.5))}
    """

    template: str
    model: str
    revision: str
    prompt: str | None
    labels: tuple[str, ...]
    words: tuple[MaskWord, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    examples: int
    strength: float

    @property
    def places(self) -> list[Place]:
        """Where in the vocabulary at the mask its words are."""
        return [(word.position, word.id) for word in self.words]

    def log_probabilities(self, values: Tensor) -> Tensor:
        """The words' log-probabilities [examples, words] -> log P(label) [examples, labels]."""
        values = bounded(values)
        weights, bias = values.new_tensor(self.weights), values.new_tensor(self.bias)
        return (values @ weights.T + bias).log_softmax(-1)

    def over(self, labels: list[str], values: Tensor) -> Tensor:
        """The same over other labels, or in another order; one that it never saw is impossible."""
        found = self.log_probabilities(values)
        columns = [
            found[:, self.labels.index(label)] if label in self.labels else found.new_full((len(found),), -math.inf)
            for label in labels
        ]
        return torch.stack(columns, dim=1)

    def told(self, most: int = TOLD) -> dict[str, tuple[tuple[str, float], ...]]:
        """Label -> its strongest words with their weights, the largest sizes first.

        A weight is against the mean of all labels: what is common to them moves none.
        """
        weights = torch.tensor(self.weights, dtype=torch.double)
        weights = weights - weights.mean(0)
        found = {}
        for label, mine in zip(self.labels, weights, strict=True):
            order = mine.abs().argsort(descending=True, stable=True)[:most].tolist()
            found[label] = tuple((self.words[i].piece, mine[i].item()) for i in order)
        return found

    def check(self, template: Template, model: LanguageModel) -> None:
        """Whether it was learnt for this template on this very model.

        Raises:
            PromptFileError: it belongs to another template or model (`learnt_other`).
        """
        if (str(template), model.revision) != (self.template, self.revision):
            raise PromptFileError("learnt_other", template=self.template, model=self.model)

    def to_json(self) -> dict[str, Any]:
        """As `from_json` reads it."""
        return {"learnt_verbalizer": FORMAT, **vars(self), "words": [list(word) for word in self.words]}

    @classmethod
    def from_json(cls, values: Any) -> LearntVerbalizer:
        """Read what `to_json` wrote.

        Raises:
            PromptFileError: it is none, or its parts do not fit together (`learnt_unreadable`).
        """
        try:
            if values["learnt_verbalizer"] != FORMAT:
                raise ValueError("another format")
            read = cls(
                template=_text(values["template"]),
                model=_text(values["model"]),
                revision=_text(values["revision"]),
                prompt=None if values["prompt"] is None else _text(values["prompt"]),
                labels=tuple(map(_text, values["labels"])),
                words=tuple(MaskWord(int(at), int(id), _text(piece)) for at, id, piece in values["words"]),
                weights=tuple(tuple(map(_number, row)) for row in values["weights"]),
                bias=tuple(map(_number, values["bias"])),
                examples=int(values["examples"]),
                strength=_number(values["strength"]),
            )
            if [len(row) for row in read.weights] != [len(read.words)] * len(read.labels):
                raise ValueError("weights for other words")
            if len(read.bias) != len(read.labels) or len(read.labels) < 2 or not read.words:
                raise ValueError("a bias for other labels")
            if any(word.position < 0 or word.id < 0 for word in read.words):
                raise ValueError("a place before the first")
        except (KeyError, TypeError, ValueError, OverflowError):
            raise PromptFileError("learnt_unreadable") from None
        return read


def bounded(values: Tensor) -> Tensor:
    """Log-probabilities as they are weighed: in double precision, none below `LEAST`."""
    return values.double().clamp_min(LEAST)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("not a number")
    return float(value)


def apply_plan(learnt: LearntVerbalizer, task: Task, fields: Mapping[str, str], model: LanguageModel) -> Plan[Tensor]:
    """A plan for log P(label) [labels] of one example under the task's template and trained prompt.

    Raises:
        PromptFileError: the verbalizer is another template's, model's or trained prompt's.
        FieldsError, TemplateError: as `predict_plan`.
    """
    learnt.check(task.template, model)
    if learnt.prompt != (task.prompt.fingerprint if task.prompt else None):
        raise PromptFileError("learnt_other_prompt")
    asked = scorer_for(model).ask(task.template, fields, {})
    sequence = [asked.sequences[asked.vocabulary]]
    (output,) = yield from under(task.prompt and task.prompt.input, _ask(sequence))
    if (
        max(word.position for word in learnt.words) >= len(output)
        or max(word.id for word in learnt.words) >= output.shape[-1]
    ):
        raise PromptFileError("learnt_unreadable")
    return learnt.log_probabilities(output[tuple(torch.tensor(learnt.places).T)][None])[0]


def _ask(sequences: list[TokenSequence]) -> Plan[list[Tensor]]:
    return (yield sequences)
