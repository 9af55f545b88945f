"""A whole job: equal to single predictions, resumed anywhere to the same numbers, honest about ties."""

import json

import pytest
import torch

from playground.errors import DataError, JobError
from playground.evaluation import passes, predictions
from playground.evaluation import task as module
from playground.evaluation.intervals import mcnemar
from playground.evaluation.spec import EvaluationSpec, Row
from playground.evaluation.task import EvaluationRun
from playground.prompting.template import parse
from playground.prompting.verbalizer import parse as words
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan
from tests.evaluation.conftest import COLUMNS, ROWS, spec
from tests.fakes import FAMILIES


def told(messages):
    """Reports without their clocks."""
    return [{key: value for key, value in message.report.items() if key != "seconds"} for message in messages]


def cells(messages):
    return {(r["model"], r["row"], r["column"]): r for r in told(messages) if r["kind"] == "cell"}


def kept(messages):
    return {name: predictions.read(data) for message in messages for name, data in message.files.items()}


def singly(run, row, column, calibration, **options):
    """Every example's single prediction, as Play makes it."""
    model = run.passes[0].model
    task = Task.build(parse(ROWS[row]), words(COLUMNS[column]), Options(calibration=calibration, **options), model)
    return [drive(predict_plan(task, example.fields, model), model) for example in run.spec.examples]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_cell_equals_single_predictions(small, family):
    run = small(family, ROWS, COLUMNS, "grid", times=1)
    found = kept(run.messages())
    for row in range(3):
        for column in range(2):
            its = found[f"0/{row}/{column}"]
            for name, calibration in [("plain", "none"), ("calibrated", "contextual")]:
                single = singly(run, row, column, calibration)
                for place, values in zip(its.order, its.reading(name), strict=True):
                    expected = [label.probability for label in single[place].labels]
                    assert torch.tensor(values).exp().tolist() == pytest.approx(expected, abs=1e-5)
                    if single[place].mass_outside is not None:
                        at = its.order.index(place)
                        assert its.mass_outside[at] == pytest.approx(single[place].mass_outside, abs=1e-5)
                    else:
                        assert its.mass_outside is None


@pytest.mark.parametrize(
    "options", [{"filling": "sequential"}, {"length_normalised": True, "aggregation": "max"}, {"calibration": "pmi"}]
)
def test_options_count(small, options):
    run = small("bert", **options, columns=("yes: wonderful evening, good\nno: bad",), times=1)
    (its,) = kept(run.messages()).values()
    model = run.passes[0].model
    task = Task.build(parse(ROWS[0]), words("yes: wonderful evening, good\nno: bad"), Options(**options), model)
    for place, values in zip(its.order, its.calibrated if "calibration" in options else its.plain, strict=True):
        single = drive(predict_plan(task, run.spec.examples[place].fields, model), model)
        assert torch.tensor(values).exp().tolist() == pytest.approx(
            [label.probability for label in single.labels], abs=1e-5
        )


def test_the_messages_of_one_evaluation(small):
    messages = list(small(times=1).messages())
    reports = told(messages)
    assert json.dumps(reports, allow_nan=False)
    assert [report["kind"] for report in reports] == ["plan", "part", "cell", "result"]
    assert reports[0] == {"kind": "plan", "cells": 1, "prompts": 1, "examples": 12}
    part = reports[1]
    assert (part["done"], part["of"]) == (12, 12)
    cell = reports[2]
    assert part["cells"][0]["plain"]["accuracy"] == cell["plain"]["accuracy"]
    assert cell["plain"]["examples"] == 12
    assert sum(cell["prior"]["labels"].values()) == pytest.approx(1)
    assert reports[3]["readings"]["plain"]["best"] == {"model": 0, "row": 0, "column": 0}
    assert 0 <= reports[3]["baseline"]["bag_of_words"] <= 1
    assert reports[3]["baseline"]["majority"] == 0.5


def test_a_prompt_is_encoded_once_for_all_verbalizers(small, monkeypatch):
    asked = []
    plain = passes.word_scores
    monkeypatch.setattr(
        passes, "word_scores", lambda task, *rest: asked.append(str(task.template)) or plain(task, *rest)
    )
    list(small("bert", ROWS, COLUMNS, "grid", times=1).messages())
    assert asked == list(ROWS)


def test_partial_numbers_come_in_random_order_and_end_at_the_whole(small, monkeypatch):
    monkeypatch.setattr(passes, "CHUNK", 8)
    monkeypatch.setattr(passes, "TOGETHER", 4)
    run = small(times=3)
    messages = list(run.messages())
    parts = [r for r in told(messages) if r["kind"] == "part"]
    assert [p["done"] for p in parts] == [4, 8, 12, 16, 20, 24, 28, 32, 36]
    assert [p["cells"] is not None for p in parts] == [False, True] * 4 + [True]
    assert sorted(run.spec.order) == list(range(36)) != run.spec.order
    (its,) = kept(messages).values()
    right = its.right("plain")
    first = [right[place] for place in its.order[:8]]
    assert parts[1]["cells"][0]["plain"]["right"] == sum(first)
    assert parts[-1]["cells"][0]["plain"]["right"] == sum(right.values())


