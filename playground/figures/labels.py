"""The distribution over labels: one large bar a label."""

from __future__ import annotations

from dataclasses import dataclass

from playground.figures.style import (
    MOST_BARS,
    Figure,
    colour,
    escape,
    font,
    hidden_axis,
    layout,
    pattern,
    shorten,
    table,
)
from playground.numbers import percent
from playground.results import Prediction


@dataclass(frozen=True)
class LabelBars:
    """Names and probabilities in the verbalizer's order, or of many labels the likeliest first.

    `places` are their places in the verbalizer, which give the colours; `left` are the probabilities of the
    labels that are not drawn, the largest first.
    """

    names: tuple[str, ...]
    probabilities: tuple[float, ...]
    places: tuple[int, ...]
    left: tuple[float, ...] = ()


def label_bars(prediction: Prediction) -> LabelBars:
    """What the figure shows."""
    scores = list(enumerate(prediction.labels))
    if len(scores) > MOST_BARS:
        scores.sort(key=lambda each: -each[1].probability)
    return LabelBars(
        tuple(score.label for _, score in scores[:MOST_BARS]),
        tuple(score.probability for _, score in scores[:MOST_BARS]),
        tuple(place for place, _ in scores[:MOST_BARS]),
        tuple(score.probability for _, score in scores[MOST_BARS:]),
    )


def draw(bars: LabelBars) -> Figure:
    """Plotly JSON: a grey track, the bar on it, name to the left, percentage to the right."""
    many = len(bars.names) > 6
    rows = list(range(len(bars.names)))
    size = "body" if many else "label"
    names = [escape(name) for name in bars.names]
    percentages = [escape(percent(probability)) for probability in bars.probabilities]
    y_axis = {
        "tickvals": rows,
        "ticktext": [escape(shorten(name)) + "  " for name in bars.names],
        "tickfont": font(size, 600),
        "range": [len(rows) - 0.5, -0.5],
        "automargin": True,
        "ticklabeloverflow": "allow",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    track = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [1] * len(rows),
        "marker": {"color": "var(--pp-track)"},
        "hoverinfo": "skip",
    }
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": list(bars.probabilities),
        "marker": {
            "color": [colour(i) for i in bars.places],
            "pattern": {"shape": [pattern(i) for i in bars.places], "fgcolor": "var(--pp-card)", "size": 8},
        },
        "customdata": list(zip(names, percentages, strict=True)),
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
    }
    number = {
        "type": "scatter",
        "mode": "text",
        "y": rows,
        "x": [1] * len(rows),
        "text": ["  " + text for text in percentages],
        "textposition": "middle right",
        "textfont": font(size, 700),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return {
        "data": [track, bar, number],
        "layout": layout(
            (30 if many else 56) * len(rows) + 8,
            table(("label", "probability"), zip(bars.names, bars.probabilities, strict=True)),
            {"yaxis": bars.names},
            xaxis=hidden_axis(range=[0, 1]),
            yaxis=y_axis,
            margin={"l": 4, "r": _room(percentages, many), "t": 2, "b": 2},
        ),
    }


def _room(percentages: list[str], many: bool) -> int:
    """Pixels for the longest percentage: 71.4% needs less than 100.0%, and that less than 1.8×10⁻¹⁰."""
    longest = max(map(len, percentages))
    beyond = max(longest - 8, 0)
    if many:
        return (84 if longest > 5 else 62) + 8 * beyond
    return (124 if longest > 5 else 90) + 13 * beyond
