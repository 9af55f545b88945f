"""A learnt verbalizer: the very numbers of scikit-learn, planted words found, kept as JSON, applied to new texts."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from playground.errors import DataError, PromptFileError
from playground.evaluation import learning
from playground.evaluation.learning import fit, learn
from playground.evaluation.readouts import drawn
from playground.prompting.template import parse
from playground.results import Example
from playground.scoring.learnt import LearntVerbalizer, apply_plan
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, scorer_for
from tests.fakes import FAMILIES, ToyModel
from tests.tuning.conftest import examples

TEMPLATE = "{text} It was [MASK]."


def bare(source, model):
    """A task without label words."""
    return Task(parse(source, model.tokenizer.mask_token), None, Options(), {}, ())


@pytest.mark.parametrize("classes", [2, 3])
def test_the_fit_equals_scikit_learn(classes):
    chance = np.random.default_rng(0)
    values, gold = np.log(chance.dirichlet(np.ones(40), 30)), np.arange(30) % classes
    weights, bias = fit(torch.tensor(values), torch.tensor(gold), strength=0.1)
    direct = LogisticRegression(C=0.1, max_iter=5_000).fit(values, gold)
    ours = (torch.tensor(values) @ weights.T + bias).softmax(-1).numpy()
    assert ours == pytest.approx(direct.predict_proba(values), abs=1e-9)
    assert weights.shape == (classes, 40) and weights.sum(0).numpy() == pytest.approx(np.zeros(40), abs=1e-4)


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_learning_equals_plain_numpy_and_scikit_learn(tiny, family):
    model = tiny(family).ours
    rows = examples(1)
    task = bare("{text} It was [MASK]", model)
    found = learn(task, rows, model, words=20, strength=0.05)
    # The same from the one-by-one plan's whole vocabularies.
    seen = np.stack([vocabulary(task, row, model) for row in rows])
    top = np.argsort(-np.exp(seen).mean(0), kind="stable")[:20]
    assert {word.id for word in found.words} == set(top.tolist())
    places = [word.id for word in found.words]
    gold = [found.labels.index(row.label) for row in rows]
    direct = LogisticRegression(C=0.05, max_iter=5_000).fit(seen[:, places], gold)
    for row in rows:
        expected = direct.predict_proba(vocabulary(task, row, model)[None][:, places])[0]
        assert drive(apply_plan(found, task, row.fields, model), model).exp().numpy() == pytest.approx(
            expected, abs=1e-5
        )


def vocabulary(task, row, model):
    """log p of every piece at the mask, in double precision: [V]."""
    scored = drive(scorer_for(model).score(task.template, row.fields, {}), model)
    return scored.vocabulary[0].double().numpy()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_learns_and_several_masks_share_the_words(tiny, family):
    model = tiny(family).ours
    found = learn(bare("{text} [MASK*2]", model), examples(1), model, words=10)
    positions = {word.position for word in found.words}
    assert positions == ({0, 1} if model.fills_masks else {0})
    assert len(found.words) == 10 and len(set(found.places)) == 10
    assert found.log_probabilities(torch.zeros(1, 10)).exp().sum().item() == pytest.approx(1)


def test_planted_words_are_found_and_told():
    # Behind "good" the mask says good, behind "bad" it says poor; "fine" is as likely behind both.
    table = {0: (0.4, 0.4, 0.05, 0.05, 0.1), 2: (0.05, 0.4, 0.05, 0.4, 0.1)}
    toy = ToyModel(lambda ids, position: table[ids[0]])
    rows = [Example({"text": text}, label) for text, label in [("good", "up"), ("bad", "down")] * 4]
    found = learn(bare("{text} [MASK]", toy), rows, toy, words=4, strength=1.0)
    assert found.labels == ("up", "down") and len(found.words) == 4
    told = found.told()
    assert [word for word, _ in told["up"][:2]] in (["good", "poor"], ["poor", "good"])
    up = dict(told["up"])
    assert up["good"] > 0.2 > -0.2 > up["poor"] and up["fine"] == pytest.approx(0, abs=1e-6)
    assert dict(told["down"])["poor"] == pytest.approx(up["good"], rel=0.05)


def test_a_word_without_any_probability_weighs_as_the_least():
    table = {0: (0.5, 0.5, 0.0, 0.0, 0.0), 2: (0.0, 0.5, 0.0, 0.5, 0.0)}
    toy = ToyModel(lambda ids, position: table[ids[0]])
    rows = [Example({"text": text}, label) for text, label in [("good", "up"), ("bad", "down")] * 2]
    task = bare("{text} [MASK]", toy)
    found = learn(task, rows, toy)
    assert all(map(math.isfinite, sum(found.weights, ())))
    assert drive(apply_plan(found, task, {"text": "bad"}, toy), toy).argmax() == 1


def test_it_is_kept_as_json_and_applied_to_new_texts(tiny):
    model = tiny("bert").ours
    task = bare(TEMPLATE, model)
    found = learn(task, examples(1), model)
    read = LearntVerbalizer.from_json(json.loads(json.dumps(found.to_json(), allow_nan=False)))
    assert read == found
    one = drive(apply_plan(read, bare(read.template, model), {"text": "a new text"}, model), model)
    two = drive(apply_plan(found, task, {"text": "a new text"}, model), model)
    assert one.tolist() == two.tolist() and one.exp().sum().item() == pytest.approx(1)


def test_it_belongs_to_its_template_and_model(tiny):
    model = tiny("bert").ours
    found = learn(bare(TEMPLATE, model), examples(1), model)
    for source, its in [("{text} [MASK]", found), (TEMPLATE, replace(found, revision="2"))]:
        with pytest.raises(PromptFileError) as caught:
            drive(apply_plan(its, bare(source, model), {"text": "x"}, model), model)
        assert caught.value.code == "learnt_other" and TEMPLATE in caught.value.message()


@pytest.mark.parametrize(
    "change",
    [
        {"learnt_verbalizer": 2},
        {"labels": ["a"]},
        {"labels": 3},
        {"bias": [0.0, math.nan]},
        {"bias": [0.0]},
        {"weights": [[1.0], [1.0]]},
        {"words": [[0, 1]]},
        {"words": []},
        {"strength": "1"},
        {"model": None},
    ],
)
def test_a_damaged_verbalizer_is_refused(tiny, change):
    model = tiny("bert").ours
    found = learn(bare(TEMPLATE, model), examples(1), model, words=5).to_json()
    for values in ({**found, **change}, None, [], {}):
        with pytest.raises(PromptFileError) as caught:
            LearntVerbalizer.from_json(values)
        assert caught.value.code == "learnt_unreadable" and caught.value.message()


def test_an_id_beyond_the_vocabulary_is_refused(tiny):
    model = tiny("bert").ours
    values = learn(bare(TEMPLATE, model), examples(1), model, words=1).to_json()
    for place in ([0, 10**9, "x"], [3, 1, "x"]):
        read = LearntVerbalizer.from_json({**values, "words": [place]})
        with pytest.raises(PromptFileError, match="verbalizer"):
            drive(apply_plan(read, bare(TEMPLATE, model), {"text": "x"}, model), model)


def test_a_large_vocabulary_is_held_for_some_examples_only(tiny, monkeypatch):
    model = tiny("bert").ours
    task, rows = bare(TEMPLATE, model), examples(2)
    whole = learn(task, rows, model, words=10**6)
    monkeypatch.setattr(learning, "MOST_NUMBERS", 0)
    monkeypatch.setattr(learning, "TOGETHER", 4)
    part = learn(task, rows, model, words=10**6)
    order = [part.places.index(place) for place in whole.places]
    assert torch.tensor(part.weights)[:, order].numpy() == pytest.approx(torch.tensor(whole.weights).numpy(), abs=1e-4)


def test_a_label_that_it_never_saw_is_impossible_and_the_order_is_the_askers():
    its = LearntVerbalizer("t", "m", "1", None, ("a", "b"), ((0, 1, "x"),), ((1.0,), (-1.0,)), (0.0, 0.0), 2, 1.0)
    found = its.over(["b", "c", "a"], torch.tensor([[-1.0]]))
    assert found.exp()[0].tolist() == pytest.approx([1 / (1 + math.exp(-2)), 0, 1 / (1 + math.exp(2))])


def test_the_draw_is_balanced_and_needs_two_labels():
    rows = examples(3)
    few, more = drawn(rows, 2, 1), drawn(rows, 4, 1)
    assert set(map(id, few)) <= set(map(id, more)) and len(few) == 2 * len({row.label for row in rows})
    with pytest.raises(DataError):
        drawn([rows[0], rows[0]], 2, 1)
