"""The Play page: type a prompt and a verbalizer, see the distribution over labels as you type.

Nothing about a visitor is kept on the server: the state lives in the page and travels with every
request. There is no `gr.State` and no unload event, because each of them would hold one of the six
connections a browser allows to one origin.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import gradio as gr

from components.addresses import address
from components.pages.common import PRIVATE, header, model_dialog
from components.widgets.editor import PromptEditor
from components.widgets.explain import CloserLook
from components.widgets.views import VIEWS, AnswerFeed, slices

#: Of the answer's parts this many stand above the closer look: labels, words and trained prompts.
ABOVE = 3


def live_handler(services: Any, language: str) -> Callable[..., Awaitable[Any]]:
    """The handler behind every keystroke: state in, one value for each view out."""

    async def answer(state: dict[str, Any] | None, request: gr.Request) -> Any:
        state = state if isinstance(state, dict) else {}
        view = await services.live(state, language, request.session_hash)
        if view is None:
            return gr.skip()
        rev = state.get("rev")
        return slices(view, rev if isinstance(rev, int) else 0)

    return answer


def build(services: Any, language: str) -> None:
    """Put the page in one language into the Blocks or route that is open."""
    state, view = services.default_view(language)
    gr.Navbar(visible=False)
    header(services, "play", language)
    first = slices(view, 0)
    with gr.Row(elem_id="pp-columns"):
        with gr.Column(elem_id="pp-question"):
            editor = PromptEditor(
                state,
                examples=services.examples(language),
                options=services.plain_options(),
                train=address("train", language),
            )
        with gr.Column(elem_id="pp-answer"):
            views = [widget(value) for widget, value in zip(VIEWS[:ABOVE], first[1:], strict=False)]
            CloserLook()
            views += [widget(value) for widget, value in zip(VIEWS[ABOVE:], first[1 + ABOVE :], strict=True)]
    feed = AnswerFeed(first[0])
    model_dialog()

    editor.settle(
        live_handler(services, language),
        inputs=[editor],
        outputs=[feed, *views],
        trigger_mode="always_last",
        # Straight through: the batcher behind `live` orders the work, and Gradio's own queue would
        # cost a second request and some 60 ms a keystroke.
        queue=False,
        **PRIVATE,
    )
