"""An evaluation's examples as the page lists them: the worst mistakes first, each with its way into Play."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from components.contracts.evaluate import ExampleAnswer, Examples, ExamplesAsked, Show
from components.jobs.evaluations.views import play_state
from playground.evaluation.outcome import ONLY, ReadingName, Report
from playground.evaluation.predictions import Answer, Predictions
from playground.evaluation.tables import label_names

PAGE = 20
Order = Callable[[Answer], tuple[float, ...]]

#: Which answers a list shows, and in which order.
SHOWN: Mapping[Show, tuple[Callable[[Answer], bool], Order]] = {
    # The surest mistakes first: they are what a template is mended by.
    "wrong": (lambda answer: answer.predicted != answer.gold, lambda answer: (-answer.sure, answer.right)),
    "right": (lambda answer: answer.predicted == answer.gold, lambda answer: (-answer.sure,)),
    "unsure": (lambda answer: True, lambda answer: (answer.sure,)),
    "all": (lambda answer: True, lambda answer: (answer.right,)),
}


def examples(
    spec: Mapping[str, Any],
    given: Sequence[Report],
    answers: Predictions | None,
    reading: ReadingName,
    asked: ExamplesAsked,
) -> Examples:
    """A page of the list, and how many examples it has in all.

    Args:
        given: the job's examples, as JSON.
    """
    if answers is None:
        return Examples(examples=[], count=0, reading=reading)
    labels = label_names(spec["columns"][0]["verbalizer"])
    belongs, order = SHOWN[asked.show]
    gold, predicted = _index(labels, asked.gold), _index(labels, asked.predicted)
    found = [
        answer
        for answer in answers.answers(reading)
        if belongs(answer) and gold in (None, answer.gold) and predicted in (None, answer.predicted)
    ]
    found.sort(key=lambda answer: (*order(answer), answer.place))
    page = found[asked.start : asked.start + PAGE]
    lines = [_example(spec, given[answer.place]["fields"], answer, labels, reading) for answer in page]
    return Examples(examples=lines, count=len(found), reading=reading)


def _index(labels: Sequence[str], label: str | None) -> int | None:
    return labels.index(label) if label in labels else None


def _example(
    spec: Mapping[str, Any], fields: Mapping[str, str], answer: Answer, labels: Sequence[str], reading: ReadingName
) -> ExampleAnswer:
    return ExampleAnswer(
        fields=dict(fields),
        gold=labels[answer.gold],
        predicted=labels[answer.predicted],
        gold_index=answer.gold,
        predicted_index=answer.predicted,
        probabilities=[math.exp(value) for value in answer.log_probabilities],
        mass_outside=answer.mass_outside,
        state=play_state(spec, ONLY, reading, fields),
    )
