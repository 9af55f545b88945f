"""The Play page: type a prompt and a verbalizer, see the distribution over labels as you type.

Nothing about a visitor is kept on the server: the state lives in the page and travels with every
request. There is no `gr.State` and no unload event, because each of them would hold one of the six
connections a browser allows to one origin.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import gradio as gr

from components.widgets.editor import ModelDialog, PageHeader, PromptEditor
from components.widgets.views import VIEWS, AnswerFeed, slices
from playground.i18n import catalogue

#: Events of one visitor must not wait for another's, and none belongs in the public API.
PRIVATE = {
    "show_progress": "hidden",
    "concurrency_limit": None,
    "api_visibility": "private",
}


def strings(language: str) -> dict[str, str]:
    """The page's own sentences; the core's are translated before they arrive in a view."""
    return {key: text for key, text in catalogue(language).items() if key.startswith("ui.")}


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


def list_handler(services: Any, language: str) -> Callable[[], dict[str, Any]]:
    """The models that can be chosen now, asked anew at each opening of the dialog."""

    def list_models() -> dict[str, Any]:
        return {"models": services.models(language), "progress": None}

    return list_models


def load_handler(services: Any, language: str) -> Callable[..., AsyncIterator[dict[str, Any]]]:
    """Load a model for everybody to choose, telling how far it is; it changes nobody's choice."""

    async def load_model(event: gr.EventData) -> AsyncIterator[dict[str, Any]]:
        model_id = str(event._data.get("id", "")).strip()
        async for progress in services.load_model(model_id, language):
            yield {"models": services.models(language), "progress": {**progress, "id": model_id}}

    return load_model


def build(services: Any, language: str) -> None:
    """Put the page in one language into the Blocks or route that is open."""
    state, view = services.default_view(language)
    gr.Navbar(visible=False)
    PageHeader(
        strings=strings(language),
        language=language,
        home="./" if language == "en" else f"./{language}",
        pages=[{"key": "play", "href": "./" if language == "en" else f"./{language}"}],
    )
    first = slices(view, 0)
    with gr.Row(elem_id="pp-columns"):
        with gr.Column(elem_id="pp-question"):
            editor = PromptEditor(state, examples=services.examples(language), options=services.plain_options())
        with gr.Column(elem_id="pp-answer"):
            views = [widget(value) for widget, value in zip(VIEWS, first[1:], strict=True)]
    feed = AnswerFeed(first[0])
    dialog = ModelDialog(services.models(language))

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
    dialog.list_models(list_handler(services, language), outputs=[dialog], queue=False, **PRIVATE)
    dialog.load_model(load_handler(services, language), outputs=[dialog], **PRIVATE)
