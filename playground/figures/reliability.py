"""How far probabilities can be trusted: confidence against accuracy, and the answer to an empty text.

Guo et al. 2017, "On Calibration of Modern Neural Networks", have the reliability diagram; Zhao et al.
2021, "Calibrate Before Use", the inputs without content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.figures.bars import label_axis, label_bars, quiet
from playground.figures.lines import Say
from playground.figures.style import Figure, Part, escape, font, hidden_axis, layout, table
from playground.numbers import percent

WORDS = 10  # label words in the picture of the prior
# Pixels: the two panels of the reliability figure and what lies around them.
CURVE, GAP, COUNTS, TOP, BOTTOM = 190, 14, 54, 30, 44


@dataclass(frozen=True)
class Reliability:
    """One entry a bin that holds examples: mean confidence, accuracy with its 95% interval, count.

    `low` is the smallest probability the top label can have: one over the number of labels.
    """

    low: float
    ece: float
    confidence: tuple[float, ...]
    accuracy: tuple[float, ...]
    interval: tuple[tuple[float, float], ...]
    count: tuple[int, ...]


@dataclass(frozen=True)
class Prior:
    """What the model says where the text is empty of content: each label's share, the words' probabilities."""

    names: tuple[str, ...]
    shares: tuple[float, ...]
    words: tuple[tuple[str, float], ...]


def reliability(evaluation: Mapping[str, Any]) -> Reliability:
    """Empty bins say nothing and are left out."""
    bins = [each for each in evaluation["bins"] if each["count"]]
    return Reliability(
        1 / max(1, len(evaluation["labels"])),
        evaluation["ece"],
        tuple(each["confidence"] for each in bins),
        tuple(each["accuracy"] for each in bins),
        tuple((each["interval"][0], each["interval"][1]) for each in bins),
        tuple(each["count"] for each in bins),
    )


def prior(report: Mapping[str, Mapping[str, float]]) -> Prior:
    """From a cell's `prior`: `labels` and `words`, the likeliest words first."""
    words = sorted(report["words"].items(), key=lambda pair: -pair[1])
    return Prior(tuple(report["labels"]), tuple(report["labels"].values()), tuple(words[:WORDS]))


def draw_reliability(data: Reliability, say: Say) -> Figure:
    """Plotly JSON: accuracy against confidence with the diagonal, and below how many examples each point stands for."""
    low = max(0.0, min((data.low, *data.confidence)) - 0.03)
    inner = CURVE + GAP + COUNTS
    sentences = [
        say("figure.reliability", count=count, confidence=f"{sure:.0%}", accuracy=f"{right:.0%}")
        for sure, right, count in zip(data.confidence, data.accuracy, data.count, strict=True)
    ]
    hover = {"customdata": sentences, "hovertemplate": "%{customdata}<extra></extra>"}
    diagonal = {
        "type": "scatter",
        "mode": "lines",
        "x": [low, 1],
        "y": [low, 1],
        "line": {"color": "var(--pp-edge)", "width": 1.5, "dash": "6px,5px"},
        "hoverinfo": "skip",
    }
    points = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(data.confidence),
        "y": list(data.accuracy),
        "line": {"color": "var(--pp-accent)", "width": 2},
        "marker": {"color": "var(--pp-accent)", "size": 9},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [high - right for (_, high), right in zip(data.interval, data.accuracy, strict=True)],
            "arrayminus": [right - floor for (floor, _), right in zip(data.interval, data.accuracy, strict=True)],
            "color": "var(--pp-edge)",
            "thickness": 1.25,
            "width": 3,
        },
        "cliponaxis": False,
        **hover,
    }
    counts = {
        "type": "bar",
        "x": list(data.confidence),
        "y": list(data.count),
        "yaxis": "y2",
        "width": [0.04] * len(data.count),
        "marker": {"color": "var(--pp-outside)", "cornerradius": 3},
        "text": [str(count) for count in data.count],
        "textposition": "outside",
        "textfont": quiet(),
        "cliponaxis": False,
        **hover,
    }
    marks = [mark / 10 for mark in range(0, 11, 2 if low < 0.5 else 1) if mark / 10 >= low]
    plain = {"tickfont": quiet(), "fixedrange": True, "zeroline": False}
    title = {"font": quiet(), "standoff": 6}
    return {
        "data": [diagonal, points, counts],
        "layout": layout(
            TOP + inner + BOTTOM,
            table(
                ("confidence", "accuracy", "low", "high", "examples"),
                [
                    (sure, right, *interval, count)
                    for sure, right, interval, count in zip(
                        data.confidence, data.accuracy, data.interval, data.count, strict=True
                    )
                ],
            ),
            xaxis={**plain, "range": [low, 1.02], "tickvals": marks, "ticktext": [f"{mark:.0%}" for mark in marks]}
            | {
                "showgrid": False,
                "anchor": "free",
                "position": 0,
                "title": {**title, "text": say("figure.confidence")},
            },
            yaxis={**plain, "range": [-0.02, 1.04], "domain": [1 - CURVE / inner, 1], "gridcolor": "var(--pp-line)"}
            | {
                "tickvals": [0, 0.5, 1],
                "ticktext": ["0%", "50%", "100%"],
                "title": {**title, "text": say("figure.right_share")},
            },
            yaxis2={"visible": False, "fixedrange": True, "domain": [0, COUNTS / inner]}
            | {"range": [0, 1.5 * max((*data.count, 1))]},
            margin={"l": 58, "r": 12, "t": TOP, "b": BOTTOM},
            annotations=[_above(say("figure.ece", points=f"{100 * data.ece:.1f}"))],
            hovermode="closest",
        ),
    }


