"""What the pages say of evaluations and grids: plans of real forms, views of hand-made reports."""

from __future__ import annotations

import asyncio
import csv
import io
import math

import pytest

from components.compare import grid_view
from components.evaluate import evaluation_view as view
from components.evaluate import examples_view
from components.jobs import run_files
from components.services import Services
from playground.evaluation.intervals import Paired
from playground.evaluation.predictions import Predictions
from playground.settings import Settings
from tests.components.runs import FORM, GRID, PLAN, WORDS, against, cell, job, part, result, row, spec

OWNER = {"owner": "somebody's secret of some length"}


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data"), rows_limit=110, steps_limit=40))
    yield made
    made.close()


def ask(services, question: str, language: str = "en", **asked):
    """One question of a page's script."""
    return asyncio.run(services.calls[question]({**OWNER, **asked}, language))


# -- before a run ----------------------------------------------------------------------


def test_the_plan_counts_the_examples_of_the_dev_rows(services):
    plan = ask(services, "evaluate_plan", form=FORM)
    assert plan["error"] is None and plan["missing"] == [] and plan["seconds"] > 0
    assert plan["examples"] == sum(label["count"] for label in plan["labels"]) == plan["card"]["rows"]["dev"]
    assert "test rows" in ask(services, "evaluate_plan", form={**FORM, "split": "test"})["notes"][0]["message"]
    few = ask(services, "evaluate_plan", form={**FORM, "sample": 10})
    assert few["examples"] == 10 and "10 examples" in few["notes"][0]["message"]


def test_labels_without_words_are_named_before_the_start_refuses_them(services):
    form = {**FORM, "verbalizer": "positive: great"}
    plan = ask(services, "evaluate_plan", form=form)
    assert plan["error"] is None and plan["missing"] == ["negative"] and plan["seconds"] is None
    error = ask(services, "evaluate_start", form=form)["error"]
    assert error["target"] == "verbalizer" and "negative" in error["message"]


@pytest.mark.parametrize(
    ("change", "target"),
    [
        ({"template": ""}, "template"),
        ({"template": "{text}"}, "template"),
        ({"template": "{text} was {x} [MASK]"}, "template"),
        ({"verbalizer": ""}, "verbalizer"),
        ({"verbalizer": "positive: xyzzy\nnegative:"}, "verbalizer"),
        ({"data": {"demo": "none"}}, "data"),
        ({"data": None}, "data"),
        ({"split": "none"}, "data"),
        ({"split": "all"}, "data"),
        ({"model": "unknown/model"}, "model"),
        ({"prompts": ["none"]}, "job"),
        ({"options": {"calibration": "magic"}}, "options"),
    ],
)
@pytest.mark.parametrize("call", ["evaluate_plan", "evaluate_start", "words_plan"])
def test_what_is_wrong_is_said_beside_its_cause(services, call, change, target):
    error = ask(services, call, form={**FORM, **change})["error"]
    assert error["target"] == target and error["message"]


@pytest.mark.parametrize(("name", "value"), [("sample", "many"), ("sample", 0), ("sample", True), ("seed", "one")])
def test_what_is_no_number_is_said_at_its_field(services, name, value):
    assert name in ask(services, "evaluate_plan", form={**FORM, name: value})["fields_errors"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"templates": [f"{{text}} {i} [MASK]" for i in range(13)]}, "13 templates"),
        ({"verbalizers": [FORM["verbalizer"]] * 9}, "9 verbalizers"),
        ({"models": [""] + ["a", "b", "c", "d"]}, "not loaded"),
        ({"templates": []}, "Write a template"),
        ({"verbalizers": ["", " "]}, "verbalizer"),
        ({"seeds": [1, 2, 3, 4, 5, 6]}, "at most 5"),
        ({"seeds": ["one"]}, "at most 5"),
        ({"sample": None, "templates": [f"{{text}} {i} [MASK]" for i in range(12)]}, "more than the 640 answers"),
    ],
)
def test_a_grid_has_limits(services, change, message):
    assert message in ask(services, "grid_plan", form={**GRID, **change})["error"]["message"]


