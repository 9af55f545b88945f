"""Evaluations read by rows' priors and by learnt verbalizers: the numbers of the parts, resumed, warned, ensembled."""

import json
from dataclasses import replace

import pytest
import torch

from playground.errors import DataError, OptionsError
from playground.evaluation import predictions
from playground.evaluation.learning import learn
from playground.evaluation.outcome import ONLY, Outcome
from playground.evaluation.passes import passes
from playground.evaluation.readouts import Readouts, dominant, drawn
from playground.evaluation.spec import EvaluationSpec
from playground.evaluation.task import EvaluationRun, learnt_file
from playground.prompting.template import parse
from playground.prompting.verbalizer import parse as words
from playground.results import Example
from playground.scoring.aggregation import ensemble
from playground.scoring.calibration import contextual_prior
from playground.scoring.learnt import LearntVerbalizer, apply_plan
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan, prior_plan
from tests.evaluation.conftest import COLUMNS, ROWS, spec
from tests.tuning.conftest import examples

TRAIN = examples(3)


@pytest.fixture
def made(tiny):
    """`made(...)` -> a spec on a tiny model with training rows, and that model."""

    def make(*args, family="bert", train=TRAIN, readouts=None, **others):
        model = tiny(family).ours
        found = spec(model, *args, times=2, **others)
        return replace(found, train=train, readouts=readouts or Readouts()), model

    return make


def result(its, model):
    """A run's cells and files."""
    messages = list(EvaluationRun(its, [model]).messages())
    cells = {
        tuple(r[k] for k in ("model", "row", "column")): r for r in (m.report for m in messages) if r["kind"] == "cell"
    }
    return cells, {name: data for message in messages for name, data in message.files.items()}, messages


def shares(task, prior, rows, model):
    """P(label) of each example, one by one, calibrated by given priors: as Play has it."""
    found = []
    for row in rows:
        plain = drive(predict_plan(task, row.fields, model), model)
        scores = torch.tensor([word.log_score for word in plain.words], dtype=torch.double) - prior
        label = torch.stack([scores[group].logsumexp(0) - torch.tensor(len(group)).log() for group in task.groups])
        found.append(label.softmax(0).tolist())
    return found


@pytest.mark.parametrize("source", ["train", "evaluated", "own"])
def test_batch_calibration_of_an_evaluation_equals_single_predictions(made, source):
    own = tuple(f"{row.fields['text']} too" for row in TRAIN[:17]) if source == "own" else ()
    options = {"calibration": "batch", "batch_rows": own}
    its, model = made(readouts=Readouts(batch_from="train" if source == "own" else source), **options)
    cells, files, _ = result(its, model)
    rows = {
        "train": [row.fields for row in TRAIN],
        "evaluated": [row.fields for row in its.examples],
        "own": [{"text": line} for line in own],
    }[source]
    plain = Task.build(parse(ROWS[0]), words(COLUMNS[0]), Options(), model)
    prior = drive(prior_plan(replace(plain, options=Options(calibration="batch")), model, rows), model)
    answers = predictions.read(files["0/0/0"])
    expected = shares(plain, prior, its.examples, model)
    for place, values in zip(answers.order, answers.reading("calibrated"), strict=True):
        assert torch.tensor(values).exp().tolist() == pytest.approx(expected[place], abs=1e-5)
    cell = cells[ONLY]
    assert (cell["prior"]["rows"]["from"], cell["prior"]["rows"]["count"]) == (source, len(rows))
    assert sum(cell["prior"]["labels"].values()) == pytest.approx(1) and cell["prior"]["words"] == {}


def test_rows_with_a_dominant_label_are_named(made):
    first = TRAIN[0].label
    its, model = made(train=(*TRAIN[:4], *(row for row in TRAIN if row.label == first)), calibration="batch")
    assert result(its, model)[0][ONLY]["prior"]["rows"]["dominant"]["label"] == first
    even, model = made(calibration="batch")
    assert result(even, model)[0][ONLY]["prior"]["rows"]["dominant"] is None


def test_the_gain_is_gone_where_one_label_dominates_the_rows():
    # The prompt says "a" to nearly everything, though less surely where the text speaks for b.
    a, b = [0.95, 0.9, 0.75], [0.6, 0.55]

    def accuracies(rows):
        gold = torch.tensor([label for label, _ in rows])
        p = torch.tensor([[its, 1 - its] for _, its in rows]).log()
        found = (p, p - contextual_prior(p))
        return [(scores.argmax(-1) == gold).double().mean().item() for scores in found]

    even = [(0, its) for its in a * 4] + [(1, its) for its in b * 6]
    assert accuracies(even) == [0.5, 1.0], "the prejudice is taken out"
    skewed = [(0, its) for its in a * 12] + [(1, its) for its in b]
    assert dominant([Example({}, str(label)) for label, _ in skewed], 2)
    plain, batch = accuracies(skewed)
    assert batch < plain, "what the label deserves is taken away, too"


@pytest.mark.parametrize("source", ["train", "evaluated"])
def test_too_few_rows_are_told_before_anything_runs(made, source):
    its, model = made(train=TRAIN[:15], sample=15, calibration="batch", readouts=Readouts(batch_from=source))
    _, errors = passes(its, [model], priors=False)
    (error,) = errors.values()
    assert isinstance(error, OptionsError) and error.code == "too_few_batch_rows" and error.values["count"] == 15


