"""The assembly of pages into one Gradio app, and what `launch` must be told about it.

`app.py` calls `build_app(services)` and launches the result; settings such as ports are its own.
"""

from __future__ import annotations

from typing import Any

import gradio as gr
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import api
from components.pages import play
from components.theme import theme
from components.widgets.base import ASSETS, SCRIPTS, serve_assets

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


class FreshScripts:
    """ASGI middleware: browsers must ask again for our scripts, else an update mixes old and new."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "/assets/js/" not in scope["path"]:
            await self.app(scope, receive, send)
            return

        async def with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"cache-control", b"no-cache")]
            await send(message)

        await self.app(scope, receive, with_header)


def head() -> str:
    """Style sheets, and the few lines that must run before anything is painted."""
    first = (SCRIPTS / "first.js").read_text(encoding="utf-8")
    sheets = "\n".join((ASSETS / "css" / name).read_text(encoding="utf-8") for name in SHEETS)
    return f"<script>{first}</script><style>{sheets}</style>"


def build_app(services: Any) -> tuple[gr.Blocks, dict[str, Any]]:
    """The Blocks with the English page at `/` and the Chinese one at `/zh`, and launch's arguments."""
    serve_assets()
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
        "app_kwargs": {"middleware": [Middleware(FreshScripts)]},
    }
    return demo, options
