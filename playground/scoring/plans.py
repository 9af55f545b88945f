"""Plans: scoring as a generator that asks for sequences and is sent their outputs.

A plan yields a list of sequences and receives one tensor a sequence. So scorers never call
a model: a notebook drives one plan (`drive`), and a server drives many users' plans
with one batch a round (`together`). The code between two yields is the same.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from torch import Tensor

from playground.errors import FieldsError
from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftInput
from playground.models.token_sequence import TokenSequence

T = TypeVar("T")
Plan = Generator[list[TokenSequence], list[Tensor], T]


def together(plans: Sequence[Plan[Any]]) -> Plan[list[Any]]:
    """Drive plans in step, one batch of sequences a round; their results in order.

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
    asked: dict[int, list[TokenSequence]] = {}

    def advance(index: int, outputs: list[Tensor] | None) -> None:
        asked.pop(index, None)
        try:
            asked[index] = next(plans[index]) if outputs is None else plans[index].send(outputs)
        except StopIteration as stop:
            results[index] = stop.value
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this plan's result
            results[index] = error

    for index in range(len(plans)):
        advance(index, None)
    while asked:
        round_ = dict(asked)
        outputs = yield [sequence for sequences in round_.values() for sequence in sequences]
        at = 0
        for index, sequences in round_.items():
            advance(index, outputs[at : at + len(sequences)])
            at += len(sequences)
    return results


def under(prompt: SoftInput | None, plan: Plan[T]) -> Plan[T]:
    """The same plan, its sequences read under a trained prompt."""
    outputs: list[Tensor] | None = None
    while True:
        try:
            sequences = next(plan) if outputs is None else plan.send(outputs)
        except StopIteration as stop:
            return stop.value
        outputs = yield [replace(sequence, prompt=prompt) for sequence in sequences] if prompt else sequences


def within(limit: int | None, rounds: int, plan: Plan[T]) -> Plan[T]:
    """The same plan, refused before anything is run where `rounds` as large as its first would be beyond so many tokens.

    Raises:
        FieldsError: too_much_work.
    """
    outputs: list[Tensor] | None = None
    while True:
        try:
            sequences = next(plan) if outputs is None else plan.send(outputs)
        except StopIteration as stop:
            return stop.value
        if outputs is None and limit is not None:
            tokens = rounds * sum(sequence.width for sequence in sequences)
            if tokens > limit:
                raise FieldsError("too_much_work", tokens=tokens, limit=limit)
        outputs = yield sequences


def drive(plan: Plan[T], model: LanguageModel) -> T:
    """Drive one plan to its result on a model."""
    try:
        sequences = next(plan)
        while True:
            sequences = plan.send(model.log_probs(sequences))
    except StopIteration as stop:
        return stop.value
