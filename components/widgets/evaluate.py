"""The Evaluate page's one visible widget: everything below the header."""

from __future__ import annotations

from typing import Any

from components.widgets.base import Widget, plotly_head


class EvaluateDesk(Widget):
    """What to evaluate on the left, how good it is on the right; it asks the server through `Call`s.

    `state` is Play's first state and `options` what its options are where nobody chose any: the page
    evaluates the prompt this tab has in Play. `models` names the model chosen there; `home` is Play's
    address, where an example can be looked at more closely.
    """

    kind = "evaluate"

    def __init__(
        self,
        *,
        state: dict[str, Any],
        options: dict[str, Any],
        models: list[dict[str, Any]],
        home: str,
    ) -> None:
        super().__init__(
            None,
            elem_id="pp-evaluate",
            head=plotly_head(),
            state={"prompts": [], **state},
            options=options,
            models=models,
            home=home,
        )
