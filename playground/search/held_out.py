"""The hand-written prompt beside what a search finds: on the development examples, and once on the test ones.

There it is read three ways: plainly, calibrated, and by a verbalizer learnt from the very examples that the search sees.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from torch import Tensor

from playground.errors import TemplateError
from playground.evaluation.encoded_examples import (
    TOGETHER,
    EncodedExamples,
    by_parts,
    joined,
    log_probabilities,
    score,
)
from playground.evaluation.learning import learn
from playground.models.language_model import LanguageModel
from playground.results import DevScore, Example, Message
from playground.scoring.batch import word_scores
from playground.scoring.calibration import USUAL
from playground.scoring.learnt import LearntVerbalizer
from playground.scoring.plans import drive
from playground.scoring.predict import Task, prior_plan


def on_dev(task: Task, examples: Sequence[Example], model: LanguageModel) -> DevScore:
    """A prompt as it is on the development examples."""
    questions = EncodedExamples.of(task, examples, model)
    return score(log_probabilities(task, questions, model), questions.gold, task.labels)


def baselines(
    seed: int, task: Task, train: Sequence[Example], examples: Sequence[Example], model: LanguageModel
) -> Generator[Message, None, dict[str, Any]]:
    """The hand-written prompt's answers to the test examples, plain, calibrated and by a learnt verbalizer: which are
    right.

    Args:
        train: what the verbalizer learns from.
    """
    calibrated = replace(task, options=replace(task.options, calibration=USUAL))
    try:
        prior = drive(prior_plan(calibrated, model), model)
    except TemplateError:
        prior = None  # a template without a slot has nothing to calibrate by
    questions = EncodedExamples.of(task, examples, model)

    def asked(its_prior: Tensor | None) -> Generator[Message, None, list[int]]:
        parts = by_parts(task, questions, model, None, its_prior)
        return (yield from right(seed, task, parts, questions.gold))

    plain = yield from asked(None)
    calibrated_answers = None if prior is None else (yield from asked(prior))
    by_learnt = _by_learnt(learn(task, train, model), task, examples, model)
    learnt = yield from right(seed, task, by_learnt, questions.gold)
    return {"hand_written": plain, "calibrated": calibrated_answers, "learnt": learnt}


def _by_learnt(
    learnt: LearntVerbalizer, task: Task, examples: Sequence[Example], model: LanguageModel
) -> Iterator[tuple[list[int], Tensor]]:
    """As `by_parts`: indices of some examples and their log P(label)."""
    bare = Task(task.template, None, task.options, {}, (), task.prompt)
    for start in range(0, len(examples), TOGETHER):
        here = examples[start : start + TOGETHER]
        values = word_scores(bare, [example.fields for example in here], model, learnt.places)
        yield list(range(start, start + len(here))), learnt.over(task.labels, values)


def right(
    seed: int, task: Task, parts: Iterable[tuple[list[int], Tensor]], gold: Tensor
) -> Generator[Message, None, list[int]]:
    """1 for each test example answered right, else 0, in the file's order.

    Args:
        parts: as `by_parts`: indices of some examples and their log P(label).
    """
    found = []
    for part in parts:
        found.append(part)
        yield Message({"kind": "test", "seed": seed, "done": sum(len(here) for here, _ in found), "of": len(gold)})
    return (joined(found, task).argmax(-1) == gold).long().tolist()
