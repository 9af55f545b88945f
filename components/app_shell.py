"""The assembly of pages into one Gradio app, and what `launch` must be told about it.

`app.py` calls `build_app(services)` and launches the result; settings such as ports are its own.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from components import api, evaluation_api, job_api
from components.pages import compare, evaluate, play, train
from components.pages.common import ADDRESSES
from components.theme import theme
from components.upload_route import upload_route
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
    "train.css",
    "runs.css",
    "explain.css",
    "data.css",
    "evaluate.css",
    "compare.css",
)


def head() -> str:
    """Style sheets, and the few lines that must run before anything is painted."""
    first = (SCRIPTS / "first.js").read_text(encoding="utf-8")
    sheets = "\n".join((ASSETS / "css" / name).read_text(encoding="utf-8") for name in SHEETS)
    return f"<script>{first}</script><style>{sheets}</style>"


def build_app(services: Any) -> tuple[gr.Blocks, dict[str, Any]]:
    """The Blocks with each page in English and Chinese (`ADDRESSES`), and launch's arguments."""
    with gr.Blocks(title="Prompt Playground", analytics_enabled=False, fill_width=True) as demo:
        play.build(services, "en")
        api.build(services)
        job_api.build(services)
        evaluation_api.build(services)
    for page, key in ((play, "play"), (train, "train"), (evaluate, "evaluate"), (compare, "compare")):
        for language, path in ADDRESSES[key].items():
            if path:
                with demo.route(f"{key} {language}", f"/{path}", show_in_navbar=False):
                    page.build(services, language)
    options = {
        "theme": theme(),
        "head": head(),
        "footer_links": [],
        "run_history": False,
        "ssr_mode": False,
        "app_kwargs": {"routes": [*routes(), upload_route(services.data, services.settings.upload_limit)]},
    }
    return demo, options
