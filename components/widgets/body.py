"""What the pages beside Play show below their header: one visible widget, built from the kinds of jobs of that page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from components.widgets.base import Widget, plotly_head


class JobPage(Widget):
    """Forms and the list on the left, what came of it on the right: `assets/js/jobs/page.js`.

    `state` is Play's first state and `options` what its options are where nobody chose any: a page begins with the
    prompt this tab has in Play. `models` are those of the model dialog, `addresses` those of all pages. Each of
    `kinds` has its `name`, the address of its `script`, and what its `setup` is given.
    """

    kind = "jobs"

    def __init__(
        self,
        *,
        page: str,
        kinds: Sequence[Mapping[str, Any]],
        state: Mapping[str, Any],
        options: Mapping[str, Any],
        models: Sequence[Mapping[str, Any]],
        addresses: Mapping[str, str],
    ) -> None:
        super().__init__(
            None,
            elem_id=f"pp-{page}-page",
            head=plotly_head(),
            page=page,
            kinds=list(kinds),
            state={"prompts": [], **state},
            options=dict(options),
            models=list(models),
            addresses=dict(addresses),
        )
