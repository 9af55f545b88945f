"""Training: the frozen model, the loss by hand, exact resumption, the schedule, early stopping."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from playground.datasets.sample import few_shot
from playground.errors import PromptFileError, TuningError
from playground.evaluation.encoded_examples import log_probabilities, score
from playground.models import soft_prompt
from playground.results import DevScore, StepReport
from playground.scoring.plans import drive
from playground.scoring.predict import predict_plan
from playground.tuning.loop import Trainer, batch_indices, schedule
from playground.tuning.options import TuningOptions
from tests.fakes import FAMILIES

METHODS = ("prompt", "p_tuning", "prefix")
RUNS = [("bert", method) for method in METHODS] + [("gpt2", method) for method in METHODS]
RUNS += [("albert", "prompt"), ("roberta", "p_tuning"), ("llama", "prefix"), ("bert", "reparameterised")]


def options(method: str) -> dict:
    """The options that choose a method."""
    return {"method": "prefix", "reparameterise": True} if method == "reparameterised" else {"method": method}


@pytest.mark.parametrize(("family", "method"), RUNS)
def test_only_the_prompt_learns(small, family, method):
    run = small(family, **options(method))
    weights = {name: weight.clone() for name, weight in run.model.network.state_dict().items()}
    trainer = run.trainer(1)
    before = {name: value.clone() for name, value in trainer.module.named_parameters()}
    reports = list(trainer.reports())
    assert all(torch.equal(weight, weights[name]) for name, weight in run.model.network.state_dict().items())
    assert all(weight.grad is None and not weight.requires_grad for weight in run.model.network.parameters())
    for name, parameter in trainer.module.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().max() > 0, name
        assert not torch.equal(parameter, before[name]), name
    assert [report.step for report in reports] == list(range(7))
    assert all(report.gradient > 0 for report in reports[1:])
    assert reports[0].loss is None and [report.dev is not None for report in reports] == [True, False] * 3 + [True]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("loss", ["labels", "vocabulary"])
def test_the_loss_by_another_way(small, family, loss):
    """Against probabilities that the single prediction gives, example by example."""
    run = small(family, loss=loss)
    trainer = run.trainer(1)
    material = run.material(1)
    ours = trainer.loss(material.train.asked, material.train.gold).item()
    expected = []
    for example in few_shot(run.spec.train, 3, 1)[0]:
        prediction = drive(predict_plan(run.hand_written, example.fields, run.model), run.model)
        scores = {label.label: label for label in prediction.labels}
        label = scores[example.label]
        expected.append(-math.log(label.probability) if loss == "labels" else -label.log_score)
    assert ours == pytest.approx(sum(expected) / len(expected), abs=2e-4)


@pytest.mark.parametrize(("family", "method"), RUNS)
def test_an_interrupted_run_ends_as_the_uninterrupted_one(small, family, method):
    run = small(family, **options(method), steps=8)
    whole = list(run.trainer(1).reports())
    for stop in (0, 2, 5):
        kept = [report for report in run.trainer(1).reports() if report.step <= stop and report.checkpoint][-1]
        again = run.trainer(1)
        again.unpack(kept.checkpoint)
        rest = list(again.reports())
        assert [report.step for report in rest] == list(range(kept.step + 1, 9))
        for ours, theirs in zip(rest, whole[kept.step + 1 :], strict=True):
            assert ours.loss == pytest.approx(theirs.loss, abs=1e-6)
        final, expected = (soft_prompt.load(reports[-1].prompt).input for reports in (rest, whole))
        for name, tensor in final.tensors.items():
            assert (tensor - expected.tensors[name]).abs().max() < 1e-6
        assert again.best[0] == _best_step(whole)


def _best_step(reports: list[StepReport]) -> int:
    looks = [report for report in reports if report.dev]
    return min(looks, key=lambda report: (report.dev.loss, report.step)).step


def test_a_damaged_checkpoint_is_refused(small):
    run = small()
    data = next(iter(run.trainer(1).reports())).checkpoint
    for cut in (0, 20, len(data) // 2, len(data) - 1):
        with pytest.raises(PromptFileError):
            run.trainer(1).unpack(data[:cut])
    with pytest.raises(PromptFileError):
        small(method="p_tuning").trainer(1).unpack(data)


@pytest.mark.parametrize(("family", "method"), RUNS)
def test_what_is_kept_answers_as_what_was_trained(small, family, method):
    """The encoder and the MLP are dropped: the file alone gives the same numbers."""
    run = small(family, **options(method))
    trainer = run.trainer(1)
    *_, last = trainer.reports()
    kept = soft_prompt.load(last.prompt)
    material = run.material(1)
    with torch.no_grad():
        live = log_probabilities(run.task, material.dev, run.model, trainer.module())
    dropped = log_probabilities(run.task, material.dev, run.model, kept.input)
    assert torch.equal(live, dropped)
    assert score(dropped, material.dev.gold, run.task.labels) == last.dev
    names = {"prefix": "keys_values", "reparameterised": "keys_values"}
    assert list(kept.input.tensors) == [names.get(method, "embeddings")]


def test_the_loss_falls(small):
    reports = list(small("bert", steps=40, evaluate_every=40, batch=6).trainer(1).reports())
    assert reports[-1].loss < 0.5 * reports[1].loss


def test_a_loss_that_is_no_number_ends_the_run(small, monkeypatch):
    run = small()
    monkeypatch.setattr(Trainer, "loss", lambda self, *_: self.module().embeddings.sum() * float("nan"))
    with pytest.raises(TuningError) as caught:
        list(run.trainer(1).reports())
    assert (caught.value.code, caught.value.values["step"]) == ("not_a_number", 1)


def test_patience_stops_a_run_that_gets_no_better(small, monkeypatch):
    run = small(steps=50, evaluate_every=1, patience=3)
    trainer = run.trainer(1)
    losses = iter([0.7, 0.6, 0.6, 0.8, 0.6, 0.1])
    monkeypatch.setattr(trainer, "_dev_score", lambda prompt: DevScore(accuracy=0.5, loss=next(losses), predicted={}))
    assert [report.step for report in trainer.reports()] == [0, 1, 2, 3, 4]
    assert trainer.best[0] == 1


def test_bfloat16_is_near_float32(small):
    reports = {name: list(small("bert", precision=name).trainer(1).reports()) for name in ("float32", "bfloat16")}
    # Later steps start from prompts that have gone different ways.
    first = {name: its[1] for name, its in reports.items()}
    assert first["bfloat16"].loss == pytest.approx(first["float32"].loss, rel=0.03, abs=0.03)
    assert first["bfloat16"].gradient == pytest.approx(first["float32"].gradient, rel=0.1)
    assert first["bfloat16"].loss != first["float32"].loss


@given(st.integers(1, 30), st.integers(1, 40), st.integers(0, 50))
def test_every_epoch_shows_every_example_once(examples, batch, seed):
    steps = -(-3 * examples // batch)
    seen = [i for step in range(steps) for i in batch_indices(step, examples, batch, seed)][: 3 * examples]
    for epoch in range(3):
        assert sorted(seen[epoch * examples : (epoch + 1) * examples]) == list(range(examples))


def test_schedules():
    for name, end in (("constant", 1.0), ("linear", 0.0), ("cosine", 0.0)):
        made = TuningOptions(steps=200, warmup=0.1, schedule=name)
        assert schedule(0, made) == pytest.approx(1 / 20) and schedule(20, made) == 1.0
        assert schedule(199, made) == pytest.approx(end, abs=0.01)
    assert schedule(110, TuningOptions(steps=200, warmup=0.1, schedule="cosine")) == pytest.approx(0.5)
    assert schedule(0, TuningOptions(warmup=0.0)) == 1.0
