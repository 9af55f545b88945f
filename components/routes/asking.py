"""Questions of a page's scripts: JSON objects in, JSON objects out, a user's mistake an answer too."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any

from playground.errors import PlaygroundError

Answer = dict[str, Any]
Method = Callable[[Any, dict[str, Any], str], Awaitable[Answer]]
Call = Callable[[dict[str, Any], str], Awaitable[Answer]]


def answering(method: Method) -> Method:
    """Turn what the method raises for the user into the answer's `error`, and where an option
    caused it into `fields_errors` beside that option."""

    @functools.wraps(method)
    async def answer(self: Any, asked: dict[str, Any], language: str) -> Answer:
        try:
            return {"error": None, **await method(self, asked, language)}
        except PlaygroundError as error:
            message, name = error.message(language), error.values.get("name")
            wrong = {name: message} if error.target in ("tuning", "options") and name else {}
            return {"error": {"message": message, "target": error.place}, "fields_errors": wrong}

    return answer


def text(asked: dict[str, Any], name: str) -> str:
    """A question's text, empty where it has none."""
    return asked[name] if isinstance(asked.get(name), str) else ""


def owner(asked: dict[str, Any]) -> str:
    """The visitor's secret id."""
    return text(asked, "owner")
