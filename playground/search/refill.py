"""Which words a language model puts into a template's gap, on average over labelled examples.

For a gap in the template, the mask filled with the example's own label word: the mean over the examples of
log p(w | text, label word, the template's other words). LM-BFF generates templates by the same sum with T5 (Gao et
al. 2021, section 5.2); here it is a masked LM's, or what a causal LM says next, which sees the left side only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from playground.prompting.template import Mask
from playground.scoring.predict import scorer_for
from playground.search.atoms import Atom, put_together, with_answer
from playground.search.template_source import Ground, likeliest


def gap(atoms: Sequence[Atom], at: int, count: int = 1) -> list[Atom]:
    """The atoms with `count` masks for the one at `at`, whose template's own mask is filled already."""
    return [*atoms[:at], replace(atoms[at], value=Mask(count)), *atoms[at + 1 :]]


def refill(ground: Ground, atoms: Sequence[Atom], at: int, words: int, count: int = 1) -> list[tuple[str, float]]:
    """The likeliest words for the first of `count` gaps in an atom's place, with their mean log-probabilities, nats.

    Args:
        atoms: of a template with its mask.
        words: how many.

    Raises:
        FieldsError, TemplateError: as `encode`.
    """
    example = put_together(gap(with_answer(atoms, ground.answer(ground.task.labels[0])), at, count))
    return likeliest(_mean(ground, atoms, at, count), ground.words(example), words)


def _mean(ground: Ground, atoms: Sequence[Atom], at: int, count: int) -> Tensor:
    """The mean log-probability of every token in the first gap: [V]."""
    scorer, sequences = scorer_for(ground.model), []
    for example in ground.shown:
        answered = put_together(gap(with_answer(atoms, ground.answer(example.label)), at, count))
        asked = scorer.ask(answered, example.fields, {})
        sequence = asked.sequences[asked.vocabulary]
        sequences.append(replace(sequence, positions=sequence.positions[:1]))
    return torch.stack([found[0] for found in ground.model.log_probs(sequences)]).mean(0)
