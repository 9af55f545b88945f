"""The distribution over labels: one large bar a label."""

from __future__ import annotations

from dataclasses import dataclass

from playground.figures.style import (
    MOST_BARS,
    Figure,
    Part,
    colour,
    escape,
    font,
    hidden_axis,
    layout,
    pattern,
    shorten_apart,
    table,
)
from playground.numbers import percent
from playground.results import Prediction

_RAISED = 0.08  # of a row: how far a bar gives way to the plain one below it
_LEAST = 16  # px a row at normal size: with less, names could not be read


@dataclass(frozen=True)
class LabelBars:
    """Names and probabilities in the verbalizer's order, or of many labels the likeliest first.

    `places` are their places in the verbalizer, which give the colours; `left` are the probabilities of the
    labels that are not drawn, the largest first. `plain` are the probabilities before calibration, where there is one.
    """

    names: tuple[str, ...]
    probabilities: tuple[float, ...]
    places: tuple[int, ...]
    left: tuple[float, ...] = ()
    plain: tuple[float, ...] = ()


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
        tuple(prediction.plain[place].probability for place, _ in scores[:MOST_BARS] if prediction.plain),
    )


def draw(bars: LabelBars, plain_name: str = "") -> Figure:
    """Plotly JSON: a grey track, the bar on it, name to the left, percentage to the right; where there are plain
    probabilities each is a thin bar below, and its percentage after `plain_name`. `meta.closer` says how a page that
    has less height than this draws it."""
    many = len(bars.names) > 6
    rows = list(range(len(bars.names)))
    size = "body" if many else "label"
    names = [escape(name) for name in bars.names]
    percentages = [escape(percent(probability)) for probability in bars.probabilities]
    y_axis = {
        "tickvals": [row - _RAISED for row in rows] if bars.plain else rows,
        "ticktext": [escape(name) + "  " for name in shorten_apart(bars.names)],
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
        **_upper(bars),
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
        **_upper(bars),
    }
    number = {
        "type": "scatter",
        "mode": "text",
        "y": [row - _RAISED for row in rows] if bars.plain else rows,
        "x": [1] * len(rows),
        "text": ["  " + text for text in percentages],
        "textposition": "middle right",
        "textfont": font(size, 700),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    columns = [bars.names, bars.probabilities, *([bars.plain] if bars.plain else [])]
    height = (30 if many else 56 if len(rows) <= 3 else 38) + (13 if bars.plain else 0)
    figure: Figure = {
        "data": [track, bar, number, *(_plain(bars, plain_name) if bars.plain else [])],
        "layout": layout(
            height * len(rows) + 8,
            table(("label", "probability", "plain")[: len(columns)], zip(*columns, strict=True)),
            {"yaxis": bars.names},
            xaxis=hidden_axis(range=[0, 1]),
            yaxis=y_axis,
            margin={"l": 4, "r": _room(percentages, many, plain_name if bars.plain else ""), "t": 2, "b": 2},
        ),
    }
    figure["layout"]["meta"]["closer"] = _closer(bars, plain_name, _room(percentages, many, ""))
    return figure


def _closer(bars: LabelBars, plain_name: str, room: int) -> Part:
    """How rows stand that have less height: each has `least` px or more at normal size, its type follows it, only the
    first `traces` are drawn, and the plain percentages stand beside the others, not below, in a column of their own."""
    texts = [escape(f"{plain_name} {percent(probability)}") for probability in bars.plain]
    column = max((7 * sum(1 + (letter >= "⺀") for letter in text) + 8 for text in texts), default=0)
    quiet = font("small") | {"color": "var(--pp-muted)"}
    notes = [
        {
            "text": text,
            "x": 1,
            "xanchor": "right",
            "xshift": room + column,
            "y": row - _RAISED,
            "showarrow": False,
            "font": quiet,
        }
        for row, text in enumerate(texts)
    ]
    return {
        "rows": len(bars.names),
        "least": _LEAST,
        "traces": 4 if bars.plain else 3,
        "layout": {"annotations": notes, "margin": {"l": 4, "r": room + column, "t": 2, "b": 2}},
    }


def _upper(bars: LabelBars) -> Part:
    """Where a bar stands in its row: in the middle, or above the plain one."""
    return {"width": 0.52, "offset": -0.26 - _RAISED} if bars.plain else {}


def _plain(bars: LabelBars, name: str) -> list[Part]:
    """The thin bars below the others, and what they are."""
    rows = list(range(len(bars.names)))
    texts = [escape(f"{name} {percent(probability)}") for probability in bars.plain]
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": list(bars.plain),
        "width": 0.16,
        "offset": 0.26,
        "opacity": 0.55,
        "marker": {"color": [colour(i) for i in bars.places]},
        "customdata": [[escape(each), text] for each, text in zip(bars.names, texts, strict=True)],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
    }
    number = {
        "type": "scatter",
        "mode": "text",
        "y": [row + 0.33 for row in rows],
        "x": [1] * len(rows),
        "text": ["  " + text for text in texts],
        "textposition": "middle right",
        "textfont": font("small") | {"color": "var(--pp-muted)"},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return [bar, number]


def _room(percentages: list[str], many: bool, plain_name: str) -> int:
    """Pixels for the longest percentage: 71.4% needs less than 100.0%, and that less than 1.8×10⁻¹⁰."""
    longest = max(map(len, percentages))
    beyond = max(longest - 8, 0)
    if plain_name:
        beyond = max(beyond, len(plain_name) - 2)
    if many:
        return (84 if longest > 5 else 62) + 8 * beyond
    return (124 if longest > 5 else 90) + 13 * beyond
