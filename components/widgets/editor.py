"""What a person changes: the header, the prompt editor and the model dialog."""

from __future__ import annotations

from typing import Any

from components.widgets.base import Widget


class PageHeader(Widget):
    """Brand, navigation, language, appearance and link; also hands the page's strings to the scripts.

    `kinds` names every kind of job and the page that lists it: what runs on other pages shows here.
    """

    kind = "header"

    def __init__(
        self,
        *,
        strings: dict[str, str],
        language: str,
        page: str,
        pages: list[Any],
        languages: dict[str, dict[str, str]],
        kinds: dict[str, str],
    ) -> None:
        super().__init__(
            elem_id="pp-header",
            strings=strings,
            language=language,
            page=page,
            pages=pages,
            languages=languages,
            kinds=kinds,
        )


class PromptEditor(Widget):
    """Text, template, verbalizer and options; its value is the whole state of the page as one object.

    It triggers `settle` with a new value some 120 ms after the last input, never inside an IME
    composition. Nothing is ever written back to its value: what the core has to say about the
    typed text comes through `AnswerFeed`, so the caret cannot jump.
    """

    kind = "editor"
    triggers = ("settle",)

    def __init__(
        self, state: dict[str, Any], *, examples: list[dict[str, Any]], options: dict[str, Any], train: str
    ) -> None:
        first = {"prompts": [], **state, "rev": 0}
        super().__init__(first, elem_id="pp-editor", examples=examples, options=options, train=train)


class ModelDialog(Widget):
    """The list of models and the loading of another."""

    kind = "models"

    def __init__(self) -> None:
        super().__init__(None, elem_id="pp-models")
