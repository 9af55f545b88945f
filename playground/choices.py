"""What can be chosen, each kind of choice in one registry: calibrations, aggregations, methods, kinds of models.

An entry is registered once, beside the function or class that it names, and says by itself which other
options it reads and which messages it needs. Pages list the choices from here; no page is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Entry(Protocol):
    """What every registered entry says of itself."""

    @property
    def name(self) -> str:
        """As options, links and files spell it."""
        ...

    @property
    def options(self) -> tuple[str, ...]:
        """Names of the other options that only this choice reads."""
        ...

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its messages, which every catalogue must have."""
        ...


E = TypeVar("E", bound=Entry)


class Choices(Mapping[str, E]):
    """Entries by name, in the order in which they were registered.

    >>> from playground.scoring.aggregation import AGGREGATIONS
    >>> list(AGGREGATIONS)
    ['mean', 'geometric', 'sum', 'max']
    """

    def __init__(self) -> None:
        self._entries: dict[str, E] = {}

    def register(self, entry: E) -> E:
        """Add an entry.

        Raises:
            ValueError: the name is taken, a mistake of whoever programs.
        """
        if entry.name in self._entries:
            raise ValueError(f"{entry.name!r} is registered twice")
        self._entries[entry.name] = entry
        return entry

    def remove(self, name: str) -> None:
        """Take an entry out again, as whoever tried one does."""
        del self._entries[name]

    def __getitem__(self, name: str) -> E:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def choice(self, option: str, kinds: tuple[str, ...] | None = None) -> Choice:
        """For a page: the values that an option can have."""
        return Choice(option, tuple(Value(entry.name, entry.options) for entry in self.values()), kinds)


@dataclass(frozen=True)
class Value:
    """One value of an option; `options` are those that only this value reads."""

    name: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """An option whose values are counted; `kinds` are the kinds of models that read it, `None` for all."""

    option: str
    values: tuple[Value, ...]
    kinds: tuple[str, ...] | None = None
