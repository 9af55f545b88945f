"""The one way this project puts its own JavaScript on a page.

A `Widget` is a `gr.HTML` whose template never changes: Gradio would paste values into a JavaScript
template literal, so values stay out of it and reach the DOM only through `textContent` in
`assets/js`. This module knows nothing about what a widget shows.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import gradio as gr


def plotly_head() -> str:
    """The script tag of Plotly, relative to the page so that a root path in front still works; its
    version in the address renews the browser's copy."""
    return f'<script src="playground/plotly.js?v={version("plotly")}"></script>'


class Widget(gr.HTML):
    """A mount point for `assets/js`: `mount(kind, {element, props})` does the rest.

    Nothing comes back through Gradio: scripts ask the server over the route of the app's own calls.
    """

    kind = ""

    def __init__(self, value: Any = None, *, elem_id: str, head: str | None = None, **props: Any) -> None:
        super().__init__(
            value,
            html_template="<div></div>",
            js_on_load=(
                "import(new URL(props.entry, document.baseURI)).then((page) => "
                f'page.mount("{self.kind}", {{ element, props }}));'
            ),
            apply_default_css=False,
            elem_id=elem_id,
            elem_classes=["pp-widget"],
            head=head,
            entry="playground/js/pages/main.js",
            **props,
        )

    def api_info(self) -> dict[str, Any]:
        """Values are JSON objects, not the strings a plain `gr.HTML` announces."""
        return {"type": "object"}
