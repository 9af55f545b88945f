"""The look inside: since when the answer leads, which pieces of a long text are drawn, and what is saved."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from playground.figures.inside import MOST_PIECES, attention_map, draw_attention, draw_layers, layer_shares
from playground.i18n import translate
from playground.models.language_model import LanguageModel
from playground.prompt import Prompt
from playground.results import Piece


def say(key: str, **values: object) -> str:
    return translate("en", key, **values)


@pytest.fixture(scope="module")
def prediction(bundled: LanguageModel):
    prompt = Prompt("{text} It was [MASK].", "good: great\nbad: terrible\n<b>: awful")
    return prompt.predict(bundled, text="I loved it.")


def under(prediction, *shares: float):
    labels = tuple(replace(label, probability=share) for label, share in zip(prediction.labels, shares, strict=True))
    return replace(prediction, labels=labels)


def test_the_answer_leads_from_where_it_is_no_longer_overtaken(prediction):
    rows = [(0.6, 0.3, 0.1), (0.2, 0.7, 0.1), (0.5, 0.4, 0.1), (0.9, 0.05, 0.05)]
    picture = layer_shares([under(prediction, *row) for row in rows])
    assert picture.leads_from == 2 and picture.shares == tuple(rows)
    assert layer_shares([under(prediction, *rows[0])] * 3).leads_from == 0
    assert layer_shares([replace(prediction, labels=())] * 2).leads_from is None


def test_layers_are_drawn_as_they_are_saved_and_names_are_text(prediction):
    picture = layer_shares([under(prediction, 0.6, 0.3, 0.1), under(prediction, 0.2, 0.7, 0.1)])
    figure = draw_layers(picture, say)
    bars = [trace for trace in figure["data"] if trace["type"] == "bar"]
    assert [trace["x"] for trace in bars] == [[0.6, 0.2], [0.3, 0.7], [0.1, 0.1]]
    assert all("<b>" not in text for text in bars[2]["customdata"])
    table = figure["layout"]["meta"]["table"]
    word = prediction.tokens[0][0]
    assert table["head"][:4] == ["layer", "good", "bad", "<b>"]
    assert table["rows"][1] == [1, 0.2, 0.7, 0.1, word.text, math.exp(word.log_probability)]
    alone = draw_layers(layer_shares([replace(prediction, labels=())] * 2), say)
    assert [trace["type"] for trace in alone["data"]] == ["bar", "scatter"]


PIECES = [Piece("[CLS]", "special"), Piece("a", "text"), Piece("<i>", "text"), Piece("[MASK]", "mask")]
HEADS = [[[0.7, 0.1, 0.1, 0.1], [0.1, 0.1, 0.5, 0.3]], [[0.4, 0.2, 0.2, 0.2], [0.0, 0.2, 0.0, 0.8]]]


def test_heads_are_averaged_or_one_is_shown():
    mean, second = attention_map(PIECES, 3, HEADS, None), attention_map(PIECES, 3, HEADS, 1)
    assert mean.weights[0] == pytest.approx((0.4, 0.1, 0.3, 0.2)) and second.weights[1] == (0.0, 0.2, 0.0, 0.8)
    # Neither what is special nor the answering piece itself is a word that is read.
    assert mean.strongest == (0, 2) and mean.at == 3 and mean.left == 0


def test_of_a_long_text_the_pieces_with_most_weight_are_drawn_in_their_order():
    pieces = [Piece(str(n), "text") for n in range(MOST_PIECES + 4)]
    weights = [[[1.0 if n % 2 else 0.1 for n in range(len(pieces))]]]
    picture = attention_map(pieces, 0, weights, None)
    assert picture.left == 4 and len(picture.pieces) == MOST_PIECES
    shown = [int(piece.text) for piece in picture.pieces]
    assert shown == sorted(shown) and {n for n in range(len(pieces)) if n % 2} <= set(shown)


def test_attention_is_drawn_as_it_is_saved_and_pieces_are_text():
    figure = draw_attention(attention_map(PIECES, 3, HEADS, 0), say)
    assert figure["data"][0]["z"] == [[0.7, 0.1, 0.1, 0.1], [0.4, 0.2, 0.2, 0.2]]
    assert figure["layout"]["xaxis"]["ticktext"] == ["[CLS]", "a", "&lt;i&gt;", "<b>[MASK]</b>"]
    assert figure["layout"]["meta"]["table"]["rows"][2] == [1, "&lt;i&gt;", 0.1]
