"""Learning curves: one run's accuracy and loss, and several runs' accuracies together.

Made of a training job's reports as they arrive, so every function also serves half
a run. Accuracy and loss have a panel each: where two scales share one, the lines
cross where nothing happens.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import fmean
from typing import Any

from playground.figures.lines import (
    APART,
    Band,
    Label,
    Say,
    area,
    axis,
    band_lines,
    dashed,
    loss_line,
    nice_range,
    note,
    percentages,
    placed,
    steps_axis,
    thin,
    ticks,
    whole,
)
from playground.figures.style import Figure, colour, font, layout, shorten, table

Report = Mapping[str, Any]
Points = tuple[tuple[int, float], ...]

SMOOTHING = 0.9
MOST_POINTS = 160
# Pixels: the two panels and what lies around them.
ACCURACY, GAP, LOSS, TOP, BOTTOM = 176, 22, 104, 10, 26


@dataclass(frozen=True)
class Curves:
    """What the figure of one run shows.

    `accuracy` and `loss` are over the finished seeds; `running` and `running_loss` of
    the one being trained (of the first seed `accuracy` and `loss` themselves).
    Losses are smoothed, nats. `start` is the accuracy of the hand-written prompt and
    `majority` of the commonest label on the same development examples. `best` is the
    checkpoint that a single seed ended with: its step and accuracy.
    """

    planned: int
    start: float
    majority: float
    accuracy: Band
    loss: Points
    running: Points = ()
    running_loss: Points = ()
    best: tuple[int, float] | None = None


@dataclass(frozen=True)
class Run:
    """One of several runs: its title and its accuracies."""

    title: str
    accuracy: Band
    planned: int


def training_curves(reports: Iterable[Report]) -> Curves | None:
    """What the figure shows, from a job's reports; `None` before the first evaluation."""
    planned, starts, steps, over = 1, {}, {}, {}
    for report in reports:
        match report["kind"]:
            case "plan":
                planned = report["steps"]
            case "start":
                starts[report["seed"]] = report
            case "step":
                steps.setdefault(report["seed"], []).append(report)
            case "seed":
                over[report["seed"]] = report.get("best_step")
    # A seed that goes on from a checkpoint may report a step a second time; the last word counts.
    accuracies = {
        seed: {r["step"]: r["dev"]["accuracy"] for r in found if r["dev"] is not None} for seed, found in steps.items()
    }
    losses = {seed: smoothed({r["step"]: r["loss"] for r in found}) for seed, found in steps.items()}
    if not any(accuracies.values()):
        return None
    latest = list(steps)[-1]
    counted = [seed for seed in steps if seed in over] or [latest]
    curves = Curves(
        planned,
        fmean(starts[seed]["accuracy"] for seed in counted),
        fmean(starts[seed]["majority"] for seed in counted),
        _band([accuracies[seed] for seed in counted]),
        _thinned(_mean([losses[seed] for seed in counted])),
        best=_best(accuracies[latest], over.get(latest)) if counted == [latest] else None,
    )
    if latest in counted:
        return curves
    return replace(curves, running=tuple(accuracies[latest].items()), running_loss=_thinned(losses[latest]))


def _best(accuracies: Mapping[int, float], step: int | None) -> tuple[int, float] | None:
    """The checkpoint of a step, where there was a look at the development examples."""
    return (step, accuracies[step]) if step is not None and step in accuracies else None


def smoothed(losses: Mapping[int, float | None]) -> dict[int, float]:
    """An exponential mean that starts without bias towards zero; what is no number is left out.

    >>> smoothed({1: 4.0, 2: None, 3: 4.0})
    {1: 4.0, 3: 4.0}
    """
    total = weight = 0.0
    result = {}
    for step, loss in losses.items():
        if loss is None or not math.isfinite(loss):
            continue
        total = SMOOTHING * total + (1 - SMOOTHING) * loss
        weight = SMOOTHING * weight + (1 - SMOOTHING)
        result[step] = total / weight
    return result


def _band(seeds: Sequence[Mapping[int, float]]) -> Band:
    """Mean, lowest and highest at every evaluated step; a seed that stopped early keeps its last value."""
    steps = sorted({step for seed in seeds for step in seed})
    columns = [[seed[max(at for at in seed if at <= step)] for seed in seeds] for step in steps]
    return Band(tuple(steps), tuple(map(fmean, columns)), tuple(map(min, columns)), tuple(map(max, columns)))


def _mean(seeds: Sequence[Mapping[int, float]]) -> dict[int, float]:
    shared = sorted(set().union(*seeds))
    return {step: fmean(seed[step] for seed in seeds if step in seed) for step in shared}


def _thinned(points: Mapping[int, float]) -> Points:
    """Few enough points for the wire, the last among them."""
    pairs = sorted(points.items())
    every = max(1, math.ceil(len(pairs) / MOST_POINTS))
    return tuple(pairs[::-1][::every][::-1])


