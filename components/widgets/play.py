"""What the Play page shows below its header: one visible widget, laid out by its scripts."""

from __future__ import annotations

from typing import Any

from components.widgets.base import Widget, plotly_head


class PlayBody(Widget):
    """Text, template, verbalizer and options on the left, the answer on the right.

    Args:
        state: the first example's, with which a page begins that carries no other.
        first: the answer to it, so that a picture stands before anybody has asked.
        options: what they are where nobody chose any, in every language: links are written against it.
        examples: the gallery.
        train: the Train page's address.
    """

    kind = "play"

    def __init__(
        self,
        *,
        state: dict[str, Any],
        first: dict[str, Any],
        options: dict[str, Any],
        examples: list[dict[str, Any]],
        train: str,
    ) -> None:
        super().__init__(
            None,
            elem_id="pp-play",
            head=plotly_head(),
            state=state,
            first=first,
            options=options,
            examples=examples,
            train=train,
        )
