"""A search for trigger words in two pictures: what each step made of it, and how far the first order is to be trusted.

Made of a job's reports as they arrive, so half a search has its pictures, too. One seed at a time: each has its own
examples.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.figures.lines import (
    Band,
    Label,
    Say,
    axis,
    band_lines,
    dashed,
    nice_range,
    note,
    percentages,
    placed,
    steps_axis,
    thin,
    ticks,
    whole,
)
from playground.figures.style import Figure, Part, escape, font, layout, table

Report = Mapping[str, Any]
Points = tuple[tuple[int, float], ...]
MOST_DOTS = 800  # of the scatter, the newest ones; the words that were kept are all there
# Pixels: the panels and what lies around them.
ACCURACY, GAP, LOSS, TOP, BOTTOM, SCATTER = 150, 18, 96, 10, 26, 250


@dataclass(frozen=True)
class Curves:
    """One seed: the accuracy on the development rows and the losses there and on the examples that are searched on,
    nats, after every step. `start` is the hand-written prompt's accuracy and `majority` the commonest label's; `best`
    the step that is kept, and its accuracy."""

    planned: int
    start: float
    majority: float
    accuracy: Points
    dev: Points
    train: Points
    best: tuple[int, float]


@dataclass(frozen=True)
class Dot:
    """A word that was tried: the gain that the gradient promised and the one that came, nats of loss."""

    step: int
    word: str
    predicted: float
    actual: float
    examples: int
    kept: bool


@dataclass(frozen=True)
class Linear:
    """Every word of a seed that was tried; `correlation` of promise and gain, `None` where either is always the same;
    `helped` is the share of the words that lowered the loss."""

    dots: tuple[Dot, ...]
    correlation: float | None
    helped: float


def curves(plan: Report, start: Report, steps: Sequence[Report]) -> Curves | None:
    """What the first picture shows, from the reports of one seed; `None` before its first step."""
    if not steps:
        return None
    looks = {report["step"]: report["dev"] for report in steps if report["dev"]}
    best = min(looks, key=lambda step: looks[step]["loss"])
    accuracy, loss, now = [], [], steps[0]["dev"]
    for report in steps:
        now = report["dev"] or now  # where nothing was better, all stays as it is
        accuracy.append((report["step"], now["accuracy"]))
        loss.append((report["step"], now["loss"]))
    return Curves(
        planned=max(plan["steps"], 1),
        start=start["dev"]["accuracy"],
        majority=start["majority"],
        accuracy=tuple(accuracy),
        dev=tuple(loss),
        train=tuple((report["step"], report["loss"]) for report in steps),
        best=(best, looks[best]["accuracy"]),
    )


def linear(steps: Sequence[Report]) -> Linear | None:
    """What the second picture shows, from the steps of one seed; `None` while no word was tried."""
    dots = [
        Dot(report["step"], flip["word"], flip["predicted"], flip["actual"], flip["examples"], flip["kept"])
        for report in steps
        for flip in report["flips"]
    ]
    if not dots:
        return None
    found = correlation([dot.predicted for dot in dots], [dot.actual for dot in dots])
    helped = sum(dot.actual > 0 for dot in dots) / len(dots)
    old = [dot for dot in dots[:-MOST_DOTS] if dot.kept]
    return Linear((*old, *dots[-MOST_DOTS:]), found, helped)


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's r, `None` where one of them does not vary.

    >>> correlation([1, 2, 3], [2, 4, 6]), correlation([1, 1], [1, 2])
    (1.0, None)
    """
    means = sum(first) / len(first), sum(second) / len(second)
    one, two = [a - means[0] for a in first], [b - means[1] for b in second]
    size = math.sqrt(sum(a * a for a in one) * sum(b * b for b in two))
    return sum(a * b for a, b in zip(one, two, strict=True)) / size if size > 1e-12 else None


