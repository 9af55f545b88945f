"""The Compare page's one visible widget: everything below the header."""

from __future__ import annotations

from typing import Any

from components.widgets.base import Widget, plotly_head


class CompareDesk(Widget):
    """What to compare on the left, what came of it on the right; it asks the server through `Call`s.

    `state` is Play's first state and `options` what its options are where nobody chose any: a template's
    words are those of the prompt this tab has in Play. `models` are those that can be compared; `home`
    and `evaluate` the addresses of the pages where a cell can be looked at more closely.
    """

    kind = "compare"

    def __init__(
        self,
        *,
        state: dict[str, Any],
        options: dict[str, Any],
        models: list[dict[str, Any]],
        home: str,
        evaluate: str,
    ) -> None:
        super().__init__(
            None,
            elem_id="pp-compare-desk",
            head=plotly_head(),
            state={"prompts": [], **state},
            options=options,
            models=models,
            home=home,
            evaluate=evaluate,
        )
