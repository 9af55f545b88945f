"""What the pages may ask: every call is there, an answer finds its question, a fault is an answer too."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.pages import play, train
from components.pages.common import ADDRESSES, call_handler
from components.routes.scripts import script_routes
from components.services import Services
from playground.i18n import LANGUAGES, translate
from playground.settings import Settings


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


def ask(calls, data, language="en"):
    """One event through the handler of the call `echo`."""
    handler = call_handler(SimpleNamespace(calls=calls), "echo", language)
    return asyncio.run(handler(SimpleNamespace(_data=data)))


def test_every_call_of_every_page_is_answered_by_somebody(services):
    assert {*play.CALLS, *train.CALLS} <= set(services.calls)


def test_the_first_form_is_complete_and_its_demo_set_exists(services):
    for language in LANGUAGES:
        setup = services.training.setup(language)
        assert {"method", "tokens", "initialisation", "learning_rate", "seeds", "patience"} <= set(setup["form"])
        assert setup["form"]["data"]["demo"] in {demo["id"] for demo in setup["demos"]}


def test_an_answer_carries_its_questions_number():
    async def echo(payload, language):
        return {"error": None, "got": payload, "language": language}

    answer = ask({"echo": echo}, {"id": 7, "payload": {"owner": "x"}}, "zh")
    assert answer == {"id": 7, "answer": {"error": None, "got": {"owner": "x"}, "language": "zh"}}


@pytest.mark.parametrize("data", [None, [], {"id": 1}, {"id": 1, "payload": "text"}])
def test_an_odd_question_is_an_empty_one(data):
    async def echo(payload, language):
        return {"got": payload}

    assert ask({"echo": echo}, data)["answer"] == {"got": {}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_is_told_and_not_thrown(language):
    async def echo(payload, language):
        raise RuntimeError("a bug")

    answer = ask({"echo": echo}, {"id": 2, "payload": {}}, language)
    assert answer["answer"]["error"]["message"] == translate(language, "error.general.unexpected")


def test_addresses_lie_side_by_side():
    paths = [path for page in ADDRESSES.values() for path in page.values()]
    assert len(set(paths)) == len(paths) and not any("/" in path for path in paths)


@pytest.mark.parametrize("root", ["", "/lab"])
def test_scripts_are_found_behind_a_proxy_and_nothing_else_is(root):
    client = TestClient(Starlette(routes=script_routes()), root_path=root)
    assert client.get("/playground/js/train/page.js").status_code == 200
    assert client.get("/playground/js/%2e%2e/css/train/train.css").status_code == 404
