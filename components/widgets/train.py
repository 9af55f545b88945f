"""The Train page's one visible widget: everything below the header."""

from __future__ import annotations

from typing import Any

from components.widgets.base import Widget, plotly_head


class TrainDesk(Widget):
    """What to train on the left, what came of it on the right; it asks the server through `Call`s.

    `state` is Play's first state and `options` what its options are where nobody chose any: the page
    starts from the prompt this tab has in Play. `models` names the model chosen there. `setup` holds
    the form's first values and the demo sets; `home` is Play's address.
    """

    kind = "train"

    def __init__(
        self,
        *,
        state: dict[str, Any],
        options: dict[str, Any],
        models: list[dict[str, Any]],
        setup: dict[str, Any],
        home: str,
    ) -> None:
        super().__init__(
            None,
            elem_id="pp-train",
            head=plotly_head(),
            state={"prompts": [], **state},
            options=options,
            models=models,
            setup=setup,
            home=home,
        )
