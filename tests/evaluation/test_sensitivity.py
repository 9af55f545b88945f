"""The spread over wordings: each wording as it would be alone, those read alike once."""

import csv
import io
import json
from dataclasses import replace

import pytest
import torch

from playground.errors import OptionsError, TemplateError
from playground.evaluation import predictions
from playground.evaluation import sensitivity as module
from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities
from playground.evaluation.intervals import compare
from playground.evaluation.outcome import Outcome
from playground.evaluation.sensitivity import Sensitivity, WordingScore, sensitivity
from playground.evaluation.spec import EvaluationSpec
from playground.evaluation.tables import summary
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.prompting.template import parse
from playground.prompting.verbalizer import Verbalizer
from playground.prompting.wordings import wordings
from playground.results import Example, PromptCard
from playground.scoring.batch import ask_all, label_log_scores
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan
from tests.evaluation.conftest import ROWS as TEMPLATES
from tests.evaluation.conftest import spec

TEMPLATE = TEMPLATES[0]

ROWS = tuple(
    Example({"text": text}, label)
    for text, label in (
        ("The film was great.", "yes"),
        ("Never again.", "no"),
        ("很好看。", "yes"),
        ("A sad story.", "no"),
    )
)


def task_on(model, template: str) -> Task:
    words = Verbalizer.from_mapping({"yes": "good", "no": "bad"})
    return Task.build(parse(template), words, Options(), model)


@pytest.mark.parametrize("family", ["bert", "roberta", "gpt2"])
def test_each_wording_is_scored_as_it_would_be_alone(tiny, family):
    model = tiny(family).ours
    found = sensitivity(task_on(model, "{text} It was [MASK]"), ROWS, model)
    for its in found.wordings:
        task = task_on(model, its.template)
        questions = EncodedExamples.of(task, ROWS, model)
        assert torch.tensor(its.right).equal(
            (log_probabilities(task, questions, model).argmax(-1) == questions.gold) + 0
        )
    assert found.own.template == "{text} It was [MASK]" and found.own.change == "own"
    assert found.spread == max(its.accuracy for its in found.wordings) - min(its.accuracy for its in found.wordings)


def test_wordings_that_a_model_reads_alike_count_once(tiny):
    model = tiny("bert").ours
    found = sensitivity(task_on(model, "{text} It was [MASK]."), ROWS, model)
    assert "line" not in [its.change for its in found.wordings], "BERT reads a line break as a space"


def test_the_spread_is_from_the_worst_wording_to_the_best():
    scores = [((1, 1, 0, 0), "own"), ((1, 1, 1, 1), "bar"), ((0, 1, 0, 0), "dash")]
    found = Sensitivity(tuple(WordingScore(change, change, right) for right, change in scores))
    assert (found.own.accuracy, found.lowest.change, found.highest.change, found.spread) == (0.5, "dash", "bar", 0.75)
    assert found.paired == compare([1, 1, 1, 1], [0, 1, 0, 0])


def test_words_filled_one_after_the_other_are_read_so_in_every_wording(tiny):
    model = tiny("bert").ours
    words = Verbalizer.from_mapping({"yes": "a wonderful evening", "no": "bad"})
    options = Options(filling="sequential")
    found = sensitivity(Task.build(parse(TEMPLATE), words, options, model), ROWS, model)
    for its in found.wordings:
        task = Task.build(parse(its.template), words, options, model)
        single = [drive(predict_plan(task, row.fields, model), model) for row in ROWS]
        best = [max(one.labels, key=lambda label: label.probability).label for one in single]
        assert list(its.right) == [int(name == row.label) for name, row in zip(best, ROWS, strict=True)]


# -- in a job --------------------------------------------------------------------------


def told(messages, kind):
    return [message.report for message in messages if message.report["kind"] == kind]


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_a_job_reads_a_prompt_in_every_wording_on_a_fair_sample_after_its_cell(small, family):
    run = small(family, wordings=7)
    messages = list(run.messages())
    kinds = [message.report["kind"] for message in messages]
    assert kinds[:3] == ["plan", "part", "cell"] and set(kinds[3:-1]) == {"wording"} and kinds[-1] == "result"
    rows = [run.spec.examples[place] for place in run.spec.order[:7]]
    alone = sensitivity(run.passes[0].questions[0].task, rows, run.passes[0].model)
    assert Sensitivity.of(told(messages, "wording")) == alone
    (cell,) = told(messages, "cell")
    answers = predictions.read(messages[kinds.index("cell")].files[cell["file"]])
    right = answers.right("plain")
    assert list(alone.own.right) == [right[place] for place in run.spec.order[:7]], "the prompt's own as in its cell"
    (result,) = told(messages, "result")
    assert result["wordings"] == alone.to_json() and json.dumps(result["wordings"], allow_nan=False)
    plain = list(small(family).messages())
    assert told(plain, "cell") == told(messages, "cell") and "wordings" not in plain[-1].report


