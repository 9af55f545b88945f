"""What a search would be, for the form: its options with their bounds, its outline, and what is worth saying."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from components.contracts import search as contract
from components.contracts.base import Note
from components.routes.visitor import Visitor
from playground.datasets.mapping import RowProblem
from playground.search import desk

MOST_NOTES = 5


class From(Protocol):
    """What an outline was made from."""

    @property
    def problems(self) -> Sequence[RowProblem]: ...
    @property
    def spec(self) -> Any: ...


def setup(wanted: str, visitor: Visitor) -> contract.SearchSetup:
    """What a form begins with."""
    return contract.SearchSetup(
        wanted=wanted,
        options=[
            contract.SearchOption(
                name=option.name,
                kind=option.kind,
                value=list(option.value) if isinstance(option.value, tuple) else option.value,
                low=option.low,
                high=option.high,
                choices=[_choice(option.kind, name, visitor) for name in option.choices],
            )
            for option in desk.options_of(wanted)
        ],
    )


def _choice(kind: str, name: str, visitor: Visitor) -> contract.MethodAbout:
    if kind == "one":
        return contract.MethodAbout(name=name, title=visitor.say(f"search.bank.{name}"), line="")
    return about(name, visitor)


def about(method: str, visitor: Visitor) -> contract.MethodAbout:
    """A way to find label words, or a source of templates, in the reader's language."""
    key = f"search.method.{method}"
    return contract.MethodAbout(name=method, title=visitor.say(key), line=visitor.say(f"{key}.line"))


def outline(found: desk.Outline, asked: object, seconds: float, made: From, visitor: Visitor) -> contract.SearchOutline:
    """A search before it starts; `asked` is K as it stands in the form."""
    notes = [Note(level="warning", message=problem.message(visitor.language)) for problem in made.problems[:MOST_NOTES]]
    labels = {example.label for example in made.spec.train}
    each = found.train // max(1, len(labels))
    if isinstance(asked, int) and each < asked:
        notes.append(Note(level="info", message=visitor.say("train.note.fewer", asked=asked, count=each)))
    return contract.SearchOutline(
        template=found.template,
        hand_written=found.hand_written,
        triggers=found.triggers,
        candidates=found.candidates,
        train=found.train,
        dev=found.dev,
        test=found.test,
        sequences=found.sequences,
        seconds=seconds,
        notes=notes,
    )
