"""Prompts against prompts: the accuracies of templates × verbalizers as a heatmap.

It also serves half a run: a cell nobody has measured yet is empty, one that cannot be measured a dash. Every cell says its number, its interval and whether it is the best,
so that the colours are a help and never the only bearer of a fact.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from playground.figures.lines import Say, whole
from playground.figures.style import Figure, Part, escape, font, layout, table

COLOURS = 9  # --pp-heat-0 to --pp-heat-8, each with the ink that is read on it
# Pixels at normal size: a cell's height, the gap above the averaged row, and what lies around.
CELL, APART, NAMES, BOTTOM = 72, 0.2, 236, 46


@dataclass(frozen=True)
class Cell:
    """One prompt on the data: shares in [0, 1], `None` where nobody measured; `mark` is best, tied or nothing.

    `spread` is the accuracies' standard deviation over seeds; `failed` says that it cannot be measured.
    """

    accuracy: float | None = None
    interval: tuple[float, float] | None = None
    spread: float | None = None
    mark: str = ""
    failed: bool = False


@dataclass(frozen=True)
class Table:
    """One model's cells: `cells[row][column]`; the last row is the average of prompts where `ensemble`."""

    model: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    ensemble: bool


@dataclass(frozen=True)
class Heatmap(Table):
    """A table with the ends of its colours' scale."""

    low: float
    high: float


def heatmaps(tables: Sequence[Table]) -> tuple[Heatmap, ...]:
    """One picture a model, all on one scale of colours."""
    cells = (cell for table in tables for row in table.cells for cell in row)
    low, high = scale([cell.accuracy for cell in cells if cell.accuracy is not None])
    return tuple(
        Heatmap(table.model, table.rows, table.columns, table.cells, table.ensemble, low, high) for table in tables
    )


def scale(accuracies: Sequence[float]) -> tuple[float, float]:
    """Tens of percent around some accuracies, at least 20 points apart: small differences stay pale.

    >>> scale([0.52, 0.81]), scale([0.71, 0.74]), scale([])
    ((0.5, 0.9), (0.6, 0.8), (0.0, 1.0))
    """
    low = math.floor(10 * min(accuracies, default=0.0) + 1e-9)
    high = math.ceil(10 * max(accuracies, default=1.0) - 1e-9)
    while high - low < 2:
        low, high = (low - 1, high) if low > 0 else (low, high + 1)
    return low / 10, high / 10


def step(accuracy: float, low: float, high: float) -> int:
    """Which of the colours an accuracy gets.

    >>> step(0.5, 0.5, 0.9), step(0.7, 0.5, 0.9), step(0.9, 0.5, 0.9)
    (0, 4, 8)
    """
    return min(COLOURS - 1, int((accuracy - low) / (high - low) * COLOURS + 1e-9))


def wrapped(text: str, width: int, most: int) -> list[str]:
    """At most `most` lines of `width` letters, Chinese ones counting twice; broken at spaces where there are some.

    >>> wrapped("{text} All in all, it was [MASK].", 16, 3)
    ['{text} All in', 'all, it was', '[MASK].']
    >>> wrapped("总之，这家店很好", 8, 2)
    ['总之，这', '家店很好']
    """
    lines = []
    while text and len(lines) < most:
        end = _fitting(text, width)
        if end < len(text) and len(lines) + 1 < most:
            # A space near the edge is the better place; one at the very beginning is none.
            space = text.rfind(" ", 1, end + 1)
            end = space if space > end // 3 else end
        lines.append(text[:end].strip())
        text = text[end:].lstrip()
    if text:
        lines[-1] = lines[-1][: max(1, _fitting(lines[-1], width - 1))] + "…"
    return lines


def _fitting(text: str, width: int) -> int:
    """How many letters of a text are not wider than `width`."""
    taken = 0
    for i, letter in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if taken > width:
            return i
    return len(text)


def draw(picture: Heatmap, say: Say) -> Figure:
    """Plotly JSON of one model's grid; curve 0 is the grid, curve 1 the averaged row below it.

    `say` gives the words: `say("figure.best")`.
    """
    rows, columns = len(picture.rows), len(picture.columns)
    own = rows - picture.ensemble
    places = [*range(own), *([own + APART] if picture.ensemble else [])]
    bottom = places[-1] + 0.5 if places else 0.5
    heads = [wrapped(name, 16 if columns > 3 else 24, 3) for name in picture.columns]
    top = 14 + 20 * max(map(len, heads), default=1)
    traces = [_trace(picture, range(own), 0.0, say)]
    if picture.ensemble:
        traces.append(_trace(picture, range(own, rows), own + APART, say))
    notes, shapes = [], []
    for y, cells in zip(places, picture.cells, strict=True):
        for x, cell in enumerate(cells):
            notes += _texts(cell, x, y, picture, say)
            shapes += _frames(cell, x, y)
    names = ["<br>".join(map(escape, wrapped(name, 25, 3))) for name in picture.rows]
    # The averaged row is no template and does not look like one.
    if picture.ensemble:
        names[-1] = f"<i>{names[-1]}</i>"
    axis = {"fixedrange": True, "showgrid": False, "zeroline": False, "showline": False, "ticks": ""}
    return {
        "data": traces,
        "layout": layout(
            top + round(CELL * (bottom + 0.5)) + BOTTOM,
            table(
                ("template", "verbalizer", "accuracy", "low", "high", "spread", "mark"),
                [
                    (row, column, cell.accuracy, *(cell.interval or (None, None)), cell.spread, cell.mark)
                    for row, cells in zip(picture.rows, picture.cells, strict=True)
                    for column, cell in zip(picture.columns, cells, strict=True)
                ],
            ),
            {"xaxis": picture.columns, "yaxis": picture.rows},
            xaxis={
                **axis,
                "side": "top",
                "range": [-0.5, columns - 0.5],
                "tickvals": list(range(columns)),
                "ticktext": ["<br>".join(map(escape, head)) for head in heads],
                "tickfont": font("body", 600),
                "tickangle": 0,
                "ticklabelstandoff": 4,
            },
            yaxis={
                **axis,
                "range": [bottom, -0.5],
                "tickvals": places,
                "ticktext": names,
                "tickfont": font("body") | {"family": "var(--pp-mono)"},
                "ticklabelstandoff": 8,
            },
            margin={"l": NAMES, "r": 4, "t": top, "b": BOTTOM},
            annotations=[*notes, *_legend(picture)],
            shapes=shapes,
            coloraxis=_colours(picture),
        ),
    }


