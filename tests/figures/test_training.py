"""Learning curves and the map of soft tokens: the numbers shown, names that do not collide, text as text."""

from __future__ import annotations

import itertools
import random
from functools import partial
from types import SimpleNamespace

import pytest

from playground import i18n
from playground.figures import lines, token_map, training
from tests.figures.test_figures import plotly_accepts

say = partial(i18n.translate, "en")


def step(seed: int, number: int, loss: float | None, accuracy: float | None = None) -> dict:
    dev = None if accuracy is None else {"accuracy": accuracy, "loss": 0.5, "predicted": {}}
    return {"kind": "step", "seed": seed, "step": number, "loss": loss, "dev": dev}


def begin(seed: int, accuracy: float = 0.6) -> list[dict]:
    return [{"kind": "start", "seed": seed, "accuracy": accuracy, "majority": 0.5}, step(seed, 0, None, accuracy)]


PLAN = {"kind": "plan", "steps": 4, "seeds": [1, 2]}
FIRST = [
    *begin(1),
    step(1, 1, 0.8),
    step(1, 2, 0.6, 0.7),
    step(1, 3, 0.5),
    step(1, 4, 0.4, 0.8),
    {"kind": "seed", "seed": 1},
]
SECOND = [
    *begin(2, 0.5),
    step(2, 1, 0.9),
    step(2, 2, 0.9, 0.6),
    step(2, 3, 0.7),
    step(2, 4, 0.6, 0.9),
    {"kind": "seed", "seed": 2},
]


def test_before_the_first_evaluation_there_is_nothing():
    assert training.training_curves([]) is None
    assert training.training_curves([PLAN]) is None
    assert training.training_curves([PLAN, *begin(1)[:1]]) is None


def test_the_first_seed_is_the_curve_while_it_trains():
    curves = training.training_curves([PLAN, *FIRST[:4]])
    assert curves.accuracy == lines.Band((0, 2), (0.6, 0.7), (0.6, 0.7), (0.6, 0.7))
    assert [at for at, _ in curves.loss] == [1, 2] and curves.running == ()
    assert (curves.planned, curves.start, curves.majority) == (4, 0.6, 0.5)


def test_the_checkpoint_that_one_seed_ended_with_is_marked():
    ended = [*FIRST[:-1], {"kind": "seed", "seed": 1, "best_step": 2}]
    curves = training.training_curves([PLAN, *ended])
    assert curves.best == (2, 0.7)
    drawn = training.draw(curves, say)
    assert any("step 2" in str(part.get("hovertemplate")) for part in drawn["data"])
    assert any(part.get("text") == ["best: step 2"] for part in drawn["data"]), "and says so without being pointed at"
    assert training.training_curves([PLAN, *ended, *SECOND]).best is None, "of several seeds none is the best"


def test_a_seed_in_training_is_a_line_of_its_own():
    """The mean over those that are over does not jump when another begins."""
    curves = training.training_curves([PLAN, *FIRST, *SECOND[:4]])
    assert curves.accuracy.mean == (0.6, 0.7, 0.8) and curves.running == ((0, 0.5), (2, 0.6))
    assert [at for at, _ in curves.running_loss] == [1, 2]


def test_all_seeds_make_mean_and_band():
    curves = training.training_curves([PLAN, *FIRST, *SECOND])
    assert curves.accuracy.steps == (0, 2, 4) and curves.running == ()
    assert curves.accuracy.mean == pytest.approx((0.55, 0.65, 0.85))
    assert curves.accuracy.low == (0.5, 0.6, 0.8) and curves.accuracy.high == (0.6, 0.7, 0.9)
    assert curves.start == pytest.approx(0.55)
    assert curves.loss[0] == (1, pytest.approx(0.85))


def test_a_seed_that_stopped_early_keeps_its_last_accuracy():
    short = [*SECOND[:4], SECOND[-1]]
    curves = training.training_curves([PLAN, *FIRST, *short])
    assert curves.accuracy.mean[-1] == pytest.approx((0.8 + 0.6) / 2)


def test_a_step_reported_twice_counts_once():
    assert training.training_curves([PLAN, *FIRST[:4], *FIRST[2:]]) == training.training_curves([PLAN, *FIRST])


def test_smoothing_has_no_bias_and_leaves_out_what_is_no_number():
    assert list(training.smoothed({1: 0.7, 2: 0.7, 3: float("nan"), 4: 0.7}).items()) == [
        (1, pytest.approx(0.7)),
        (2, pytest.approx(0.7)),
        (4, pytest.approx(0.7)),
    ]


def test_a_long_run_is_thinned_to_its_last_point():
    reports = [PLAN, *begin(1), *(step(1, i, 0.5) for i in range(1, 1001))]
    loss = training.training_curves(reports).loss
    assert len(loss) <= training.MOST_POINTS and loss[-1][0] == 1000


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("reports", [[*begin(1)], FIRST[:4], [*FIRST, *SECOND[:2]], [*FIRST, *SECOND]], ids=len)
def test_the_drawing_is_valid_and_named_at_the_lines(language, reports):
    figure = training.draw(training.training_curves([PLAN, *reports]), partial(i18n.translate, language))
    plotly_accepts(figure)
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert len(texts) == (4 if len(reports) > 2 else 3) and len(set(texts)) == len(texts)
    assert figure["layout"]["meta"]["height"] > 0


