"""A prompt's accuracy in each way to write it, as dots on one axis; the prompt's own is a diamond with its name."""

from __future__ import annotations

from dataclasses import dataclass

from playground.figures.bars import quiet
from playground.figures.lines import Say, nice_range, whole
from playground.figures.style import Figure, Part, escape, font, layout, shorten, table

STEP, BELOW, ABOVE = 18, 30, 26  # pixels at normal size: from a dot to the one over it, the axis, the own one's name
APART = 0.045  # of the axis: dots that are closer stand one over the other, on a phone, too
LONGEST = 70  # letters of a template in a hover box


@dataclass(frozen=True)
class Way:
    """One wording: what was changed, in words, its text, and its accuracy."""

    change: str
    template: str
    accuracy: float


def stacked(values: tuple[float, ...], apart: float) -> tuple[int, ...]:
    """The lowest level for each value on which nobody before it is closer than `apart`.

    >>> stacked((0.5, 0.51, 0.7, 0.52), 0.05)
    (0, 1, 0, 2)
    """
    levels: list[int] = []
    for i, value in enumerate(values):
        taken = {levels[j] for j in range(i) if abs(values[j] - value) < apart}
        levels.append(next(level for level in range(len(values)) if level not in taken))
    return tuple(levels)


def draw(ways: tuple[Way, ...], say: Say) -> Figure:
    """Plotly JSON; the first is the prompt's own. A dot has `customdata` `[index, sentence]`: a click on it says which
    to show."""
    values = tuple(way.accuracy for way in ways)
    low, high = nice_range(values)
    levels = stacked(values, APART * (high - low))
    top = max(levels)
    marks = [mark / 10 for mark in range(11) if low <= mark / 10 <= high]
    bare = {"fixedrange": True, "zeroline": False}
    own = {
        "x": values[0],
        "y": levels[0],
        "text": escape(say("figure.wording.own", accuracy=whole(values[0]))),
        "font": font("small", 600),
        "showarrow": False,
        "yanchor": "top",
        "yshift": -9,
    }
    return {
        "data": [
            _dots(ways[1:], values[1:], levels[1:], 1, {"size": 12, "color": "var(--pp-muted)", "opacity": 0.8}, say),
            _dots(
                ways[:1], values[:1], levels[:1], 0, {"size": 15, "color": "var(--pp-accent)", "symbol": "diamond"}, say
            ),
        ],
        "layout": layout(
            STEP * (top + 1) + ABOVE + BELOW + 10,
            table(("change", "template", "accuracy"), [(way.change, way.template, way.accuracy) for way in ways]),
            xaxis={**bare, "range": [low, high], "tickvals": marks, "ticktext": [whole(mark) for mark in marks]}
            | {"gridcolor": "var(--pp-line)", "tickfont": quiet(), "tickangle": 0},
            yaxis={**bare, "visible": False, "range": [-0.5 - ABOVE / STEP, top + 0.7]},
            annotations=[own],
            margin={"l": 14, "r": 14, "t": 4, "b": BELOW},
            hovermode="closest",
        ),
    }


def _dots(
    ways: tuple[Way, ...], values: tuple[float, ...], levels: tuple[int, ...], first: int, marker: Part, say: Say
) -> Part:
    """Those from the wording of index `first` on."""
    sentences = [
        say(
            "figure.wording",
            change=escape(way.change),
            accuracy=whole(way.accuracy),
            template=escape(shorten(way.template.replace("\n", " ↵ "), LONGEST)),
        )
        for way in ways
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(values),
        "y": list(levels),
        "marker": {**marker, "line": {"width": 1.5, "color": "var(--pp-card)"}},
        "customdata": [[first + i, sentence] for i, sentence in enumerate(sentences)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "cliponaxis": False,
    }
