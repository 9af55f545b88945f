"""What all pages share: their addresses, the header, and the calls their scripts may make."""

from __future__ import annotations

import logging

from components.addresses import ADDRESSES, address
from components.services import Services
from components.widgets.editor import ModelDialog, PageHeader
from playground.i18n import LANGUAGES, catalogue, translate

log = logging.getLogger(__name__)

#: Events of one visitor must not wait for another's, and none belongs in the public API.
PRIVATE = {
    "show_progress": "hidden",
    "concurrency_limit": None,
    "api_visibility": "private",
}


def strings(language: str) -> dict[str, str]:
    """The page's own sentences; the core's are translated before they arrive in a view."""
    return {key: text for key, text in catalogue(language).items() if key.startswith("ui.")}


def about(language: str) -> dict[str, str]:
    """What a catalogue says of its language: its own `name`, its `tag` in HTML and its `direction`."""
    return {key: translate(language, f"language.{key}") for key in ("name", "tag", "direction")}


def header(services: Services, page: str, language: str) -> PageHeader:
    """The header of a page, with links to the others and to the other language, and what runs on the others."""
    return PageHeader(
        strings=strings(language),
        language=language,
        page=page,
        pages=[{"key": key, "href": address(key, language)} for key in ADDRESSES],
        languages={
            code: {"href": address(page, code), "name": about(code)["name"], "tag": about(code)["tag"]}
            for code in LANGUAGES
        },
        kinds={kind.name: kind.page for kind in services.kinds.values()},
    )


def model_dialog() -> ModelDialog:
    """The dialog behind the header's model chip."""
    return ModelDialog()
