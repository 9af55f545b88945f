"""`POST playground/upload`: a file as it is, straight into a visitor's drafts.

Not one of the pages' calls: those carry JSON. Beside the headers of every call, `x-playground-name` is the file's name,
percent-encoded; the answer is a `Draft`, or a `Failure` as any call's.
"""

from __future__ import annotations

from typing import Protocol
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.contracts.data import Draft
from components.routes.calls import answered
from components.routes.guard import body_of
from components.routes.visitor import Visitor
from playground.errors import PlaygroundError

PATIENCE = 4  # times the limit


class Drafts(Protocol):
    """Where files go."""

    async def take(self, data: bytes, name: str, owner: str) -> str:
        """Keep a file as a draft of this owner; its id."""
        ...

    def too_large(self) -> PlaygroundError:
        """What is said of a file beyond the limit."""
        ...


def upload_route(data: Drafts, limit: int, hosts: tuple[str, ...] | None = None) -> Route:
    """The route.

    Args:
        limit: bytes of a file.
        hosts: the only names under which the app may be asked; `None` for any.
    """

    async def upload(request: Request) -> Response:
        async def work(visitor: Visitor) -> Response:
            name = unquote(request.headers.get("x-playground-name", ""))[:200]
            found = await body_of(request, limit, data.too_large(), PATIENCE)
            draft = Draft(upload=await data.take(found, name or "data", visitor.owner))
            return Response(draft.model_dump_json(), media_type="application/json")

        return await answered(request, hosts, work)

    return Route("/playground/upload", upload, methods=["POST"])
