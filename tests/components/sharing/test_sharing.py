"""The link's calls as a page makes them, and where a short link leads."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.opening import Opening
from components.pages.unknown import unknown
from components.routes.short import short_route
from components.services import Services
from playground.settings import Settings
from tests.components.asking import ME, ask, refused

HOSTILE = "</p><script>alert(1)</script>\"'&{x}${7*6}"


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Iterator[Services]:
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(services) -> TestClient:
    routes = [short_route(Opening.of(services))]
    app = Starlette(routes=routes, exception_handlers={404: unknown})
    return TestClient(app, follow_redirects=False)


def shortened(services: Services, **changes: str) -> str:
    return ask(services, "link_short", {"page": "play", "language": "en", "query": "", **changes})["path"]


@pytest.mark.parametrize(
    ("page", "language", "place"), [("play", "en", "/"), ("play", "zh", "/zh"), ("train", "zh", "/zh-train")]
)
def test_a_short_link_opens_the_page_as_it_was(services, client, page, language, place):
    query = "template=%7Btext%7D+%5BMASK%5D.&field.text=%E5%BE%88%26+%23&content_free=&content_free=N%2FA"
    found = client.get(f"/{shortened(services, page=page, language=language, query=query)}")
    assert found.status_code == 302 and found.headers["cache-control"] == "no-store"
    address = urlsplit(str(found.next_request.url))
    assert (address.netloc, address.path) == ("testserver", place)
    assert parse_qs(address.query, keep_blank_values=True) == parse_qs(query, keep_blank_values=True)


@pytest.mark.parametrize(
    "query", ["//evil.example/", "@evil.example", "x\r\nlocation: http://evil.example", "\\\\evil"]
)
def test_a_short_link_leads_to_no_other_place(services, client, query):
    found = client.get(f"/{shortened(services, query=query)}")
    assert found.next_request.url.host == "testserver" and found.next_request.url.path == "/"
    assert set(found.headers) == {"location", "cache-control", "content-length"}


@pytest.mark.parametrize(("page", "language"), [("//evil.example", "en"), ("play", "../x"), ("nowhere", "en")])
def test_a_page_that_does_not_exist_is_refused(services, page, language):
    refused(services, "link_short", {"page": page, "language": language, "query": ""})


def test_an_address_of_thousands_of_values_is_refused(services):
    said = refused(services, "link_short", {"page": "play", "language": "zh", "query": "a=1&" * 2000}, language="zh")
    assert "1,000" in said["message"]


def test_nobody_without_a_secret_keeps_a_link(services):
    refused(services, "link_short", {"page": "play", "language": "en", "query": ""}, owner="")


def test_a_link_that_has_ended_is_told_in_words(client):
    found = client.get("/s/nothing1", headers={"accept": "text/html", "accept-language": "zh"})
    assert found.status_code == 404 and "短链接" in found.text and 'href="/zh"' in found.text


def test_forgetting_a_visitor_forgets_the_links(services, client):
    path = shortened(services, query="template=mine")
    services.jobs.forget(ME)
    assert client.get(f"/{path}").status_code == 404


def test_a_qr_code_is_squares(services):
    found = ask(services, "link_qr", {"text": "http://a/s/abc"})
    assert found["size"] > 20 and set(found["path"]) <= set("Mhvz-0123456789 ")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_handout_holds_what_was_written_as_text(services, language):
    asked = {"text": HOSTILE, "question": f"why {HOSTILE}?", "goal": HOSTILE, "link": "http://a/s/abc?<b>"}
    found = ask(services, "handout", asked, language=language)
    text = base64.b64decode(found["base64"]).decode()
    assert text.count("&lt;script&gt;alert(1)") == 3 and "<script" not in text and "<b>" not in text
    assert "default-src &#x27;none&#x27;" in text and text.count('class="line"') == 8 and "<svg" in text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "", "data:text/html,x"])
def test_a_handout_leads_to_the_web_alone(services, link):
    refused(services, "handout", {"text": "", "question": "", "goal": "", "link": link})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_report_holds_words_as_text_and_charts_as_pictures(services, language):
    svg = base64.b64encode(f'<svg xmlns="http://www.w3.org/2000/svg">{HOSTILE}</svg>'.encode()).decode()
    part = {"title": HOSTILE, "lines": [HOSTILE, "accuracy · 88%"], "pictures": [svg]}
    found = ask(services, "report", {"title": HOSTILE, "parts": [part], "link": "http://a/s/b"}, language=language)
    text = base64.b64decode(found["base64"]).decode()
    assert "<script" not in text and "accuracy · 88%" in text and f'src="data:image/svg+xml;base64,{svg}"' in text
    assert 'href="http://a/s/b"' in text


@pytest.mark.parametrize("picture", ['"><script>', "a"])
def test_a_picture_that_is_none_is_refused(services, picture):
    part = {"title": "", "lines": [], "pictures": [picture]}
    refused(services, "report", {"title": "", "parts": [part], "link": ""})
