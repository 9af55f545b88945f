"""Figures of an evaluation: the numbers shown, a click that knows its cell, text as text."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

import pytest

from playground import i18n
from playground.figures import evaluation as figures
from playground.figures import reliability as figure_of
from playground.results import Bin, Evaluation, LabelReport
from tests.figures.test_figures import plotly_accepts

say = partial(i18n.translate, "en")
PRIOR = {"labels": {"good": 0.8, "bad": 0.2}, "words": {"great": 0.02, "terrible": 0.005}}


def evaluated(names: tuple[str, ...] = ("good", "bad")) -> dict:
    """Ten examples: of six good ones four were found, of four bad ones three."""
    reports = tuple(
        LabelReport(name, support, predicted, 0.5, 0.5, 0.5)
        for name, support, predicted in zip(names, (6, 4), (5, 5), strict=True)
    )
    bins = (
        Bin(0.0, 0.5, 0, None, None, None),
        Bin(0.5, 0.75, 4, 0.6, 0.5, (0.1, 0.9)),
        Bin(0.75, 1.0, 6, 0.9, 5 / 6, (0.4, 0.99)),
    )
    return asdict(Evaluation(10, 7, 0.7, (0.35, 0.93), 0.69, 0.6, ((4, 2), (1, 3)), reports, 0.08, bins))


def many(count: int) -> dict:
    """As many labels, everything right."""
    names = [f"label number {i}" for i in range(count)]
    return {
        "examples": count,
        "confusion": [[int(i == j) for j in range(count)] for i in range(count)],
        "labels": [{"label": name, "support": 1, "predicted": 1} for name in names],
        "bins": [],
        "ece": 0.0,
    }


def test_a_confusion_matrix_counts_and_knows_each_rows_shares():
    data = figures.confusion(evaluated())
    assert data.counts == ((4, 2), (1, 3))
    assert data.shares[0] == pytest.approx((2 / 3, 1 / 3)) and data.shares[1] == (0.25, 0.75)


def test_a_label_without_examples_has_an_empty_row():
    assert figures.confusion(evaluated() | {"confusion": [[0, 0], [1, 3]]}).shares[0] == (0.0, 0.0)


def test_a_cell_says_which_examples_it_stands_for():
    right, wrong = figures.draw_confusion(figures.confusion(evaluated()), say)["data"]
    assert right["customdata"][0][1] is None and right["customdata"][1][1][:2] == [1, 1]
    assert wrong["customdata"][0][1][:2] == [0, 1] and "2 of the label good" in wrong["customdata"][0][1][2]
    assert wrong["z"][0][0] is None and wrong["text"][0][1] == "2"


def test_bias_compares_shares_of_all_examples():
    data = figures.bias(evaluated())
    assert data.true == (0.6, 0.4) and data.predicted == (0.5, 0.5)
    bars, marks, numbers = figures.draw_bias(data, say)["data"]
    assert bars["x"] == [0.5, 0.5] and marks["x"] == [0.6, 0.4]
    assert numbers["x"] == [0.6, 0.5], "a number stands behind the mark, not under it"


def test_reliability_leaves_out_empty_bins_and_says_how_far_off():
    data = figure_of.reliability(evaluated())
    assert data.count == (4, 6) and data.low == 0.5
    figure = figure_of.draw_reliability(data, say)
    assert figure["data"][1]["error_y"]["array"] == pytest.approx([0.4, 0.99 - 5 / 6])
    assert "8.0 points" in figure["layout"]["annotations"][0]["text"]


def test_the_prior_has_the_likeliest_words_first_and_an_even_share():
    data = figure_of.prior({"labels": PRIOR["labels"], "words": {f"w{i}": i / 100 for i in range(30)}})
    assert len(data.words) == figure_of.WORDS and data.words[0] == ("w29", 0.29)
    assert figure_of.draw_prior(data, say)["data"][3]["x"] == [0.5, 0.5]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("evaluation", [evaluated(), many(1), many(13)], ids=["two", "one", "thirteen"])
def test_drawings_are_valid_plotly_and_say_their_height(language, evaluation):
    for figure in figures.figures(evaluation, PRIOR, partial(i18n.translate, language)).values():
        plotly_accepts(figure)
        assert figure["layout"]["meta"]["height"] > 0


def test_without_calibration_there_is_no_prior():
    assert figures.figures(evaluated(), None, say)["prior"] is None


def test_typed_markup_is_escaped_everywhere():
    evil = '<a href="javascript:alert(1)">&</a>'
    prior = {"labels": {evil: 0.5, "bad": 0.5}, "words": {evil: 0.1}}
    for figure in figures.figures(evaluated((evil, "bad")), prior, say).values():
        assert "<a" not in str(figure)
