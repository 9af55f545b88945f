"""How tests of pages' calls ask: through the route, as a script does."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.opening import Opening
from components.routes.calls import call_route
from components.services import Services

ME, YOU = "somebody's secret of some length", "another person's long secret"


def answer(services: Services, name: str, asked: dict[str, Any], owner: str, language: str) -> tuple[int, Any]:
    """The status and the JSON that a call comes back with."""
    client = TestClient(Starlette(routes=[call_route(Opening.of(services))]))
    headers = {"x-playground-owner": owner, "x-playground-language": language}
    found = client.post(f"/playground/api/{name}", json=asked, headers=headers)
    return found.status_code, found.json()


def ask(services: Services, name: str, asked: dict[str, Any], owner: str = ME, language: str = "en") -> dict[str, Any]:
    """What a call gives."""
    status, found = answer(services, name, asked, owner, language)
    assert status == 200, found
    return found


def refused(
    services: Services, name: str, asked: dict[str, Any], owner: str = ME, language: str = "en"
) -> dict[str, Any]:
    """Why a call gives nothing."""
    status, found = answer(services, name, asked, owner, language)
    assert status == 400 and found["message"], found
    return found
