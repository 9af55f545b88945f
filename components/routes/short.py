"""`GET /s/{code}`: a short link, which leads to one of the app's own pages and nowhere else."""

from __future__ import annotations

import asyncio
from typing import Protocol, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from components.opening import Opening
from playground.errors import PlaygroundError


class Links(Protocol):
    """Who knows where a code leads."""

    def where(self, code: str) -> str:
        """A page's address with its query, relative to the app's root. Takes time.

        Raises:
            PlaygroundError: nowhere, which is told by the app's page for unknown addresses.
        """
        ...


class Shares(Protocol):
    """Who keeps them."""

    @property
    def sharing(self) -> Links:
        """The short links."""
        ...


S = TypeVar("S", bound=Shares)


def short_route(opening: Opening[S]) -> Route:
    """The route."""

    async def short(request: Request) -> Response:
        try:
            services = await opening.services()
            place = await asyncio.to_thread(services.sharing.where, request.path_params["code"])
        except PlaygroundError:
            raise HTTPException(404) from None
        # Relative, so that it holds behind a proxy that adds a path; never a page of another host.
        return RedirectResponse(f"../{place}", 302, headers={"cache-control": "no-store"})

    return Route("/s/{code}", short)
