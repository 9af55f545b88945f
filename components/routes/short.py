"""`GET /s/{code}`: a short link, which leads to one of the app's own pages and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from playground.errors import PlaygroundError


def short_route(where: Callable[[str], str]) -> Route:
    """The route.

    Args:
        where: a code -> a page's address with its query, relative to the app's root. Takes time; what it raises is told
            by the app's page for unknown addresses.
    """

    async def short(request: Request) -> Response:
        try:
            place = await asyncio.to_thread(where, request.path_params["code"])
        except PlaygroundError:
            raise HTTPException(404) from None
        # Relative, so that it holds behind a proxy that adds a path; never a page of another host.
        return RedirectResponse(f"../{place}", 302, headers={"cache-control": "no-store"})

    return Route("/s/{code}", short)
