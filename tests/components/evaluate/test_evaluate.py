"""What the Evaluate page says: outlines of real forms, evaluations and examples of hand-made reports."""

from __future__ import annotations

import math

import pytest

from components.contracts.compare import GridForm
from components.contracts.evaluate import EvaluateWatched, ExamplesAsked
from components.contracts.evaluations import PromptForm
from components.evaluate import examples
from components.evaluate.watched import watched
from components.jobs.evaluations.asked import one_prompt, readouts
from components.jobs.evaluations.views import play_state
from components.routes.visitor import Visitor
from components.services import Services
from playground.datasets import demo
from playground.evaluation.intervals import Paired
from playground.evaluation.outcome import ONLY, Outcome
from playground.evaluation.predictions import Predictions
from playground.evaluation.readouts import Readouts
from playground.settings import Settings
from tests.components.asking import ask, refused
from tests.components.evaluations import FORM, GRID, PLAIN, PLAN, WORDS, cell, evaluation, job, part, result, row, spec


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data"), rows_limit=110, steps_limit=40))
    yield made
    made.close()


# -- before a job ----------------------------------------------------------------------


def test_the_outline_counts_the_examples_of_the_dev_rows(services):
    outline = ask(services, "evaluate_outline", FORM)
    assert outline["missing"] == [] and outline["seconds"] > 0
    dev = len(demo.load("film-reviews").dev)
    assert outline["examples"] == sum(label["count"] for label in outline["labels"]) == dev
    assert "test rows" in ask(services, "evaluate_outline", {**FORM, "split": "test"})["notes"][0]["message"]
    few = ask(services, "evaluate_outline", {**FORM, "sample": 10})
    assert few["examples"] == 10 and "10 examples" in few["notes"][0]["message"]


def test_labels_without_words_are_named_before_the_start_refuses_them(services):
    form = {**FORM, "verbalizer": "positive: great"}
    outline = ask(services, "evaluate_outline", form)
    assert outline["missing"] == ["negative"] and outline["seconds"] is None
    failure = refused(services, "evaluate_start", form)
    assert failure["target"] == "verbalizer" and "negative" in failure["message"]


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
        ({"options": {**PLAIN, "calibration": "magic"}}, "options"),
    ],
)
@pytest.mark.parametrize("call", ["evaluate_outline", "evaluate_start", "words_outline"])
def test_what_is_wrong_is_said_beside_its_cause(services, call, change, target):
    assert refused(services, call, {**FORM, **change})["target"] == target


@pytest.mark.parametrize(
    ("name", "value"),
    [("sample", "many"), ("sample", 0), ("sample", True), ("seed", "one"), ("learn", "a few"), ("learn", 65)],
)
def test_what_is_no_number_is_said_at_its_field(services, name, value):
    assert name in refused(services, "evaluate_outline", {**FORM, name: value})["fields"]


# -- a job -----------------------------------------------------------------------------


@pytest.fixture
def see(services):
    """`see(job, reports)` -> the page's view of an evaluation."""

    def look(job, reports, wished=None, both: Paired | None = None, language: str = "en") -> EvaluateWatched:
        outcome, visitor = Outcome(job.spec, reports), Visitor("", language)
        return watched(job, outcome, services.kinds["evaluate"].line(job, reports, visitor), wished, both, visitor)

    return look


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("state", ["queued", "running", "cancelling", "cancelled", "done", "failed", "interrupted"])
def test_every_state_has_words(see, language, state):
    for reports in ([], [PLAN, part(10, 8)], [PLAN, part(20, 15), cell(15), result()]):
        shown = see(job(state), reports, "plain", None, language)
        assert shown.summary.message and shown.line.state_label and shown.line.subject


def test_a_running_evaluation_tells_what_it_knows(see):
    shown = see(job("running"), [PLAN, part(10, 8)])
    assert shown.line.progress == 0.5 and shown.line.detail.startswith("50% done")
    assert (shown.numbers.accuracy, shown.numbers.macro_f1) == (0.8, None)
    assert shown.figures is None and shown.labels == [] and shown.has_calibrated
    assert "80.0% of 10" in shown.summary.message


@pytest.mark.parametrize(("majority", "level"), [(0.5, "ok"), (0.7, "warning")])
def test_a_result_is_compared_with_the_commonest_label(see, majority, level):
    shown = see(job(), [PLAN, part(20, 15), cell(15), result(majority=majority)])
    assert shown.summary.level == level and "75.0% of 20" in shown.summary.message
    assert shown.numbers.majority == majority and shown.numbers.bag_of_words == 0.6
    assert shown.reading == "plain" and not shown.has_calibrated and shown.figures.confusion.data
    assert "compare" in shown.line.can


