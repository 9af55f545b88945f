"""`GET playground/pages/{page}/{language}.json`: what a page's scripts begin with, a `PageSetup`.

Not in the page itself, which is served before the core can say it. Just after a start the answer waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.contracts.pages import PageSetup
from components.opening import Opening
from components.routes.calls import answered
from components.routes.visitor import Visitor
from playground.i18n import LANGUAGES


class Setups(Protocol):
    """Who knows it."""

    def setup(self, page: str, language: str) -> PageSetup:
        """Of one page in one language. Takes time: called in a thread."""
        ...


S = TypeVar("S", bound=Setups)


def setup_route(opening: Opening[S], pages: Collection[str], hosts: tuple[str, ...] | None = None) -> Route:
    """The route.

    Args:
        pages: those there are.
        hosts: the only names under which the app may be asked; `None` for any.
    """

    async def setup(request: Request) -> Response:
        page, language = request.path_params["page"], request.path_params["language"]
        if page not in pages or language not in LANGUAGES:
            return Response(status_code=404)

        async def work(visitor: Visitor) -> Response:
            services = await opening.services()
            found = await asyncio.to_thread(services.setup, page, language)
            # Not kept: models come and go.
            headers = {"cache-control": "no-store"}
            return Response(found.model_dump_json(), media_type="application/json", headers=headers)

        return await answered(request, hosts, work)

    return Route("/playground/pages/{page}/{language}.json", setup)


def setup_address(page: str, language: str) -> str:
    """Where it lies, relative to every page; `pages/first.js` knows it, too, and asks at once."""
    return f"playground/pages/{page}/{language}.json"
