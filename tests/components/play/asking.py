"""Play's calls as a page makes them: a payload in, the answer as JSON out."""

from __future__ import annotations

import asyncio
from typing import Any

from components.contracts.catalogue import calls
from components.routes.visitor import Visitor
from components.services import Services
from playground.errors import PlaygroundError
from playground.scoring.options import Options


def full(state: dict[str, Any]) -> dict[str, Any]:
    """A state with everything a page sends, where a test says only what matters to it."""
    options = {**Options().to_json(), **state.get("options", {})}
    return {"fields": {}, "model": "", "prompts": [], **state, "options": options}


def ask(services: Services, name: str, payload: dict[str, Any], language: str = "en") -> dict[str, Any]:
    """The answer.

    Raises:
        PlaygroundError: what the route would tell as a `Failure`.
    """
    asked = calls()[name].takes.model_validate(payload)
    answer = asyncio.run(services.handlers[name].answer(asked, Visitor("tester", language)))
    return answer.model_dump(mode="json")


def look(services: Services, state: dict[str, Any], language: str = "en") -> dict[str, Any]:
    """The live answer to a state."""
    return ask(services, "live", {"state": full(state), "rev": 1, "page": "test"}, language)


def refusal(services: Services, name: str, payload: dict[str, Any]) -> PlaygroundError:
    """Why a call has no answer."""
    try:
        ask(services, name, payload)
    except PlaygroundError as error:
        return error
    raise AssertionError("it was answered")
