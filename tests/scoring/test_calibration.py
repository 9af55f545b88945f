"""Priors and dividing by them."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.errors import PlaygroundError
from playground.prompting.template import parse
from playground.prompting.verbalizer import parse as parse_verbalizer
from playground.scoring.aggregation import label_scores, normalise
from playground.scoring.calibration import calibrate, contextual_prior, own_rows
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import PriorCache, Task, predict_plan, prior_of, prior_plan
from tests.fakes import ToyModel


def logs(*values: float) -> torch.Tensor:
    """Logarithms, zero included."""
    return torch.tensor(values, dtype=torch.double).log()


def test_the_prior_is_the_mean_of_normalised_rows():
    # .1 .3 -> .25 .75 and .4 .1 -> .8 .2: the larger row counts no more than the smaller.
    prior = contextual_prior(torch.stack([logs(0.1, 0.3), logs(0.4, 0.1)]))
    assert prior.exp().tolist() == pytest.approx([0.525, 0.475])


def test_the_prior_survives_tiny_scores():
    assert contextual_prior(torch.tensor([[-2000.0, -2000.0]])).exp().tolist() == pytest.approx([0.5, 0.5])


def test_calibrate_divides():
    assert calibrate(logs(0.4, 0.1), logs(0.8, 0.05)).exp().tolist() == pytest.approx([0.5, 2])


def test_a_prior_of_zero_leaves_the_word_impossible():
    assert calibrate(logs(0.4, 0.0), logs(0.0, 0.0)).tolist() == [-math.inf, -math.inf]
    assert calibrate(logs(0.0), logs(0.5)).tolist() == [-math.inf]


def test_another_number_of_words_is_a_programming_mistake():
    with pytest.raises(ValueError, match="number of words"):
        calibrate(logs(1.0, 1.0), logs(1.0))


def batch_of(task, toy, fields, rows=()):
    """A prediction under batch calibration with the caller's rows."""
    prior = drive(prior_plan(task, toy, rows), toy)
    plain = drive(predict_plan(replace(task, options=replace(task.options, calibration="none")), fields, toy), toy)
    scores = torch.tensor([word.log_score for word in plain.words], dtype=torch.double)
    return prior, calibrate(scores, prior)


# A text of "good" or "bad" words -> what stands at the mask: good fine bad poor ?
SEEN = {0: (0.5, 0.2, 0.1, 0.1, 0.1), 2: (0.3, 0.1, 0.4, 0.1, 0.1)}
ROWS = tuple({"text": text} for text in ["good", "bad", "bad"] * 6)
WORDS = "pos: good, fine\nneg: bad"


def made(words=WORDS, source="{text} [MASK]", **options):
    toy = ToyModel(lambda ids, position: SEEN.get(ids[0], SEEN[0]))
    return Task.build(parse(source), parse_verbalizer(words), Options(calibration="batch", **options), toy), toy


@pytest.mark.parametrize("how", ["mean", "sum", "max", "geometric"])
def test_batch_calibration_equals_numpy(how):
    task, toy = made(aggregation=how)
    aggregated = {"mean": np.mean, "sum": np.sum, "max": np.max, "geometric": lambda p: np.exp(np.log(p).mean())}[how]
    # Zhou et al. 2024: p(y) = mean over the rows of p(y | x); P(y | x) is proportional to p(y | x) / p(y).
    shares = {}
    for first, p in SEEN.items():
        labels = np.array([aggregated(np.array(p)[[0, 1]]), p[2]])
        shares[first] = labels / labels.sum()
    mean = np.mean([shares[0 if row["text"] == "good" else 2] for row in ROWS], axis=0)
    prior, calibrated = batch_of(task, toy, {"text": "bad"}, ROWS)
    assert prior.exp().numpy() == pytest.approx(mean[[0, 0, 1]], abs=1e-6), "all words of a label share its prior"
    expected = shares[2] / mean
    found = normalise(label_scores(calibrated, task.groups, how)).exp().numpy()
    assert found == pytest.approx(expected / expected.sum(), abs=1e-6)


def test_own_rows_calibrate_in_play_and_scores_that_are_there_give_the_same():
    task, toy = made(batch_rows=tuple(row["text"] for row in ROWS))
    prediction = drive(predict_plan(task, {"text": "bad"}, toy, cache := PriorCache()), toy)
    prior, _ = batch_of(task, toy, {"text": "bad"}, ROWS)
    assert [word.log_prior for word in prediction.words] == pytest.approx(prior.tolist())
    asked = len(toy.asked)
    drive(predict_plan(task, {"text": "good"}, toy, cache), toy)
    assert len(toy.asked) == asked + 1, "the prior is kept"
    scores = torch.tensor([SEEN[0 if row["text"] == "good" else 2][:3] for row in ROWS]).log()
    assert prior_of(task, toy, ROWS, scores).tolist() == pytest.approx(prior.tolist())


def test_a_word_of_two_labels_has_each_ones_prior():
    task, toy = made("pos: good\nneg: good, bad")
    prior, _ = batch_of(task, toy, {"text": "bad"}, ROWS)
    first, second, third = prior.tolist()
    assert first != pytest.approx(second) and second == third


@pytest.mark.parametrize(
    ("source", "rows", "code"),
    [("{text} [MASK]", 0, "too_few_batch_rows"), ("{text} [MASK]", 15, "too_few_batch_rows")]
    + [("it was [MASK]", 16, "no_slot_for_batch")],
)
def test_batch_calibration_says_what_it_needs(source, rows, code):
    task, toy = made(source=source, batch_rows=("good",) * rows)
    with pytest.raises(PlaygroundError) as caught:
        drive(predict_plan(task, {"text": "bad"}, toy), toy)
    assert (caught.value.code, caught.value.place) == (code, "options") and caught.value.message()


def test_lines_are_examples_of_several_slots():
    template = parse("{premise} [MASK], {hypothesis} {premise}")
    found = own_rows(template, ["a man\tsleeps\ttoday", "only one"])
    assert found == ({"premise": "a man", "hypothesis": "sleeps\ttoday"}, {"premise": "only one", "hypothesis": ""})
