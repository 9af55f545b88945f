"""What the Search page says: outlines of real forms, and searches of hand-made reports."""

from __future__ import annotations

import base64
import csv
import io
from types import SimpleNamespace
from typing import Any, cast

import pytest

from components.contracts.search import LabelWordsWatched, TriggersWatched
from components.jobs.shared import Shared
from components.routes.visitor import Visitor
from components.search import label_words, result_view, triggers
from components.search.label_words import LabelWordsKind
from components.search.triggers import TriggersKind
from playground.errors import JobError
from playground.results import Job
from playground.search import desk
from tests.components.asking import ask, refused
from tests.components.search.reports import BEGUN, METHODS, PLAN, START, WORDS_SEED, against, job, result, seed

FORM = {
    "template": "{text} [T*2] It was [MASK].",
    "verbalizer": "positive: great\nnegative: terrible",
    "data": {"demo": "film-reviews"},
    "model": "",
    "aggregation": "mean",
    "options": {"steps": 4, "examples": 4},
}
WORDS_FORM = {**FORM, "template": "{text} It was [MASK].", "options": {"methods": ["probe", "ratio"]}}


def shared(*mine: Job) -> Shared:
    """What a kind is given, with a visitor's jobs."""
    return cast(Shared, SimpleNamespace(queue=SimpleNamespace(jobs=lambda owner: list(mine))))


def see(of: Job, reports: list, *mine: Job, language: str = "en") -> TriggersWatched:
    return triggers.watched(TriggersKind(shared(*mine)), of, reports, Visitor("me", language))


def see_words(of: Job, reports: list, language: str = "en") -> LabelWordsWatched:
    return label_words.watched(LabelWordsKind(shared()), of, reports, Visitor("me", language))


# -- before a job ----------------------------------------------------------------------


def test_the_outline_says_what_a_search_for_triggers_costs(services):
    found = ask(services, "triggers_outline", FORM)
    assert found["hand_written"] == "{text} It was [MASK]." and found["triggers"] == 2
    assert (found["train"], found["dev"], found["test"]) == (8, 8, 100) and found["candidates"] > 100
    assert found["seconds"] > 0 and found["notes"] == []
    many = ask(services, "label_words_outline", {**WORDS_FORM, "options": {"examples": 200}})
    assert "a class, not 200" in many["notes"][0]["message"] and many["triggers"] == 0


@pytest.mark.parametrize(
    ("change", "target", "field"),
    [
        ({"options": {"steps": 0}}, "search", "steps"),
        ({"options": {"candidates": "many"}}, "search", "candidates"),
        ({"options": {"steps": 24, "seeds": [1, 2, 3]}}, "job", None),
        ({"template": "{text} It was [MASK]."}, "search", None),
        ({"verbalizer": "positive: 🦄🦄\nnegative: bad"}, "verbalizer", None),
        ({"data": {"demo": "none"}}, "data", None),
    ],
)
def test_what_cannot_be_searched_is_said_beside_its_cause(services, change, target, field):
    failure = refused(services, "triggers_outline", {**FORM, **change})
    assert failure["target"] == target and list(failure["fields"]) == ([field] if field else [])


def test_a_form_is_given_every_option_of_its_kind_in_the_readers_language():
    for language in ("en", "zh"):
        setup = LabelWordsKind(shared()).setup(Visitor(language=language))
        methods = setup.options[0]
        assert [choice.name for choice in methods.choices] == list(desk.methods())
        assert all(choice.title and choice.line for choice in methods.choices)
    assert {option.name for option in TriggersKind(shared()).setup(Visitor()).options} >= {"steps", "race", "seeds"}


# -- a search for triggers ---------------------------------------------------------------