def draw_curves(data: Curves, say: Say) -> Figure:
    """Plotly JSON: the accuracy with two dashed lines above, both losses below: where the one falls and the other
    rises, the search learns its examples by heart."""
    low, high = nice_range([*(y for _, y in data.accuracy), data.start, data.majority])
    inner = ACCURACY + GAP + LOSS
    step, accuracy = data.accuracy[-1]
    band = Band(*map(tuple, zip(*((x, y, y, y) for x, y in data.accuracy), strict=True)))
    above = [
        Label(step, accuracy, say("figure.dev_accuracy", value=whole(accuracy)), "body", 600),
        Label(data.planned, data.start, say("figure.start", value=whole(data.start)), "small"),
        Label(data.planned, data.majority, say("figure.majority", value=whole(data.majority)), "small"),
    ]
    values = [value for _, value in (*data.dev, *data.train)]
    floor, top = min(0.0, *values), 1.12 * max(values)
    below = [
        Label(step, data.dev[-1][1], say("figure.dev_loss", value=f"{data.dev[-1][1]:.2f}"), "small"),
        Label(step, data.train[-1][1], say("figure.search_loss", value=f"{data.train[-1][1]:.2f}"), "small"),
    ]
    losses = [{**part, "yref": "y2"} for part in placed(below, floor, top, LOSS)]
    at, value = data.best
    star = {
        "type": "scatter",
        "mode": "markers",
        "x": [at],
        "y": [value],
        "cliponaxis": False,
        "marker": {"symbol": "star", "size": 13, "color": "var(--pp-amber)"},
        "hovertemplate": escape(say("figure.kept", step=at, value=whole(value))) + "<extra></extra>",
    }
    return {
        "data": [
            dashed(data.planned, data.start, "var(--pp-amber)"),
            dashed(data.planned, data.majority, "var(--pp-edge)"),
            band_lines(band, "var(--pp-accent)", lambda text: say("figure.dev_accuracy", value=text), 10),
            _loss(data.dev, "var(--pp-accent)", say("figure.dev_loss", value="%{y:.3f}")),
            _loss(data.train, "var(--pp-edge)", say("figure.search_loss", value="%{y:.3f}")),
            star,
        ],
        "layout": layout(
            TOP + inner + BOTTOM,
            table(
                ("step", "dev accuracy", "dev loss", "search loss"),
                [
                    (x, y, dev, train)
                    for (x, y), (_, dev), (_, train) in zip(data.accuracy, data.dev, data.train, strict=True)
                ],
            ),
            xaxis=steps_axis(data.planned, say),
            yaxis=percentages(low, high, [1 - ACCURACY / inner, 1]),
            yaxis2=axis([0, LOSS / inner]) | {"range": [floor, top], "tickvals": ticks(top)},
            margin={"l": 44, "r": 150, "t": TOP, "b": BOTTOM},
            annotations=[*placed(above, low, high, ACCURACY), *losses],
            hovermode="x",
        ),
    }


def _loss(points: Points, colour: str, hover: str) -> Part:
    return thin(points, colour, "2") | {
        "line": {"color": colour, "width": 2},
        "opacity": 1,
        "hoverinfo": "all",
        "hovertemplate": f"{hover}<extra></extra>",
    }


def draw_linear(data: Linear, say: Say) -> Figure:
    """Plotly JSON: what came against what was promised; on the diagonal the gradient was right."""
    kept = [dot for dot in data.dots if dot.kept]
    others = [dot for dot in data.dots if not dot.kept]
    across = _range([dot.predicted for dot in data.dots])
    up = _range([dot.actual for dot in data.dots])
    ends = [max(across[0], up[0]), min(across[1], up[1])]
    plain = {"tickfont": _quiet(), "fixedrange": True, "nticks": 5, "zerolinecolor": "var(--pp-edge)"}
    grid = {"gridcolor": "var(--pp-line)", "tickformat": "~g"}
    line: Part = {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": ends,
        "line": {"color": "var(--pp-edge)", "width": 1.5, "dash": "6px,5px"},
        "hoverinfo": "skip",
    }
    return {
        "data": [
            line,
            _dots(others, {"size": 6, "color": "var(--pp-edge)", "opacity": 0.55}, say),
            _dots(kept, {"size": 10, "color": "var(--pp-accent)"}, say),
        ],
        "layout": layout(
            TOP + SCATTER + 44,
            table(
                ("step", "word", "promised", "gained", "examples", "kept"),
                [(dot.step, dot.word, dot.predicted, dot.actual, dot.examples, dot.kept) for dot in data.dots],
            ),
            xaxis={**plain, **grid, "range": list(across), "title": _title(say("figure.promised"))},
            yaxis={**plain, **grid, "range": list(up), "title": _title(say("figure.came"))},
            margin={"l": 58, "r": 14, "t": TOP, "b": 44},
            annotations=[note(Label(ends[1], ends[1], say("figure.as_promised"), "small"), 0) | {"xanchor": "right"}]
            if ends[1] > ends[0]
            else [],
        ),
    }


def _dots(dots: Sequence[Dot], marker: Part, say: Say) -> Part:
    def told(dot: Dot) -> str:
        promised, came = (f"{value:+.3f}".replace("-", "−") for value in (dot.predicted, dot.actual))
        return say("figure.flip", step=dot.step, word=dot.word, count=dot.examples, predicted=promised, actual=came)

    return {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.predicted for dot in dots],
        "y": [dot.actual for dot in dots],
        "marker": {"line": {"width": 0}, **marker},
        "cliponaxis": False,
        "customdata": [escape(told(dot)) for dot in dots],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Low to high with some air, and zero in it."""
    low, high = min(0.0, *values), max(0.0, *values)
    air = 0.06 * (high - low) or 0.1
    return low - air, high + air


def _quiet() -> Part:
    return font("small") | {"color": "var(--pp-muted)"}


def _title(text: str) -> Part:
    return {"text": escape(text), "font": _quiet(), "standoff": 6}
