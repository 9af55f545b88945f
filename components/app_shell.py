"""The assembly of pages into one Gradio app, and what `launch` must be told about it.

`app.py` calls `build_app(services)` and launches the result; settings such as ports are its own.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from components import api
from components.pages import play
from components.theme import theme
from components.widgets.base import ASSETS, SCRIPTS, routes

#: The cascade's order. The sheets go into the head as text: Gradio would rewrite every selector of
#: `css=`, and a link could arrive after the first paint.
SHEETS = (
    "tokens.css",
    "shell.css",
    "header.css",
    "boxes.css",
    "verbalizer.css",
    "notices.css",
    "options.css",
    "views.css",
    "dialog.css",
    "layout.css",
)


def head() -> str:
    """Style sheets, and the few lines that must run before anything is painted."""
    first = (SCRIPTS / "first.js").read_text(encoding="utf-8")
    sheets = "\n".join((ASSETS / "css" / name).read_text(encoding="utf-8") for name in SHEETS)
    return f"<script>{first}</script><style>{sheets}</style>"


def build_app(services: Any) -> tuple[gr.Blocks, dict[str, Any]]:
    """The Blocks with the English page at `/` and the Chinese one at `/zh`, and launch's arguments."""
    with gr.Blocks(title="Prompt Playground", analytics_enabled=False, fill_width=True) as demo:
        play.build(services, "en")
        api.build(services)
    with demo.route("中文", "/zh", show_in_navbar=False):
        play.build(services, "zh")
    options = {
        "theme": theme(),
        "head": head(),
        "footer_links": [],
        "run_history": False,
        "ssr_mode": False,
        "app_kwargs": {"routes": routes()},
    }
    return demo, options
