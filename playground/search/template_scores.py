"""Many templates on many examples: log P(label) of all pairs in stacks of like length. No search here.

The templates share their verbalizer and options. Where all label words are alike the LM head is one for these words
alone, as in `objective.py`; each pair is encoded once.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

import torch
from torch import Tensor

from playground.models.head import can_narrow, narrow
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import MAX_BATCH_TOKENS
from playground.results import Example
from playground.scoring.aggregation import label_scores, normalise
from playground.scoring.batch import word_log_scores
from playground.scoring.predict import Task, scorer_for
from playground.scoring.scorer import Asked
from playground.search.objective import TOKENS, alike, narrowed

Pair = tuple[int, int]  # which task, which example


class TemplateScores:
    """Some examples, to be asked by any templates; `gold[i]` is the index of an example's label."""

    def __init__(self, labels: Sequence[str], examples: Sequence[Example], model: LanguageModel):
        self.gold = torch.tensor([labels.index(example.label) for example in examples], dtype=torch.long)
        self._examples, self._model, self._labels = examples, model, len(labels)
        self._tokens = TOKENS if model.device.type == "cpu" else MAX_BATCH_TOKENS

    def log_probabilities(self, tasks: Sequence[Task], rows: Sequence[int]) -> Tensor:
        """log P(label) of some of the examples under every task: [tasks, rows, labels], float64.

        Raises:
            FieldsError, TemplateError: as `encode`.
        """
        found = torch.zeros(len(tasks), len(rows), self._labels, dtype=torch.double)
        scorer = scorer_for(self._model)
        groups: dict[tuple, list[tuple[Pair, Asked]]] = {}
        for which, task in enumerate(tasks):
            for at, row in enumerate(rows):
                asked = scorer.ask(task.template, self._examples[row].fields, task.words)
                groups.setdefault((*task.entries, alike(asked)), []).append(((which, at), asked))
        for (*_, few), pairs in groups.items():
            self._fill(found, tasks, pairs, few)
        return found

    def _fill(self, found: Tensor, tasks: Sequence[Task], pairs: list[tuple[Pair, Asked]], few: bool) -> None:
        """The pairs whose entries are the same."""
        pairs.sort(key=lambda pair: _length(pair[1]))
        task = tasks[pairs[0][0][0]]
        ids = sorted({id for (which, _), _ in pairs for its in tasks[which].words.values() for id in its})
        first = pairs[0][1]
        at = next(iter(first.terms.values()))[0].sequence
        few = few and can_narrow(self._model, first.sequences[at], ids)
        with narrow(self._model, ids) if few else nullcontext():
            start = 0
            while start < len(pairs):
                here = [pairs[start]]
                # The last is the longest, and all are padded to it.
                while start + len(here) < len(pairs):
                    following = pairs[start + len(here)]
                    if _length(following[1]) * (len(here) + 1) > self._tokens:
                        break
                    here.append(following)
                start += len(here)
                asked = [narrowed(its, ids) if few else its for _, its in here]
                words = word_log_scores(task, asked, self._model.log_probs).double().cpu()
                log_p = normalise(label_scores(words, task.groups, task.options.aggregation))
                places = torch.tensor([pair for pair, _ in here])
                found[places[:, 0], places[:, 1]] = log_p


def _length(asked: Asked) -> int:
    return max(len(sequence.ids) for sequence in asked.sequences)