def test_a_grids_plan_says_which_rows_and_columns_cannot_be_asked(services):
    form = {
        **GRID,
        "templates": [*GRID["templates"], "{text} nothing"],
        "verbalizers": [GRID["verbalizers"][0], "positive: good"],
    }
    plan = ask(services, "grid_plan", form=form)
    assert plan["error"] is None and plan["cells"] == 6 and 10 <= plan["examples"] <= 20
    assert [bool(line["error"]) for line in plan["rows"]] == [False, False, True]
    assert [(line["name"], bool(line["error"])) for line in plan["columns"]] == [
        ("great / terrible", False),
        ("good", True),
    ]
    twice = ask(services, "grid_plan", form={**GRID, "verbalizers": [FORM["verbalizer"]] * 2})
    assert [line["name"] for line in twice["columns"]] == ["great / terrible", "great / terrible (2)"]


def test_a_words_plan_has_a_row_for_each_word_and_replacement(services):
    plan = ask(services, "words_plan", form={**FORM, "replacements": {"1": "is", "x": "y", "99": "z"}})
    names = [line["name"] for line in plan["rows"]]
    assert names[0] == FORM["template"] and "{text} was [MASK]." in names and names[-1] == "{text} It is [MASK]."
    assert len(names) == plan["cells"] == 5
    assert ask(services, "words_plan", form={**FORM, "template": "{text}[MASK]"})["error"]["target"] == "template"


# -- one evaluation --------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("state", ["queued", "running", "cancelling", "cancelled", "done", "failed", "interrupted"])
def test_every_state_has_words(language, state):
    for reports in ([], [PLAN, part(10, 8)], [PLAN, part(20, 15), cell(15), result()]):
        shown = view.watch(job(state), reports, "plain", None, language)
        assert shown["summary"]["message"] and shown["row"]["state_label"] and shown["row"]["data"]


def test_a_running_evaluation_tells_what_it_knows():
    shown = view.watch(job("running"), [PLAN, part(10, 8)], None, None, "en")
    assert shown["row"]["progress"] == 0.5 and shown["row"]["detail"].startswith("50% done")
    assert (shown["numbers"]["accuracy"], shown["numbers"]["macro_f1"]) == (0.8, None)
    assert shown["figures"] is None and shown["table"] == [] and shown["has_calibrated"]
    assert "80.0% of 10" in shown["summary"]["message"]


@pytest.mark.parametrize(("majority", "level"), [(0.5, "ok"), (0.7, "warning")])
def test_a_result_is_compared_with_the_commonest_label(majority, level):
    shown = view.watch(job(), [PLAN, part(20, 15), cell(15), result(majority=majority)], None, None, "en")
    assert shown["summary"]["level"] == level and "75.0% of 20" in shown["summary"]["message"]
    assert shown["numbers"]["majority"] == majority and shown["numbers"]["bag_of_words"] == 0.6
    assert shown["reading"] == "plain" and not shown["has_calibrated"] and shown["figures"]["confusion"]
    assert "compare" in shown["row"]["can"]


def test_the_reading_is_the_one_asked_or_the_options():
    reports = [PLAN, cell(15, 18), result()]
    both = Paired(0.15, (0.01, 0.3), 0.04)
    shown = view.watch(job(), reports, "calibrated", both, "en")
    assert (shown["reading"], shown["numbers"]["accuracy"]) == ("calibrated", 0.9)
    assert shown["state"]["options"]["calibration"] == "contextual"
    assert "15.0 points more" in shown["calibration"]["sentence"]
    chosen = job(values=spec(options={"calibration": "pmi"}))
    shown = view.watch(chosen, reports, None, None, "en")
    assert shown["reading"] == "calibrated" and shown["state"]["options"]["calibration"] == "pmi"
    assert view.watch(chosen, reports, "plain", None, "en")["state"]["options"]["calibration"] == "none"


