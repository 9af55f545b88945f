"""What the LM head reads at the mask of each example, from one pass: log-probabilities of any words follow from it.

log p(w | x) = h . out_w + b_w - log Z, with h what the head's last map reads, out_w and b_w the word's row of the map
and Z the sum over the vocabulary. So searches over label words run the encoder once, whatever they look at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from playground.errors import SearchError
from playground.models.head import head_inputs, head_weights
from playground.models.language_model import LanguageModel
from playground.results import Example
from playground.scoring.predict import Task, scorer_for

TOLERANCE = 1e-2  # nats, between the head's log p and those made of its parts


@dataclass(frozen=True, eq=False)
class Words:
    """The words that may be label words: their text, `output` [words, d] and `bias` [words]."""

    texts: tuple[str, ...]
    output: Tensor
    bias: Tensor

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Where a word stands."""
        return {text: i for i, text in enumerate(self.texts)}

    @classmethod
    def of(cls, model: LanguageModel, texts: Mapping[int, str]) -> Words:
        """Some tokens of a vocabulary.

        Raises:
            SearchError: there is none, or the model's head is no linear map.
        """
        if not texts:
            raise SearchError("no_candidates")
        weights = head_weights(model)
        if weights is None:
            raise SearchError("no_plain_head", family=model.family)
        ids = torch.tensor(list(texts))
        return cls(tuple(texts.values()), weights[0][ids], weights[1][ids])


@dataclass(frozen=True, eq=False)
class MaskStates:
    """Some examples at the mask: `hidden` [examples, d], `log_norm` (log Z) [examples], `gold` [examples]."""

    hidden: Tensor
    log_norm: Tensor
    gold: Tensor

    @classmethod
    def of(cls, task: Task, examples: Sequence[Example], model: LanguageModel) -> MaskStates:
        """Read the examples.

        Raises:
            SearchError: more than one mask, a causal LM's cloze prompt, or a head that is more than a linear map.
            FieldsError, TemplateError: as `encode`.
        """
        if task.template.run_length > 1:
            raise SearchError("one_mask", count=task.template.run_length)
        scorer = scorer_for(model)
        if scorer.reads_words(task.template):
            raise SearchError("nothing_after_mask")
        weights = head_weights(model)
        if weights is None:
            raise SearchError("no_plain_head", family=model.family)
        asked = [scorer.ask(task.template, example.fields, {}) for example in examples]
        sequences = [its.sequences[its.vocabulary] for its in asked]
        hidden = torch.zeros(len(examples), weights[0].shape[1])
        log_norm = torch.zeros(len(examples))
        for together in model.batches(sequences):
            with head_inputs(model) as read:
                found = torch.cat(model.log_probs([sequences[i] for i in together]))
            (hidden[together],) = read
            logits = hidden[together] @ weights[0][0] + weights[1][0]
            log_norm[together] = logits - found[:, 0]
            last = hidden[together] @ weights[0][-1] + weights[1][-1] - log_norm[together]
            if (last - found[:, -1]).abs().max() > TOLERANCE:
                raise SearchError("no_plain_head", family=model.family)
        gold = torch.tensor([task.labels.index(example.label) for example in examples], dtype=torch.long)
        return cls(hidden, log_norm, gold)

    def log_probabilities(self, words: Words, which: Tensor | None = None) -> Tensor:
        """log p of words: [examples, words]; `which` are indices of some of them."""
        output, bias = (words.output, words.bias) if which is None else (words.output[which], words.bias[which])
        return self.hidden @ output.T + bias - self.log_norm[:, None]
