"""The Compare page: templates × verbalizers as a grid, and one template word by word.

Like the Train page it keeps nothing of a visitor in this process: runs belong to a random id that the
browser keeps, and every question of the scripts is one of `CALLS` (`components/VIEW.md`).
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from components.addresses import address
from components.pages.common import header, model_dialog
from components.widgets.body import CompareBody


def build(services: Any, language: str) -> None:
    """Put the page in one language into the route that is open."""
    gr.Navbar(visible=False)
    header("compare", language)
    state, _ = services.default_view(language)
    CompareBody(
        state=state,
        options=services.plain_options(),
        models=[model.model_dump() for model in services.models.all(language)],
        home=address("play", language),
        evaluate=address("evaluate", language),
    )
    model_dialog()