def test_a_template_without_a_slot_has_no_prior_of_rows(made):
    its, model = made(["It was [MASK]."], calibration="batch")
    assert result(its, model)[0][ONLY]["calibrated"] is None


@pytest.mark.parametrize("family", ["bert", "gpt2"])
@pytest.mark.parametrize("options", [{}, {"filling": "sequential"}], ids=["independent", "sequential"])
def test_a_learnt_reading_equals_single_applications(made, family, options):
    columns = ("yes: wonderful evening, good\nno: bad", "no: terrible\nyes: good\nother: book")
    its, model = made(ROWS[:1], columns, "grid", family=family, readouts=Readouts(learn=3), **options)
    cells, files, _ = result(its, model)
    for column in range(2):
        answers = predictions.read(files[f"0/0/{column}"])
        read = LearntVerbalizer.from_json(json.loads(files[learnt_file((0, 0, column))]))
        task = Task(parse(ROWS[0]), None, Options(), {}, ())
        labels = ["yes", "no"] if column == 0 else ["no", "yes", "other"]
        for place, values in zip(answers.order, answers.reading("learnt"), strict=True):
            single = drive(apply_plan(read, task, its.examples[place].fields, model), model).exp().tolist()
            expected = dict(zip(read.labels, single, strict=True))
            found = torch.tensor(values).exp().tolist()
            assert found == pytest.approx([expected.get(label, 0.0) for label in labels], abs=1e-4)
        cell = cells[0, 0, column]
        assert cell["learnt"]["examples"] == 24 and set(cell["learnt_words"]) == {"yes", "no"}


def test_what_it_learns_from_is_drawn_from_the_training_rows(made):
    its, model = made(readouts=Readouts(learn=2, seed=5))
    _, files, _ = result(its, model)
    task = Task(parse(ROWS[0]), None, Options(), {}, ())
    expected = learn(task, drawn(TRAIN, 2, 5), model)
    read = LearntVerbalizer.from_json(json.loads(files[learnt_file(ONLY)]))
    assert read.words == expected.words and read.examples == 4
    order = [expected.labels.index(label) for label in read.labels]
    weights = torch.tensor(expected.weights)[order]
    assert torch.tensor(read.weights).numpy() == pytest.approx(weights.numpy(), abs=1e-6)


def test_every_reading_has_its_ensemble_its_best_and_its_lines(made):
    its, model = made(ROWS[:2], COLUMNS[:1], "grid", readouts=Readouts(learn=3), seeds=(1, 2), sample=12)
    _, files, messages = result(its, model)
    answers = {row: predictions.read(files[f"0/{row}/0"]) for row in range(3)}
    for name in ("plain", "calibrated", "learnt"):
        parts = [torch.tensor(answers[row].reading(name)) for row in range(2)]
        assert torch.tensor(answers[2].reading(name)).numpy() == pytest.approx(ensemble(parts).numpy(), abs=1e-5)
        assert messages[-1].report["readings"][name]["best"]
    values = json.loads(json.dumps(its.to_json()))
    outcome = Outcome(values, [message.report for message in messages])
    assert outcome.reading("learnt") == "learnt" and outcome.reading() == "plain"
    assert outcome.numbers(ONLY, "learnt").examples == len(its.order)
    assert outcome.spread(ONLY, "learnt") is not None


def test_a_job_with_readouts_resumes_to_the_same(made):
    its, model = made(ROWS[:2], COLUMNS[:1], "grid", calibration="batch", readouts=Readouts("evaluated", 3))
    run = EvaluationRun(EvaluationSpec.from_json(its.to_json()), [model])
    messages = list(run.messages())
    first = next(message.checkpoint for message in messages if message.checkpoint)
    again = list(EvaluationRun(its, [model]).messages(first))

    def told(found):
        return [{k: v for k, v in m.report.items() if k != "seconds"} for m in found if m.report["kind"] == "cell"]

    assert told(again) == told(messages)[1:] and again[-1].report["readings"] == messages[-1].report["readings"]


def test_a_record_of_an_earlier_version_reads_plainly(made):
    values = made()[0].to_json()
    del values["readouts"], values["options"]["batch_rows"]
    assert EvaluationSpec.from_json(values).readouts == Readouts()
    old = {"kind": "cell", "model": 0, "row": 0, "column": 0, "plain": {"examples": 1}, "calibrated": None, "seeds": []}
    outcome = Outcome(
        values, [old, {"kind": "result", "readings": {"plain": None, "calibrated": None}, "baseline": {}}]
    )
    assert outcome.reading("learnt") == "plain" and outcome.spread(ONLY, "learnt") is None
    assert outcome.best("learnt") is None


def test_nothing_to_learn_from_is_told_before_anything_runs(made):
    for train in ((), TRAIN[:1], tuple(Example(row.fields, "yes") for row in TRAIN)):
        its, model = made(train=train, readouts=Readouts(learn=2))
        with pytest.raises(DataError) as caught:
            passes(its, [model], priors=False)
        assert caught.value.code == "nothing_to_learn_from" and caught.value.message()


@pytest.mark.parametrize(
    "values", [{"batch_from": "test"}, {"batch_from": 1}, {"learn": -1}, {"learn": 65}, {"learn": True}, {"learn": "8"}]
)
def test_readouts_are_checked(values):
    with pytest.raises(OptionsError) as caught:
        Readouts(**values)
    assert str(next(iter(values.values()))) in caught.value.message()
