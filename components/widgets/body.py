"""What the pages beside Play show below their header: one visible widget each."""

from __future__ import annotations

from typing import Any

from components.widgets.base import Widget, plotly_head


class Body(Widget):
    """The form on the left, what came of it on the right; it asks the server through `Call`s.

    `state` is Play's first state and `options` what its options are where nobody chose any: a page
    begins with the prompt this tab has in Play. `models` are those of the model dialog; `home` is
    Play's address. What `more` a page's scripts need is its own.
    """

    place = ""

    def __init__(
        self,
        *,
        state: dict[str, Any],
        options: dict[str, Any],
        models: list[dict[str, Any]],
        home: str,
        **more: Any,
    ) -> None:
        super().__init__(
            None,
            elem_id=self.place,
            head=plotly_head(),
            state={"prompts": [], **state},
            options=options,
            models=models,
            home=home,
            **more,
        )


class TrainBody(Body):
    """`setup` holds the form's first values and the demo sets."""

    kind = "train"
    place = "pp-train"


class EvaluateBody(Body):
    """One prompt on many examples."""

    kind = "evaluate"
    place = "pp-evaluate"


class CompareBody(Body):
    """Many prompts; `evaluate` is the address of the page where a cell can be looked at more closely."""

    kind = "compare"
    place = "pp-compare-desk"
