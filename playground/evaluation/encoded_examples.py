"""Many labelled examples under one prompt: log P(label) of each, and the score of a training run.

Examples are asked in batches at their masks alone; nothing here trains or plots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.errors import DataError
from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftInput
from playground.results import DevScore, Example
from playground.scoring.aggregation import label_scores, normalise
from playground.scoring.batch import ask_all, word_log_scores
from playground.scoring.calibration import calibrate
from playground.scoring.predict import Task
from playground.scoring.scorer import Asked

TOGETHER = 64  # examples a call, which bounds the memory for their distributions


@dataclass(frozen=True)
class EncodedExamples:
    """Examples as one task asks them, encoded once: `gold[i]` is the label's index."""

    asked: tuple[Asked, ...]
    gold: Tensor

    @classmethod
    def of(cls, task: Task, examples: Sequence[Example], model: LanguageModel) -> EncodedExamples:
        """Encode the examples.

        Raises:
            DataError: a label that the verbalizer lacks.
            FieldsError: a slot without a field.
        """
        for example in examples:
            if example.label not in task.labels:
                raise DataError("label_without_words", label=example.label, known=", ".join(task.labels))
        gold = torch.tensor([task.labels.index(example.label) for example in examples], dtype=torch.long)
        return cls(tuple(ask_all(task, (example.fields for example in examples), model)), gold)


def log_probabilities(
    task: Task,
    questions: EncodedExamples,
    model: LanguageModel,
    prompt: SoftInput | None = None,
    prior: Tensor | None = None,
) -> Tensor:
    """log P(label) of every example: [examples, labels], float64 on the CPU; arguments as `by_parts`."""
    return joined(list(by_parts(task, questions, model, prompt, prior)), task)


def by_parts(
    task: Task,
    questions: EncodedExamples,
    model: LanguageModel,
    prompt: SoftInput | None = None,
    prior: Tensor | None = None,
) -> Iterator[tuple[list[int], Tensor]]:
    """Some examples at a time, for whoever shows progress: their indices and log P(label).

    Args:
        prompt: what the prompts are read under.
        prior: the label words' log priors [entries], to calibrate by.
    """
    # Rows of like length together waste the least on padding.
    order = sorted(range(len(questions.asked)), key=lambda i: len(questions.asked[i].sequences[0].ids))
    for start in range(0, len(order), TOGETHER):
        here = order[start : start + TOGETHER]
        words = word_log_scores(task, [questions.asked[i] for i in here], model.log_probs, prompt).double()
        words = words if prior is None else calibrate(words, prior)
        yield here, normalise(label_scores(words, task.groups, task.options.aggregation))


def joined(parts: Sequence[tuple[list[int], Tensor]], task: Task) -> Tensor:
    """The parts of `by_parts` in the examples' order: [examples, labels]."""
    if not parts:
        return torch.zeros(0, len(task.labels), dtype=torch.double)
    order = [i for here, _ in parts for i in here]
    return torch.cat([found for _, found in parts])[torch.tensor(order).argsort()]


def score(log_probabilities: Tensor, gold: Tensor, labels: Sequence[str]) -> DevScore:
    """Accuracy, mean -log P(label) in nats, and how often each label was predicted.

    >>> found = score(torch.tensor([[0.8, 0.2], [0.6, 0.4]]).log(), torch.tensor([0, 1]), ["yes", "no"])
    >>> found.accuracy, round(found.loss, 4), found.predicted
    (0.5, 0.5697, {'yes': 1.0, 'no': 0.0})
    """
    predicted = log_probabilities.argmax(-1)
    shares = torch.bincount(predicted, minlength=len(labels)) / len(gold)
    loss = -log_probabilities.gather(1, gold[:, None]).mean()
    return DevScore(
        accuracy=(predicted == gold).double().mean().item(),
        loss=loss.item(),
        predicted=dict(zip(labels, shares.tolist(), strict=True)),
    )
