"""What the Play page shows below its header: one visible widget, laid out by its scripts."""

from __future__ import annotations

from components.widgets.base import Widget, plotly_head


class PlayBody(Widget):
    """Text, template, verbalizer and options on the left, the answer on the right; a `PageSetup` says with what.

    Args:
        train: the Train page's address.
    """

    kind = "play"

    def __init__(self, *, train: str) -> None:
        super().__init__(None, elem_id="pp-play", head=plotly_head(), train=train)
