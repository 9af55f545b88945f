"""A whole job: its messages in order, resumed anywhere, and what is refused before it starts."""

import json
from dataclasses import replace

import pytest

from playground.datasets.dataset import DataSet
from playground.datasets.sample import few_shot
from playground.errors import DataError, ModelError, PlaygroundError, TuningError, VerbalizerError
from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities
from playground.evaluation.few_examples import MOST_TEST
from playground.models import soft_prompt
from playground.results import Example, Message
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import predict_plan
from playground.tuning import desk, task
from playground.tuning.spec import TuningSpec
from playground.tuning.task import TuningRun
from tests.tuning.conftest import spec


def told(messages: list[Message]) -> list[dict]:
    """Reports without their clocks."""
    return [{key: value for key, value in message.report.items() if key != "seconds"} for message in messages]


def test_the_messages_of_two_seeds(small):
    run = small(seeds=(4, 2), steps=4, evaluate_every=2)
    messages = list(run.messages())
    reports = told(messages)
    assert json.loads(json.dumps(reports)) == reports
    kinds = [report["kind"] for report in reports]
    step = ["step"] * 5
    assert kinds == ["plan", "start", *step, "test", "test", "test", "seed", "start", *step, "test", "seed", "result"]
    assert [report["seed"] for report in reports if report["kind"] == "seed"] == [4, 2]
    files = {name for message in messages for name in message.files}
    assert files == {f"{seed}/{step}" for seed in (4, 2) for step in (0, 2, 4)}
    assert all((message.checkpoint is not None) == bool(message.files) for message in messages)
    plan = reports[0]
    assert (plan["template"], plan["hand_written"], plan["labels"]) == (
        "{text} [SOFT*2] [MASK].",
        "{text} It was [MASK].",
        ["yes", "no"],
    )


@pytest.mark.parametrize("method", ["prompt", "p_tuning", "prefix"])
def test_a_job_resumed_from_any_checkpoint_ends_the_same(small, method):
    run = small(seeds=(1, 2), steps=4, evaluate_every=2, method=method)
    whole = list(run.messages())
    for at, message in enumerate(whole):
        if message.checkpoint is None:
            continue
        rest = list(run.messages(message.checkpoint))
        expected = whole[at + 1 :]
        assert [report["kind"] for report in told(rest)] == [report["kind"] for report in told(expected)]
        for ours, theirs in zip(told(rest), told(expected), strict=True):
            for key, value in theirs.items():
                assert ours[key] == (pytest.approx(value, abs=1e-6) if isinstance(value, float) else value)
        for ours, theirs in zip(rest, expected, strict=True):
            for name, data in theirs.files.items():
                a, b = soft_prompt.load(ours.files[name]).input.tensors, soft_prompt.load(data).input.tensors
                assert all((a[key] - b[key]).abs().max() < 1e-6 for key in b)


def test_the_result_is_that_of_the_best_prompt_on_the_test_examples(small):
    run = small(seeds=(1,), steps=4, evaluate_every=2)
    messages = list(run.messages())
    result = next(message.report for message in messages if message.report["kind"] == "seed")
    files = {name: data for message in messages for name, data in message.files.items()}
    best = soft_prompt.load(files[result["file"]])
    questions = EncodedExamples.of(run.task, run.spec.test, run.model)
    right = (log_probabilities(run.task, questions, run.model, best.input).argmax(-1) == questions.gold).double()
    assert result["test"]["accuracy"] == pytest.approx(right.mean().item())
    hand = [drive(predict_plan(run.hand_written, example.fields, run.model), run.model) for example in run.spec.test]
    top = [max(prediction.probabilities(), key=prediction.probabilities().get) for prediction in hand]
    expected = sum(label == example.label for label, example in zip(top, run.spec.test, strict=True)) / len(top)
    assert result["test"]["hand_written"] == pytest.approx(expected)
    calibrated = replace(run.hand_written, options=Options(calibration="contextual"))
    hand = [drive(predict_plan(calibrated, example.fields, run.model), run.model) for example in run.spec.test]
    top = [max(prediction.probabilities(), key=prediction.probabilities().get) for prediction in hand]
    expected = sum(label == example.label for label, example in zip(top, run.spec.test, strict=True)) / len(top)
    assert result["test"]["calibrated"] == pytest.approx(expected)


def test_a_template_without_slots_has_no_calibrated_score(small):
    run = small(template="It [SOFT:was] [MASK].", seeds=(1,), steps=2)
    result = next(message.report for message in run.messages() if message.report["kind"] == "seed")
    assert result["test"]["calibrated"] is None


def test_without_test_examples_the_development_score_is_the_result(tiny):
    model = tiny("bert").ours
    run = TuningRun(replace(spec(model, steps=2), test=()), model)
    *_, seed, result = [message.report for message in run.messages()]
    assert seed["test"] is None and result["on"] == "dev" and result["mean"] == seed["dev"]["accuracy"]


