"""The Evaluate page: this tab's prompt on many labelled examples, in the background.

Like the Train page it keeps nothing of a visitor in this process: runs belong to a random id that the
browser keeps, and every question of the scripts is one of `CALLS` (`components/VIEW.md`).
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from components.pages.common import DATA_CALLS, RUN_CALLS, address, calls, header, model_dialog
from components.widgets.body import EvaluateBody

#: Everything the page may ask; `jobs` is the header's question, whether something is being trained.
CALLS = ("evaluate_plan", "evaluate_start", "evaluate_watch", "evaluate_examples", *RUN_CALLS, *DATA_CALLS, "jobs")


def build(services: Any, language: str) -> None:
    """Put the page in one language into the route that is open."""
    gr.Navbar(visible=False)
    header("evaluate", language)
    state, _ = services.default_view(language)
    EvaluateBody(
        state=state,
        options=services.plain_options(),
        models=services.models(language),
        home=address("play", language),
    )
    model_dialog(services, language)
    calls(services, CALLS, language)
