"""A look inside: the labels after every layer, and what the mask reads or who reads it, layer by layer.

The layers lie one below the other as the text goes through them, the answer last. What the numbers mean is said beside the
picture; here they are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from playground.figures.lines import Say
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
    shorten,
    table,
)
from playground.numbers import percent
from playground.results import Piece, Prediction

MOST_PIECES = 36  # in one picture, side by side
ROW = 30  # px a layer


@dataclass(frozen=True)
class LayerShares:
    """By layer, the embeddings first: each label's share, and the likeliest word at the first mask with its probability.

    `places` are the labels' places in the verbalizer, which give the colours; of very many labels only the likeliest at
    the end are there. Without labels `shares` are empty.
    """

    labels: tuple[str, ...]
    places: tuple[int, ...]
    shares: tuple[tuple[float, ...], ...]
    words: tuple[tuple[str, float], ...]

    @property
    def leads_from(self) -> int | None:
        """The first layer from which on the answer's label stays ahead; `None` without labels."""
        if not self.labels:
            return None
        leaders = [shares.index(max(shares)) for shares in self.shares]
        turns = [at + 1 for at, (one, other) in enumerate(pairwise(leaders)) if one != other]
        return turns[-1] if turns else 0


def layer_shares(predictions: Sequence[Prediction]) -> LayerShares:
    """What the figure shows.

    Args:
        predictions: after the embeddings, after the first layer, … after the last.
    """
    final = predictions[-1].labels
    places = sorted(range(len(final)), key=lambda i: -final[i].probability)[:MOST_BARS]
    places = sorted(places)
    return LayerShares(
        tuple(final[i].label for i in places),
        tuple(places),
        tuple(tuple(each.labels[i].probability for i in places) for each in predictions),
        tuple((each.tokens[0][0].text, math.exp(each.tokens[0][0].log_probability)) for each in predictions),
    )


