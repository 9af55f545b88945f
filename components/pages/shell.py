"""The assembly of pages into one Gradio app, and what `launch` must be told about it.

`app.py` calls `build_app(opening)` and launches the result; settings such as ports are its own. Nothing here imports torch or
the database: pages are served before either is there (`components/opening.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.routes import App
from starlette.middleware import Middleware

from components.addresses import ADDRESSES, PAGES
from components.opening import Opening
from components.pages import jobs, play
from components.pages.common import about
from components.pages.endpoints import evaluate as evaluation_api
from components.pages.endpoints import jobs as job_api
from components.pages.endpoints import predict as api
from components.pages.theme import theme
from components.pages.unknown import unknown
from components.routes.calls import call_route
from components.routes.scripts import SCRIPTS, kinds_route, script_routes
from components.routes.setup import setup_route
from components.routes.shield import Shield
from components.routes.short import short_route
from components.routes.upload import upload_route
from playground.assets import ASSETS
from playground.i18n import LANGUAGES

if TYPE_CHECKING:
    from components.services import Services

#: The cascade's order. The sheets go into the head as text: Gradio would rewrite every selector of
#: `css=`, and a link could arrive after the first paint.
SHEETS = (
    "lib/tokens.css",
    "pages/shell.css",
    "pages/header.css",
    "lib/boxes.css",
    "play/verbalizer.css",
    "lib/notices.css",
    "play/options.css",
    "play/views.css",
    "lib/dialog.css",
    "lib/layout.css",
    "jobs/page.css",
    "train/train.css",
    "jobs/runs.css",
    "train/training.css",
    "play/explain.css",
    "play/inside.css",
    "play/stage.css",
    "data/data.css",
    "data/preview.css",
    "search/search.css",
    "evaluate/evaluate.css",
    "compare/compare.css",
    "learn/panel.css",
    "learn/lesson.css",
    "sharing/sharing.css",
    "lib/print.css",
    "learn/print.css",
)


def head() -> str:
    """Style sheets, and the few lines that must run before anything is painted."""
    first = (SCRIPTS / "pages/first.js").read_text(encoding="utf-8")
    sheets = "\n".join(_short((ASSETS / "css" / name).read_text(encoding="utf-8")) for name in SHEETS)
    site = {"languages": {code: about(code) for code in LANGUAGES}, "pages": PAGES}
    data = escape(json.dumps(site, ensure_ascii=False))
    return f'<script data-site="{data}">{first}</script><style>{sheets}</style>'


def _short(sheet: str) -> str:
    """A style sheet without comments and indentation: it travels in every page's configuration.

    >>> _short("/* A card */\\n.pp-card {\\n  margin: 0;\\n}\\n")
    '.pp-card {\\nmargin: 0;\\n}'
    """
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)).strip()


def build_app(
    opening: Opening[Services], hosts: tuple[str, ...] | None = None, embedding: bool = False
) -> tuple[gr.Blocks, dict[str, Any]]:
    """The Blocks with each page in every language (`ADDRESSES`), and launch's arguments.

    Args:
        opening: what answers, there already or not yet.
        hosts: the only names under which the app is answered; `None` for any.
        embedding: whether other sites may show the pages in a frame.
    """
    with _unserved():
        demo = _pages(opening)
    options = {
        "theme": theme(),
        "head": head(),
        "footer_links": [],
        "run_history": False,
        "ssr_mode": False,
        "app_kwargs": {
            "exception_handlers": {404: unknown},
            "middleware": [Middleware(Shield, hosts=hosts, embedding=embedding)],
            "routes": [
                *script_routes(),
                kinds_route(opening),
                setup_route(opening, PAGES, hosts),
                upload_route(opening, hosts),
                call_route(opening, hosts),
                short_route(opening),
            ],
        },
    }
    return demo, options


def _pages(opening: Opening[Services]) -> gr.Blocks:
    with gr.Blocks(title="Prompt Playground", analytics_enabled=False, fill_width=True) as demo:
        play.build(LANGUAGES[0])
        api.build(opening, demo)
        job_api.build(opening)
        evaluation_api.build(opening)
    for page, paths in ADDRESSES.items():
        for language, path in paths.items():
            if path:
                with demo.route(f"{page} {language}", f"/{path}", show_in_navbar=False):
                    if page == "play":
                        play.build(language)
                    else:
                        jobs.build(page, language)
    return demo


@contextmanager
def _unserved() -> Iterator[None]:
    """Gradio makes a whole web app at the end of every page's `with`; only the one that `launch` makes is served."""
    maker: Any = App
    making = maker.__dict__["create_app"]
    maker.create_app = staticmethod(lambda *_, **__: None)
    try:
        yield
    finally:
        maker.create_app = making
