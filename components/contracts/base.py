"""What all contracts are made of: strict models, the failure, and the declaration of a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator

KIB, MIB = 2**10, 2**20
LONGEST_ID = 200

#: The id of a job, an upload or a kept prompt.
Id = Annotated[str, Field(max_length=LONGEST_ID)]
#: A share or probability, from 0 to 1.
Share = float
Level = Literal["ok", "info", "warning", "error"]


class Contract(BaseModel):
    """One JSON object: a field too many, a field too few or another type is refused, not guessed."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, json_schema_serialization_defaults_required=True
    )


class Nothing(Contract):
    """What a call takes or gives that needs no more than its name."""


class Failure(Contract):
    """Why a call has no answer, in the visitor's language.

    `target` is the input beside which a page shows it (`template`, `verbalizer`, `data`, `model`, …), `start`
    and `end` its place in that input's text, in UTF-16 code units; `fields` says what is wrong with single
    fields of a form, by their names.
    """

    message: str
    target: str = "general"
    start: int | None = None
    end: int | None = None
    fields: dict[str, str] = {}


class Note(Contract):
    """One thing worth saying beside a form or an answer."""

    level: Level
    message: str


def _listed(value: object) -> object:
    """The same with lists where there were tuples.

    >>> _listed({"at": [(1, 2)]})
    {'at': [[1, 2]]}
    """
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value


class Figure(Contract):
    """Plotly's JSON, in which `"var(--name)"` stands for a CSS variable and `layout.meta.height` for the height in px
    at normal size; text in it is escaped for Plotly's subset of HTML."""

    data: list[dict[str, JsonValue]]
    layout: dict[str, JsonValue]

    @field_validator("data", "layout", mode="before")
    @classmethod
    def _as_json(cls, value: object) -> object:
        """Figures are drawn with pairs, which JSON writes as lists."""
        return _listed(value)

    @classmethod
    def drawn(cls, figure: Mapping[str, Any]) -> Self:
        """What this project drew, not looked through: that would cost more than drawing it, and Play has two at every key."""
        return cls.model_construct(data=_listed(figure["data"]), layout=_listed(figure["layout"]))


class Download(Contract):
    """A file to be saved by the browser."""

    name: str
    base64: str


Takes = TypeVar("Takes", bound=BaseModel)
Gives = TypeVar("Gives", bound=BaseModel)


@dataclass(frozen=True)
class Call(Generic[Takes, Gives]):
    """A call a script may make: `POST playground/api/{name}` with `takes` as JSON; the answer is `gives`, or a
    `Failure` with a status that is none of success.

    Args:
        about: one sentence for whoever reads the list of calls.
        limit: bytes of body that are read at most.
        dropped: whether it only asks a model, which stops when whoever asked has left.
    """

    name: str
    takes: type[Takes]
    gives: type[Gives]
    about: str
    limit: int = MIB
    dropped: bool = False


def handed(module: Any) -> list[type[Contract]]:
    """What a module's page hands to its scripts without a call: the models in its `WITH_PAGE`."""
    return list(getattr(module, "WITH_PAGE", ()))


def declared(module: Any) -> list[Call[Any, Any]]:
    """The calls that a module of contracts declares, in its order."""
    return [value for value in vars(module).values() if isinstance(value, Call)]
