"""What stands on every page: the header, and the model dialog behind its chip."""

from __future__ import annotations

from components.widgets.base import Widget


class PageHeader(Widget):
    """Brand, navigation, language, appearance and link.

    It also tells the scripts what they need on any page: the language, where its sentences lie (`strings`), where the
    page's `PageSetup` does (`setup`), and the two sentences that are shown while these cannot be fetched (`silence`) or
    are not there yet (`starting`).
    """

    kind = "header"

    def __init__(
        self,
        *,
        page: str,
        language: str,
        strings: str,
        setup: str,
        silence: str,
        starting: str,
        pages: list[dict[str, str]],
        languages: dict[str, dict[str, str]],
    ) -> None:
        super().__init__(
            elem_id="pp-header",
            page=page,
            language=language,
            strings=strings,
            setup=setup,
            silence=silence,
            starting=starting,
            pages=pages,
            languages=languages,
        )
