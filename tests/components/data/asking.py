"""How the tests of this folder ask and upload."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.data.calls import DataCalls
from components.data.sets import Data
from components.opening import Opening
from components.routes.calls import call_route, handlers
from components.routes.upload import upload_route
from playground.settings import Settings

FILES = Path(__file__).parents[2] / "datasets" / "files"
ME, YOU = "my secret of some length", "your secret of some length"
COLUMNS = {"label": 1, "split": None, "slots": {"text": 0}}


@contextmanager
def asked_of(data: Data, settings: Settings) -> Iterator[TestClient]:
    """Both routes as pages have them: calls and uploads."""
    calls = DataCalls(data, settings)
    opening = Opening.of(SimpleNamespace(handlers=handlers([calls]), data=data, settings=settings))
    yield TestClient(Starlette(routes=[call_route(opening), upload_route(opening)]))
    calls.close()


def ask(client: TestClient, question: str, owner: str = ME, language: str = "en", **asked: Any) -> dict[str, Any]:
    """One question of a page's script, with the answer as the script has it."""
    known = {"x-playground-owner": owner, "x-playground-language": language}
    answer = client.post(f"/playground/api/{question}", content=json.dumps(asked), headers=known)
    return {"error": None, **answer.json()} if answer.status_code == 200 else {"error": answer.json()}


def put(client: TestClient, content: bytes, name: str = "table.csv", owner: str = ME, language: str = "en", **headers):
    """A file through the route."""
    known = {"x-playground-owner": owner, "x-playground-name": quote(name), "x-playground-language": language}
    return client.post("/playground/upload", content=content, headers={**known, **headers})


def upload(client: TestClient, name: str) -> str:
    answer = put(client, (FILES / name).read_bytes(), name)
    assert answer.status_code == 200
    return answer.json()["upload"]
