"""`POST playground/upload`: a file as it is, straight into a visitor's drafts.

Not one of the pages' calls: those carry JSON. Beside the headers of every call, `x-playground-name` is the file's name,
percent-encoded; the answer is a `Draft`, or a `Failure` as any call's.
"""

from __future__ import annotations

from typing import Protocol, TypeVar
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.contracts.data import Draft
from components.opening import Opening
from components.routes.calls import answered
from components.routes.guard import body_of
from components.routes.visitor import Visitor
from playground.errors import PlaygroundError
from playground.settings import Settings

PATIENCE = 4  # times the limit


class Drafts(Protocol):
    """Where files go."""

    async def take(self, data: bytes, name: str, owner: str) -> str:
        """Keep a file as a draft of this owner; its id."""
        ...

    def too_large(self) -> PlaygroundError:
        """What is said of a file beyond the limit."""
        ...


class Keeper(Protocol):
    """Who keeps them, and how large they may be."""

    @property
    def data(self) -> Drafts:
        """Where they go."""
        ...

    @property
    def settings(self) -> Settings:
        """`upload_limit`: bytes of a file."""
        ...


S = TypeVar("S", bound=Keeper)


def upload_route(opening: Opening[S], hosts: tuple[str, ...] | None = None) -> Route:
    """The route.

    Args:
        hosts: the only names under which the app may be asked; `None` for any.
    """

    async def upload(request: Request) -> Response:
        async def work(visitor: Visitor) -> Response:
            name = unquote(request.headers.get("x-playground-name", ""))[:200]
            services = await opening.services()
            found = await body_of(request, services.settings.upload_limit, services.data.too_large(), PATIENCE)
            draft = Draft(upload=await services.data.take(found, name or "data", visitor.owner))
            return Response(draft.model_dump_json(), media_type="application/json")

        return await answered(request, hosts, work)

    return Route("/playground/upload", upload, methods=["POST"])
