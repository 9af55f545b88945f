"""An evaluation in pictures: which label is taken for which, and which are said too often.

An evaluation arrives as a report's JSON (`playground.results.Evaluation`). How far its
probabilities can be trusted is for `playground.figures.reliability`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from playground.figures import reliability as reliability_figure
from playground.figures.bars import label_axis, label_bars, quiet, row_height
from playground.figures.lines import Say
from playground.figures.style import Figure, Part, escape, font, hidden_axis, layout, shorten, table
from playground.numbers import percent

WRITTEN = 12  # so many labels have room for numbers in their cells


@dataclass(frozen=True)
class Confusion:
    """`counts[i][j]` examples of label i that label j was predicted for; `shares` are of row i."""

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    shares: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Bias:
    """How large a part of the examples has each label, and how large a part was given it."""

    names: tuple[str, ...]
    true: tuple[float, ...]
    predicted: tuple[float, ...]


def confusion(evaluation: Mapping[str, Any]) -> Confusion:
    """Rows are the true labels, columns the predicted ones."""
    counts = tuple(tuple(row) for row in evaluation["confusion"])
    shares = tuple(tuple(count / max(1, sum(row)) for count in row) for row in counts)
    return Confusion(_names(evaluation), counts, shares)


def bias(evaluation: Mapping[str, Any]) -> Bias:
    """Shares of all examples."""
    of = max(1, evaluation["examples"])
    labels = evaluation["labels"]
    return Bias(
        _names(evaluation),
        tuple(label["support"] / of for label in labels),
        tuple(label["predicted"] / of for label in labels),
    )


class Figures(TypedDict):
    """The four figures of one evaluation; no `prior` where nothing was calibrated."""

    confusion: Figure
    bias: Figure
    reliability: Figure
    prior: Figure | None


def figures(evaluation: Mapping[str, Any], asked: Mapping[str, Any] | None, say: Say) -> Figures:
    """All four figures of one evaluation by name; `asked` is the cell's `prior`, `None` where nothing was calibrated."""
    return {
        "confusion": draw_confusion(confusion(evaluation), say),
        "bias": draw_bias(bias(evaluation), say),
        "reliability": reliability_figure.draw_reliability(reliability_figure.reliability(evaluation), say),
        "prior": reliability_figure.draw_prior(reliability_figure.prior(asked), say) if asked else None,
    }


def _names(evaluation: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(label["label"] for label in evaluation["labels"])


def draw_confusion(data: Confusion, say: Say) -> Figure:
    """Plotly JSON: right answers in one colour, mistakes in another, the deeper the larger the share.

    A cell's `customdata` is `[row, column, sentence]`: a click on it says which examples to list.
    """
    size = len(data.names)
    # The ink stays readable on the deepest cell, because the colours are let through by half.
    right = _cells(data, say, "var(--pp-accent)", 0.5, lambda i, j: i == j)
    wrong = _cells(data, say, "var(--pp-red)", 0.4, lambda i, j: i != j)
    height = max(26, min(76, 300 // max(1, size)))
    ticks = {
        "tickvals": list(range(size)),
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
    }
    long = 12 if size > 4 else 18
    texts = [escape(shorten(name, long)) for name in data.names]
    title = {"font": quiet(), "standoff": 8}
    crowded = size > 6 or sum(map(len, texts)) > 48
    return {
        "data": [right, wrong],
        "layout": layout(
            height * size + 96,
            table(
                ("true", "predicted", "count", "share"),
                [
                    (true, predicted, data.counts[i][j], data.shares[i][j])
                    for i, true in enumerate(data.names)
                    for j, predicted in enumerate(data.names)
                ],
            ),
            {"xaxis": data.names, "yaxis": data.names},
            xaxis=ticks
            | {"ticktext": texts, "side": "top", "range": [-0.5, size - 0.5], "tickfont": font("small")}
            | {"tickangle": -40 if crowded else 0, "title": {**title, "text": say("figure.predicted")}},
            yaxis=ticks
            | {"ticktext": texts, "range": [size - 0.5, -0.5], "tickfont": font("small"), "ticklabelstandoff": 6}
            | {"title": {**title, "text": say("figure.true")}},
            margin={"l": 30, "r": 4, "t": 30, "b": 4},
            hovermode="closest",
        ),
    }


def _cells(data: Confusion, say: Say, paint: str, opacity: float, mine: Callable[[int, int], bool]) -> Part:
    """A heat map of the cells that are `mine`, the others left out."""
    size = range(len(data.names))
    names = [escape(name) for name in data.names]

    def grid(value: Callable[[int, int], Any], other: Any = None) -> list[list[Any]]:
        return [[value(i, j) if mine(i, j) else other for j in size] for i in size]

    def sentence(i: int, j: int) -> str:
        return say(
            "figure.confusion",
            count=data.counts[i][j],
            true=names[i],
            predicted=names[j],
            share=escape(percent(data.shares[i][j])),
        )

    return {
        "type": "heatmap",
        "z": grid(lambda i, j: data.shares[i][j]),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, "var(--pp-card)"], [1, paint]],
        "opacity": opacity,
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hoverongaps": False,
        "text": grid(lambda i, j: str(data.counts[i][j]) if len(size) <= WRITTEN or data.counts[i][j] else "", ""),
        "texttemplate": "%{text}",
        "textfont": font("body" if len(size) <= WRITTEN else "small", 600),
        "customdata": grid(lambda i, j: [i, j, sentence(i, j)]),
        "hovertemplate": "%{customdata[2]}<extra></extra>",
    }


def draw_bias(data: Bias, say: Say) -> Figure:
    """Plotly JSON: a bar for the predicted share, a mark for the true one."""
    rows = list(range(len(data.names)))
    texts = [f"  {value:.0%}" for value in data.predicted]
    sentences = [
        say("figure.bias", label=escape(name), predicted=f"{predicted:.0%}", true=f"{true:.0%}")
        for name, predicted, true in zip(data.names, data.predicted, data.true, strict=True)
    ]
    most = max((*data.true, *data.predicted, 0.01))
    hover = {"customdata": sentences, "hovertemplate": "%{customdata}<extra></extra>"}
    bars = label_bars(data.predicted) | hover
    marks = {
        "type": "scatter",
        "mode": "markers",
        "y": rows,
        "x": list(data.true),
        "marker": {
            "symbol": "line-ns",
            "size": row_height(len(rows)) * 0.62,
            "line": {"width": 3, "color": "var(--pp-ink)"},
        },
        **hover,
    }
    numbers = {
        "type": "scatter",
        "mode": "text",
        "y": rows,
        # Behind whichever reaches further, so that no mark strikes a number out.
        "x": [max(pair) for pair in zip(data.predicted, data.true, strict=True)],
        "text": texts,
        "textposition": "middle right",
        "textfont": font("body", 600),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return {
        "data": [bars, marks, numbers],
        "layout": layout(
            row_height(len(rows)) * len(rows) + 8,
            table(("label", "true", "predicted"), zip(data.names, data.true, data.predicted, strict=True)),
            {"yaxis": data.names},
            xaxis=hidden_axis(range=[0, most]),
            yaxis=label_axis(data.names),
            margin={"l": 4, "r": 60, "t": 4, "b": 4},
            hovermode="closest",
        ),
    }