def test_a_kept_prompt_is_in_plays_state():
    values = spec(rows=[row("{text} [SOFT] [MASK]", prompt="p0")], kept={"p0": "abc"})
    assert view.state(values, (0, 0, 0), "plain", {"text": "x"})["prompts"] == ["abc"]


def test_a_cell_that_could_not_be_asked_says_why():
    error = {"key": "error.template.no_mask", "values": {}}
    shown = view.watch(job(), [PLAN, cell(None, error=error, file=None), result()], None, None, "en")
    assert shown["summary"]["level"] == "error" and "MASK" in shown["summary"]["message"] and shown["numbers"] is None


def test_examples_come_the_surest_mistakes_first():
    logs = [[math.log(p), math.log(1 - p)] for p in (0.9, 0.6, 0.2, 0.55)]
    answers = Predictions([3, 1, 0, 2], [0, 1, 0, 1], logs, None, [0.5] * 4)
    given = [{"fields": {"text": text}, "label": "?"} for text in "abcd"]

    def shown(**asked):
        found = examples_view.examples(spec(), given, answers, (0, 0, 0), "plain", asked)
        return [line["fields"]["text"] for line in found["rows"]], found["count"]

    assert shown(show="wrong") == (["a", "b", "c"], 3)
    assert shown(show="right") == (["d"], 1) and shown(show="unsure")[0] == ["c", "b", "a", "d"]
    assert shown(show="all")[0] == ["a", "b", "c", "d"]
    assert shown(show="all", gold="bad", predicted="good")[0] == ["b", "c"] and shown(**{"show": "all", "from": 3})[
        0
    ] == ["d"]
    line = examples_view.examples(spec(), given, answers, (0, 0, 0), "plain", {"show": "wrong"})["rows"][0]
    assert (line["gold"], line["predicted"], line["state"]["fields"]) == ("good", "bad", {"text": "a"})
    assert line["probabilities"] == pytest.approx([0.2, 0.8]) and line["state"]["verbalizer"] == WORDS


@pytest.mark.parametrize(("language", "name"), [("en", "bundled"), ("zh", "自带模型")])
def test_the_record_names_all_models_and_seeds(language, name):
    models = [{"id": "bundled", "revision": "1"}, {"id": "some/model", "revision": "abc"}]
    asked = job(values=spec(models=models, seeds=[1, 2]))
    shown = view.watch(asked, [], None, None, language)["record"]
    assert shown["models"] == [{"name": name, "revision": "1"}, {"name": "some/model", "revision": "abc"}]
    assert shown["seeds"] == [1, 2] and shown["fingerprint"] == "0123456789ab" and shown["created"].startswith("1970")
    assert (
        grid_view.watch(asked, [], None, language)["record"]
        == grid_view.words(asked, [], None, language)["record"]
        == shown
    )


# -- grids and words -------------------------------------------------------------------

ROWS = [row("{text} It was [MASK]."), row("{text} A [MASK] film.")]


def test_a_grid_marks_the_best_and_the_tied():
    reports = [
        {**PLAN, "cells": 4, "prompts": 2},
        part(20, 15),
        cell(15, seeds=[{"seed": 1, "plain": 0.7}, {"seed": 2, "plain": 0.8}]),
        cell(14, column=1),
        cell(12, row=1),
        cell(None, row=1, column=1, error={"key": "error.verbalizer.none", "values": {}}),
        cell(14, row=2, ensemble=True),
        result(0, [against(0, 0, 1.0), against(1, -0.15, 0.01), against(0, -0.05, 0.5, 1), against(2, -0.05, 0.6)]),
    ]
    shown = grid_view.watch(job(values=spec("grid", ROWS, 2)), reports, "plain", "en")
    (table,) = shown["grid"]
    assert [line["ensemble"] for line in table["rows"]] == [False, False, True] and len(shown["figures"]) == 1
    marks = [[(each["best"], each["tied"]) for each in line["cells"]] for line in table["rows"]]
    assert marks == [[(True, False), (False, True)], [(False, False), (False, False)], [(False, True), (False, False)]]
    assert table["rows"][0]["cells"][0]["spread"] == pytest.approx(0.0707, abs=1e-4)
    assert table["rows"][1]["cells"][1]["error"] and shown["row"]["accuracy"] == 0.75
    assert "2 of the 3 other cells" in shown["summary"]["message"] and shown["row"]["title"] == "2 × 2 grid"
    one = grid_view.cell(job(values=spec("grid", ROWS, 2)), reports, (0, 1, 0), None)
    assert one["numbers"]["difference"] == -0.15 and one["state"]["template"] == ROWS[1]["template"]
    assert grid_view.cell(job(values=spec("grid", ROWS, 2)), reports, (0, 1, 1), None)["numbers"] is None


