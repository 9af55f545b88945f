"""Lying bars in the labels' colours, with the labels' names at their left."""

from __future__ import annotations

from playground.figures.style import Part, colour, escape, font, pattern, shorten


def quiet() -> Part:
    """The type of ticks and titles."""
    return font("small") | {"color": "var(--pp-muted)"}


def row_height(rows: int) -> int:
    """Pixels a bar and its gap; less where there are many."""
    return 44 if rows <= 4 else 30


def label_bars(shares: tuple[float, ...]) -> Part:
    """One lying bar a label, in the labels' colours."""
    rows = list(range(len(shares)))
    marker = {
        "color": [colour(i) for i in rows],
        "pattern": {"shape": [pattern(i) for i in rows], "fgcolor": "var(--pp-card)", "size": 8},
    }
    return {"type": "bar", "orientation": "h", "y": rows, "x": list(shares), "marker": marker}


def label_axis(names: tuple[str, ...]) -> Part:
    """Names to the left of their bars."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [escape(shorten(name, 18)) + "  " for name in names],
        "tickfont": font("body"),
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
