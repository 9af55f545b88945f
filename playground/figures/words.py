"""Each label word's probability, and where all of the model's probability goes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.figures.bars import quiet
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

_OUTSIDE = "var(--pp-outside)"


@dataclass(frozen=True)
class WordBar:
    """A label word: `share` is its bar, relative to all label words where no
    probability can be compared (whole sentences)."""

    word: str
    label: str
    index: int
    share: float


@dataclass(frozen=True)
class WordBars:
    """Words in the verbalizer's order, or of many the likeliest first; masses of labels and of all other words.

    `masses` is empty where the mass outside is undefined. `relative` says that
    shares are among the label words. `left` are the shares of the words that are
    not drawn, the largest first; `together` is their sum, where words can be added.
    """

    words: tuple[WordBar, ...]
    masses: tuple[tuple[str, int, float], ...]
    outside: float | None
    relative: bool
    left: tuple[float, ...] = ()
    together: float | None = None


def word_bars(prediction: Prediction) -> WordBars:
    """What the figure shows. A word under two labels counts once, for the first."""
    index = {score.label: i for i, score in enumerate(prediction.labels)}
    relative = prediction.mass_reason == "whole_sentence"
    peak = max((word.log_probability for word in prediction.words), default=0.0)
    total = sum(math.exp(word.log_probability - peak) for word in prediction.words)
    shares = [
        math.exp(word.log_probability - peak) / total if relative else math.exp(word.log_probability)
        for word in prediction.words
    ]
    bars = tuple(
        WordBar(word.word, word.label, index[word.label], share)
        for word, share in zip(prediction.words, shares, strict=True)
    )
    left: tuple[float, ...] = ()
    if len(bars) > MOST_BARS:
        ranked = sorted(bars, key=lambda bar: -bar.share)
        bars, left = tuple(ranked[:MOST_BARS]), tuple(bar.share for bar in ranked[MOST_BARS:])
    if prediction.mass_outside is None:
        return WordBars(bars, (), None, relative, left, math.fsum(left) if relative and left else None)
    seen: set[tuple[str, ...]] = set()
    masses = dict.fromkeys(index, 0.0)
    for word, share in zip(prediction.words, shares, strict=True):
        if word.pieces not in seen and len(word.pieces) == len(prediction.tokens or [0]):
            masses[word.label] += share
        seen.add(word.pieces)
    named = tuple((name, index[name], mass) for name, mass in masses.items())
    return WordBars(bars, named, prediction.mass_outside, False, left, _together(prediction, bars) if left else None)


def _together(prediction: Prediction, drawn: tuple[WordBar, ...]) -> float | None:
    """The probability of all words that are not drawn; `None` where words of several lengths cannot be added."""
    pieces = {word.word: word.pieces for word in prediction.words}
    if len({len(its) for its in pieces.values()}) > 1:
        return None
    seen = {pieces[bar.word] for bar in drawn}
    return math.fsum({w.pieces: math.exp(w.log_probability) for w in prediction.words if w.pieces not in seen}.values())


@dataclass(frozen=True)
class WordTexts:
    """What stands in the figure beside numbers: the name of all other words, and the title of the words' axis."""

    outside: str
    axis: str


def axis_end(bars: WordBars) -> float:
    """Where the words' axis ends: the next of 1, 2, 5, 10, … per cent (or of a millionth), so that it can be read."""
    peak = max((bar.share for bar in bars.words), default=1.0) or 1.0
    power = 10.0 ** math.floor(math.log10(peak))
    return min(1.0, next(step * power for step in (1, 2, 5, 10) if step * power >= peak * (1 - 1e-9)))


