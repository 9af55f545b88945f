"""Pages are served before torch is imported and the model read; whoever asks for the model meanwhile waits."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest

import app
from components import opening as opening_module
from components.contracts.base import Call, Nothing
from components.opening import Opening
from components.pages.shell import build_app
from components.routes.calls import answers, handlers
from components.routes.setup import setup_address
from components.routes.visitor import Visitor
from playground.errors import CallError, JobError
from playground.i18n import LANGUAGES, translate
from playground.settings import Settings
from tests.patience import PATIENCE
from tests.server import ROOT

HEAVY = ("torch", "transformers", "sqlalchemy", "scipy", "sklearn")
PING = Call("ping", Nothing, Nothing, "For this test.")


class Room:
    """Answers one call."""

    @answers(PING)
    async def ping(self, asked: Nothing, visitor: Visitor) -> Nothing:
        return Nothing()


def test_pages_import_nothing_heavy():
    told = f"import sys, components.pages.shell; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


@pytest.fixture
def opening() -> Opening:
    return Opening()


@pytest.fixture
def client(opening) -> Iterator[httpx.Client]:
    """The app as it listens, for only `launch` makes its pages whole."""
    demo, launch = build_app(opening)
    _, url, _ = demo.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, **launch)
    with httpx.Client(base_url=url, timeout=PATIENCE) as client:
        yield client
    demo.close(verbose=False)


def test_a_page_is_served_while_the_services_are_opening_and_a_call_waits_for_them(client, opening):
    asked, found = threading.Event(), []

    def ask() -> None:
        asked.set()
        found.append(client.post("/playground/api/ping", json={}))

    def make() -> SimpleNamespace:
        thread.start()
        assert asked.wait(PATIENCE)
        for path in ("/", "/zh-train"):
            assert client.get(path).status_code == 200
        assert client.post("/playground/api/ping", json={}, headers={"origin": "http://x.org"}).status_code == 403
        assert client.get("/playground/pages/nothing/en.json").status_code == 404
        assert found == []
        return SimpleNamespace(handlers=handlers([Room()]))

    thread = threading.Thread(target=ask)
    opening.open(make)
    thread.join(PATIENCE)
    assert [answer.status_code for answer in found] == [200]


def test_what_is_not_open_in_time_is_said_in_words(client, monkeypatch):
    monkeypatch.setattr(opening_module, "PATIENCE", 0)
    for language in LANGUAGES:
        found = client.post("/playground/api/ping", json={}, headers={"x-playground-language": language})
        assert (found.status_code, found.json()["message"]) == (400, translate(language, "error.call.opening"))


def test_a_start_whose_opening_fails_ends_with_the_sentence(client, opening, monkeypatch):
    error = JobError("in_use", where="here")

    def fail(settings: Settings) -> None:
        raise error

    monkeypatch.setattr("components.services.Services", fail)
    with pytest.raises(SystemExit, match=str(error)):
        app.open_services(opening, Settings())
    assert client.get(f"/{setup_address('play', 'en')}").json()["message"] == CallError("opening").message("en")
