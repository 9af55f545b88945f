"""What the tests of explanations share: a prompt, and both ways of explaining it."""

from __future__ import annotations

import math

from playground.prompting import template, verbalizer
from playground.scoring.explain import leave_one_out
from playground.scoring.gradient_attribution import at_once, gradient
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan

LABELS = "positive: great, wonderful\nnegative: terrible"
TEXT = "The film was funny, and the music good!"


def task(model, source="{text} It was [MASK].", words=LABELS, prompt=None, **options) -> Task:
    """A task with some labels."""
    return Task.build(template.parse(source), verbalizer.parse(words), Options(**options), model, prompt)


def left_out(model, its: Task, text=TEXT, label=None):
    """By leave-one-out."""
    return drive(leave_one_out(its, {"text": text}, model, label), model)


def sloped(model, its: Task, text=TEXT, label=None):
    """By gradient x input."""
    its, fields = at_once(its), {"text": text}
    return gradient(its, fields, drive(predict_plan(its, fields, model), model), model, label)


def effects(explanation) -> list[tuple[str, float]]:
    """The words that have one."""
    return [(item.text, item.effect) for item in explanation.items if item.effect is not None]


def odds(probability: float) -> float:
    """The log-odds."""
    return math.log(probability) - math.log(1 - probability)
