"""What a scorer is: label words in, log-probabilities out, one LM family each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from playground.prompting.encoding import EncodedPrompt
from playground.prompting.template import Template
from playground.scoring.plans import Plan

FILLINGS = ("independent", "sequential")


@dataclass(frozen=True)
class ScoredWord:
    """`ids` are the word's own pieces; `terms` the scored tokens with their
    log-probabilities (for a causal cloze prompt the word and what follows it);
    `own` are the terms of the word itself, from and to."""

    ids: tuple[int, ...]
    terms: tuple[tuple[int, float], ...]
    own: tuple[int, int] | None = None

    @property
    def log_probability(self) -> float:
        """Σ log p over the terms."""
        return sum(value for _, value in self.terms)

    @property
    def length_normalised(self) -> float:
        """The mean over the word's own terms, plus what follows it."""
        start, end = self.own or (0, len(self.terms))
        own = [value for _, value in self.terms[start:end]]
        return self.log_probability - sum(own) + sum(own) / len(own) if own else self.log_probability


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
    """One LM family. `words` maps a word's text to its pieces at the template's mask."""

    def score(
        self,
        template: Template,
        fields: Mapping[str, str],
        words: Mapping[str, tuple[int, ...]],
        filling: str = "independent",
    ) -> Plan[Scored]:
        """A plan that scores every word in the filled template."""


def mass_outside(log_probabilities: Sequence[float]) -> float:
    """1 - Σ p over disjoint outcomes; never below 0 by rounding."""
    return max(0.0, 1.0 - sum(map(math.exp, log_probabilities)))
