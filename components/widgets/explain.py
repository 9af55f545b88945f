"""Play's closer look at an answer: why this label, and what another text would have said."""

from __future__ import annotations

from components.widgets.base import Widget


class CloserLook(Widget):
    """Two folded cards; unfolded, they ask the server through `Call`s whenever Play's state changes."""

    kind = "explain"

    def __init__(self) -> None:
        super().__init__(None, elem_id="pp-closer")
