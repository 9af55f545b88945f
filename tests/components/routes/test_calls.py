"""The one route for calls: an answer, a failure in the visitor's language, nothing from elsewhere, nothing leaks."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.addresses import ADDRESSES, PAGES
from components.contracts.base import Call, Contract
from components.contracts.catalogue import calls
from components.contracts.pages import PageSetup
from components.kinds import KINDS
from components.opening import Opening
from components.routes.calls import Superseded, answers, call_route, handlers
from components.routes.scripts import kinds_route, script_routes, strings_address
from components.routes.setup import setup_address, setup_route
from components.routes.visitor import Visitor
from components.services import Services
from playground.datasets import demo
from playground.errors import OptionsError, TemplateError
from playground.i18n import LANGUAGES, translate
from playground.settings import Settings
from tests.kinds.countdown.kind import CountdownKind


class Asked(Contract):
    """What the toy call takes."""

    text: str
    count: int = 1


class Given(Contract):
    """What the toy call gives."""

    text: str


ECHO = Call("echo", Asked, Given, "Says it again.", limit=2048)


class Echo:
    """Answers the toy call; some texts are faults."""

    @answers(ECHO)
    async def echo(self, asked: Asked, visitor: Visitor) -> Given:
        if asked.text == "bug":
            raise RuntimeError("secret path")
        if asked.text == "mistake":
            raise TemplateError("no_mask", start=2, end=4)
        if asked.text == "option":
            raise OptionsError("not_a_switch", name="length_normalised", value="x")
        if asked.text == "old":
            raise Superseded
        return Given(text=f"{visitor.owner} {visitor.language} " + asked.text * asked.count)


def client(hosts: tuple[str, ...] | None = None) -> TestClient:
    return TestClient(Starlette(routes=[call_route(Opening.of(SimpleNamespace(handlers=handlers([Echo()]))), hosts)]))


def post(body: object, language: str = "en", **headers: str):
    known = {"x-playground-owner": "me", "x-playground-language": language}
    return client().post("/playground/api/echo", json=body, headers={**known, **headers})


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


def test_every_declared_call_is_answered_by_somebody(services):
    assert set(calls()) <= set(services.handlers)


def test_the_first_form_is_complete_and_its_demo_set_exists(services):
    for language in LANGUAGES:
        setup = services.kinds["train"].setup(Visitor(language=language))
        first = setup.methods[0].defaults.model_dump()
        assert {"method", "tokens", "initialisation", "learning_rate", "seeds", "patience"} <= set(first)
        assert setup.first.template == demo.SETS[setup.first.id].soft


def test_an_answer_knows_who_asked_in_which_language():
    answer = post({"text": "a", "count": 2}, "zh")
    assert (answer.status_code, answer.json()) == (200, {"text": "me zh aa"})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "“text”"),
        ({"text": "a", "cuont": 2}, "“cuont”"),
        ({"text": "a", "count": "2"}, "“count”"),
        ({"text": 7}, "“text”"),
    ],
)
def test_a_wrong_payload_names_the_field(body, said):
    answer = post(body)
    assert answer.status_code == 400 and said in answer.json()["message"]


@pytest.mark.parametrize("content", [b"{", b"[1", b'{"text": "\\ud800"}', b"\xff", b"[]"])
def test_what_is_no_object_is_refused_in_words(content):
    answer = client().post("/playground/api/echo", content=content)
    assert answer.status_code == 400 and answer.json()["message"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_is_told_and_nothing_of_it_leaks(language):
    answer = post({"text": "bug"}, language)
    assert answer.status_code == 500
    assert answer.json()["message"] == translate(language, "error.general.unexpected")
    assert "secret" not in answer.text


def test_a_mistake_has_its_place_and_its_field():
    answer = post({"text": "mistake"}).json()
    assert (answer["target"], answer["start"], answer["end"]) == ("template", 2, 4)
    assert list(post({"text": "option"}).json()["fields"]) == ["length_normalised"]


def test_a_superseded_question_has_no_answer():
    assert post({"text": "old"}).status_code == 204


def test_a_call_nobody_knows_and_a_body_too_large():
    assert client().post("/playground/api/nothing", json={}).status_code == 404
    assert client().get("/playground/api/echo").status_code == 405
    assert post({"text": "x" * 3000}).status_code == 413


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://testserver"}, 200),
        ({"origin": "http://elsewhere"}, 403),
        ({"origin": "http://testserver:81"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://public.name", "x-forwarded-host": "public.name"}, 200),
        ({"origin": "http://public.name", "sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_only_the_apps_own_pages_are_answered(headers, status):
    assert post({"text": "a"}, **headers).status_code == status


def test_only_its_own_names_are_answered():
    known = client(("localhost", "127.0.0.1"))
    for host, status in (("localhost:7860", 200), ("127.0.0.1", 200), ("evil.example:7860", 403), ("", 403)):
        assert known.post("/playground/api/echo", json={"text": "a"}, headers={"host": host}).status_code == status


def test_two_answers_to_one_call_are_an_error_at_start():
    with pytest.raises(ValueError, match="echo"):
        handlers([Echo(), Echo()])


def test_addresses_lie_side_by_side():
    paths = [path for page in ADDRESSES.values() for path in page.values()]
    assert len(set(paths)) == len(paths) and not any("/" in path for path in paths)


@pytest.mark.parametrize("root", ["", "/lab"])
def test_scripts_are_found_behind_a_proxy_and_nothing_else_is(root):
    client = TestClient(Starlette(routes=script_routes()), root_path=root)
    assert client.get("/playground/js/jobs/page.js").status_code == 200
    assert client.get("/playground/js/%2e%2e/css/train/train.css").status_code == 404


def test_a_kind_outside_the_tree_brings_its_scripts():
    opening = Opening.of(SimpleNamespace(kinds={kind.name: kind for kind in (*KINDS, CountdownKind)}))
    client = TestClient(Starlette(routes=[kinds_route(opening)]))
    assert client.get(f"/{CountdownKind.address()}").status_code == 200
    for address in ("train/kind.js", "nothing/kind.js", f"{CountdownKind.name}/%2e%2e/kind.py"):
        assert client.get(f"/playground/kinds/{address}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_each_page_begins_with_is_said(services, language):
    client = TestClient(Starlette(routes=[setup_route(Opening.of(services), PAGES)]))
    for page in PAGES:
        setup = client.get(f"/{setup_address(page, language)}").json()
        assert PageSetup.model_validate_json(json.dumps(setup)).models[0].loaded
        assert {kind["name"] for kind in setup["kinds"]} == {
            name for name, its in setup["pages"].items() if its == page
        }
        assert bool(setup["play"]) == (page == "play")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_own_sentences_are_fetched_once_a_version(language):
    client = TestClient(Starlette(routes=script_routes()))
    answer = client.get("/" + strings_address(language))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.json()["ui.labels.title"] == translate(language, "ui.labels.title")
    assert all(key.startswith("ui.") for key in answer.json())
    assert client.get(f"/playground/strings/{language}.json").headers["cache-control"] == "no-cache"
    assert client.get("/playground/strings/xx.json").status_code == 404
