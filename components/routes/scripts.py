"""Where a page gets its scripts, its sentences and the installed plotly.min.js.

Not through Gradio's file route, whose addresses would tell every visitor where the project lies on the disk.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import StaticFiles

from components.opening import Opening
from playground.assets import ASSETS
from playground.i18n import LANGUAGES, catalogue

SCRIPTS = ASSETS / "js"
PLOTLY = Path(str(files("plotly"))) / "package_data" / "plotly.min.js"


class _Fresh(StaticFiles):
    """Browsers must ask again for our scripts, else an update mixes old and new."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


@cache
def strings(language: str) -> bytes:
    """The scripts' own sentences of a language as JSON; the core's are translated before they reach a page."""
    own = {key: text for key, text in catalogue(language).items() if key.startswith("ui.")}
    return json.dumps(own, ensure_ascii=False, separators=(",", ":")).encode()


def strings_address(language: str) -> str:
    """Where they lie, relative to every page; other sentences have another address, so browsers may keep them."""
    return f"playground/strings/{language}.json?v={hashlib.sha256(strings(language)).hexdigest()[:12]}"


def script_routes() -> list[BaseRoute]:
    """The routes, relative to the app's root."""

    async def plotly(request: Request) -> FileResponse:
        return FileResponse(PLOTLY, headers={"cache-control": "max-age=604800"})

    async def sentences(request: Request) -> Response:
        language = request.path_params["language"]
        if language not in LANGUAGES:
            return Response(status_code=404)
        kept = "max-age=31536000, immutable" if request.query_params else "no-cache"
        return Response(strings(language), media_type="application/json", headers={"cache-control": kept})

    return [
        Route("/playground/plotly.js", plotly),
        Route("/playground/strings/{language}.json", sentences),
        folder_route("js", SCRIPTS),
    ]


def folder_route(name: str, folder: Path) -> Route:
    """A folder of scripts, as `playground/{name}/…`."""
    files = _Fresh(directory=folder)

    # Not a Mount: behind a proxy that takes a root path away, a mounted folder looks for the wrong file.
    async def script(request: Request) -> Response:
        return await files.get_response(request.path_params["path"], request.scope)

    return Route(f"/playground/{name}/{{path:path}}", script)


class Drawn(Protocol):
    """A kind of job; `scripts` is the folder of its own ones, if it has any."""

    scripts: ClassVar[Path | None]


class Kinds(Protocol):
    """Who knows every kind of job."""

    @property
    def kinds(self) -> Mapping[str, Drawn]:
        """By its name."""
        ...


S = TypeVar("S", bound=Kinds)


def kinds_route(opening: Opening[S]) -> Route:
    """The folders of scripts of kinds that live outside the tree, as `playground/kinds/{name}/…`."""

    async def script(request: Request) -> Response:
        kind = (await opening.services()).kinds.get(request.path_params["name"])
        if kind is None or kind.scripts is None:
            return Response(status_code=404)
        return await _Fresh(directory=kind.scripts).get_response(request.path_params["path"], request.scope)

    return Route("/playground/kinds/{name}/{path:path}", script)
