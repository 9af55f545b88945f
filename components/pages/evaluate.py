"""The Evaluate page: this tab's prompt on many labelled examples, in the background.

Like the Train page it keeps nothing of a visitor in this process: runs belong to a random id that the
browser keeps, and every question of the scripts is one of `CALLS` (`components/VIEW.md`).
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from components.addresses import address
from components.pages.common import header, model_dialog
from components.widgets.body import EvaluateBody


def build(services: Any, language: str) -> None:
    """Put the page in one language into the route that is open."""
    gr.Navbar(visible=False)
    header("evaluate", language)
    state, _ = services.default_view(language)
    EvaluateBody(
        state=state,
        options=services.plain_options(),
        models=[model.model_dump() for model in services.models.all(language)],
        home=address("play", language),
    )
    model_dialog()
