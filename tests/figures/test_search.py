"""The pictures of a trigger search: whole numbers in order, half a search, and a correlation by numpy."""

from __future__ import annotations

import random
from functools import partial

import numpy as np
import pytest

from playground import i18n
from playground.figures import search
from tests.figures.test_figures import plotly_accepts

say = partial(i18n.translate, "en")
PLAN = {"steps": 4}
START = {"dev": {"accuracy": 0.6}, "majority": 0.5}


def step(number: int, loss: float, dev: tuple[float, float] | None = None, *flips: tuple[float, float, bool]) -> dict:
    """A step's report: `dev` is accuracy and loss, a flip its promise, its gain and whether it was kept."""
    tried = [
        {"word": f"<w{number}>", "predicted": promised, "actual": came, "examples": 6, "kept": kept}
        for promised, came, kept in flips
    ]
    look = None if dev is None else {"accuracy": dev[0], "loss": dev[1]}
    return {"step": number, "loss": loss, "dev": look, "flips": tried}


STEPS = [
    step(0, 0.9, (0.5, 0.8)),
    step(1, 0.7, (0.7, 0.5), (0.3, 0.2, True), (0.1, -0.1, False)),
    step(2, 0.7, None, (0.2, -0.3, False)),
    step(3, 0.2, (0.6, 0.9), (0.6, 0.5, True)),
]


def test_what_stands_between_two_looks_is_as_it_was():
    found = search.curves(PLAN, START, STEPS)
    assert found.accuracy == ((0, 0.5), (1, 0.7), (2, 0.7), (3, 0.6))
    assert found.dev == ((0, 0.8), (1, 0.5), (2, 0.5), (3, 0.9))
    assert [loss for _, loss in found.train] == [0.9, 0.7, 0.7, 0.2]
    assert found.best == (1, 0.7), "the lowest loss on rows that the search does not see"
    figure = search.draw_curves(found, say)
    plotly_accepts(figure)
    assert figure["layout"]["meta"]["table"]["rows"][3] == [3, 0.6, 0.9, 0.2]


def test_before_there_is_anything_there_is_no_picture():
    assert search.curves(PLAN, START, []) is None and search.linear([STEPS[0]]) is None
    plotly_accepts(search.draw_curves(search.curves(PLAN, START, STEPS[:1]), say))


def test_the_scatter_has_every_word_that_was_tried_as_text():
    found = search.linear(STEPS)
    assert len(found.dots) == 4 and found.helped == 0.5
    promised, came = [0.3, 0.1, 0.2, 0.6], [0.2, -0.1, -0.3, 0.5]
    assert found.correlation == pytest.approx(np.corrcoef(promised, came)[0, 1])
    figure = search.draw_linear(found, say)
    plotly_accepts(figure)
    told = [text for part in figure["data"] for text in part.get("customdata", ())]
    assert len(told) == 4 and all("<w" not in text and "&lt;w" in text for text in told)


def test_of_many_words_the_newest_and_the_kept_ones_are_drawn():
    draw = random.Random(1)
    flips = [(draw.random(), draw.random(), i == 5) for i in range(search.MOST_DOTS + 50)]
    found = search.linear([step(1, 0.5, None, *flips)])
    assert len(found.dots) == search.MOST_DOTS + 1 and found.dots[0].kept
    same = search.linear([step(1, 0.5, None, (0.1, 0.0, False), (0.1, 0.2, False))])
    assert same.correlation is None and same.helped == 0.5
    plotly_accepts(search.draw_linear(same, say))
