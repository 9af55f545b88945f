"""Figures: the data is right, Plotly accepts the drawing, a user's text stays text."""

from __future__ import annotations

import math
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from playground.figures import labels, words
from playground.results import LabelScore, ModelInput, Prediction, Token, WordScore

TEXTS = words.WordTexts("all other words", "probability")


def word(label: str, text: str, p: float, pieces: tuple[str, ...] = ()) -> WordScore:
    value = math.log(p)
    return WordScore(label, text, pieces or (text,), ((text, value),), value, value, None, value)


def prediction(*scores: WordScore, outside: float | None = 0.4, reason: str | None = None) -> Prediction:
    names = list(dict.fromkeys(score.label for score in scores))
    spread = tuple(LabelScore(name, 0.0, 1 / len(names)) for name in names)
    token = Token(1, "x", "x", -1.0)
    return Prediction("m", "masked", "cloze", spread, scores, (), ((token,),), outside, reason, ModelInput((), 512, ()))


def plotly_accepts(figure: dict) -> None:
    """Plotly's own validation, colours of the page put in."""

    def resolve(node):
        if isinstance(node, dict):
            return {key: resolve(value) for key, value in node.items()}
        if isinstance(node, list):
            return [resolve(value) for value in node]
        if isinstance(node, str) and node.startswith("var("):
            return 15 if "size" in node else "Arial" if node in ("var(--pp-font)", "var(--pp-mono)") else "#123456"
        return node

    go.Figure(resolve(figure))


def test_masses_and_outside_sum_to_one():
    bars = words.word_bars(prediction(word("a", "x", 0.3), word("a", "y", 0.1), word("b", "z", 0.2)))
    assert [mass for *_, mass in bars.masses] == pytest.approx([0.4, 0.2])
    assert sum(mass for *_, mass in bars.masses) + bars.outside == pytest.approx(1)


def test_a_word_under_two_labels_and_a_word_of_two_pieces_add_no_mass():
    shared = prediction(word("a", "x", 0.3), word("b", "x", 0.3), word("b", "yz", 0.2, ("y", "##z")), outside=0.7)
    assert [mass for *_, mass in words.word_bars(shared).masses] == pytest.approx([0.3, 0.0])


def test_whole_sentences_are_shown_as_shares():
    whole = prediction(word("a", "x", 1e-30), word("b", "y", 3e-30), outside=None, reason="whole_sentence")
    bars = words.word_bars(whole)
    assert [bar.share for bar in bars.words] == pytest.approx([0.25, 0.75]) and bars.relative and not bars.masses


def test_drawings_are_valid_plotly_and_say_their_height():
    many = prediction(*(word(f"label {i}", f"w{i}", 0.01) for i in range(12)), outside=0.88)
    for figure in (labels.draw(labels.label_bars(many)), words.draw(words.word_bars(many), TEXTS)):
        plotly_accepts(figure)
        assert figure["layout"]["meta"]["height"] > 0


def test_from_the_ninth_label_colours_repeat_with_a_pattern():
    many = prediction(*(word(f"label {i}", f"w{i}", 0.01) for i in range(12)), outside=0.88)
    marker = labels.draw(labels.label_bars(many))["data"][1]["marker"]
    assert marker["color"][0] == marker["color"][8]
    assert not any(marker["pattern"]["shape"][:8]) and all(marker["pattern"]["shape"][8:])


def test_typed_markup_is_escaped_everywhere():
    evil = '<a href="javascript:alert(1)">&x</a>'
    shown = prediction(word(evil, evil, 0.3), word("b", "y", 0.3))
    for figure in (labels.draw(labels.label_bars(shown)), words.draw(words.word_bars(shown), TEXTS)):
        assert "<a" not in str(figure) and "&lt;a" in str(figure)