@pytest.mark.parametrize(("counting", "level"), [(None, "ok"), (0.74, "ok"), (0.75, "warning"), (0.9, "warning")])
def test_no_tick_stands_where_counting_words_does_as_well(see, counting, level):
    shown = see(job(), [PLAN, part(20, 15), cell(15), result(counting=counting)])
    assert shown.summary.level == level
    assert ("Counting words" in shown.summary.message) == (counting is not None)
    assert ("as well or better" in shown.summary.message) == (level == "warning")


def test_the_reading_is_the_one_asked_or_the_options(see):
    reports = [PLAN, cell(15, 18), result()]
    both = Paired(0.15, (0.01, 0.3), 0.04)
    shown = see(job(), reports, "calibrated", both)
    assert (shown.reading, shown.numbers.accuracy) == ("calibrated", 0.9)
    assert shown.state.options.calibration == "contextual"
    assert "15.0 points more" in shown.calibration.sentence
    chosen = job(values=spec(options={**PLAIN, "calibration": "pmi"}))
    shown = see(chosen, reports)
    assert shown.reading == "calibrated" and shown.state.options.calibration == "pmi"
    assert see(chosen, reports, "plain").state.options.calibration == "none"


@pytest.mark.parametrize(("source", "words"), [("own", "of yours"), ("train", "training"), ("evaluated", "evaluated")])
def test_the_rows_of_a_prior_are_named_and_a_label_that_dominates_them(see, source, words):
    prior = {"labels": {"good": 0.8, "bad": 0.2}, "words": {}, "rows": {"from": source, "count": 20, "dominant": None}}
    both, chosen = Paired(-0.1, (-0.2, -0.01), 0.04), job(values=spec(options={**PLAIN, "calibration": "batch"}))
    shown = see(chosen, [PLAN, cell(15, 13, prior=prior), result()], "calibrated", both)
    assert words in shown.calibration.sentence and "20" in shown.calibration.sentence
    assert shown.figures.prior.data, "labels without words can be drawn"
    prior["rows"]["dominant"] = {"label": "good", "share": 0.9}
    sentence = see(chosen, [PLAN, cell(15, 13, prior=prior), result()], "calibrated", both).calibration.sentence
    assert "90.0%" in sentence and "“good”" in sentence


def test_a_learnt_reading_is_shown_where_it_is_wished(see):
    reports = [PLAN, cell(15, 16, learnt=evaluation(19)), result()]
    shown = see(job(), reports, "learnt")
    assert (shown.reading, shown.numbers.accuracy, shown.state.options.calibration) == ("learnt", 0.95, "none")
    assert see(job(), [PLAN, cell(15, 16), result()], "learnt").reading == "plain"


def test_a_job_of_an_earlier_version_is_in_plays_state():
    old = {name: value for name, value in PLAIN.items() if name != "batch_rows"}
    assert play_state(spec(options=old), ONLY, "plain", {}).options.batch_rows == []


def test_a_kept_prompt_is_in_plays_state():
    values = spec(rows=[row("{text} [SOFT] [MASK]", prompt="p0")], kept={"p0": "abc"})
    assert play_state(values, ONLY, "plain", {"text": "x"}).prompts == ["abc"]


def test_a_cell_that_could_not_be_asked_says_why(see):
    error = {"key": "error.template.no_mask", "values": {}}
    shown = see(job(), [PLAN, cell(None, error=error, file=None), result()])
    assert shown.summary.level == "error" and "MASK" in shown.summary.message and shown.numbers is None


def test_examples_come_the_surest_mistakes_first():
    logs = [[math.log(p), math.log(1 - p)] for p in (0.9, 0.6, 0.2, 0.55)]
    answers = Predictions([3, 1, 0, 2], [0, 1, 0, 1], logs, None, [0.5] * 4)
    given = [{"fields": {"text": text}, "label": "?"} for text in "abcd"]

    def found(show, start=0, **labels):
        asked = {"gold": None, "predicted": None, **labels, "show": show, "start": start}
        return examples.examples(spec(), given, answers, "plain", ExamplesAsked(job="", reading=None, **asked))

    def shown(*asked, **labels):
        page = found(*asked, **labels)
        return [example.fields["text"] for example in page.examples], page.count

    assert shown("wrong") == (["a", "b", "c"], 3)
    assert shown("right") == (["d"], 1) and shown("unsure")[0] == ["c", "b", "a", "d"]
    assert shown("all")[0] == ["a", "b", "c", "d"]
    assert shown("all", gold="bad", predicted="good")[0] == ["b", "c"] and shown("all", 3)[0] == ["d"]
    example = found("wrong").examples[0]
    assert (example.gold, example.predicted, example.state.fields) == ("good", "bad", {"text": "a"})
    assert example.probabilities == pytest.approx([0.2, 0.8]) and example.state.verbalizer == WORDS


# -- readouts ----------------------------------------------------------------------------


