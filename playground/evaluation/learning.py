"""Learning a verbalizer: from some labelled examples to weights of the words likeliest at the mask.

What comes out is `scoring/learnt.py`'s; no soft prompt is trained here and no language model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from playground.datasets.dataset import by_label
from playground.evaluation.encoded_examples import TOGETHER
from playground.models.language_model import LanguageModel
from playground.results import Example
from playground.scoring.batch import ask_all, vocabularies, word_scores
from playground.scoring.learnt import LearntVerbalizer, MaskWord, bounded
from playground.scoring.predict import Task

WORDS = 300
# scikit-learn's C, fixed: of 32 examples none can be spared to choose it by. Over the demo sets all values from
# 0.003 to 0.03 are within a point (tests/benchmarks/readouts.py).
STRENGTH = 0.01
ROUNDS = 5_000  # of the solver
MOST_NUMBERS = 64_000_000  # of vocabularies held at once to choose words by: 256 MB


def learn(
    task: Task, examples: Sequence[Example], model: LanguageModel, words: int = WORDS, strength: float = STRENGTH
) -> LearntVerbalizer:
    """Fit label weights to labelled examples under a task's template (and trained prompt).

    The words are the `words` likeliest at the mask, by their mean probability over the examples; where a template
    has several masks, as many at each. What is fitted is scikit-learn's `LogisticRegression(C=strength)`: the sum
    of -log P(label) over the examples plus |weights|² / (2C).

    Args:
        task: its label words play no part.
        examples: of at least two labels; their labels are what it learns, in the order of the task's where it has them.

    Raises:
        DataError: no example, or one label (`empty`, `one_class`).
        FieldsError, TemplateError: as `encode`.
    """
    groups = by_label(examples)
    labels = sorted(groups, key=lambda label: task.labels.index(label) if label in task.labels else len(task.labels))
    chosen, values = _features(task, examples, model, words)
    gold = torch.tensor([labels.index(example.label) for example in examples])
    weights, bias = fit(values, gold, strength)
    return LearntVerbalizer(
        template=str(task.template),
        model=model.id,
        revision=model.revision,
        prompt=task.prompt.fingerprint if task.prompt else None,
        labels=tuple(labels),
        words=tuple(MaskWord(position, id, model.tokenizer.piece(id)) for position, id in chosen),
        weights=tuple(map(tuple, weights.tolist())),
        bias=tuple(bias.tolist()),
        examples=len(examples),
        strength=strength,
    )


def fit(values: Tensor, gold: Tensor, strength: float = STRENGTH) -> tuple[Tensor, Tensor]:
    """Weights [labels, words] and bias [labels] from log-probabilities [examples, words] and labels' indices.

    Two labels share scikit-learn's one row of weights by halves: softmax(-z/2, z/2) is sigmoid(z).
    """
    from sklearn.linear_model import LogisticRegression  # slow to import, and no page needs it to be shown

    found = LogisticRegression(C=strength, max_iter=ROUNDS).fit(bounded(values).numpy(), gold.numpy())
    weights, bias = torch.tensor(found.coef_), torch.tensor(found.intercept_)
    return (weights, bias) if len(weights) > 1 else (torch.cat([-weights, weights]) / 2, torch.cat([-bias, bias]) / 2)


def _features(
    task: Task, examples: Sequence[Example], model: LanguageModel, count: int
) -> tuple[list[tuple[int, int]], Tensor]:
    """The likeliest words' places, and their log-probabilities for every example: [examples, words]."""
    first = list(_first(task, examples, model))
    mean = torch.stack([found.exp() for found in first]).mean(0)  # [positions, V]
    each = max(1, min(count // len(mean), mean.shape[1]))
    places = [(position, id) for position, row in enumerate(mean) for id in row.topk(each).indices.tolist()]
    at = tuple(torch.tensor(places).T)
    values = [torch.stack([found[at] for found in first])]
    bare = Task(task.template, None, task.options, {}, (), task.prompt)
    for start in range(len(first), len(examples), TOGETHER):
        fields = [example.fields for example in examples[start : start + TOGETHER]]
        values.append(word_scores(bare, fields, model, places))
    return places, torch.cat(values)


def _first(task: Task, examples: Sequence[Example], model: LanguageModel) -> Iterator[Tensor]:
    """The vocabulary at the mask, of as many of the examples as may be held at once: [positions, V] each."""
    prompt = task.prompt.input if task.prompt else None
    held = 0
    for start in range(0, len(examples), TOGETHER):
        asked = ask_all(task, [example.fields for example in examples[start : start + TOGETHER]], model)
        for found in vocabularies(asked, model.log_probs, prompt):
            held += found.numel()
            yield found
        if held > MOST_NUMBERS:
            return