def test_a_job_resumed_from_any_checkpoint_ends_the_same(small, monkeypatch):
    monkeypatch.setattr(passes, "CHUNK", 8)
    monkeypatch.setattr(module, "CHECKPOINT_EVERY", 8)
    run = small("bert", ROWS[:2], COLUMNS, "grid", times=3)
    whole = list(run.messages())
    checkpoints = [at for at, message in enumerate(whole) if message.checkpoint is not None]
    assert len(checkpoints) == 10, "four within each of the two passes and one at its end"
    for at in checkpoints:
        rest = list(small("bert", ROWS[:2], COLUMNS, "grid", times=3).messages(whole[at].checkpoint))
        assert told(rest) == told(whole[at + 1 :])
        for ours, theirs in zip(rest, whole[at + 1 :], strict=True):
            assert ours.files == theirs.files


def test_seeds_draw_and_no_example_is_asked_twice(small):
    run = small(times=3, sample=10, seeds=(1, 2, 3))
    draws = run.spec.draws
    assert [len(set(draw)) for draw in draws] == [10, 10, 10]
    assert len(run.spec.order) == len(set(run.spec.order)) == len(set().union(*draws))
    (cell,) = cells(run.messages()).values()
    (its,) = kept(run.messages()).values()
    right = its.right("plain")
    for seed, draw in zip(cell["seeds"], draws, strict=True):
        assert seed["plain"] == pytest.approx(sum(right[place] for place in draw) / 10)


def test_the_ensemble_averages_what_its_rows_say(small):
    messages = list(small("bert", ROWS, COLUMNS[:1], "grid", times=1).messages())
    found = kept(messages)
    rows = torch.tensor([found[f"0/{row}/0"].plain for row in range(3)])
    # By hand: the geometric mean of the probabilities, made to sum to one.
    mean = rows.exp().log().mean(0).exp()
    assert torch.allclose(torch.tensor(found["0/3/0"].plain).exp(), mean / mean.sum(-1, keepdim=True), atol=1e-6)
    report = cells(messages)[0, 3, 0]
    assert report["ensemble"]
    assert not cells(messages)[0, 2, 0]["ensemble"]


def test_ties_are_mcnemars(small):
    messages = list(small("bert", ROWS, COLUMNS, "grid", times=2).messages())
    found = kept(messages)
    compared = told(messages)[-1]["readings"]["plain"]
    assert len(compared["against"]) == 8
    accuracy = {key: cell["plain"]["accuracy"] for key, cell in cells(messages).items()}
    best = tuple(compared["reference"].values())
    assert accuracy[best] == max(accuracy.values())
    theirs = found["/".join(map(str, best))].right("plain")
    for each in compared["against"]:
        its = found[f"{each['model']}/{each['row']}/{each['column']}"].right("plain")
        only = [sum(a[place] > b[place] for place in a) for a, b in [(its, theirs), (theirs, its)]]
        assert each["p"] == pytest.approx(mcnemar(*only))
        assert each["tied"] == (each["p"] >= 0.05)
        assert each["difference"] == pytest.approx((only[0] - only[1]) / len(its))


def test_changed_words_are_compared_with_the_whole_template(small):
    rows = [Row(ROWS[0], ROWS[0]), Row("x", "{text} was [MASK].", word="It", start=7, end=9)]
    compared = told(small("bert", rows, view="words", times=1).messages())[-1]["readings"]["plain"]
    assert compared["reference"] == {"model": 0, "row": 0, "column": 0}
    assert [each["row"] for each in compared["against"]] == [0, 1]


def test_a_cell_that_cannot_be_asked_does_not_stop_the_others(small):
    rows = (ROWS[0], "{title} It was [MASK].", "without a mask {text}")
    reports = cells(small("bert", rows, (COLUMNS[0], "yes: good"), "grid", times=1).messages())
    assert reports[0, 0, 0]["error"] is None
    assert reports[0, 1, 0]["error"]["key"] == "error.fields.missing"
    assert reports[0, 2, 0]["error"]["key"] == "error.template.no_mask"
    assert reports[0, 0, 1]["error"] == {
        "key": "error.data.label_without_words",
        "values": {"label": "no", "known": "yes"},
    }


def test_a_template_without_a_slot_cannot_be_calibrated(small):
    (cell,) = cells(small("bert", ("It was [MASK].",), times=1).messages()).values()
    assert cell["calibrated"] is None
    assert cell["prior"] is None
    assert cell["plain"]["accuracy"] == 0.5, "the same answer to every example"


def test_a_spec_goes_there_and_back(tiny):
    made = spec(tiny("bert").ours, ROWS, COLUMNS, "grid", sample=4, seeds=(1, 2), aggregation="max")
    assert EvaluationSpec.from_json(json.loads(json.dumps(made.to_json()))) == made
    assert made.size == len(made.order) * 3 // 16 + bool(len(made.order) * 3 % 16)
    for broken in [{}, {**made.to_json(), "rows": [{"nonsense": 1}]}, {**made.to_json(), "models": None}]:
        with pytest.raises(JobError):
            EvaluationSpec.from_json(broken)


def test_no_example_is_no_evaluation(tiny):
    model = tiny("bert").ours
    with pytest.raises(DataError):
        EvaluationRun(EvaluationSpec.from_json({**spec(model).to_json(), "examples": []}), [model])


def test_a_file_that_is_none():
    with pytest.raises(JobError):
        predictions.read(b"nonsense")
