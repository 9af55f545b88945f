"""Plans: scoring as a generator that asks for rows and is sent their outputs.

A plan yields a list of rows and receives one tensor a row. So scorers never call
a model: a notebook drives one plan (`run`), and a server drives many users' plans
with one batch a round (`together`). The code between two yields is the same.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from torch import Tensor

from playground.models.language_model import LanguageModel, Row
from playground.models.soft_prompt import SoftInput

T = TypeVar("T")
Plan = Generator[list[Row], list[Tensor], T]


def together(plans: Sequence[Plan[Any]]) -> Plan[list[Any]]:
    """Drive plans in step, one batch of rows a round; their results in order.

    A plan that raises takes the others with it: see `settled` for strangers' plans.
    """
    outcomes = yield from settled(plans)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return outcomes


def settled(plans: Sequence[Plan[Any]]) -> Plan[list[Any]]:
    """As `together`, but a plan's exception becomes its result and harms no other."""
    results: list[Any] = [None] * len(plans)
    asked: dict[int, list[Row]] = {}

    def advance(index: int, outputs: list[Tensor] | None) -> None:
        asked.pop(index, None)
        try:
            asked[index] = plans[index].send(outputs)
        except StopIteration as stop:
            results[index] = stop.value
        except Exception as error:
            results[index] = error

    for index in range(len(plans)):
        advance(index, None)
    while asked:
        round_ = dict(asked)
        outputs = yield [row for rows in round_.values() for row in rows]
        at = 0
        for index, rows in round_.items():
            advance(index, outputs[at : at + len(rows)])
            at += len(rows)
    return results


def under(prompt: SoftInput | None, plan: Plan[T]) -> Plan[T]:
    """The same plan, its rows read under a trained prompt."""
    outputs = None
    while True:
        try:
            rows = plan.send(outputs)
        except StopIteration as stop:
            return stop.value
        outputs = yield [replace(row, prompt=prompt) for row in rows] if prompt else rows


def run(plan: Plan[T], model: LanguageModel) -> T:
    """Drive one plan to its result on a model."""
    try:
        rows = next(plan)
        while True:
            rows = plan.send(model.log_probs(rows))
    except StopIteration as stop:
        return stop.value
