"""What a filling of the triggers is worth: -log P(label), through the aggregation that is shown, uncalibrated.

Many fillings on many examples are one stack of sequences of equal lengths: no padding, no tokenizing, and where all
label words are alike an LM head for these words alone (everything else cancels among the labels). No search here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import torch
from torch import Tensor

from playground.evaluation.encoded_examples import TOGETHER, joined, score
from playground.models.head import can_narrow, narrow
from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftInput
from playground.models.token_sequence import MAX_BATCH_TOKENS
from playground.results import DevScore, Example
from playground.scoring.aggregation import label_scores, normalise
from playground.scoring.batch import word_log_scores
from playground.scoring.predict import Task
from playground.scoring.scorer import Asked
from playground.search.placed import Filling, place

TOKENS = 2_048  # of one forward pass on a processor, whose caches larger ones leave
BACKWARD = 16  # examples of one backward pass, which bounds its memory


class Objective:
    """A task on some examples, encoded once.

    Raises:
        FieldsError, TemplateError: as `encode`.
    """

    def __init__(self, task: Task, examples: Sequence[Example], model: LanguageModel):
        self.gold = torch.tensor([task.labels.index(example.label) for example in examples], dtype=torch.long)
        self._task, self._model = task, model
        self._tokens = TOKENS if model.device.type == "cpu" else MAX_BATCH_TOKENS
        self._placed = place(task, examples, model)
        self._ids = sorted({id for ids in task.words.values() for id in ids})
        self._few = bool(examples) and alike(self._placed[0].asked) and self._narrows()
        if self._few:
            self._placed = [replace(its, asked=narrowed(its.asked, self._ids)) for its in self._placed]

    def _narrows(self) -> bool:
        first = self._placed[0].asked
        at = next(iter(first.terms.values()))[0].sequence
        return can_narrow(self._model, first.sequences[at], self._ids)

    def _head(self) -> AbstractContextManager[None]:
        return narrow(self._model, self._ids) if self._few else nullcontext()

    def losses(self, fillings: Sequence[Filling], rows: Sequence[int]) -> Tensor:
        """-log P(label) of every filling on some of the examples: [fillings, rows], float64, nats."""
        found = torch.zeros(len(fillings), len(rows), dtype=torch.double)
        if not fillings or not rows:
            return found
        by_length: dict[int, list[int]] = {}
        for at, row in enumerate(rows):
            by_length.setdefault(self._placed[row].length, []).append(at)
        with self._head():
            for length, places in by_length.items():
                pairs = [(at, which) for at in places for which in range(len(fillings))]
                together = max(1, self._tokens // length)
                for start in range(0, len(pairs), together):
                    here = pairs[start : start + together]
                    asked = [self._placed[rows[at]].filled(fillings[which]) for at, which in here]
                    log_p = self._labels(asked, self._model.log_probs)
                    gold = self.gold[[rows[at] for at, _ in here]]
                    values = -log_p.double().gather(1, gold[:, None])[:, 0]
                    found[[which for _, which in here], [at for at, _ in here]] = values
        return found

    def gradient(self, filling: Filling, rows: Sequence[int]) -> tuple[Tensor, Tensor]:
        """The losses of one filling [rows], float64, and each one's gradient at the triggers' input embeddings
        [rows, triggers, e], both on the CPU.

        A causal LM's sentence also scores the triggers behind the mask as tokens: of that no gradient speaks.
        """
        losses, gradients = [], []
        for start in range(0, len(rows), BACKWARD):
            here = rows[start : start + BACKWARD]
            embedded = self._model.look_up(filling).detach()
            leaves = [embedded.clone().requires_grad_() for _ in here]
            loss = self.embedded_losses(filling, leaves, here)
            gradients += torch.autograd.grad(loss.sum(), leaves)
            losses.append(loss.detach().double().cpu())
        return torch.cat(losses), torch.stack(gradients).float().cpu()

    def embedded_losses(self, filling: Filling, embeddings: Sequence[Tensor], rows: Sequence[int]) -> Tensor:
        """The losses [rows] with the input embeddings [triggers, e] of each row in the triggers' places, with gradients."""
        asked = [
            _under(self._placed[row].filled(filling, soft=True), SoftInput(embeddings=its))
            for row, its in zip(rows, embeddings, strict=True)
        ]
        with self._head():
            log_p = self._labels(asked, self._model.forward)
        return -log_p.gather(1, self.gold[list(rows)].to(log_p.device)[:, None])[:, 0]

    def by_parts(self, filling: Filling) -> Iterator[tuple[list[int], Tensor]]:
        """Some examples at a time under a filling: their indices and log P(label) [some, labels], float64."""
        order = sorted(range(len(self._placed)), key=lambda row: self._placed[row].length)
        for start in range(0, len(order), TOGETHER):
            here = order[start : start + TOGETHER]
            with self._head():
                found = self._labels([self._placed[row].filled(filling) for row in here], self._model.log_probs)
            yield here, found.double()

    def score(self, filling: Filling) -> DevScore:
        """A filling on all the examples."""
        return score(joined(list(self.by_parts(filling)), self._task), self.gold, self._task.labels)

    def _labels(self, asked: Sequence[Asked], forward: Callable[..., list[Tensor]]) -> Tensor:
        words = word_log_scores(self._task, asked, forward)
        return normalise(label_scores(words, self._task.groups, self._task.options.aggregation))


def alike(asked: Asked) -> bool:
    """Whether all words are read at the same places of one sequence, so that what is no word cancels among labels."""
    places = {tuple((term.sequence, term.position) for term in terms) for terms in asked.terms.values()}
    read = {term.sequence for terms in asked.terms.values() for term in terms}
    return len(places) == 1 and all(asked.sequences[at].targets is None for at in read)


def narrowed(asked: Asked, ids: Sequence[int]) -> Asked:
    """The same question of a head that knows these tokens only."""
    index = {id: i for i, id in enumerate(ids)}
    terms = {word: tuple(term._replace(id=index[term.id]) for term in its) for word, its in asked.terms.items()}
    return replace(asked, terms=terms)


def _under(asked: Asked, prompt: SoftInput) -> Asked:
    return replace(asked, sequences=tuple(replace(sequence, prompt=prompt) for sequence in asked.sequences))
