"""Every figure carries the data that it is saved with: whole names and whole numbers, whatever the picture shortens."""

from __future__ import annotations

from functools import partial

import pytest

from playground import i18n
from playground.figures import changes, evaluation, grid, labels, reliability, runs, token_map, training, words
from tests.figures.test_evaluation import evaluated
from tests.figures.test_figures import plotly_accepts, prediction, word
from tests.figures.test_training import FIRST, PLAN

say = partial(i18n.translate, "en")
LONG = "a very long name of a label that no axis of any page has room for, to its very <end>"
OTHER = f"another {LONG}"
SHOWN = LONG.replace("<", "&lt;").replace(">", "&gt;")
PRIOR = {"labels": {LONG: 0.8, OTHER: 0.2}, "words": {LONG: 0.02}}
CELL = grid.Cell(0.812345, (0.7, 0.9), 0.02, "best")
CHANGE = changes.Change(LONG, None, 0.123456, (0.1, 0.2), 0.04)
POINTS = [token_map.Place("label", LONG, 0, 0.1, 0.2, None)]
TABLE = grid.Table("small", (LONG,), (OTHER,), ((CELL,),), False)

FIGURES = {
    "labels": lambda: labels.draw(labels.label_bars(prediction(word(LONG, "x", 0.3), word("b", "y", 0.2)))),
    "words": lambda: words.draw(
        words.word_bars(prediction(word("a", LONG, 0.3), word("b", "y", 0.2))), words.WordTexts("rest", "probability")
    ),
    "confusion": lambda: evaluation.draw_confusion(evaluation.confusion(evaluated((LONG, OTHER))), say),
    "bias": lambda: evaluation.draw_bias(evaluation.bias(evaluated((LONG, OTHER))), say),
    "prior": lambda: reliability.draw_prior(reliability.prior(PRIOR), say),
    "grid": lambda: grid.draw(grid.heatmaps([TABLE])[0], say),
    "changes": lambda: changes.draw_changes([CHANGE], say),
    "runs": lambda: runs.draw((runs.Run(LONG, 0.7, (0.6, 0.8)), runs.Run(OTHER, 0.7, (0.6, 0.8))), say),
    "compared": lambda: training.draw_compared(
        training.compared([(LONG, [PLAN, *FIRST]), (OTHER, [PLAN, *FIRST])]), say
    ),
    "tokens": lambda: token_map.draw(token_map.TokenMap(tuple(POINTS), (0.0, 1.0), (0.0, 1.0)), say),
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_table_has_whole_names_and_the_picture_can_have_them(name):
    figure = FIGURES[name]()
    plotly_accepts(figure)
    meta = figure["layout"]["meta"]
    assert SHOWN in [cell for row in meta["table"]["rows"] for cell in row]
    assert all(len(row) == len(meta["table"]["head"]) for row in meta["table"]["rows"])
    for axis, names in meta["names"].items():
        assert len(names) == len(figure["layout"][axis]["ticktext"])


def test_numbers_are_whole():
    assert FIGURES["grid"]()["layout"]["meta"]["table"]["rows"][0][2] == 0.812345
    assert FIGURES["changes"]()["layout"]["meta"]["table"]["rows"][0][2] == 0.123456


def test_a_compared_trainings_name_at_its_line_can_be_whole():
    notes = FIGURES["compared"]()["layout"]["annotations"]
    assert {note["name"] for note in notes if note.get("name")} == {f"{SHOWN} 80%", f"another {SHOWN} 80%"}


def test_curves_and_bins_have_a_row_a_point():
    curves = training.training_curves([PLAN, *FIRST])
    table = training.draw(curves, say)["layout"]["meta"]["table"]
    assert [row[1] for row in table["rows"] if row[0] == "accuracy"] == [0, 2, 4]
    assert [row[1] for row in table["rows"] if row[0] == "loss"] == [1, 2, 3, 4]
    bins = reliability.draw_reliability(reliability.reliability(evaluated()), say)["layout"]["meta"]["table"]
    assert [row[-1] for row in bins["rows"]] == [4, 6]
