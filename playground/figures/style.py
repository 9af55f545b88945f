"""What all figures share: colours by variable name, short names, escaping.

A string `var(--name)` is resolved by the page, so one figure serves light, dark
and projector mode.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

Part = dict[str, Any]  # of a Plotly figure, as its JSON names things: a trace, an axis, an annotation
COLOURS = 8
MOST_BARS = 30  # of one chart of Play: drawing takes time with each
LONGEST_NAME = 22


class Figure(TypedDict):
    """A Plotly figure as JSON: what `plotly.graph_objects.Figure` takes, but for colours by name."""

    data: list[Part]
    layout: Part


def colour(index: int) -> str:
    """The colour of the label with this index; from the ninth they repeat."""
    return f"var(--pp-label-{index % COLOURS})"


def pattern(index: int) -> str:
    """A hatching that tells repeated colours apart."""
    return ("", "/", "x", ".", "-", "|", "\\")[index // COLOURS % 7]


def escape(text: str) -> str:
    """Text as text: Plotly reads a subset of HTML in labels and hover boxes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, length: int = LONGEST_NAME) -> str:
    """At most `length` characters; the middle goes, for names often differ at their end."""
    if len(text) <= length:
        return text
    head = (length - 1) * 3 // 5
    return text[:head] + "…" + text[head + 1 - length :]


def shorten_apart(names: Sequence[str], length: int = LONGEST_NAME) -> list[str]:
    """Each name shortened, but never two different ones to the same stump: those keep more of themselves.

    >>> shorten_apart(["abcdefgh-1-xyz", "abcdefgh-2-xyz"], 8)
    ['abcdefgh-1-xyz', 'abcdefgh-2-xyz']
    """
    longest = max(map(len, names), default=0)
    lengths = dict.fromkeys(names, length)
    while True:
        count = Counter(shorten(name, lengths[name]) for name in lengths)
        alike = [name for name in lengths if count[shorten(name, lengths[name])] > 1 and lengths[name] < longest]
        if not alike:
            return [shorten(name, lengths[name]) for name in names]
        for name in alike:
            lengths[name] += length


def font(size: str, weight: int = 400) -> Part:
    """A Plotly font of one of the page's sizes: `label`, `body`, `small`."""
    return {"family": "var(--pp-font)", "size": f"var(--pp-size-{size})", "color": "var(--pp-ink)", "weight": weight}


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Part:
    """A figure's data as it is saved: the columns' names and a row a mark, with whole names and whole numbers. Its
    texts are escaped as all of a figure's; whoever saves them undoes that."""
    return {
        "head": list(head),
        "rows": [[escape(cell) if isinstance(cell, str) else cell for cell in row] for row in rows],
    }


def layout(height: int, data: Part, names: Mapping[str, Sequence[str]] | None = None, **more: Any) -> Part:
    """A bare layout: no grid, no legend, no drag.

    Args:
        height: px at normal size.
        data: what `table` made.
        names: for each axis on which names may be shortened the whole ones, for a picture that is saved.
    """
    return {
        "meta": {
            "height": height,
            "table": data,
            "names": {axis: list(map(escape, its)) for axis, its in (names or {}).items()},
        },
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "barmode": "overlay",
        "bargap": 0.34,
        "barcornerradius": 6,
        "font": font("body"),
        "hoverlabel": {"bgcolor": "var(--pp-card)", "bordercolor": "var(--pp-line)", "font": font("body")},
        "transition": {"duration": 150, "easing": "cubic-in-out"},
        **more,
    }


def hidden_axis(**more: Any) -> Part:
    """An axis that only scales."""
    return {"visible": False, "fixedrange": True, **more}
