"""A prompt trained on some of 200 own rows is measured on the others, and wherever that cannot be, it is said."""

from __future__ import annotations

import pytest

from components.compare.grid_view import grid_watched
from components.evaluate.watched import watched
from components.jobs.evaluations.compared import compared
from components.routes.visitor import Visitor
from components.services import Services
from playground.evaluation.outcome import Outcome
from playground.evaluation.seen import row_keys
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.results import Example, PromptCard
from playground.settings import Settings
from tests.components.asking import ME, ask
from tests.components.evaluations import FORM, GRID, PLAN, cell, job, result, spec

TEXTS = [f"film number {n} was seen on day {n * 7 % 200}" for n in range(200)]
ROWS = "text,label\n" + "".join(f"{text},{('positive', 'negative')[n % 2]}\n" for n, text in enumerate(TEXTS))
OWN = {"csv": ROWS, "name": "mine"}
TEMPLATE = "{text} [SOFT*2] [MASK]."


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


@pytest.fixture
def trained(services, bundled):
    """`trained(count)` -> the id of a prompt that has seen so many of the rows; `None`: it does not say."""

    def make(count: int | None) -> str:
        revision = services.models.bundled.revision
        card = PromptCard("prompt", TEMPLATE, FORM["verbalizer"], "mean", "bundled", revision)
        seen = None if count is None else row_keys(["text"], [Example({"text": text}, "x") for text in TEXTS[:count]])
        return services.jobs.add_prompt(
            ME, "mine", SoftPrompt(SoftInput(embeddings=bundled.embeddings[:2].clone()), card, seen).data
        )

    return make


def told(services, trained, count: int | None, language: str = "en", **changes) -> tuple[int, list[dict]]:
    """How many examples an evaluation with this prompt would ask, and its notes."""
    form = {**FORM, "template": TEMPLATE, "data": OWN, "prompts": [trained(count)], **changes}
    found = ask(services, "evaluate_outline", form, language=language)
    return found["examples"], found["notes"]


@pytest.mark.parametrize(
    ("count", "left", "level", "en", "zh"),
    [
        (64, 136, "info", "64 of 200 rows were seen in training and are left out", "200 行中有 64 行"),
        (200, 200, "warning", "All 200 rows were seen in training", "200 行在训练时全都用过"),
        (None, 200, "warning", "does not say which rows", "没有写明"),
    ],
)
def test_own_rows_seen_in_training_are_left_out_or_marked(services, trained, count, left, level, en, zh):
    for language, sentence in (("en", en), ("zh", zh)):
        examples, notes = told(services, trained, count, language)
        assert examples == left
        assert [note["level"] for note in notes if sentence in note["message"]] == [level]


def test_a_grid_leaves_them_out_for_every_prompt(services, trained):
    grid = {**GRID, "data": OWN, "split": "", "sample": None, "prompts": [trained(64), trained(80)]}
    found = ask(services, "grid_outline", grid)
    assert found["examples"] == 120 and any("80 of 200" in note["message"] for note in found["notes"])
    assert ask(services, "grid_outline", {**grid, "prompts": []})["examples"] == 200


def test_rows_that_no_prompt_of_the_job_has_seen_are_not_spoken_of(services, trained):
    for count, changes in ((0, {}), (64, {"data": FORM["data"]})):
        _, notes = told(services, trained, count, **changes)
        assert not any("seen in training" in note["message"] for note in notes)


@pytest.mark.parametrize(
    ("seen", "level", "mark"),
    [
        (None, "ok", ""),
        ({"rows": 64, "of": 200, "left_out": True}, "ok", ""),
        ({"rows": 200, "of": 200, "left_out": False}, "warning", "on rows seen in training"),
        ({"rows": None, "of": 200, "left_out": False}, "warning", ""),
    ],
)
def test_every_later_number_is_marked(services, seen, level, mark):
    reports = [PLAN, cell(18), result(majority=0.5)]
    for view, kind in (("evaluate", "evaluate"), ("grid", "grid")):
        values = spec(view)
        values["data"]["seen"] = seen
        done, visitor = job("done", values), Visitor("")
        outcome = Outcome(values, reports)
        line = services.kinds[kind].line(done, reports, visitor)
        summary = (
            watched(done, outcome, line, None, None, visitor)
            if view == "evaluate"
            else grid_watched(done, outcome, line, None, visitor)
        ).summary
        said = "seen in training" in summary.message or "does not say" in summary.message
        assert summary.level == level and said == (seen is not None)
        assert line.note.endswith(mark)
    beside = compared([(done, outcome)], services.kinds["evaluate"].reader, visitor)
    assert mark in beside.rows[0].title
