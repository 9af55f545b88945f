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

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SCRIPTS = ASSETS / "js"
PLOTLY = Path(str(files("plotly"))) / "package_data" / "plotly.min.js"


def served(path: Path) -> str:
    """The address of a static file, relative to the page so that a root path in front still works."""
    return f"gradio_api/file={path.as_posix()}"


def serve_assets() -> None:
    """Allow the scripts and the installed plotly.min.js to be fetched; nothing else on disk."""
    gr.set_static_paths([SCRIPTS, PLOTLY])


def plotly_head() -> str:
    """The script tag of the installed Plotly; its version in the address renews the browser's copy."""
    return f'<script src="{served(PLOTLY)}?v={version("plotly")}"></script>'


class Widget(gr.HTML):
    """A mount point for `assets/js`: `mount(kind, {element, props, trigger, watch})` does the rest.

    `triggers` are the custom events a script may trigger. Gradio finds them as quoted names in
    `js_on_load`, which is why they are written there.
    """

    kind = ""
    triggers: tuple[str, ...] = ()

    def __init__(
        self, value: Any = None, *, elem_id: str, head: str | None = None, **props: Any
    ) -> None:
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
            entry=served(SCRIPTS / "main.js"),
            **props,
        )

    def api_info(self) -> dict[str, Any]:
        """Values are JSON objects, not the strings a plain `gr.HTML` announces."""
        return {"type": "object"}
