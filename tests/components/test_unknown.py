"""What stands where no page is: a page for people, JSON for programs."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.pages.unknown import page, unknown


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(exception_handlers={404: unknown}))


@pytest.mark.parametrize(
    ("path", "spoken", "language", "home"),
    [
        ("/nowhere", "en-US,en;q=0.9", "en", "/"),
        ("/nowhere", "zh-TW,zh;q=0.9", "zh-CN", "/zh"),
        ("/zh-nowhere", "en", "zh-CN", "/zh"),
        ("/nowhere", "", "en", "/"),
        ("/a/b/c", "fr", "en", "/"),
    ],
)
def test_people_get_a_page_in_their_language_with_the_way_home(client, path, spoken, language, home):
    found = client.get(path, headers={"accept": "text/html", "accept-language": spoken})
    assert found.status_code == 404 and found.headers["content-type"].startswith("text/html")
    assert f'<html lang="{language}"' in found.text and f'href="{home}"' in found.text
    assert "<title>" in found.text and path in found.text


def test_programs_get_json(client):
    for found in (client.get("/nowhere", headers={"accept": "application/json"}), client.post("/nowhere")):
        assert found.status_code == 404 and found.json() == {"detail": "Not Found"}


def test_an_address_is_text():
    found = page("en", "/<script>alert(1)</script>", '/root"/')
    assert "<script" not in found and 'href="/root&quot;/' in found
