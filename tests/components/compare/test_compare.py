"""What the Compare page says: outlines of real forms, grids and changed words of hand-made reports."""

from __future__ import annotations

import csv
import io

import pytest

from components.compare.grid_view import cell_seen, grid_watched
from components.compare.words_view import words_watched
from components.evaluate.watched import watched
from components.routes.visitor import Visitor
from components.services import Services
from playground.evaluation import tables
from playground.evaluation.outcome import Outcome
from playground.evaluation.spec import Cell
from playground.settings import Settings
from tests.components.asking import ask, refused
from tests.components.evaluations import FORM, GRID, PLAN, against, cell, job, part, result, row, spec


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data"), rows_limit=110, steps_limit=40))
    yield made
    made.close()


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
    assert message in refused(services, "grid_outline", {**GRID, **change})["message"]


def test_a_grids_outline_says_which_rows_and_columns_cannot_be_asked(services):
    form = {
        **GRID,
        "templates": [*GRID["templates"], "{text} nothing"],
        "verbalizers": [GRID["verbalizers"][0], "positive: good"],
    }
    outline = ask(services, "grid_outline", form)
    assert outline["cells"] == 6 and 10 <= outline["examples"] <= 20
    assert [bool(line["error"]) for line in outline["rows"]] == [False, False, True]
    assert [(line["name"], bool(line["error"])) for line in outline["columns"]] == [
        ("great / terrible", False),
        ("good", True),
    ]
    long = "positive: " + "wonderful" * 6 + "\nnegative: terrible"
    (column,) = ask(services, "grid_outline", {**GRID, "verbalizers": [long]})["columns"]
    assert column["name"] == "wonderful" * 6 + " / terrible", "a picture that is saved has room for all of it"
    twice = ask(services, "grid_outline", {**GRID, "verbalizers": [FORM["verbalizer"]] * 2})
    assert [line["name"] for line in twice["columns"]] == ["great / terrible", "great / terrible (2)"]


def test_an_outline_of_words_has_a_row_for_each_word_and_replacement(services):
    outline = ask(services, "words_outline", {**FORM, "replacements": {"1": "is", "x": "y", "99": "z"}})
    names = [line["name"] for line in outline["rows"]]
    assert names[0] == FORM["template"] and "{text} was [MASK]." in names and names[-1] == "{text} It is [MASK]."
    assert len(names) == outline["cells"] == 5
    assert refused(services, "words_outline", {**FORM, "template": "{text}[MASK]"})["target"] == "template"


# -- grids and words -------------------------------------------------------------------

ROWS = [row("{text} It was [MASK]."), row("{text} A [MASK] film.")]
VIEWS = {"evaluate": lambda *it: watched(*it[:4], None, it[4]), "grid": grid_watched, "words": words_watched}


@pytest.fixture
def see(services):
    """`see(job, reports)` -> the page's view of a job of its kind."""

    def look(job, reports, wished=None, language: str = "en", view: str | None = None):
        visitor = Visitor("", language)
        line = services.kinds[job.kind].line(job, reports, visitor)
        return VIEWS[view or job.kind](job, Outcome(job.spec, reports), line, wished, visitor)

    return look


@pytest.mark.parametrize(("language", "name"), [("en", "bundled"), ("zh", "自带模型")])
def test_the_record_names_all_models_and_seeds(see, language, name):
    models = [{"id": "bundled", "revision": "1"}, {"id": "some/model", "revision": "abc"}]
    asked = job(values=spec(models=models, seeds=[1, 2]))
    shown = see(asked, [], None, language).record
    assert [(model.name, model.revision) for model in shown.models] == [(name, "1"), ("some/model", "abc")]
    assert shown.seeds == [1, 2] and shown.fingerprint == "0123456789ab" and shown.created.startswith("1970")
    assert see(asked, [], None, language, "grid").record == see(asked, [], None, language, "words").record == shown


