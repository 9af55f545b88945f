"""Checks that the options of every search share; each names the option, its value, and what it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from playground.errors import SearchError

MAX_SEEDS = 10


def show(value: Any) -> str:
    """A value as a message may hold it."""
    return str(value)[:60]


def whole(options: Any, name: str, low: int, high: int) -> None:
    """Refuse anything but a whole number within the bounds.

    Raises:
        SearchError: it is none.
    """
    value = getattr(options, name)
    if type(value) is not int or not low <= value <= high:
        raise SearchError("not_in_range", name=name, value=show(value), low=low, high=high)


def switch(options: Any, name: str) -> None:
    """Refuse anything but true or false.

    Raises:
        SearchError: it is neither.
    """
    if not isinstance(getattr(options, name), bool):
        raise SearchError("not_a_switch", name=name, value=show(getattr(options, name)))


def some_of(options: Any, name: str, choices: Sequence[str]) -> None:
    """Refuse anything but different ones of the choices, one at least.

    Raises:
        SearchError: one is not among them, or there is none.
    """
    values = getattr(options, name)
    fine = isinstance(values, tuple) and values and len(set(map(show, values))) == len(values)
    if not fine or not all(value in choices for value in values):
        raise SearchError("not_choices", name=name, value=show(values), choices=", ".join(choices))


def seeds(values: Any) -> None:
    """Refuse anything but some different seeds.

    Raises:
        SearchError: they are none, too many, or one is there twice.
    """
    good = isinstance(values, tuple) and all(type(seed) is int and 0 <= seed < 2**31 for seed in values)
    if not good or not 1 <= len(values) <= MAX_SEEDS or len(set(values)) < len(values):
        raise SearchError("bad_seeds", value=show(values), limit=MAX_SEEDS)


def from_mapping(cls: Any, values: Any) -> Any:
    """Options of a class from a JSON object; unknown names are refused.

    Raises:
        SearchError: it is no object, or has a name that no option has.
    """
    if not isinstance(values, Mapping | None):
        raise SearchError("not_an_object")
    known = [field.name for field in fields(cls)]
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in (values or {}).items()}
    for name in given:
        if name not in known:
            raise SearchError("unknown_option", name=show(name), known=", ".join(known))
    return cls(**given)
