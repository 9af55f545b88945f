"""How the tests of this folder ask and upload."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from components.data.sets import Data

FILES = Path(__file__).parents[2] / "datasets" / "files"
ME, YOU = "my secret of some length", "your secret of some length"
COLUMNS = {"label": 1, "split": None, "slots": {"text": 0}}


def ask(data: Data, question: str, owner: str = ME, language: str = "en", **asked) -> dict:
    """One question of a page's script."""
    answer = asyncio.run(data.calls[question]({"owner": owner, **asked}, language))
    json.dumps(answer, allow_nan=False)
    return answer


def put(client: TestClient, content: bytes, name: str = "table.csv", owner: str = ME, language: str = "en", **headers):
    """A file through the route."""
    known = {"x-playground-owner": owner, "x-playground-name": quote(name), "x-playground-language": language}
    return client.post("/playground/upload", content=content, headers={**known, **headers})


def upload(client: TestClient, name: str) -> str:
    answer = put(client, (FILES / name).read_bytes(), name)
    assert answer.status_code == 200 and answer.json()["error"] is None
    return answer.json()["upload"]
