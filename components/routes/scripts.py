"""Where a page gets its scripts and the installed plotly.min.js.

Not through Gradio's file route, whose addresses would tell every visitor where the project lies on the disk.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import StaticFiles

from playground.assets import ASSETS

SCRIPTS = ASSETS / "js"
PLOTLY = Path(str(files("plotly"))) / "package_data" / "plotly.min.js"


class _Fresh(StaticFiles):
    """Browsers must ask again for our scripts, else an update mixes old and new."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


def script_routes() -> list[BaseRoute]:
    """The two routes, relative to the app's root."""

    async def plotly(request: Request) -> FileResponse:
        return FileResponse(PLOTLY, headers={"cache-control": "max-age=604800"})

    return [Route("/playground/plotly.js", plotly), folder_route("js", SCRIPTS)]


def folder_route(name: str, folder: Path) -> Route:
    """A folder of scripts, as `playground/{name}/…`."""
    files = _Fresh(directory=folder)

    # Not a Mount: behind a proxy that takes a root path away, a mounted folder looks for the wrong file.
    async def script(request: Request) -> Response:
        return await files.get_response(request.path_params["path"], request.scope)

    return Route(f"/playground/{name}/{{path:path}}", script)
