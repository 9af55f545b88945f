"""Contracts as a page of documentation: every call with what it takes and gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import ModuleType
from typing import Any, get_args

from pydantic import BaseModel

from components.contracts.base import Call, Contract, declared

HEAD = """# The calls of the pages

Made by `python -m components.contracts` from the modules beside this file: change those, not this.

A script asks `POST playground/api/{name}` with JSON and the headers `x-playground-owner` (the browser's secret random
id) and `x-playground-language`. The answer is what the call gives, or, with a status from 400, a `Failure`; 204 says that
a newer question has taken this one's place. Sentences come translated, numbers raw, shares from 0 to 1. What a person
typed is raw text and reaches the page as text only. Positions count UTF-16 code units, as JavaScript does.
"""


def document(modules: Iterable[ModuleType]) -> str:
    """The page as Markdown."""
    return HEAD + "".join(_page(module) for module in modules)


def _page(module: ModuleType) -> str:
    title = module.__name__.rpartition(".")[2].capitalize()
    own = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Contract) and value.__module__ == module.__name__
    ]
    lines = [f"\n## {title}\n\n{_sentence(module.__doc__)}\n", *map(_call, declared(module))]
    return "\n".join([*lines, *map(_model, own)])


def _call(call: Call[Any, Any]) -> str:
    return f"**`{call.name}`** takes `{call.takes.__name__}`, gives `{call.gives.__name__}`. {call.about}\n"


def _model(model: type[BaseModel]) -> str:
    rows = [
        f"| `{name}` | `{_type(field.annotation)}`{'' if field.is_required() else ', may be left out'} |"
        for name, field in model.model_fields.items()
    ]
    table = "\n".join(["| field | type |", "| --- | --- |", *rows]) + "\n" if rows else ""
    return f"### {model.__name__}\n\n{_sentence(model.__doc__)}\n\n{table}"


def _type(annotation: Any) -> str:
    """A type as a reader writes it: `components.contracts.train.Form` is `Form`."""
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation.__name__
    words = str(annotation).replace("NoneType", "None").replace(" | ", " or ")
    return re.sub(r"\b(?:typing|pydantic\.types|components\.contracts\.\w+)\.", "", words)


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split())
