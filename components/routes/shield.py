"""What stands before every route, Gradio's as ours: who may ask at all, what is closed, what is read, what is answered with.

Our own calls look at their bodies themselves, each with its own limit (`calls.py`, `upload.py`); Gradio's
endpoints read any JSON, so their bodies are read here and handed on.
"""

from __future__ import annotations

from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.contracts.data import TABLE
from components.routes.bodies import json_of
from components.routes.calls import failed
from components.routes.guard import Refused, check_host, check_origin, visitor_of

API = "/gradio_api/"
#: What pages and gradio_client ask of Gradio; uploads, files, streams, proxies, monitoring and editing are not among it.
OPEN = {
    *("app_id", "startup-events", "info", "openapi.json", "queue", "call", "run", "api", "cancel", "reset"),
    *("heartbeat", "theme.css", "login_check"),
}
#: Pages of Gradio and FastAPI that nobody needs here.
CLOSED = {"monitoring", "docs", "redoc", "openapi.json", "login", "logout", "svelte", "custom_component", "proxy="}
OWN = "/playground/"

# 'unsafe-inline': Gradio's page carries its configuration, our style sheets and the first script in its head, and sets
# styles of elements. 'unsafe-eval': a gr.HTML's `js_on_load` and template are made into functions in the browser; without
# it no page mounts. data: and blob: are what Plotly makes the pictures of that are saved.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


class Shield:
    """ASGI middleware.

    Args:
        hosts: the only names under which the app may be asked; `None` for any.
        embedding: whether other sites may show the pages in a frame.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...] | None = None, embedding: bool = False):
        self._app, self._hosts = app, hosts
        policy = POLICY if embedding else POLICY | {"frame-ancestors": "'none'"}
        self._headers = {
            "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            **({} if embedding else {"x-frame-options": "DENY"}),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope, receive)
        try:
            refusal, receive = await self._looked_at(request)
        except ClientDisconnect:
            return
        await (refusal or self._app)(scope, receive, sending)

    async def _looked_at(self, request: Request) -> tuple[Response | None, Receive]:
        """What is said instead of an answer, if anything, and where the route finds the body."""
        scope, receive = request.scope, request.receive
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        try:
            check_host(request, self._hosts)
            if _closed(path):
                return PlainTextResponse("Not Found", 404), receive
            if request.method in ("GET", "HEAD", "OPTIONS") or path.startswith(OWN):
                return None, receive
            check_origin(request)
            return None, _again(await json_of(request, TABLE), receive)
        except Refused as refused:
            return failed(refused.error, visitor_of(request), refused.status), receive


def _closed(path: str) -> bool:
    if path.startswith(API):
        return path.removeprefix(API).split("/")[0] not in OPEN
    return path.strip("/").split("/")[0] in CLOSED


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, then whatever comes after it."""
    left: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return left.pop() if left else await receive()

    return received
