"""Questions a page's scripts ask the server, each a Gradio event with a promise at its other end."""

from __future__ import annotations

from components.widgets.base import Widget


class Call(Widget):
    """Invisible: `ask(name, payload)` in `assets/js/calls.js` triggers `ask` with `{id, payload}`, and
    the handler's `{id, answer}` comes back as this widget's value. One question of a name is under
    way at a time: of two answers in one frame Gradio would deliver the last only.
    """

    kind = "call"
    triggers = ("ask",)

    def __init__(self, name: str) -> None:
        super().__init__(None, elem_id=f"pp-call-{name.replace('_', '-')}", name=name)
