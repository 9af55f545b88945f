"""What figures of lines over training steps share: axes, bands, labels at the lines' ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from playground.figures.style import Part, escape, font

Say = Callable[..., str]
APART = 20  # px between the middles of two labels


@dataclass(frozen=True)
class Band:
    """Accuracies over the steps: the seeds' mean, and their lowest and highest."""

    steps: tuple[int, ...] = ()
    mean: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True)
class Label:
    """A line's name at its end; with a `dot` of its colour where the text may have to move away. `whole` is the text
    of a picture that is saved, where there is room."""

    x: float
    y: float
    text: str
    size: str
    weight: int = 400
    dot: str | None = None
    whole: str | None = None


def placed(labels: Sequence[Label], low: float, high: float, height: int) -> list[Part]:
    """Annotations, moved apart where values are close."""
    wished = [(label.y - low) / (high - low) * height for label in labels]
    shifts = [place - wish for place, wish in zip(spread(wished, APART, 0, height), wished, strict=True)]
    notes = []
    for label, shift in zip(labels, shifts, strict=True):
        notes.append(note(label, shift))
        if label.dot:
            dot = font("small") | {"color": label.dot}
            notes.append({**notes[-1], "name": None} | {"text": "●", "font": dot, "xshift": 8})
    return notes


def spread(wished: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places near the wished ones, in their order, `apart` from each other and within bounds if they fit.

    >>> spread([10, 12, 50], 20, 0, 60)
    [1.0, 21.0, 50.0]
    """
    order = sorted(range(len(wished)), key=lambda i: wished[i])
    groups: list[tuple[float, list[int]]] = []
    for i in order:
        centre, members = wished[i], [i]
        # Groups that touch become one around their mean, as least squares would have it.
        while True:
            half = apart * (len(members) - 1) / 2
            centre = max(low + half, min(high - half, centre))
            if not groups:
                break
            before, others = groups[-1]
            if centre - half - (before + apart * (len(others) - 1) / 2) >= apart:
                break
            groups.pop()
            members = others + members
            centre = fmean(wished[j] - apart * k for k, j in enumerate(members)) + apart * (len(members) - 1) / 2
        groups.append((centre, members))
    places = [0.0] * len(wished)
    for centre, members in groups:
        for k, j in enumerate(members):
            places[j] = centre + apart * (k - (len(members) - 1) / 2)
    return places


def note(label: Label, shift: float, axis: str = "") -> Part:
    """A label as an annotation, `shift` px above its value."""
    return {
        "x": label.x,
        "y": label.y,
        "yref": f"y{axis}",
        "text": escape(label.text),
        "font": font(label.size, label.weight),
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "xshift": 26 if label.dot else 10,
        "yshift": shift,
        "borderpad": 1,
        **({"name": escape(label.whole)} if label.whole else {}),
    }


def whole(share: float) -> str:
    """A share of some dozens of examples: whole percent say all there is.

    >>> whole(0.8438)
    '84%'
    """
    return f"{share:.0%}"


def nice_range(values: Sequence[float]) -> tuple[float, float]:
    """Tens of percent around some accuracies, at least 30 points apart, with a little air.

    >>> nice_range([0.52, 0.84])
    (0.48, 0.92)
    """
    low = math.floor(10 * min(values, default=0.0) + 1e-9)
    high = math.ceil(10 * max(values, default=1.0) - 1e-9)
    while high - low < 3:
        low, high = max(0, low - 1), min(10, high + 1)
    return round(low / 10 - 0.02, 2), round(high / 10 + 0.02, 2)


def ticks(top: float) -> list[float]:
    """Zero and one round number below `top`.

    >>> ticks(0.83), ticks(7.1)
    ([0, 0.8], [0, 7])
    """
    if top <= 0:
        return [0]
    unit = 10 ** math.floor(math.log10(top))
    return [0, round(math.floor(top / unit) * unit, 10)]


def axis(domain: list[float], title: str = "") -> Part:
    """A quiet vertical axis in a part of the height."""
    words = {"text": title, "font": font("small") | {"color": "var(--pp-muted)"}, "standoff": 8}
    return {
        **({"title": words} if title else {}),
        "domain": domain,
        "fixedrange": True,
        "gridcolor": "var(--pp-line)",
        "zeroline": False,
        "showline": False,
        "tickfont": font("small") | {"color": "var(--pp-muted)"},
        "ticklabelstandoff": 6,
    }


def percentages(low: float, high: float, domain: list[float], title: str = "") -> Part:
    """The vertical axis of accuracies: every tenth percent, every fifth of a wide range."""
    step = 0.1 if high - low < 0.5 else 0.2
    first = math.ceil(low / step - 1e-9)
    marks = [round(step * i, 1) for i in range(first, math.floor(high / step + 1e-9) + 1)]
    return axis(domain, title) | {"range": [low, high], "tickvals": marks, "ticktext": [whole(mark) for mark in marks]}


def round_steps(planned: int) -> list[int]:
    """Steps to mark: the start, the end, and round numbers between, about four parts in all.

    >>> round_steps(60), round_steps(7), round_steps(1000)
    ([0, 20, 40, 60], [0, 2, 4, 7], [0, 200, 400, 600, 800, 1000])
    """
    unit = 10 ** math.floor(math.log10(max(1, planned / 4)))
    unit = next(unit * by for by in (1, 2, 5, 10) if unit * by >= planned / 5)
    return [*(step for step in range(0, planned, unit) if planned - step > 0.6 * unit or not step), planned]


def steps_axis(planned: int, say: Say) -> Part:
    """The horizontal axis, from the first step to the last that is planned."""
    marks = {step: str(step) for step in round_steps(planned)} | {0: say("figure.step", step=0)}
    return {
        "range": [0, planned],
        "tickvals": list(marks),
        "ticktext": list(marks.values()),
        "tickfont": font("small") | {"color": "var(--pp-muted)"},
        "ticklabelstandoff": 4,
        "anchor": "free",
        "position": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def dashed(planned: int, value: float, colour: str) -> Part:
    """A level to compare with, over all steps."""
    line = {"color": colour, "width": 1.5, "dash": "6px,5px"}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [0, planned],
        "y": [value, value],
        "line": line,
        "hoverinfo": "skip",
    }


def thin(points: Sequence[tuple[int, float]], colour: str, axis: str = "") -> Part:
    """A seed that is still being trained."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "yaxis": f"y{axis}",
        "line": {"color": colour, "width": 1.25},
        "opacity": 0.75,
        "hoverinfo": "skip",
    }


