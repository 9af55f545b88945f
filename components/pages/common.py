"""What all pages share: the header, with what every page's scripts need, and the model dialog."""

from __future__ import annotations

from components.addresses import ADDRESSES, address
from components.routes.scripts import strings_address
from components.routes.setup import setup_address
from components.widgets.header import PageHeader
from playground.i18n import LANGUAGES, translate


def about(language: str) -> dict[str, str]:
    """What a catalogue says of its language: its own `name`, its `tag` in HTML and its `direction`."""
    return {key: translate(language, f"language.{key}") for key in ("name", "tag", "direction")}


def header(page: str, language: str) -> PageHeader:
    """The header of a page, with links to the others and to the other language."""
    return PageHeader(
        page=page,
        language=language,
        strings=strings_address(language),
        setup=setup_address(page, language),
        silence=translate(language, "ui.silence"),
        starting=translate(language, "ui.starting"),
        pages=[{"key": key, "href": address(key, language)} for key in ADDRESSES],
        languages={
            code: {"href": address(page, code), "name": about(code)["name"], "tag": about(code)["tag"]}
            for code in LANGUAGES
        },
    )
