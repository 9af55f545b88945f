"""Gradient x input: how steeply a label's score rises along each word's embedding.

Shrikumar et al. 2016, "Not Just a Black Box", after the saliency of Simonyan et al. 2013, "Deep Inside
Convolutional Networks", equations 3 and 4. With S the label's log-odds (see `explain`) and x_t the
input embeddings of the pieces t of a word w

    effect(w) = sum over t of (dS / dx_t) . x_t.

Every label word's sequences read the same text, so their gradients are added. This module knows no thread.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import torch

from playground.errors import PlaygroundError
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.prompting.template import Template
from playground.prompting.words import Unit
from playground.results import Prediction
from playground.scoring.explain import MOST_TOKENS, Explanation, Key, Subject
from playground.scoring.predict import Task, scorer_for
from playground.scoring.scorer import Asked, Term

BACKWARD = 4  # what a gradient costs, in forward passes
POSITIONS = 256  # scored in one backward pass


def at_once(task: Task) -> Task:
    """The task that `gradient` explains: which mask is filled next has no derivative, so all are
    filled independently."""
    return replace(task, options=replace(task.options, filling="independent"))


def gradient(
    task: Task, fields: Mapping[str, str], prediction: Prediction, model: LanguageModel, label: str | None = None
) -> Explanation:
    """Gradient x input of a prediction of `at_once(task)`. It computes: call it in a thread of its own.

    Raises:
        VerbalizerError: fewer than two labels.
        PlaygroundError: the prompt is too long for so many label words.
    """
    subject = Subject.of(task, fields, prediction, label, model)
    asked = subject.asked(model)
    if BACKWARD * sum(sequence.width for sequence in asked.sequences) > MOST_TOKENS:
        raise PlaygroundError("too_much_to_explain")
    owners, effects = _Owners(subject.units), {}
    sequences: dict[int, list[tuple[Term, float]]] = {}
    for term, weight in _weighted(task, asked, _shares(subject)):
        sequences.setdefault(term.sequence, []).append((term, weight))
    for at, terms in sequences.items():
        products = _gradient_input(asked.sequences[at], terms, task, model)
        origin = _origin(task.template, asked, at, terms[0][0], model)
        for key, position in owners.of(origin):
            effects[key] = effects.get(key, 0.0) + products[position]
    return subject.explained(effects, None)


def _shares(subject: Subject) -> dict[str, float]:
    """dS / d(log score) of every label word."""
    scores = subject.scores.requires_grad_()
    (slopes,) = torch.autograd.grad(subject.log_odds(scores), scores)
    shares: dict[str, float] = {}
    for (_, word), slope in zip(subject.task.entries, slopes.tolist(), strict=True):
        shares[word] = shares.get(word, 0.0) + slope
    return shares


def _weighted(task: Task, asked: Asked, shares: Mapping[str, float]) -> Iterator[tuple[Term, float]]:
    """Every term with dS / d(its log p): a word's log score is their sum, or its own ones' mean."""
    for word, terms in asked.terms.items():
        start, end = asked.own[word]
        for i, term in enumerate(terms):
            mean = task.options.length_normalised and start <= i < end
            yield term, shares[word] / (end - start if mean else 1)


def _gradient_input(
    sequence: TokenSequence, its: Sequence[tuple[Term, float]], task: Task, model: LanguageModel
) -> list[float]:
    """Gradient x input, summed over the dimensions: a number a token of the sequence."""
    total = torch.zeros(len(sequence.ids))
    prompt = task.prompt.input if task.prompt else None
    for start in range(0, len(its), POSITIONS):
        share = its[start : start + POSITIONS]
        places, targets = zip(*((sequence.positions[term.position], term.id) for term, _ in share), strict=True)
        weights = torch.tensor([weight for _, weight in share])
        embedded, slopes = model.gradients(TokenSequence(sequence.ids, places, sequence.soft, targets, prompt), weights)
        total += (embedded * slopes).sum(-1)
    return total.tolist()


def _origin(
    template: Template, asked: Asked, at: int, term: Term, model: LanguageModel
) -> list[tuple[int, int] | None]:
    """For each token of a sequence the template's part and the place in it that it comes from."""
    before, read = scorer_for(model).read(template, asked, at, term)
    places = [*[None] * before, *zip(read.chunks, read.offsets, strict=True)]
    return places + [None] * (len(asked.sequences[at].ids) - len(places))


class _Owners:
    """Which unit a token belongs to: that in which it begins."""

    def __init__(self, found: Sequence[Unit]):
        self._parts: dict[int, list[Unit]] = {}
        for unit in found:
            if unit.kind != "mask":
                self._parts.setdefault(unit.part, []).append(unit)

    def of(self, origin: Sequence[tuple[int, int] | None]) -> Iterator[tuple[Key, int]]:
        """(key of the unit, index of the token) of every token that has a unit."""
        seen: dict[int, int] = {}
        for position, place in enumerate(origin):
            if place is None or place[0] not in self._parts:
                continue
            its, (part, offset) = self._parts[place[0]], place
            if its[0].word or its[0].text.isspace():
                at = max(0, bisect_right([unit.start for unit in its], offset) - 1)
                # A piece of spaces only is the next word's.
                at = min(at + (not its[at].word), len(its) - 1)
            else:  # placeholders have no text: they are counted
                at = seen[part] = seen.get(part, -1) + 1
            yield its[at].key, position
