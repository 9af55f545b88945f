"""What the Search page says of a search for templates: outlines of real forms, and hand-made reports."""

from __future__ import annotations

import base64
import csv
import io
from types import SimpleNamespace
from typing import cast

import pytest

from components.contracts.search import TemplatesWatched
from components.jobs.shared import Shared
from components.routes.visitor import Visitor
from components.search import templates
from components.search.templates import TemplatesKind
from playground.results import Job
from playground.search import desk
from tests.components.asking import ask, refused
from tests.components.search.reports import (
    ALSO,
    CUT,
    FIRM,
    ODD,
    OWN,
    RACED,
    against,
    job,
    result,
    templates_seed,
)

FORM = {
    "template": OWN,
    "verbalizer": "positive: great\nnegative: terrible",
    "data": {"demo": "film-reviews"},
    "model": "",
    "aggregation": "mean",
    "options": {"sources": ["bank"], "bank": "opinion", "examples": 4},
}


def kind() -> TemplatesKind:
    return TemplatesKind(cast(Shared, SimpleNamespace(queue=SimpleNamespace(jobs=lambda owner: []))))


def see_templates(of: Job, reports: list, language: str = "en") -> TemplatesWatched:
    return templates.watched(kind(), of, reports, Visitor("me", language))


def test_a_form_is_given_the_sources_and_the_bank_in_the_readers_language():
    for language in ("en", "zh"):
        options = {option.name: option for option in kind().setup(Visitor(language=language)).options}
        assert [choice.name for choice in options["sources"].choices] == list(desk.sources())
        assert all(choice.title and choice.line for choice in options["sources"].choices)
        assert options["bank"].kind == "one" and all(choice.title for choice in options["bank"].choices)


def test_the_outline_counts_the_templates_that_race_and_refuses_what_edits_cannot_keep(services):
    found = ask(services, "templates_outline", FORM)
    assert found["candidates"] == 1 + 16 and found["hand_written"] == "{text} It was [MASK]."
    failure = refused(services, "templates_outline", {**FORM, "template": "{text} [T*2] It was [MASK]."})
    assert failure["target"] == "search" and "soft or trigger tokens" in failure["message"]
    failure = refused(services, "templates_outline", {**FORM, "options": {"bank": "weather"}})
    assert list(failure["fields"]) == ["bank"]


def test_templates_are_ranked_while_they_race_each_with_where_it_came_from():
    shown = see_templates(job("running", kind="templates"), RACED)
    assert [(its.template, its.stands) for its in shown.ranked] == [
        (FIRM, "runs"),
        (OWN, "runs"),
        (ODD, "dropped"),
        (CUT, "runs"),
        (ALSO, "same"),
    ]
    first, own, _, cut, also = shown.ranked
    assert (first.source, first.examples, first.loss, first.accuracy) == ("From the bank", 8, 0.5, 0.75)
    assert first.gain == pytest.approx(0.2) and first.interval == (0.5, 0.9) and first.dev is None
    assert (own.source, cut.source, cut.of, cut.loss) == ("Hand-written", "Words deleted", FIRM, None)
    assert (also.source, also.same_as) == ("By paraphrase", OWN)
    assert first.state.template == FIRM and first.state.verbalizer == "good: great\nbad: terrible"
    rounds = [(its.examples, its.templates, its.left, its.same, its.edits) for its in shown.rounds]
    assert rounds == [(4, 4, 2, 1, False), (8, 2, 2, 0, False)]
    assert "5 templates so far" in shown.summary.message and "75.0% on 8 dev examples" in shown.summary.message
    assert shown.line.note == FIRM and shown.line.detail.startswith("step 4 of 6")
    assert shown.line.progress == pytest.approx(100 * (4 / 6) / 180) and shown.result is None


def test_the_best_template_and_the_best_ones_together_stand_beside_the_hand_written_one():
    reports = [*RACED, templates_seed(test=against(0.9, 0.1, 0.3)), result(0.9)]
    shown = see_templates(job(kind="templates"), reports)
    assert [(its.template, its.stands, its.dev) for its in shown.ranked[:3]] == [
        (FIRM, "best", 0.75),
        (OWN, "left", 0.5),
        (ODD, "dropped", None),
    ]
    assert {its.stands for its in shown.ranked[3:]} == {"dropped", "same"}
    lines = {line.name: line for line in shown.result.seeds[0].lines}
    assert list(lines) == ["hand_written", "calibrated", "learnt", "found", "together"]
    assert lines["found"].state.template == FIRM and lines["found"].chosen and shown.summary.level == "ok"
    together = lines["together"]
    assert (together.title, together.templates, together.state) == ("The best 2 together", [FIRM, OWN], None)
    assert (together.accuracy, together.gain_interval) == (0.85, (-0.1, 0.3))
    saved = kind().file(job(kind="templates"), reports, "results", {}, Visitor())
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(saved.base64).decode("utf-8-sig"))))
    assert rows[-1]["template"] == f"{FIRM}\n{OWN}"


def test_without_test_rows_templates_together_stand_on_the_development_rows():
    reports = [*RACED, templates_seed(), {**result(0.75), "on": "dev", "gain": None}]
    shown = see_templates(job(kind="templates", test_examples=0), reports)
    assert [(line.name, line.accuracy, line.interval) for line in shown.result.seeds[0].lines] == [
        ("hand_written", 0.5, None),
        ("found", 0.75, None),
        ("together", 0.8, None),
    ]


def test_a_search_that_ends_with_the_hand_written_template_says_so():
    reports = [*RACED, templates_seed("own", against(0.6, -0.3, 0.1)), result(0.6)]
    shown = see_templates(job(kind="templates"), reports)
    assert "ends where it began" in shown.summary.message and shown.summary.level == "warning"


@pytest.mark.parametrize("state", ["queued", "running", "cancelled", "done"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_state_of_a_search_for_templates_has_words(state, language):
    for reports in ([], RACED[:2], RACED, [*RACED, templates_seed(test=against(0.9, 0.1, 0.3)), result(0.9)]):
        shown = see_templates(job(state, kind="templates"), reports, language)
        assert shown.summary.message and 0 <= shown.line.progress <= 1
        assert all(its.source for its in shown.ranked)
