"""The spread over wordings: each wording as it would be alone, those read alike once."""

import pytest
import torch

from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities
from playground.evaluation.intervals import compare
from playground.evaluation.sensitivity import Sensitivity, WordingScore, sensitivity
from playground.prompting.template import parse
from playground.prompting.verbalizer import Verbalizer
from playground.results import Example
from playground.scoring.options import Options
from playground.scoring.predict import Task

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