def draw_layers(picture: LayerShares, say: Say) -> Figure:
    """Plotly JSON: one lying bar a layer, divided among the labels; the likeliest word stands at its right."""
    rows = list(range(len(picture.words)))
    names = [_layer(row, say) for row in rows]
    bars = [_label(picture, k, names) for k in range(len(picture.labels))] or [_words(picture, names)]
    told = [f"  {escape(shorten(word, 12))} {percent(share)}" for word, share in picture.words]
    word = {
        "type": "scatter",
        "mode": "text",
        "y": rows,
        "x": [1] * len(rows),
        "text": told,
        "textposition": "middle right",
        "textfont": font("small"),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    columns = ("layer", *picture.labels, "likeliest word", "probability")
    shares = picture.shares if picture.labels else [()] * len(rows)
    lines = [(row, *its, *word) for row, its, word in zip(rows, shares, picture.words, strict=True)]
    return {
        "data": [*bars, word],
        "layout": layout(
            ROW * len(rows) + 8,
            table(columns, lines),
            barmode="stack",
            barcornerradius=0,
            xaxis=hidden_axis(range=[0, 1]),
            yaxis=_layers(names),
            margin={"l": 4, "r": _room(told), "t": 2, "b": 2},
        ),
    }


@dataclass(frozen=True)
class AttentionMap:
    """Weights by layer and piece, in the order of the text; `at` is the answering piece's place, if it is among them.

    `left` counts the pieces that are not drawn: of a long text those with the least weight.
    """

    pieces: tuple[Piece, ...]
    weights: tuple[tuple[float, ...], ...]
    at: int | None
    left: int

    @property
    def strongest(self) -> tuple[int, int] | None:
        """Layer and piece of the largest weight on a word that is neither special nor the answering piece itself."""
        words = [k for k, piece in enumerate(self.pieces) if k != self.at and piece.kind != "special"]
        places = [(layer, k) for layer in range(len(self.weights)) for k in words]
        return max(places, key=lambda place: self.weights[place[0]][place[1]], default=None)


def attention_map(
    pieces: Sequence[Piece], at: int, heads: Sequence[Sequence[Sequence[float]]], head: int | None
) -> AttentionMap:
    """What the figure shows.

    Args:
        at: which piece answers.
        heads: weights by layer, head and piece; columns of a trained prefix, which are no pieces, are left out before.
        head: one of the heads, or `None` for their mean.
    """
    weights = [_of(layer, head) for layer in heads]
    most = [max(layer[k] for layer in weights) for k in range(len(pieces))]
    kept = sorted(sorted(range(len(pieces)), key=lambda k: -most[k])[:MOST_PIECES])
    return AttentionMap(
        tuple(pieces[k] for k in kept),
        tuple(tuple(layer[k] for k in kept) for layer in weights),
        kept.index(at) if at in kept else None,
        len(pieces) - len(kept),
    )


def draw_attention(picture: AttentionMap, say: Say) -> Figure:
    """Plotly JSON: a row a layer and a column a piece; the darker, the more attention."""
    rows = list(range(len(picture.weights)))
    names = [say("figure.inside.in", n=row + 1) for row in rows]
    columns = [escape(shorten(piece.text.strip() or "␣", 12)) for piece in picture.pieces]
    ticks = [f"<b>{name}</b>" if k == picture.at else name for k, name in enumerate(columns)]
    hover = [
        [f"{escape(names[row])} · {name}: {percent(share)}" for name, share in zip(columns, its, strict=True)]
        for row, its in zip(rows, picture.weights, strict=True)
    ]
    heat = {
        "type": "heatmap",
        "x": list(range(len(columns))),
        "y": rows,
        "z": [list(its) for its in picture.weights],
        "zmin": 0,
        "zmax": max((share for its in picture.weights for share in its), default=1.0),
        "colorscale": [[0, "var(--pp-track)"], [1, "var(--pp-accent)"]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "text": hover,
        "hovertemplate": "%{text}<extra></extra>",
    }
    x_axis = {
        "tickvals": list(range(len(columns))),
        "ticktext": ticks,
        "tickfont": font("small"),
        "tickangle": 0 if len(columns) <= 8 else -60,
        "side": "bottom",
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
    }
    lines = [
        (row + 1, piece.text, share)
        for row, its in zip(rows, picture.weights, strict=True)
        for piece, share in zip(picture.pieces, its, strict=True)
    ]
    return {
        "data": [heat],
        "layout": layout(
            ROW * len(rows) + 86,
            table(("layer", "piece", "attention"), lines),
            xaxis=x_axis,
            yaxis=_layers(names),
            margin={"l": 4, "r": 8, "t": 2, "b": 72},
        ),
    }


def _room(texts: Sequence[str]) -> int:
    """Pixels for the longest of some texts; Chinese letters are twice as wide."""
    return 8 + max(round(sum(14 if ord(letter) > 0x2E7F else 7.5 for letter in text)) for text in texts)


def _of(heads: Sequence[Sequence[float]], head: int | None) -> list[float]:
    """One head's weights of a layer, or the mean of all."""
    if head is not None:
        return list(heads[head])
    return [sum(column) / len(heads) for column in zip(*heads, strict=True)]


def _layer(row: int, say: Say) -> str:
    return say("figure.inside.layer", n=row) if row else say("figure.inside.input")


def _layers(names: Sequence[str]) -> Part:
    """The layers one below the other, the first on top."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [escape(name) + "  " for name in names],
        "tickfont": font("small"),
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
    }


def _label(picture: LayerShares, k: int, names: Sequence[str]) -> Part:
    place, shares = picture.places[k], [its[k] for its in picture.shares]
    label = escape(picture.labels[k])
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(shares))),
        "x": shares,
        "marker": {
            "color": colour(place),
            "pattern": {"shape": pattern(place), "fgcolor": "var(--pp-card)", "size": 8},
        },
        "customdata": [f"{escape(name)} · {label}: {percent(its)}" for name, its in zip(names, shares, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _words(picture: LayerShares, names: Sequence[str]) -> Part:
    """Without labels: how probable the likeliest word is."""
    texts = [
        f"{escape(name)} · {escape(word)}: {percent(its)}"
        for name, (word, its) in zip(names, picture.words, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(names))),
        "x": [its for _, its in picture.words],
        "marker": {"color": "var(--pp-accent)"},
        "customdata": texts,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
