"""A bar chart as SVG in the text of a page, in the page's own colours. Text in it is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.sharing.markup import element, text

WIDTH, ROW, NAME, NUMBER = 640, 32, 190, 90  # px: of all, a bar's height with its room, and beside the bar
LONGEST = 22  # characters of a name that is not cut
COLOURS = 8


@dataclass(frozen=True)
class Bar:
    """`share` from 0 to 1 as it is drawn, `told` as it is written; `index` is its label's colour, `None` outside of all."""

    name: str
    share: float
    told: str
    index: int | None


def bars(rows: Sequence[Bar], title: str, whole: float = 1.0) -> str:
    """The chart.

    Args:
        title: what a screen reader says before the numbers.
        whole: the share whose bar fills the room.
    """
    room = WIDTH - NAME - NUMBER
    drawn = [_row(row, y * ROW, room * min(1.0, max(0.0, row.share / (whole or 1.0)))) for y, row in enumerate(rows)]
    said = f"{title}: " + ", ".join(f"{row.name} {row.told}" for row in rows)
    # The picture is as wide as the page at most, and its type grows with it.
    return element(
        "svg",
        "".join(drawn),
        viewBox=f"0 0 {WIDTH} {ROW * len(rows)}",
        role="img",
        aria_label=said,
        style="width:100%;height:auto;font-size:15px",
    )


def _row(row: Bar, top: int, length: float) -> str:
    name = row.name if len(row.name) <= LONGEST else row.name[: LONGEST - 1] + "…"
    colour = "var(--outside)" if row.index is None else f"var(--label-{row.index % COLOURS})"
    middle = str(top + ROW // 2)
    at = {"y": middle, "dominant_baseline": "central", "fill": "currentColor"}
    return (
        element("text", text(name), x=str(NAME - 10), text_anchor="end", **at)
        + element(
            "rect", "", x=str(NAME), y=str(top + 5), width=f"{max(1.0, length):.1f}", height=str(ROW - 10), fill=colour
        )
        + element("text", text(row.told), x=f"{NAME + length + 8:.1f}", **at)
    )