def test_names_at_the_lines_never_collide():
    draw = random.Random(0)
    for _ in range(300):
        wished = [draw.uniform(0, 176) for _ in range(draw.randint(1, 8))]
        places = lines.spread(wished, 20, 0, 176)
        ordered = sorted(places)
        assert all(b - a >= 20 - 1e-6 for a, b in itertools.pairwise(ordered))
        assert ordered[0] >= -1e-6 and ordered[-1] <= 176 + 1e-6
        assert [places[i] for i in sorted(range(len(wished)), key=lambda i: wished[i])] == ordered
    assert lines.spread([30.0, 90.0], 20, 0, 176) == [30.0, 90.0]


def test_compared_runs_are_named_and_escaped():
    runs = training.compared(
        [("<b>one</b>", [PLAN, *FIRST]), ("two {x} %{y}", [PLAN, *FIRST, *SECOND]), ("three", [PLAN])]
    )
    assert [run.title for run in runs] == ["<b>one</b>", "two {x} %{y}"]
    figure = training.draw_compared(runs, say)
    plotly_accepts(figure)
    assert "<b>" not in str(figure) and "&lt;b&gt;" in str(figure)
    assert figure["data"][1]["hovertemplate"] == "%{customdata}<extra></extra>"
    plotly_accepts(training.draw_compared((), say))


def point(kind: str, text: str, index: int, x: float, y: float) -> SimpleNamespace:
    return SimpleNamespace(kind=kind, text=text, index=index, x=x, y=y)


def crowd(seed: int, tokens: int) -> list[SimpleNamespace]:
    draw = random.Random(seed)
    points = [
        point(kind, f"s{i + 1}", i, draw.gauss(0, 2), draw.gauss(0, 2))
        for kind in ("start", "end")
        for i in range(tokens)
    ]
    points += [
        point("label", word, i, draw.gauss(0, 1), draw.gauss(0, 1)) for i, word in enumerate(("great", "terrible"))
    ]
    return points + [point("neighbour", f"word{i}", -1, draw.gauss(0, 1), draw.gauss(0, 1)) for i in range(8)]


def test_a_map_has_an_arrow_a_token_and_keeps_proportions():
    plane = token_map.token_map(crowd(0, 3))
    assert [(a.text, b.text) for a, b in plane.arrows] == [("s1", "s1"), ("s2", "s2"), ("s3", "s3")]
    (left, right), (low, high) = plane.x, plane.y
    assert (right - left) / token_map.WIDTH == pytest.approx((high - low) / token_map.HEIGHT)
    assert all(left <= place.x <= right and low <= place.y <= high for place in plane.places)
    figure = token_map.draw(plane, say)
    plotly_accepts(figure)
    assert len(figure["layout"]["annotations"]) == 3


@pytest.mark.parametrize("seed", range(20))
def test_names_on_the_map_do_not_cover_each_other(seed):
    plane = token_map.token_map(crowd(seed, 3))
    unit = (plane.x[1] - plane.x[0]) / token_map.WIDTH
    boxes = [
        token_map.name_box(place.text, ((place.x - plane.x[0]) / unit, (place.y - plane.y[0]) / unit), place.side)
        for place in plane.places
        if place.side
    ]
    assert len(boxes) >= 5
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("seed", range(10))
def test_label_words_in_a_crowd_are_named_off_their_dots(seed):
    """Training moves soft tokens far away; all label words are then one spot."""
    draw = random.Random(seed)
    words = ("person", "place", "number", "thing", "reason")
    points = [point("label", word, i, draw.gauss(0, 0.1), draw.gauss(0, 0.1)) for i, word in enumerate(words)]
    for i in range(5):
        points.append(point("start", f"s{i + 1}", i, draw.gauss(0, 0.3), draw.gauss(0, 0.3)))
        points.append(point("end", f"s{i + 1}", i, draw.gauss(0, 3), draw.gauss(0, 3)))
    plane = token_map.token_map(points)
    named = [place for place in plane.places if place.side]
    assert {place.text for place in named if place.kind == "label"} == set(words)
    unit = (plane.x[1] - plane.x[0]) / token_map.WIDTH
    boxes = [
        token_map.name_box(place.text, ((place.x - plane.x[0]) / unit, (place.y - plane.y[0]) / unit), place.side)
        for place in named
    ]
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    figure = token_map.draw(plane, say)
    plotly_accepts(figure)
    told = [text for part in figure["data"] for text in part["text"] if text]
    told += [note["text"] for note in figure["layout"]["annotations"] if note["text"]]
    assert sorted(told) == sorted(place.text for place in named), "each name stands once"


def test_a_map_of_one_place_and_markup_in_words():
    figure = token_map.draw(token_map.token_map([point("neighbour", "<i>x</i>", -1, 1.0, 1.0)]), say)
    plotly_accepts(figure)
    assert "<i>" not in str(figure) and "&lt;i&gt;" in str(figure)
