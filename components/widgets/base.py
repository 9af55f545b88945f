"""The one way this project puts its own JavaScript on a page.

A `Widget` is a `gr.HTML` whose template never changes: Gradio would paste values into a JavaScript
template literal, so values stay out of it and reach the DOM only through `textContent` in
`assets/js`. This module knows nothing about what a widget shows.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import StaticFiles

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SCRIPTS = ASSETS / "js"
PLOTLY = Path(str(files("plotly"))) / "package_data" / "plotly.min.js"


class _Fresh(StaticFiles):
    """Browsers must ask again for our scripts, else an update mixes old and new."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


def routes() -> list[BaseRoute]:
    """Where the page gets its scripts and the installed plotly.min.js: not through Gradio's file
    route, whose addresses would tell every visitor where the project lies on the disk."""

    scripts = _Fresh(directory=SCRIPTS)

    async def plotly(request: Request) -> FileResponse:
        return FileResponse(PLOTLY, headers={"cache-control": "max-age=604800"})

    # Not a Mount: behind a proxy that takes a root path away, a mounted folder looks for the wrong file.
    async def script(request: Request) -> Response:
        return await scripts.get_response(request.path_params["path"], request.scope)

    return [Route("/playground/plotly.js", plotly), Route("/playground/js/{path:path}", script)]


def plotly_head() -> str:
    """The script tag of Plotly, relative to the page so that a root path in front still works; its
    version in the address renews the browser's copy."""
    return f'<script src="playground/plotly.js?v={version("plotly")}"></script>'


class Widget(gr.HTML):
    """A mount point for `assets/js`: `mount(kind, {element, props, trigger, watch})` does the rest.

    `triggers` are the custom events a script may trigger. Gradio finds them as quoted names in
    `js_on_load`, which is why they are written there.
    """

    kind = ""
    triggers: tuple[str, ...] = ()

    def __init__(self, value: Any = None, *, elem_id: str, head: str | None = None, **props: Any) -> None:
        events = ", ".join(f'"{event}"' for event in self.triggers)
        super().__init__(
            value,
            html_template="<div></div>",
            js_on_load=(
                "import(new URL(props.entry, document.baseURI)).then((page) => "
                f'page.mount("{self.kind}", {{ element, props, trigger, watch, events: [{events}] }}));'
            ),
            apply_default_css=False,
            elem_id=elem_id,
            elem_classes=["pp-widget"],
            head=head,
            entry="playground/js/main.js",
            **props,
        )

    def api_info(self) -> dict[str, Any]:
        """Values are JSON objects, not the strings a plain `gr.HTML` announces."""
        return {"type": "object"}
