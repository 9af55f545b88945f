"""What stands on every page: the header, and the model dialog behind its chip."""

from __future__ import annotations

from typing import Any

from components.widgets.base import Widget


class PageHeader(Widget):
    """Brand, navigation, language, appearance and link.

    It also tells the scripts what they need on any page: the language, where its sentences lie (`strings`), the one
    that is shown while they cannot be fetched (`silence`), what can be chosen of scoring (`choices`), and every kind of
    job with the page that lists it (`kinds`): what runs on other pages shows here.
    """

    kind = "header"

    def __init__(
        self,
        *,
        page: str,
        language: str,
        strings: str,
        silence: str,
        choices: list[dict[str, Any]],
        pages: list[dict[str, str]],
        languages: dict[str, dict[str, str]],
        kinds: dict[str, str],
    ) -> None:
        super().__init__(
            elem_id="pp-header",
            page=page,
            language=language,
            strings=strings,
            silence=silence,
            choices=choices,
            pages=pages,
            languages=languages,
            kinds=kinds,
        )
