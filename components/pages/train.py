"""The Train page: train a soft prompt in the background and watch it learn.

Nothing of a visitor is in this process: jobs belong to a random id that the browser keeps, so that a
reload, a second tab and a lost connection find them again. The scripts ask; every question is one of
`CALLS`, answered by `services.calls` with JSON in and JSON out (`components/VIEW.md`).
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from components.addresses import address
from components.pages.common import header, model_dialog
from components.widgets.body import TrainBody


def build(services: Any, language: str) -> None:
    """Put the page in one language into the route that is open."""
    gr.Navbar(visible=False)
    header("train", language)
    state, _ = services.default_view(language)
    TrainBody(
        state=state,
        options=services.plain_options(),
        models=[model.model_dump() for model in services.models.all(language)],
        setup=services.training.setup(language),
        home=address("play", language),
    )
    model_dialog()
