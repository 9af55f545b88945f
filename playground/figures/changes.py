"""What one word of a template does: bars of the change in accuracy, word by word."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from playground.figures.grid import wrapped
from playground.figures.lines import Say
from playground.figures.style import Figure, Part, escape, font, layout, table

BAR, LETTER, NUMBERS = 36, 9, 128  # pixels at normal size: a bar's height, a letter of a name, the numbers
LONGEST = 15  # letters of a name; Chinese ones count twice


@dataclass(frozen=True)
class Change:
    """A word of a template that was dropped, or replaced `by` another, and what that did to the accuracy.

    `change` and `interval` are differences of accuracies, -1 to 1; `p` is the exact McNemar test's, and below 5%
    the change is `clear`, as the page's sentence has it.
    """

    word: str
    by: str | None
    change: float
    interval: tuple[float, float] | None
    p: float | None = None

    @property
    def clear(self) -> bool:
        return self.p is not None and self.p < 0.05


def signed(share: float) -> str:
    """A difference in points of a percent, halves up as the page's scripts round.

    >>> signed(0.08), signed(-0.123), signed(0.001), signed(-0.175)
    ('+8', '−12', '0', '−17')
    """
    points = math.floor(round(100 * share, 6) + 0.5)
    return f"+{points}" if points > 0 else str(points).replace("-", "−")


def ticks(low: float, high: float) -> list[float]:
    """Round differences between two ends, zero among them.

    >>> ticks(-0.21, 0.07)
    [-0.2, -0.15, -0.1, -0.05, 0.0, 0.05]
    """
    unit = next(unit for unit in (0.02, 0.05, 0.1, 0.2, 0.5, 1.0) if high - low <= 6 * unit)
    return [round(i * unit, 2) for i in range(math.ceil(low / unit), math.floor(high / unit) + 1)]


def draw_changes(words: Sequence[Change], say: Say) -> Figure:
    """Plotly JSON: a bar a word, its interval as a line, its numbers at the right edge."""
    ends = [end for word in words for end in (*(word.interval or ()), word.change)]
    low, high = min([*ends, -0.05]), max([*ends, 0.05])
    air = 0.04 * (high - low)
    marks = ticks(low, high)
    names = [word.word if word.by is None else say("figure.replaced", word=word.word, by=word.by) for word in words]
    numbers = [
        signed(word.change)
        + (
            f" ({say('figure.between', low=signed(word.interval[0]), high=signed(word.interval[1]))})"
            if word.interval
            else ""
        )
        for word in words
    ]
    shown = [wrapped(name, LONGEST, 1)[0] for name in names]
    side = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 10, "showarrow": False}
    return {
        "data": [_bars(words, [f"{name}: {number}" for name, number in zip(names, numbers, strict=True)])],
        "layout": layout(
            BAR * max(1, len(words)) + 34,
            table(
                ("word", "replaced by", "change", "low", "high", "p"),
                [(word.word, word.by, word.change, *(word.interval or (None, None)), word.p) for word in words],
            ),
            {"yaxis": names},
            xaxis={
                "range": [low - air, high + air],
                "fixedrange": True,
                "gridcolor": "var(--pp-line)",
                "zeroline": True,
                "zerolinecolor": "var(--pp-edge)",
                "zerolinewidth": 2,
                "tickvals": marks,
                "ticktext": [signed(mark) for mark in marks],
                "tickfont": font("small") | {"color": "var(--pp-muted)"},
            },
            yaxis={
                "range": [len(words) - 0.5, -0.5],
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "tickvals": list(range(len(words))),
                "ticktext": list(map(escape, shown)),
                "tickfont": font("body") | {"family": "var(--pp-mono)"},
                "ticklabelstandoff": 8,
            },
            margin={"l": 20 + LETTER * max(map(_width, shown), default=0), "r": NUMBERS, "t": 4, "b": 30},
            annotations=[
                side | {"y": i, "text": escape(number), "font": font("small", 700 if word.clear else 400)}
                for i, (word, number) in enumerate(zip(words, numbers, strict=True))
            ],
        ),
    }


def _width(text: str) -> int:
    """How many Latin letters wide a text is."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _bars(words: Sequence[Change], hover: Sequence[str]) -> Part:
    """Which side helps is told by the side; hatched where chance alone could have done it."""
    intervals = [word.interval or (word.change, word.change) for word in words]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [word.change for word in words],
        "y": list(range(len(words))),
        "width": 0.56,
        "marker": {
            "color": [f"var(--pp-change-{'up' if word.change > 0 else 'down'})" for word in words],
            "pattern": {"shape": ["" if word.clear else "/" for word in words], "fillmode": "replace", "size": 6},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - word.change for word, (_, high) in zip(words, intervals, strict=True)],
            "arrayminus": [word.change - low for word, (low, _) in zip(words, intervals, strict=True)],
            "color": "var(--pp-ink)",
            "thickness": 1.5,
            "width": 5,
        },
        "customdata": [escape(text) for text in hover],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