def draw(bars: WordBars, texts: WordTexts) -> Figure:
    """Plotly JSON: a stacked bar of where all the mass goes, from 0 to 100%, above one bar a word on an axis of its
    own, whose end is written at it."""
    rows = list(range(len(bars.words)))
    end = axis_end(bars)
    words_height, stack_height = 26 * len(rows) + 4, 64 if bars.outside is not None else 0
    height = words_height + stack_height
    data = [_words(bars, rows), _numbers(bars, rows)]
    axes: Part = {
        "xaxis": _axis(end) | {"title": {"text": escape(texts.axis), "font": quiet(), "standoff": 4}},
        "yaxis": {
            "tickvals": rows,
            "ticktext": [escape(word) + "  " for word in shorten_apart([bar.word for bar in bars.words])],
            "tickfont": font("body"),
            "range": [len(rows) - 0.5, -0.5],
            "domain": [0, words_height / height],
            "automargin": True,
            "ticklabeloverflow": "allow",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
    }
    if bars.outside is not None:
        data.append(_stack(bars, bars.outside, texts.outside))
        axes["xaxis2"] = _axis(1.0) | {"anchor": "y2"}
        axes["yaxis2"] = hidden_axis(range=[-0.5, 0.5], domain=[1 - (stack_height - 32) / height, 1])
    # A label's mass, and the rest of it, have no word of their own.
    masses = [("", name, mass) for name, _, mass in bars.masses]
    rest = [("", texts.outside, bars.outside)] if bars.outside is not None else []
    found = table(
        ("word", "label", "share" if bars.relative else "probability"),
        [*((bar.word, bar.label, bar.share) for bar in bars.words), *masses, *rest],
    )
    names = {"yaxis": [bar.word for bar in bars.words]}
    return {
        "data": data,
        "layout": layout(height + 40, found, names, margin={"l": 4, "r": 76, "t": 2, "b": 38}, **axes),
    }


def _axis(end: float) -> Part:
    """From nothing to `end`, its middle and its end told in percent."""
    return {
        "range": [0, end],
        "tickvals": [0, end / 2, end],
        "ticktext": ["0%", escape(percent(end / 2)), "100%" if end == 1 else escape(percent(end))],
        "tickfont": quiet(),
        "fixedrange": True,
        "gridcolor": "var(--pp-line)",
        "zeroline": False,
    }


def _words(bars: WordBars, rows: list[int]) -> Part:
    return {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [bar.share for bar in bars.words],
        "marker": {
            "color": [colour(bar.index) for bar in bars.words],
            "pattern": {"shape": [pattern(bar.index) for bar in bars.words], "fgcolor": "var(--pp-card)", "size": 6},
        },
        "customdata": [[escape(bar.word), escape(bar.label), escape(percent(bar.share))] for bar in bars.words],
        "hovertemplate": "%{customdata[0]} (%{customdata[1]}): %{customdata[2]}<extra></extra>",
    }


def _numbers(bars: WordBars, rows: list[int]) -> Part:
    return {
        "type": "scatter",
        "mode": "text",
        "y": rows,
        "x": [bar.share for bar in bars.words],
        "text": [" " + escape(percent(bar.share)) for bar in bars.words],
        "textposition": "middle right",
        "textfont": font("body"),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _stack(bars: WordBars, outside: float, outside_name: str) -> Part:
    # Of many labels the heaviest: the others' stretches would be hairlines, and each takes time to draw.
    heavy = {i for _, i, _ in sorted(bars.masses, key=lambda each: -each[2])[:MOST_BARS]}
    pieces = [(name, colour(i), pattern(i), mass) for name, i, mass in bars.masses if i in heavy]
    pieces.append((outside_name, _OUTSIDE, "", outside))
    bases: list[float] = []
    for _, fill, _, mass in pieces:
        # What labels that are not drawn leave stays empty.
        end = bases[-1] + pieces[len(bases) - 1][3] if bases else 0.0
        bases.append(max(end, 1 - mass) if fill == _OUTSIDE else end)
    # Only the grey stretch carries text: ink on a label's colour would be too faint.
    grey = [fill == _OUTSIDE and mass > 0.25 for _, fill, _, mass in pieces]
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": "x2",
        "yaxis": "y2",
        "y": [0] * len(pieces),
        "x": [mass for *_, mass in pieces],
        "base": bases,
        "width": 1,
        "marker": {
            "color": [fill for _, fill, _, _ in pieces],
            "pattern": {"shape": [shape for _, _, shape, _ in pieces], "fgcolor": "var(--pp-card)", "size": 6},
        },
        "text": [
            f"{escape(name)} {escape(percent(mass))}" if told else ""
            for (name, *_, mass), told in zip(pieces, grey, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": font("small"),
        "customdata": [[escape(name), escape(percent(mass))] for name, *_, mass in pieces],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
    }
