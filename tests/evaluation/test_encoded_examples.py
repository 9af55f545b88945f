"""One prompt's batch against single predictions, and the training score by hand."""

import math

import pytest
import torch

from playground.errors import DataError
from playground.evaluation import encoded_examples as module
from playground.evaluation.encoded_examples import EncodedExamples, by_parts, joined, log_probabilities, score
from playground.prompting.template import parse
from playground.prompting.verbalizer import parse as words
from playground.results import Example
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan, prior_plan
from tests.fakes import FAMILIES

ROWS = [
    ("I liked it a lot.", "yes"),
    ("Never again.", "no"),
    ("真的很好看！", "yes"),
    ("The food was bad, the service was bad, and we will never come back to this place.", "no"),
]
EXAMPLES = [Example({"text": text}, label) for text, label in ROWS]


def task(model, template: str = "{text} It was [MASK].", **options) -> Task:
    """A question with words of one and of several pieces."""
    return Task.build(parse(template), words("yes: great, wonderful\nno: bad, terrible"), Options(**options), model)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("options", [{}, {"aggregation": "geometric", "length_normalised": True}])
def test_a_batch_equals_single_predictions(tiny, family, options):
    model = tiny(family).ours
    made = task(model, **options)
    found = log_probabilities(made, EncodedExamples.of(made, EXAMPLES, model), model)
    for row, example in zip(found.exp().tolist(), EXAMPLES, strict=True):
        prediction = drive(predict_plan(made, example.fields, model), model)
        assert row == pytest.approx(list(prediction.probabilities().values()), abs=1e-5)


@pytest.mark.parametrize("calibration", ["contextual", "pmi"])
def test_a_calibrated_batch_too(tiny, calibration):
    model = tiny("bert").ours
    made = task(model, calibration=calibration)
    prior = drive(prior_plan(made, model), model)
    found = log_probabilities(made, EncodedExamples.of(made, EXAMPLES, model), model, prior=prior)
    for row, example in zip(found.exp().tolist(), EXAMPLES, strict=True):
        prediction = drive(predict_plan(made, example.fields, model), model)
        assert row == pytest.approx(list(prediction.probabilities().values()), abs=1e-5)


def test_parts_come_back_in_the_examples_order(tiny, monkeypatch):
    model = tiny("bert").ours
    made = task(model)
    questions = EncodedExamples.of(made, EXAMPLES * 3, model)
    whole = log_probabilities(made, questions, model)
    monkeypatch.setattr(module, "TOGETHER", 5)
    parts = list(by_parts(made, questions, model))
    assert [len(indices) for indices, _ in parts] == [5, 5, 2]
    assert torch.allclose(joined(parts, made), whole, atol=1e-5)
    assert questions.gold.tolist() == [0, 1, 0, 1] * 3
    assert log_probabilities(made, EncodedExamples.of(made, [], model), model).shape == (0, 2)


def test_a_label_that_the_verbalizer_lacks(tiny):
    model = tiny("bert").ours
    with pytest.raises(DataError, match="maybe"):
        EncodedExamples.of(task(model), [Example({"text": "a"}, "maybe")], model)


def test_the_score_by_hand():
    found = score(torch.tensor([[0.9, 0.1], [0.4, 0.6], [0.7, 0.3]]).log(), torch.tensor([0, 1, 1]), ["a", "b"])
    assert found.accuracy == pytest.approx(2 / 3)
    assert found.loss == pytest.approx(-(math.log(0.9) + math.log(0.6) + math.log(0.3)) / 3, abs=1e-6)
    assert found.predicted == pytest.approx({"a": 2 / 3, "b": 1 / 3})