def _trace(picture: Heatmap, rows: range, first: float, say: Say) -> Part:
    cells = [picture.cells[i] for i in rows]
    hover = [
        [
            escape(f"{picture.rows[i]} · {name}: {_spoken(cell, say)}")
            for name, cell in zip(picture.columns, picture.cells[i], strict=True)
        ]
        for i in rows
    ]
    return {
        "type": "heatmap",
        # The colour's number, not the accuracy: so each number's ink is surely the one for its colour.
        "z": [
            [None if cell.accuracy is None else step(cell.accuracy, picture.low, picture.high) for cell in row]
            for row in cells
        ],
        "x0": 0,
        "dx": 1,
        "y0": first,
        "dy": 1,
        "xgap": 3,
        "ygap": 3,
        "coloraxis": "coloraxis",
        "customdata": hover,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _spoken(cell: Cell, say: Say) -> str:
    """A cell in words."""
    if cell.accuracy is None:
        return say("figure.failed") if cell.failed else "…"
    parts = [whole(cell.accuracy)]
    if cell.interval:
        parts.append(f"({_range(cell.interval)})")
    if cell.mark:
        parts.append(say(f"figure.{cell.mark}"))
    return " ".join(parts)


def _range(interval: tuple[float, float]) -> str:
    """
    >>> _range((0.718, 0.883))
    '72–88%'
    """
    low, high = interval
    return f"{100 * low:.0f}–{100 * high:.0f}%"


def _texts(cell: Cell, x: int, y: float, picture: Heatmap, say: Say) -> list[Part]:
    """What stands in a cell: its mark, its accuracy, its interval, from top to bottom."""
    if cell.accuracy is None:
        return [_text("–" if cell.failed else "…", x, y, 0, font("body") | {"color": "var(--pp-muted)"})]
    ink = {"color": f"var(--pp-heat-ink-{step(cell.accuracy, picture.low, picture.high)})"}
    up = 1 if cell.mark else 8
    below = "" if cell.spread is None else f" ±{100 * cell.spread:.0f}"
    found = [_text(whole(cell.accuracy), x, y, up, font("label", 700) | ink)]
    if cell.interval:
        found.append(_text(_range(cell.interval) + below, x, y, up - 20, font("small") | ink))
    if cell.mark:
        found.append(_text(escape(say(f"figure.{cell.mark}")), x, y, up + 21, font("small", 600) | ink))
    return found


def _text(text: str, x: float, y: float, shift: float, type_: Part) -> Part:
    return {"x": x, "y": y, "text": text, "font": type_, "showarrow": False, "yshift": shift, "borderpad": 0}


def _frames(cell: Cell, x: int, y: float) -> list[Part]:
    """A ground under a cell without a number, a frame around the best and those it cannot be told from."""
    box = {"type": "rect", "x0": x - 0.485, "x1": x + 0.485, "y0": y - 0.47, "y1": y + 0.47}
    if cell.accuracy is None:
        return [box | {"fillcolor": "var(--pp-track)", "line": {"width": 0}, "layer": "below"}]
    if cell.mark == "best":
        return [box | {"line": {"color": "var(--pp-heat-best)", "width": 4}}]
    if cell.mark == "tied":
        return [box | {"line": {"color": "var(--pp-heat-best)", "width": 2, "dash": "5px,4px"}}]
    return []


def _colours(picture: Heatmap) -> Part:
    """Nine flat colours: what is written on each can be read."""
    stops = [[edge / COLOURS, f"var(--pp-heat-{i})"] for i in range(COLOURS) for edge in (i, i + 1)]
    return {"cmin": -0.5, "cmax": COLOURS - 0.5, "colorscale": stops, "showscale": True, "colorbar": _bar(picture)}


def _bar(picture: Heatmap) -> Part:
    return {
        "orientation": "h",
        "thickness": 10,
        "len": 0.4,
        "lenmode": "fraction",
        "x": 1,
        "xanchor": "right",
        "y": 0,
        "yanchor": "top",
        "ypad": 8,
        "xpad": 24,
        "outlinewidth": 0,
        "ticks": "",
        "ticklabeloverflow": "allow",
        "tickvals": [-0.5, COLOURS - 0.5],
        "ticktext": [whole(picture.low), whole(picture.high)],
        "tickfont": font("small") | {"color": "var(--pp-muted)"},
    }


def _legend(picture: Heatmap) -> list[Part]:
    """The model's name, on the left of the scale: a picture on a slide must say whose numbers these are."""
    words = font("small") | {"color": "var(--pp-muted)"}
    below = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top", "yshift": -10}
    return [below | {"text": escape(picture.model), "font": words, "showarrow": False}]