def loss_line(points: Sequence[tuple[int, float]], hover: str) -> Part:
    """The smoothed training loss, on the second panel."""
    line = {"color": "var(--pp-edge)", "width": 2}
    return thin(points, "", "2") | {
        "line": line,
        "opacity": 1,
        "hoverinfo": "all",
        "hovertemplate": f"{hover}<extra></extra>",
    }


def band_lines(band: Band, colour: str, name: Callable[[str], str], dot: int) -> Part:
    """The mean as a line that ends in a dot of so many px; `name` says a value's meaning."""
    values = [
        whole(mean) if low == high else f"{whole(mean)} ({whole(low)}–{whole(high)})"
        for mean, low, high in zip(band.mean, band.low, band.high, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(band.steps),
        "y": list(band.mean),
        "line": {"color": colour, "width": 2.5},
        "marker": {"color": colour, "size": [0] * (len(values) - 1) + [dot], "opacity": 1, "line": {"width": 0}},
        "cliponaxis": False,
        "customdata": [escape(name(value)) for value in values],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def area(band: Band, colour: str) -> Part:
    """The band from the lowest to the highest seed."""
    there = [f"{x},{y}" for x, y in zip(band.steps, band.high, strict=True)]
    back = [f"{x},{y}" for x, y in zip(band.steps[::-1], band.low[::-1], strict=True)]
    path = "M" + "L".join(there + back) + "Z"
    return {
        "type": "path",
        "path": path,
        "xref": "x",
        "yref": "y",
        "fillcolor": colour,
        "opacity": 0.18,
        "line": {"width": 0},
        "layer": "below",
    }