def test_a_form_says_what_a_verbalizer_learns_from_and_whence_a_prior_is():
    form = {**FORM, "learn": 8, "batch_from": "evaluated"}
    assert one_prompt("evaluate", PromptForm(**form)).readouts == Readouts("evaluated", 8)
    assert one_prompt("evaluate", PromptForm(**{**form, "learn": ""})).readouts.learn == 0
    grid = GridForm(**{**GRID, "learn": 8, "batch_from": "evaluated"})
    assert readouts(grid) == Readouts("evaluated", 8)


@pytest.mark.parametrize(
    ("paired", "words"),
    [
        (Paired(0.15, (0.01, 0.3), 0.04), "15.0 points more"),
        (Paired(-0.15, (-0.3, -0.01), 0.04), "15.0 points less"),
        (Paired(0.05, (-0.1, 0.2), 0.6), "may be chance"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_learnt_verbalizer_tells_its_words_and_gains_and_losses_alike(services, paired, words, language):
    weighed = {"good": [["great", 0.5], ["dull", -0.4]], "bad": [["dull", 0.4]]}
    reports = [PLAN, cell(15, learnt=evaluation(18), learnt_words=weighed), result()]
    outcome, visitor = Outcome(spec(), reports), Visitor("", language)
    line = services.kinds["evaluate"].line(job(), reports, visitor)
    shown = watched(job(), outcome, line, "learnt", None, visitor, paired)
    assert (shown.reading, shown.has_learnt, shown.numbers.accuracy) == ("learnt", True, 0.9)
    assert shown.learnt.accuracy == 0.9 and (words in shown.learnt.sentence or language == "zh")
    told = {label.label: [(word.word, word.weight) for word in label.words] for label in shown.learnt.labels}
    assert told == {"good": [("great", 0.5), ("dull", -0.4)], "bad": [("dull", 0.4)]}


# -- the same prompt written in other ways -----------------------------------------------


def read_as(*rights: str) -> list[dict]:
    """Reports of wordings that get these rows right; the first is the prompt's own."""
    changes = ("own", "bar", "quotes", "no_stop")
    return [
        {
            "kind": "wording",
            "done": at + 1,
            "of": 9,
            "template": f"{at} <b>{{text}}</b>",
            "change": changes[at],
            "right": list(map(int, right)),
        }
        for at, right in enumerate(rights)
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("rights", "said"),
    [
        (("1111111000", "1111110000"), ("60%", "70%", "10")),
        (("1111111111", "0000000000", "1111100000"), ("0%", "100%", "100", "0.002")),
        (("1100", "1100"), ("50%",)),
        (("1100",), ()),
    ],
    ids=["chance", "more than chance", "equal", "read alike"],
)
def test_the_spread_over_wordings_has_its_sentence_and_a_dot_a_wording(see, language, rights, said):
    shown = see(job(), [PLAN, cell(15), *read_as(*rights), result()], language=language).wordings
    assert all(number in shown.sentence for number in said) and ("p\N{NO-BREAK SPACE}" in shown.sentence) == (
        len(said) > 1
    )
    assert [its.accuracy for its in shown.wordings] == [right.count("1") / len(right) for right in rights]
    others, own = shown.figure.data
    assert own["x"] == [shown.wordings[0].accuracy] and own["customdata"][0][0] == 0
    assert [index for index, _ in others["customdata"]] == list(range(1, len(rights)))
    assert [row[-1] for row in shown.figure.layout["meta"]["table"]["rows"]] == [its.accuracy for its in shown.wordings]
    assert "<b>" not in str(own["customdata"]) + str(others["customdata"]), "a template is text"


def test_wordings_come_after_the_number_that_stands_by_then(see):
    plan = {**PLAN, "wordings": 9, "wording_rows": 20}
    shown = see(job("running"), [plan, part(20, 15), cell(15)])
    assert shown.wordings is None and shown.numbers.accuracy == 0.75 and shown.figures is not None
    assert (
        shown.line.progress == 0.1 and "75.0% of 20" in shown.summary.message and "So far" not in shown.summary.message
    )
    shown = see(job("running"), [plan, part(20, 15), cell(15), *read_as("1" * 20, "0" * 20)])
    assert shown.line.progress == pytest.approx(0.3) and "1 so far" in shown.wordings.sentence


def test_the_page_asks_for_wordings_and_says_what_is_no_count(services):
    longer = ask(services, "evaluate_outline", {**FORM, "wordings": 100})
    assert longer["seconds"] > 3 * ask(services, "evaluate_outline", FORM)["seconds"]
    assert "wordings" in refused(services, "evaluate_outline", {**FORM, "wordings": 101})["fields"]
    assert ask(services, "evaluate_outline", {**FORM, "wordings": ""})["examples"] == longer["examples"]