def test_half_a_grid_is_shown_half():
    shown = grid_view.watch(
        job("running", spec("grid", ROWS)), [{**PLAN, "prompts": 2}, part(20, 15), cell(15)], None, "en"
    )
    assert shown["row"]["progress"] == 0.5 and shown["row"]["accuracy"] is None
    assert [line["cells"][0]["accuracy"] for line in shown["grid"][0]["rows"]] == [0.75, None]
    assert shown["summary"]["message"].startswith("1 of 2")


def test_words_are_laid_out_over_the_whole_template():
    template = "🎬{text} It was [MASK]."
    rows = [
        row(template),
        row("", word="It", start=8, end=10),
        row("", word="was", start=11, end=14),
        row("", word="was", by="is", start=11, end=14),
    ]
    reports = [
        PLAN,
        cell(15),
        cell(10, row=1),
        cell(15, row=2),
        cell(16, row=3),
        result(3, [against(0, 0, 1.0), against(1, -0.25, 0.01), against(2, 0, 1.0), against(3, 0.05, 0.5)]),
    ]
    shown = grid_view.words(job(values=spec("words", rows)), reports, None, "en")
    assert "".join(item["text"] for item in shown["template"]) == template
    words = {item["text"]: item for item in shown["template"] if item["index"] is not None}
    assert list(words) == ["It", "was"] and (words["It"]["start"], words["It"]["end"]) == (9, 11)
    assert words["It"]["change"] == -0.25 and words["was"]["by"] == "is" and words["was"]["dropped"]["change"] == 0
    assert {item["kind"] for item in shown["template"]} == {"text", "slot", "mask"}
    assert "“It”" in shown["summary"]["message"] and shown["figure"] and shown["base"]["accuracy"] == 0.75
    half = grid_view.words(job("running", spec("words", rows)), reports[:3], None, "en")
    assert next(item for item in half["template"] if item["index"] == 0)["change"] == -0.25


def test_the_summary_of_words_says_what_each_line_changed():
    rows = [
        row("{text} It was [MASK]."),
        row("{text} was [MASK].", word="It", start=7, end=9),
        row("{text} It is [MASK].", word="was", by="is", start=10, end=13),
    ]
    reports = [
        PLAN,
        cell(15),
        cell(10, row=1),
        cell(16, row=2),
        result(2, [against(0, 0, 1.0), against(1, -0.25, 0.01), against(2, 0.05, 0.5)]),
    ]
    data = run_files.summary(job(values=spec("words", rows)), reports).decode("utf-8-sig")
    _, dropped, replaced = csv.DictReader(io.StringIO(data, newline=""))
    names = ("word", "replaced by", "template", "accuracy", "difference", "p")
    assert [dropped[name] for name in names] == ["It", "", "{text} was [MASK].", "0.5", "-0.25", "0.01"]
    assert [replaced[name] for name in names] == ["was", "is", "{text} It is [MASK].", "0.8", "0.05", "0.5"]
    assert all(float(dropped[end]) for end in ("low", "high", "difference low", "difference high"))
    grid = run_files.summary(job(values=spec("grid", rows)), reports).decode("utf-8-sig")
    assert "word" not in next(csv.reader(io.StringIO(grid, newline="")))