def draw(curves: Curves, say: Say) -> Figure:
    """Plotly JSON: accuracy with its band and two dashed lines above, the loss below.

    `say` gives the words: `say("figure.dev_accuracy", value="84%")`.
    """
    accuracy = curves.accuracy
    low, high = nice_range(
        [*accuracy.low, *accuracy.high, curves.start, curves.majority, *(y for _, y in curves.running)]
    )
    inner = ACCURACY + GAP + LOSS
    labels = [
        Label(
            accuracy.steps[-1],
            accuracy.mean[-1],
            say("figure.dev_accuracy", value=whole(accuracy.mean[-1])),
            "body",
            600,
        ),
        Label(curves.planned, curves.start, say("figure.start", value=whole(curves.start)), "small"),
        Label(curves.planned, curves.majority, say("figure.majority", value=whole(curves.majority)), "small"),
    ]
    data = [
        dashed(curves.planned, curves.start, "var(--pp-amber)"),
        dashed(curves.planned, curves.majority, "var(--pp-edge)"),
        thin(curves.running, "var(--pp-accent)"),
        band_lines(accuracy, "var(--pp-accent)", lambda value: say("figure.dev_accuracy", value=value), 10),
        thin(curves.running_loss, "var(--pp-edge)", axis="2"),
        loss_line(curves.loss, say("figure.loss", value="%{y:.2f}")),
    ]
    if curves.best:
        data.append(_star(*curves.best, say))
    notes = placed(labels, low, high, ACCURACY)
    if curves.loss:
        step, value = curves.loss[-1]
        notes.append(note(Label(step, value, say("figure.loss", value=f"{value:.2f}"), "small"), 0.0, axis="2"))
    top = max([loss for _, loss in curves.loss + curves.running_loss], default=1.0)
    drawn = layout(
        TOP + inner + BOTTOM,
        table(
            ("curve", "step", "value", "low", "high"),
            [
                *(("accuracy", *point) for point in _points(accuracy)),
                *(("loss", step, loss, None, None) for step, loss in curves.loss),
                *(("accuracy of the running seed", step, value, None, None) for step, value in curves.running),
                *(("loss of the running seed", step, value, None, None) for step, value in curves.running_loss),
            ],
        ),
        xaxis=steps_axis(curves.planned, say),
        yaxis=percentages(low, high, [1 - ACCURACY / inner, 1], say("figure.axis.accuracy")),
        yaxis2=axis([0, LOSS / inner], say("figure.axis.loss"))
        | {"range": [0, 1.12 * top], "tickvals": ticks(top), "tickformat": "~g"},
        margin={"l": 64, "r": 148, "t": TOP, "b": BOTTOM},
        annotations=notes,
        shapes=[area(accuracy, "var(--pp-accent)")],
        hovermode="x",
    )
    # Names stand at the lines' ends; where the picture is narrow, the page takes them in.
    drawn["meta"]["ends"] = True
    return {"data": data, "layout": drawn}


def _star(step: int, accuracy: float, say: Say) -> dict[str, Any]:
    """The checkpoint that a seed ended with."""
    text = say("figure.kept", step=step, value=whole(accuracy))
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [step],
        "y": [accuracy],
        "text": [say("figure.best_step", step=step)],
        "textposition": "top center",
        "textfont": font("small"),
        "cliponaxis": False,
        "marker": {"symbol": "star", "size": 13, "color": "var(--pp-amber)"},
        "hovertemplate": f"{text}<extra></extra>",
    }


def _points(band: Band) -> list[tuple[int, float, float, float]]:
    return list(zip(band.steps, band.mean, band.low, band.high, strict=True))


def compared(runs: Iterable[tuple[str, Iterable[Report]]]) -> tuple[Run, ...]:
    """Titles and accuracies of the runs that have begun."""
    found = [(title, training_curves(reports)) for title, reports in runs]
    return tuple(Run(title, curves.accuracy, curves.planned) for title, curves in found if curves)


def draw_compared(runs: Sequence[Run], say: Say) -> Figure:
    """Plotly JSON: one line and band a run, its title at its end."""
    height = max(240, APART * len(runs) + 20)
    low, high = nice_range([value for run in runs for value in (*run.accuracy.low, *run.accuracy.high)])
    planned = max((run.planned for run in runs), default=1)
    data, labels = [], []
    for i, run in enumerate(runs):
        text = f"{shorten(run.title, 16)} {whole(run.accuracy.mean[-1])}"
        long = f"{run.title} {whole(run.accuracy.mean[-1])}"
        labels.append(Label(planned, run.accuracy.mean[-1], text, "small", 400, colour(i), long))
        data.append(band_lines(run.accuracy, colour(i), partial("{} {}".format, shorten(run.title)), 0))
    return {
        "data": data,
        "layout": layout(
            TOP + height + BOTTOM,
            table(
                ("training", "step", "accuracy", "low", "high"),
                [(run.title, *point) for run in runs for point in _points(run.accuracy)],
            ),
            xaxis=steps_axis(planned, say),
            yaxis=percentages(low, high, [0, 1], say("figure.axis.accuracy")),
            margin={"l": 64, "r": 182, "t": TOP, "b": BOTTOM},
            annotations=placed(labels, low, high, height),
            shapes=[area(run.accuracy, colour(i)) for i, run in enumerate(runs)],
            hovermode="x",
        ),
    }
