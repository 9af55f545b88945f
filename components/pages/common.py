"""What all pages share: their addresses, the header, and the calls their scripts may make."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import gradio as gr

from components.widgets.call import Call
from components.widgets.editor import ModelDialog, PageHeader
from playground.i18n import catalogue, translate

log = logging.getLogger(__name__)

#: Page -> language -> its address. All lie side by side, so that one relative link serves every page,
#: whatever path is in front of the app; Gradio's routes take no slash within them anyway.
ADDRESSES = {
    "play": {"en": "", "zh": "zh"},
    "train": {"en": "train", "zh": "zh-train"},
    "evaluate": {"en": "evaluate", "zh": "zh-evaluate"},
    "compare": {"en": "compare", "zh": "zh-compare"},
}

#: What the data picker asks, on every page that has one.
DATA_CALLS = ("data_list", "data_paste", "data_hub", "data_preview", "data_save", "data_delete", "data_rows")

#: What a list of runs asks, on every page that has one.
RUN_CALLS = ("runs", "run_act", "run_rename", "run_repeat", "run_compare", "run_file")

#: Events of one visitor must not wait for another's, and none belongs in the public API.
PRIVATE = {
    "show_progress": "hidden",
    "concurrency_limit": None,
    "api_visibility": "private",
}


def strings(language: str) -> dict[str, str]:
    """The page's own sentences; the core's are translated before they arrive in a view."""
    return {key: text for key, text in catalogue(language).items() if key.startswith("ui.")}


def address(page: str, language: str) -> str:
    """A page's address, relative to every other page."""
    return f"./{ADDRESSES[page][language]}"


def header(page: str, language: str) -> PageHeader:
    """The header of a page, with links to the others and to the other language."""
    return PageHeader(
        strings=strings(language),
        language=language,
        page=page,
        pages=[{"key": key, "href": address(key, language)} for key in ADDRESSES],
        languages={code: address(page, code) for code in ADDRESSES[page]},
    )


def call_handler(services: Any, name: str, language: str) -> Callable[..., Awaitable[dict[str, Any]]]:
    """The handler of one call: `{id, payload}` in, `{id, answer}` out, whatever happens in between."""

    async def answer(event: gr.EventData) -> dict[str, Any]:
        asked = event._data if isinstance(event._data, dict) else {}
        payload = asked.get("payload")
        try:
            found = await services.calls[name](payload if isinstance(payload, dict) else {}, language)
        except Exception:
            log.exception("the call %s failed", name)
            message = translate(language, "error.general.unexpected")
            found = {"error": {"message": message, "target": "general"}}
        return {"id": asked.get("id"), "answer": found}

    return answer


def calls(services: Any, names: tuple[str, ...], language: str) -> None:
    """Put an invisible widget for every call into the page that is open."""
    for name in names:
        call = Call(name)
        # Straight through, as in Play: the queue would cost a second request for each question.
        call.ask(
            call_handler(services, name, language), outputs=[call], trigger_mode="multiple", queue=False, **PRIVATE
        )


def model_dialog(services: Any, language: str) -> ModelDialog:
    """The dialog behind the header's model chip, with its two handlers."""
    dialog = ModelDialog(services.models(language))

    def list_models() -> dict[str, Any]:
        """The models that can be chosen now, asked anew at each opening of the dialog."""
        return {"models": services.models(language), "progress": None}

    async def load_model(event: gr.EventData) -> AsyncIterator[dict[str, Any]]:
        """Load a model for everybody to choose, telling how far it is; it changes nobody's choice."""
        model_id = str(event._data.get("id", "")).strip()
        async for progress in services.load_model(model_id, language):
            yield {"models": services.models(language), "progress": {**progress, "id": model_id}}

    dialog.list_models(list_models, outputs=[dialog], queue=False, **PRIVATE)
    dialog.load_model(load_model, outputs=[dialog], **PRIVATE)
    return dialog