def test_a_grid_marks_the_best_and_the_tied(see):
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
    grid = job(values=spec("grid", ROWS, 2))
    shown = see(grid, reports, "plain")
    (table,) = shown.grid
    assert [line.ensemble for line in table.rows] == [False, False, True] and len(shown.figures) == 1
    marks = [[(each.best, each.tied) for each in line.cells] for line in table.rows]
    assert marks == [[(True, False), (False, True)], [(False, False), (False, False)], [(False, True), (False, False)]]
    assert table.rows[0].cells[0].spread == pytest.approx(0.0707, abs=1e-4)
    assert table.rows[1].cells[1].error and shown.line.accuracy == 0.75
    assert "2 of the 3 other cells" in shown.summary.message and shown.line.title == "2 × 2 grid"
    outcome = Outcome(grid.spec, reports)
    # 3 x 0.01 for the smallest of three; no correction passes 1.
    assert "for 3 comparisons, 1 is worse for certain" in shown.summary.message
    corrected = [cell_seen(grid, outcome, Cell(0, *at), None).numbers for at in ((1, 0), (0, 1))]
    assert [numbers.holm for numbers in corrected] == pytest.approx([0.03, 1.0])
    one = cell_seen(grid, outcome, Cell(0, 1, 0), None)
    assert one.numbers.difference == -0.15 and one.state.template == ROWS[1]["template"]
    assert cell_seen(grid, outcome, Cell(0, 1, 1), None).numbers is None


def test_no_grid_is_praised_whose_best_prompt_counting_words_beats(see):
    grid = job(values=spec("grid", ROWS[:1]))
    for counting, level in ((0.6, "ok"), (0.8, "warning")):
        shown = see(grid, [PLAN, part(20, 15), cell(15), result(counting=counting)])
        assert shown.summary.level == level and ("Counting words" in shown.summary.message) == (level == "warning")


def test_half_a_grid_is_shown_half(see):
    shown = see(job("running", spec("grid", ROWS)), [{**PLAN, "prompts": 2}, part(20, 15), cell(15)])
    assert shown.line.progress == 0.5 and shown.line.accuracy is None
    assert [line.cells[0].accuracy for line in shown.grid[0].rows] == [0.75, None]
    assert shown.summary.message.startswith("1 of 2")


def test_words_are_laid_out_over_the_whole_template(see):
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
        result(0, [against(0, 0, 1.0), against(1, -0.25, 0.01), against(2, 0, 1.0), against(3, 0.05, 0.5)]),
    ]
    shown = see(job(values=spec("words", rows)), reports)
    assert "".join(piece.text for piece in shown.template) == template
    words = {piece.text: piece for piece in shown.template if piece.index is not None}
    assert list(words) == ["It", "was"] and (words["It"].start, words["It"].end) == (9, 11)
    assert words["It"].dropped.change == -0.25
    assert words["was"].replaced.by == "is" and words["was"].dropped.change == 0
    assert {piece.kind for piece in shown.template} == {"text", "slot", "mask"}
    assert "“It”" in shown.summary.message and shown.figure and shown.base.accuracy == 0.75
    assert (words["It"].dropped.p, words["It"].dropped.holm) == (0.01, pytest.approx(0.03))
    assert "Holm" not in shown.summary.message, "what the correction leaves as it was needs no sentence"
    half = see(job("running", spec("words", rows)), reports[:3])
    assert next(piece for piece in half.template if piece.index == 0).dropped.change == -0.25


def test_of_many_changes_some_look_like_more_than_chance_by_chance(see):
    places = {"It": {"start": 7, "end": 9}, "was": {"start": 10, "end": 13}}
    rows = [row("{text} It was [MASK]."), *(row("", word=word, **at) for word, at in places.items())]
    reports = [PLAN, cell(15), cell(10, row=1), cell(11, row=2)]
    changes = [against(0, 0, 1.0), against(1, -0.25, 0.03), against(2, -0.2, 0.04)]
    shown = see(job(values=spec("words", rows)), [*reports, result(0, changes)])
    assert "it may be chance for each of them" in shown.summary.message
    changes[1] = against(1, -0.25, 0.004)
    rows.append(row("", word="was", by="is", **places["was"]))
    shown = see(job(values=spec("words", rows)), [*reports, cell(15, row=3), result(0, [*changes, against(3, 0, 1.0)])])
    assert "for 3 comparisons, that holds for “It” alone" in shown.summary.message


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
    data = tables.summary(Outcome(spec("words", rows), reports)).decode("utf-8-sig")
    _, dropped, replaced = csv.DictReader(io.StringIO(data, newline=""))
    names = ("word", "replaced by", "template", "accuracy", "difference", "p")
    assert [dropped[name] for name in names] == ["It", "", "{text} was [MASK].", "0.5", "-0.25", "0.01"]
    assert [replaced[name] for name in names] == ["was", "is", "{text} It is [MASK].", "0.8", "0.05", "0.5"]
    assert all(float(dropped[end]) for end in ("low", "high", "difference low", "difference high"))
    grid = tables.summary(Outcome(spec("grid", rows), reports)).decode("utf-8-sig")
    assert "word" not in next(csv.reader(io.StringIO(grid, newline="")))