def test_a_spec_survives_json(tiny):
    made = spec(tiny("bert").ours, seeds=(1, 2))
    assert TuningSpec.from_json(json.loads(json.dumps(made.to_json()))) == made
    assert made.size == 12


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"verbalizer": ""}, TuningError),
        ({"verbalizer": "yes: good"}, DataError),
        ({"verbalizer": "yes: good\nno: 🦄🦄"}, VerbalizerError),
        ({"train": (Example({"text": "a"}, "yes"),) * 20}, DataError),
        ({"train": ()}, DataError),
        ({"train": (Example({"text": "a"}, "yes"), Example({"text": "b"}, "no"))}, DataError),
        ({"template": "{text} no mask"}, PlaygroundError),
        ({"template": "{words} [MASK]"}, PlaygroundError),
        ({"aggregation": "median"}, PlaygroundError),
    ],
)
def test_what_cannot_be_trained_is_refused_before_it_starts(tiny, change, error):
    model = tiny("bert").ours
    with pytest.raises(error) as caught:
        desk.outline(replace(spec(model), **change), model)
    assert caught.value.message("en") and caught.value.message("zh")


def test_another_revision_is_refused(monkeypatch, tiny):
    made = replace(spec(tiny("bert").ours), model="", revision="0" * 12)
    with pytest.raises(ModelError) as caught:
        next(task.tune(made.to_json()))
    assert caught.value.code == "other_revision"


def test_the_outline_counts_what_is_trained(tiny):
    model = tiny("bert").ours
    for method in ("prompt", "p_tuning", "prefix"):
        made = spec(model, method=method, tokens=3)
        outline = desk.outline(made, model)
        row = next(row for row in outline.ledger if row.key == method)
        assert outline.parameters == row.count == sum(p.numel() for p in TuningRun(made, model).module(1).parameters())
    made = spec(model, method="prefix", reparameterise=True)
    trained = sum(p.numel() for p in TuningRun(made, model).module(1).parameters())
    assert desk.outline(made, model).parameters == trained


def test_of_a_long_test_set_some_are_drawn_whatever_its_order(tiny):
    model = tiny("bert").ours
    rows = tuple(Example({"text": str(i)}, "yes" if i < 3_000 else "no") for i in range(6_000))
    dataset = DataSet("mine", "mine", rows[::2], (), rows[1::2])
    made = desk.make_spec("{text} [MASK]", "yes: good\nno: bad", "mean", {}, dataset, model)
    labels = [example.label for example in made.test]
    assert len(labels) == MOST_TEST and 400 < labels.count("yes") < 600
    assert made.test == desk.make_spec("{text} [MASK]", "yes: good\nno: bad", "mean", {}, dataset, model).test


def test_words_that_all_soft_tokens_start_from_are_the_hand_written_prompt(small):
    run = small(template="{text} [SOFT*2] [MASK].", initialisation="words", words="It was")
    assert str(run.start.hand_written) == "{text} It was [MASK]."
    with pytest.raises(TuningError, match="words"):
        small(template="{text} [SOFT*2] [MASK].", initialisation="words", words="\u200b").module(1)


def test_one_batch_shows_every_checkpoint_as_apart(small):
    run = small(seeds=(1,), steps=4, evaluate_every=2)
    prompts = [soft_prompt.load(data) for message in run.messages() for data in message.files.values()]
    together = drive(desk.shifts(prompts, {"text": "A good film."}, run.model), run.model)
    for prompt, prediction in zip(prompts, together, strict=True):
        (alone,) = drive(desk.shifts([prompt], {"text": "A good film."}, run.model), run.model)
        assert prediction.probabilities() == pytest.approx(alone.probabilities(), abs=1e-5)
    assert together[0].probabilities() != pytest.approx(together[-1].probabilities(), abs=1e-5)


def test_a_stranger_beside_the_others_gets_its_error(small, tiny):
    run = small(seeds=(1,), steps=2)
    (mine, *_) = [soft_prompt.load(data) for message in run.messages() for data in message.files.values()]
    other = soft_prompt.SoftPrompt(mine.input, replace(mine.card, revision="other"))
    answer, error = drive(desk.answers([mine, other], {"text": "Good."}, run.model), run.model)
    assert set(answer.probabilities()) == {"yes", "no"} and error.code == "other_model"


def test_examples_longer_than_the_model_reads_are_told_with_each_seed(small, tiny):
    run = small(seeds=(1,), steps=2)
    long = [Example({"text": "good film " * 600}, example.label) for example in run.spec.train[:2]]
    longer = replace(run.spec, train=(*long, *run.spec.train[2:]), test=(run.spec.test[0], *long))
    found = [report for report in told(list(TuningRun(longer, tiny("bert").ours).messages())) if "cut" in report]
    train, dev = few_shot(longer.train, longer.options.examples, 1)
    drawn = [place for place, example in enumerate(longer.train) if example in long and example in (*train, *dev)]
    assert drawn and [report["cut"] for report in found] == [{"train": drawn, "test": [1, 2]}]