def test_of_many_words_and_labels_the_likeliest_are_drawn_and_the_rest_is_summed():
    many = prediction(*(word(f"label {i % 40}", f"w{i}", 0.0001 * (i + 1)) for i in range(100)), outside=0.495)
    bars = words.word_bars(many)
    assert [bar.word for bar in bars.words] == [f"w{i}" for i in range(99, 69, -1)]
    assert len(bars.left) == 70 and bars.together == pytest.approx(sum(0.0001 * (i + 1) for i in range(70)))
    stack = words.draw(bars, TEXTS)["data"][-1]
    assert len(stack["x"]) == 31 and stack["base"][-1] == pytest.approx(1 - 0.495)
    names = labels.label_bars(many)
    assert len(names.names) == 30 and len(names.left) == 10


def test_words_of_several_lengths_are_not_summed():
    pieces = [("w",), ("w", "##x")]
    many = prediction(*(word("a", f"w{i}", 0.001, (f"{i}", *pieces[i % 2])) for i in range(40)))
    bars = words.word_bars(many)
    assert len(bars.left) == 10 and bars.together is None


@pytest.mark.parametrize(("peak", "end"), [(0.04, 0.05), (0.05, 0.05), (0.183, 0.2), (0.6, 1), (1, 1), (3e-7, 5e-7)])
def test_the_words_axis_ends_at_a_number_that_can_be_read(peak, end):
    bars = words.word_bars(prediction(word("a", "x", peak)))
    axis = words.draw(bars, TEXTS)["layout"]["xaxis"]
    assert axis["range"] == [0, pytest.approx(end)] and len(axis["ticktext"]) == 3


def test_long_words_are_never_cut_to_the_same_stump():
    long = [f"an-unusually-long-{i}-word-of-the-same-ending" for i in range(3)]
    drawn = words.draw(words.word_bars(prediction(*(word("a", each, 0.1) for each in [*long, "short"]))), TEXTS)
    ticks = drawn["layout"]["yaxis"]["ticktext"]
    assert len(set(ticks)) == 4 and ticks[3].strip() == "short"


def test_with_less_height_rows_stand_closer_and_plain_shares_in_a_column_of_their_own():
    many = prediction(*(word(f"label {i}", f"w{i}", 0.01) for i in range(12)), outside=0.88)
    calibrated = replace(many, plain=tuple(LabelScore(f"label {i}", 0.0, 1 / 12) for i in range(12)))
    figure = labels.draw(labels.label_bars(calibrated), "plain")
    closer = figure["layout"]["meta"]["closer"]
    assert closer["rows"] == 12 and closer["least"] * 12 * 1.5 < 320, "a projector of 720 px leaves so much"
    assert [note["text"] for note in closer["layout"]["annotations"]] == ["plain 8.3%"] * 12
    assert all(trace.get("text", [""])[0].strip() != "plain 8.3%" for trace in figure["data"][: closer["traces"]])
    plotly_accepts({"data": figure["data"][: closer["traces"]], "layout": figure["layout"] | closer["layout"]})
    uncalibrated = labels.draw(labels.label_bars(many))
    assert uncalibrated["layout"]["meta"]["closer"]["traces"] == len(uncalibrated["data"]) == 3


def test_plain_shares_stand_below_the_calibrated_ones():
    one = prediction(word("a", "x", 0.3), word("b", "y", 0.2))
    calibrated = replace(one, plain=(LabelScore("a", 0.0, 0.9), LabelScore("b", 0.0, 0.1)))
    figure = labels.draw(labels.label_bars(calibrated), "plain")
    plotly_accepts(figure)
    thick, thin = figure["data"][1], figure["data"][3]
    assert thin["x"] == [0.9, 0.1] and thin["offset"] >= thick["offset"] + thick["width"]
    assert figure["data"][4]["text"] == ["  plain 90.0%", "  plain 10.0%"]
    assert figure["layout"]["meta"]["table"]["head"] == ["label", "probability", "plain"]
    assert len(labels.draw(labels.label_bars(one))["data"]) == 3