def _above(text: str) -> Part:
    """A sentence over the curve, where no point can be."""
    return {
        "x": 1,
        "y": 1,
        "xref": "x domain",
        "yref": "y domain",
        "text": text,
        "font": font("small", 600),
        "showarrow": False,
        "xanchor": "right",
        "yanchor": "bottom",
        "yshift": 8,
    }


def draw_prior(data: Prior, say: Say) -> Figure:
    """Plotly JSON: a bar a label against the even share, and below them the label words."""
    rows, even = len(data.names), 1 / max(1, len(data.names))
    words = list(range(rows, rows + len(data.words)))
    most = max((*data.shares, even))
    strongest = max((p for _, p in data.words), default=1.0) or 1.0
    bars = label_bars(data.shares) | {"hoverinfo": "skip"}
    below = {
        "type": "bar",
        "orientation": "h",
        "y": [row + 0.4 for row in words],
        # On a scale of their own: the words' probabilities are those of the whole vocabulary.
        "x": [most * p / strongest for _, p in data.words],
        "width": [0.5] * len(words),
        "marker": {"color": "var(--pp-outside)", "cornerradius": 3},
        "hoverinfo": "skip",
    }
    numbers = {
        "type": "scatter",
        "mode": "text",
        "y": [*range(rows), *(row + 0.4 for row in words)],
        "x": [max(share, even) for share in data.shares] + [most * p / strongest for _, p in data.words],
        "text": [f"  {share:.0%}" for share in data.shares] + ["  " + escape(percent(p)) for _, p in data.words],
        "textposition": "middle right",
        "textfont": font("small"),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [even, even],
        "y": [-0.5, rows - 0.5],
        "line": {"color": "var(--pp-ink)", "width": 1.5, "dash": "4px,4px"},
        "hovertemplate": say("figure.even", share=f"{even:.0%}") + "<extra></extra>",
    }
    axis = label_axis((*data.names, *(word for word, _ in data.words)))
    axis |= {"tickvals": [*range(rows), *(row + 0.4 for row in words)], "range": [rows + len(words) - 0.1, -0.5]}
    return {
        "data": [bars, below, numbers, line],
        "layout": layout(
            30 * (rows + len(words)) + 16,
            table(
                ("label", "word", "probability"),
                [
                    *((name, "", share) for name, share in zip(data.names, data.shares, strict=True)),
                    *(("", word, p) for word, p in data.words),
                ],
            ),
            {"yaxis": [*data.names, *(word for word, _ in data.words)]},
            xaxis=hidden_axis(range=[0, most]),
            yaxis=axis | {"tickfont": font("small")},
            margin={"l": 4, "r": 64, "t": 4, "b": 4},
            hovermode="closest",
        ),
    }
