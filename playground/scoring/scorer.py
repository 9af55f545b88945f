"""What a scorer is: label words in, log-probabilities out, one scorer for each kind of LM."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol, TypeVar

import torch
from torch import Tensor

from playground.choices import Choices
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.prompting.encoding import EncodedPrompt
from playground.prompting.template import Template
from playground.results import Tokens
from playground.scoring.plans import Plan

FILLINGS = ("independent", "sequential")
PROMPT_KINDS = ("cloze", "prefix")


@dataclass(frozen=True)
class ScoredWord:
    """`ids` are the word's own pieces; `terms` the scored tokens with their
    log-probabilities (for a causal cloze prompt the word and what follows it);
    `own` are the terms of the word itself, from and to."""

    ids: tuple[int, ...]
    terms: tuple[tuple[int, float], ...]
    own: tuple[int, int]

    @property
    def log_probability(self) -> float:
        """Σ log p over the terms."""
        return sum(value for _, value in self.terms)

    @property
    def length_normalised(self) -> float:
        """The mean over the word's own terms, plus what follows it."""
        start, end = self.own
        own = [value for _, value in self.terms[start:end]]
        return self.log_probability - sum(own) + sum(own) / len(own) if own else self.log_probability


class Term(NamedTuple):
    """One scored token: which sequence, which of the sequence's positions, which id."""

    sequence: int
    position: int
    id: int


@dataclass(frozen=True)
class Asked:
    """What one filled prompt asks a model for: it does not depend on the model's weights.

    `terms` are each word's, in the sentence's order, and `own` says which of them
    are the word itself; `vocabulary` is the sequence whose whole distribution is shown.
    """

    prompt: EncodedPrompt
    sequences: tuple[TokenSequence, ...]
    terms: Mapping[str, tuple[Term, ...]]
    own: Mapping[str, tuple[int, int]]
    vocabulary: int = 0

    def words(self, outputs: Sequence[Tensor], ids: Mapping[str, tuple[int, ...]]) -> dict[str, ScoredWord]:
        """The words' scores from one output a sequence."""
        places = [(word, term) for word, terms in self.terms.items() for term in terms]
        found: dict[str, list[tuple[int, float]]] = {word: [] for word in self.terms}
        values = self._values(outputs, [term for _, term in places])
        for (word, term), value in zip(places, values, strict=True):
            found[word].append((term.id, value))
        return {word: ScoredWord(ids[word], tuple(terms), self.own[word]) for word, terms in found.items()}

    def _values(self, outputs: Sequence[Tensor], terms: Sequence[Term]) -> list[float]:
        return read_terms(self.sequences, outputs, terms).tolist() if terms else []


def read_terms(
    sequences: Sequence[TokenSequence], outputs: Sequence[Tensor] | Mapping[int, Tensor], terms: Sequence[Term]
) -> Tensor:
    """The terms' log-probabilities: [terms]. A sequence with targets has one value a position;
    `outputs` may lack sequences that no term reads."""
    order: list[int] = []
    found: list[Tensor] = []
    for sequence in dict.fromkeys(term.sequence for term in terms):
        here = [i for i, term in enumerate(terms) if term.sequence == sequence]
        positions = torch.tensor([terms[i].position for i in here])
        if sequences[sequence].targets is None:
            found.append(outputs[sequence][positions, torch.tensor([terms[i].id for i in here])])
        else:
            found.append(outputs[sequence][positions])
        order += here
    return torch.cat(found)[torch.tensor(order).argsort()]


@dataclass(frozen=True)
class Scored:
    """A filled prompt's words, keyed by their text, and the vocabulary at the answer.

    `vocabulary` is [positions, V], log-probabilities; no rows where nothing
    precedes the answer. `mass_outside` is `None` where it is undefined, with the
    reason's code.
    """

    prompt: EncodedPrompt
    words: Mapping[str, ScoredWord]
    vocabulary: Tensor
    mass_outside: float | None
    mass_reason: str | None


class Scorer(Protocol):
    """One kind of LM. `words` maps a word's text to its pieces at the template's mask.

    `fillings` are the ways to fill several masks that the kind knows, one where there is nothing to choose;
    `alike` says whether prefix and cloze prompts are scored in one way.
    """

    fillings: ClassVar[tuple[str, ...]]
    alike: ClassVar[bool]

    def __init__(self, model: LanguageModel) -> None: ...

    def ask(self, template: Template, fields: Mapping[str, str], words: Mapping[str, tuple[int, ...]]) -> Asked:
        """What must be run to score every word, all masks filled independently."""
        ...

    def score(
        self,
        template: Template,
        fields: Mapping[str, str],
        words: Mapping[str, tuple[int, ...]],
        filling: str = "independent",
    ) -> Plan[Scored]:
        """A plan that scores every word in the filled template."""
        ...

    def outcomes(
        self, template: Template, words: Mapping[str, tuple[int, ...]], filling: str = "independent"
    ) -> tuple[tuple[str, ...], str | None]:
        """The words that exclude each other and whose probabilities may be added, each sequence
        of pieces once; none of them, and the reason's code, where no such sum exists."""
        ...

    def read(self, template: Template, asked: Asked, at: int, term: Term) -> tuple[int, Tokens]:
        """What one of the asked sequences is of the filled template: its chunks' tokens, and how many
        tokens of the sequence stand before them."""
        ...

    def rounds(self, words: Mapping[str, tuple[int, ...]], filling: str) -> int:
        """How many times a model is asked in turn to score the words."""
        ...

    @staticmethod
    def reads_words(template: Template) -> bool:
        """Whether what is asked holds the words themselves, so that other words make another prompt."""
        ...

    @staticmethod
    def formula(template_kind: str, filling: str) -> str:
        """Key of the formula on the page, under which `.title` stands, too."""
        ...


@dataclass(frozen=True)
class ScorerEntry:
    """The scorer of one kind of model."""

    name: str
    scorer: type[Scorer]
    options: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its messages."""
        formulas = {self.scorer.formula(kind, filling) for kind in PROMPT_KINDS for filling in self.scorer.fillings}
        return tuple(key for formula in sorted(formulas) for key in (formula, f"{formula}.title"))


SCORERS: Choices[ScorerEntry] = Choices()
S = TypeVar("S", bound=type[Scorer])


def scores(kind: str) -> Callable[[S], S]:
    """Register a class as the scorer of a kind of model."""

    def register(scorer: S) -> S:
        SCORERS.register(ScorerEntry(kind, scorer))
        return scorer

    return register


def mass_outside(log_probabilities: Sequence[float]) -> float:
    """1 - Σ p over disjoint outcomes; never below 0 by rounding."""
    return max(0.0, 1.0 - sum(map(math.exp, log_probabilities)))
