"""What stands before every route: closed ones, hosts and origins, bodies, and the headers of every answer."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.routes.shield import Shield


async def echo(request: Request) -> JSONResponse:
    """What came."""
    return JSONResponse((await request.body()).decode())


def client(root: str = "", **wishes: object) -> TestClient:
    routes = [Route("/{path:path}", echo, methods=["GET", "POST"])]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Shield, **wishes)]), root_path=root)


OPEN = ("", "train", "zh", "config", "assets/x.js", "theme.css", "gradio_api/queue/join", "gradio_api/heartbeat/x")
CLOSED = (
    *("gradio_api/upload", "gradio_api/upload_progress", "gradio_api/file=/etc/passwd", "gradio_api/proxy=http://x"),
    *("gradio_api/stream/x", "gradio_api/component_server", "gradio_api/dev/reload", "gradio_api/vibe-edit"),
    *("gradio_api/process_recording", "gradio_api/runs", "gradio_api/deep_link", "gradio_api/profiling/traces"),
    *("monitoring", "monitoring/summary", "docs", "redoc", "openapi.json", "login"),
)


@pytest.mark.parametrize("root", ["", "/lab"])
def test_what_nobody_needs_is_closed(root):
    found = client(root)
    assert [path for path in OPEN if found.get(f"/{path}").status_code != 200] == []
    assert [path for path in CLOSED if found.get(f"/{path}").status_code != 404] == []
    assert [path for path in CLOSED if found.post(f"/{path}", json={}).status_code != 404] == []


def test_a_body_that_was_looked_at_reaches_its_route():
    assert client().post("/gradio_api/call/predict", content=b'{"data": ["\xe5\xa5\xbd"]}').json() == '{"data": ["好"]}'


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"[" * 100, 400), (b"[]," * 200_000, 400), (rb'{"data": ["\ud800"]}', 400), (b" " * (21 * 2**20), 413)],
)
def test_gradios_endpoints_take_no_body_that_ours_would_not(content, status):
    answer = client().post("/gradio_api/call/predict", content=content, headers={"x-playground-language": "zh"})
    assert answer.status_code == status and answer.json()["message"]


def test_other_sites_and_other_names_are_refused_at_gradios_endpoints_too():
    found = client(hosts=("testserver",))
    assert found.post("/gradio_api/call/x", json={}, headers={"origin": "http://elsewhere"}).status_code == 403
    assert found.post("/gradio_api/call/x", json={}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert found.post("/gradio_api/call/x", json={}, headers={"origin": "http://testserver"}).status_code == 200
    # A link on another site may be followed.
    assert found.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200
    for host in ("evil.example", "[oops", ""):
        assert found.get("/", headers={"host": host}).status_code == 403


def test_every_answer_says_what_a_browser_may_do_with_it():
    for path, status in (("/", 200), ("/monitoring", 404)):
        answer = client().get(path)
        assert answer.status_code == status
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-frame-options"] == "DENY"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "http" not in policy


def test_who_wants_to_be_embedded_says_so():
    headers = client(embedding=True).get("/").headers
    assert "x-frame-options" not in headers and "frame-ancestors" not in headers["content-security-policy"]