def test_the_wordings_are_part_of_the_work_that_is_left(small):
    run = small(wordings=7)
    reports = [message.report for message in run.messages()]
    shares = [Outcome(run.spec.to_json(), reports[:count]).share for count in range(1, len(reports) + 1)]
    whole = len(run.spec.order) + 7 * len(wordings(run.passes[0].task.template))
    assert shares[2] == pytest.approx(len(run.spec.order) / whole) and shares[-1] == 1.0
    assert shares == sorted(shares) and len(set(shares[2:-1])) == len(shares[2:-1])
    assert run.spec.size > small().spec.size


def test_a_job_resumed_before_its_wordings_tells_the_same_ones(small):
    whole = list(small(wordings=7).messages())
    at = next(i for i, message in enumerate(whole) if message.checkpoint is not None)
    rest = list(small(wordings=7).messages(whole[at].checkpoint))
    assert told(rest, "wording") == told(whole, "wording") and len(rest) == len(whole) - at - 1
    assert told(rest, "result")[0]["wordings"] == told(whole, "result")[0]["wordings"]


def test_a_prompt_under_a_trained_one_keeps_it_in_every_wording(tiny):
    model = tiny("bert").ours
    text = "{text} [SOFT*2] It was [MASK]."
    values = torch.randn(2, model.embeddings.shape[1], generator=torch.Generator().manual_seed(1))
    card = PromptCard("prompt", text, "yes: good\nno: bad", "mean", model.id, model.revision)
    trained = SoftPrompt(SoftInput(embeddings=values), card)
    plain = Task.build(parse(text), Verbalizer.from_mapping({"yes": "good", "no": "bad"}), Options(), model, trained)
    found = sensitivity(plain, ROWS, model)
    assert len(found.wordings) > 2
    for its in found.wordings:
        task = replace(plain, template=parse(its.template))
        scores = label_log_scores(
            task, ask_all(task, [row.fields for row in ROWS], model), model.log_probs, trained.input
        )
        gold = torch.tensor([task.labels.index(row.label) for row in ROWS])
        assert list(its.right) == (scores.argmax(-1) == gold).long().tolist()


def test_wordings_that_do_not_fit_are_no_error_and_a_prompt_that_cannot_be_asked_has_none(small, monkeypatch):
    plain = module.ask_all

    def fail(task, fields, model):
        if str(task.template) != TEMPLATE:
            raise TemplateError("too_long")
        return plain(task, fields, model)

    monkeypatch.setattr(module, "ask_all", fail)
    reports = [message.report for message in small(wordings=7).messages()]
    assert [report["change"] for report in reports if report["kind"] == "wording"] == ["own"]
    assert reports[-1]["wordings"]["spread"] == 0.0 and reports[-1]["wordings"]["paired"]["tied"]
    reports = [message.report for message in small("bert", ("no mask {text}",), wordings=7).messages()]
    assert [report["kind"] for report in reports] == ["plan", "cell", "result"] and "wordings" not in reports[0]


def test_only_a_single_prompt_is_reworded_on_a_hundred_rows_at_most(tiny):
    model = tiny("bert").ours
    assert spec(model, wordings=100).wording_rows == 24, "there are no more"
    assert spec(model, wordings=100, view="grid").wording_rows == 0
    for wrong in (101, -1, "many", True, 2.5):
        with pytest.raises(OptionsError):
            spec(model, wordings=wrong)
    values = spec(model).to_json()
    values.pop("wordings")
    assert EvaluationSpec.from_json(values).wordings == 0, "as a job of an earlier version"


def test_the_spread_stands_in_the_summary_of_those_who_asked(small):
    for count in (0, 7):
        run = small(wordings=count)
        outcome = Outcome(run.spec.to_json(), [message.report for message in run.messages()])
        plain, calibrated = csv.DictReader(io.StringIO(summary(outcome).decode("utf-8-sig")))
        assert ("spread over wordings" in plain) == bool(count)
        if its := outcome.sensitivity:
            assert float(plain["spread over wordings"]) == pytest.approx(its.spread)
            assert (plain["wording rows"], plain["wordings"]) == ("7", str(len(its.wordings)))
            assert float(plain["wordings high"]) - float(plain["wordings low"]) == pytest.approx(its.spread)
            assert calibrated["spread over wordings"] == "", "read without calibration"
