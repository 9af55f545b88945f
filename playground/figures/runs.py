"""Several evaluations' accuracies with their intervals, one below the other."""

from __future__ import annotations

from dataclasses import dataclass

from playground.figures.bars import quiet
from playground.figures.grid import wrapped
from playground.figures.lines import Say, nice_range, whole
from playground.figures.style import Figure, colour, escape, font, layout, table

ROW, BOTTOM = 46, 30  # pixels at normal size: a run, and the axis below them


@dataclass(frozen=True)
class Run:
    """One evaluation: its title, its accuracy, and the accuracy's 95% interval."""

    title: str
    accuracy: float
    interval: tuple[float, float]


def draw(found: tuple[Run, ...], say: Say) -> Figure:
    """Plotly JSON: a dot a run on the line of its interval."""
    places = list(range(len(found)))
    low, high = nice_range([bound for run in found for bound in run.interval])
    marks = [mark / 5 for mark in range(6) if low <= mark / 5 <= high]
    sentences = [
        say(
            "figure.run",
            title=escape(run.title),
            accuracy=whole(run.accuracy),
            low=whole(run.interval[0]),
            high=whole(run.interval[1]),
        )
        for run in found
    ]
    dots = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [run.accuracy for run in found],
        "y": places,
        "text": [f"<b>{whole(run.accuracy)}</b>" for run in found],
        "textposition": "top center",
        "textfont": font("body"),
        "marker": {"size": 11, "color": [colour(i) for i in places]},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [run.interval[1] - run.accuracy for run in found],
            "arrayminus": [run.accuracy - run.interval[0] for run in found],
            "color": "var(--pp-muted)",
            "thickness": 2,
            "width": 5,
        },
        "customdata": sentences,
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    bare = {"fixedrange": True, "zeroline": False}
    return {
        "data": [dots],
        "layout": layout(
            ROW * len(found) + BOTTOM + 14,
            table(("title", "accuracy", "low", "high"), [(run.title, run.accuracy, *run.interval) for run in found]),
            {"yaxis": [run.title for run in found]},
            xaxis={**bare, "range": [low, high], "tickvals": marks, "ticktext": [whole(mark) for mark in marks]}
            | {"gridcolor": "var(--pp-line)", "tickfont": quiet(), "tickangle": 0},
            yaxis={**bare, "range": [len(found) - 0.5, -0.7], "tickvals": places, "showgrid": False, "automargin": True}
            | {
                "ticktext": ["<br>".join(escape(line) + "  " for line in wrapped(run.title, 22, 2)) for run in found],
                "tickfont": font("small"),
            },
            margin={"l": 4, "r": 24, "t": 10, "b": BOTTOM},
            hovermode="closest",
        ),
    }
