"""What the pages beside Play show below their header: one visible widget, built from the kinds of jobs of that page."""

from __future__ import annotations

from collections.abc import Mapping

from components.widgets.base import Widget, plotly_head


class JobPage(Widget):
    """Forms and the list on the left, what came of it on the right: `assets/js/jobs/page.js`. Which kinds of jobs, and
    what their forms begin with, a `PageSetup` says; `addresses` are those of all pages.
    """

    kind = "jobs"

    def __init__(self, *, page: str, addresses: Mapping[str, str]) -> None:
        super().__init__(None, elem_id=f"pp-{page}-page", head=plotly_head(), page=page, addresses=dict(addresses))