@pytest.mark.parametrize("state", ["queued", "running", "cancelling", "interrupted", "cancelled", "failed", "done"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_state_has_words(state, language):
    for reports in ([], BEGUN[:1], BEGUN, [*BEGUN, seed(against(0.9, 0.1, 0.3)), result(0.9)]):
        shown = see(job(state), reports, language=language)
        assert shown.summary.message and shown.line.title and 0 <= shown.line.progress <= 1


def test_a_running_search_shows_its_prompt_its_curves_and_each_change():
    shown = see(job("running"), BEGUN)
    assert "".join(piece.text for piece in shown.prompt) == "{text} oh nice It was [MASK]."
    assert [piece.text for piece in shown.prompt if piece.kind == "trigger"] == ["oh nice"]
    assert shown.curves and shown.scatter and shown.tried == 3 and "3 words were tried" in shown.linear
    (step,) = shown.steps
    assert (step.place, step.before, step.word, step.predicted, step.actual) == (2, "so", "nice", 0.2, 0.3)
    assert "75.0% on 8 dev examples" in shown.summary.message and shown.result is None
    assert shown.line.detail.startswith("step 2 of 2") and shown.line.note == "oh nice"
    assert shown.line.progress == pytest.approx(100 / 180)


def test_progress_counts_the_test_rows_that_were_read():
    def tested(done: int) -> dict[str, Any]:
        return {"kind": "test", "seed": 1, "done": done, "of": 20}

    shown = see(job("running"), [*BEGUN, tested(8), tested(20), tested(5)])
    assert shown.line.progress == pytest.approx((100 + 25) / 180) and "testing, 5 of 20" in shown.line.detail
    assert see(job("running"), []).line.progress == 0


def test_the_result_has_the_hand_written_prompt_in_all_its_readings():
    shown = see(job(), [*BEGUN, seed(against(0.9, 0.1, 0.3)), result(0.9)])
    lines = {line.name: line for line in shown.result.seeds[0].lines}
    assert list(lines) == ["hand_written", "calibrated", "learnt", "found"]
    assert [line.accuracy for line in lines.values()] == [0.6, 0.7, 0.8, 0.9]
    assert lines["hand_written"].interval == pytest.approx((0.387, 0.781), abs=1e-3)
    assert lines["calibrated"].state.options.calibration == "contextual" and lines["learnt"].state is None
    found = lines["found"].state
    assert (found.template, found.model, found.options.calibration) == ("{text} oh nice It was [MASK].", "", "none")
    assert lines["found"].gain == pytest.approx(0.2) and lines["found"].chosen
    assert shown.line.accuracy == 0.9 and "compare" in shown.line.can


@pytest.mark.parametrize(
    ("gains", "level", "words"),
    [
        ([(0.1, 0.3)], "ok", "beats the hand-written prompt beyond chance"),
        ([(-0.1, 0.2)], "warning", "from −10.0 to +20.0: this search does not show"),
        ([(-0.3, -0.1)], "warning", "the hand-written prompt is better"),
        ([(0.1, 0.3), (-0.1, 0.2)], "warning", "Only for 1 of 2 seeds"),
    ],
)
def test_a_prompt_that_does_not_beat_the_hand_written_one_is_not_praised(gains, level, words):
    seeds = [{**seed(against(0.9, *gain)), "seed": i} for i, gain in enumerate(gains, start=1)]
    starts = [{**START, "seed": i + 1} for i in range(len(gains))]
    shown = see(job(), [PLAN, *starts, *seeds, result(0.9)])
    assert shown.summary.level == level and words in shown.summary.message
    assert shown.result.better == (level == "ok")


def test_looks_at_the_test_rows_are_counted_over_all_kinds_of_jobs():
    mine = job()
    evaluated = {"data": {"fingerprint": "0123", "split": "test"}}
    others = [
        job(id="2" * 32),
        job(id="3" * 32, kind="train"),
        Job("4" * 32, "evaluate", "", "done", 1, evaluated, 0.0, None, None, None, 0, 0),
        job("running", id="5" * 32),
        job(id="6" * 32, fingerprint="other"),
        job(id="7" * 32, test_examples=0),
    ]
    assert result_view.looks(mine, [mine, *others]) == 4
    assert result_view.looks(mine, others) is None, "another person's"
    reports = [*BEGUN, seed(against(0.9, 0.1, 0.3)), result(0.9)]
    assert "only one of your jobs" in see(mine, reports, mine).result.looks
    assert "4 of your jobs" in see(mine, reports, mine, *others).result.looks


def test_without_test_rows_it_is_said_on_what_the_number_stands():
    shown = see(job(test_examples=0), [*BEGUN, seed(None), {**result(0.75), "on": "dev", "gain": None}])
    assert "no test examples" in shown.summary.message and shown.result.looks is None
    assert [(line.name, line.accuracy, line.interval) for line in shown.result.seeds[0].lines] == [
        ("hand_written", 0.5, None),
        ("found", 0.75, None),
    ]


def test_words_that_cannot_be_written_as_text_are_not_offered():
    shown = see(job(), [*BEGUN, seed(against(0.9, 0.1, 0.3), template=None), result(0.9)])
    assert shown.result.seeds[0].lines[-1].state is None


def test_results_are_saved_as_a_table_and_searches_are_compared():
    kind, reports = TriggersKind(shared()), [*BEGUN, seed(against(0.9, 0.1, 0.3)), result(0.9)]
    saved = kind.file(job(), reports, "results", {}, Visitor())
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(saved.base64).decode("utf-8-sig"))))
    assert [row["prompt"] for row in rows] == ["hand_written", "calibrated", "learnt", "found"]
    assert float(rows[-1]["gain_low"]) == 0.1 and rows[-1]["template"] == "{text} oh nice It was [MASK]."
    with pytest.raises(JobError):
        kind.file(job(), BEGUN, "results", {}, Visitor())
    compared = kind.compare([(job(), reports), (job(id="2" * 32), BEGUN)], Visitor())
    assert [row.cells[0] for row in compared.rows] == ["oh nice", "oh nice"]
    assert compared.rows[0].cells[1:] == ["90.0%", "+20.0", "3 s"] and compared.rows[1].cells[1:] == ["…"] * 3


# -- a search for label words --------------------------------------------------------------


def test_each_label_has_every_methods_words_beside_ones_own():
    shown = see_words(job("running", kind="label-words"), [PLAN, START, METHODS[0]])
    assert "1 of 2 methods" in shown.summary.message and shown.line.detail.startswith("1 of 2 methods")
    shown = see_words(job(kind="label-words"), [PLAN, START, *METHODS, WORDS_SEED, result(0.75)])
    (ranking,) = shown.rankings
    good = ranking.labels[0]
    assert ranking.best == "ratio" and (good.label, good.own) == ("good", ["great"])
    assert [(its.method, [w.word for w in its.words], its.taken) for its in good.methods] == [
        ("probe", ["fine", "nice"], ["fine"]),
        ("ratio", ["lovely", "fine"], ["lovely"]),
    ]
    lines = shown.result.seeds[0].lines
    assert [line.name for line in lines] == ["hand_written", "calibrated", "learnt", "probe", "ratio"]
    assert [line.chosen for line in lines] == [False, False, False, False, True]
    assert lines[-1].state.verbalizer == "good: lovely\nbad: awful" and lines[-1].title == "By likelihood ratio"
    assert shown.line.note == "good: lovely · bad: awful"


def test_words_put_together_become_a_verbalizer_whatever_a_label_is_called():
    words = {"so, so": ["fine", "nice"], "bad": ["awful"]}
    assert desk.words_of(desk.written(words)) == words
