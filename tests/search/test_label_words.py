"""The three ways to find label words: planted words come back, and each is what its formula says."""

import itertools

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from playground.errors import SearchError
from playground.scoring.batch import ask_all
from playground.search.assignments import judge
from playground.search.mask_states import MaskStates, Words
from playground.search.options import WordOptions
from playground.search.probe import PENALTY, probe
from playground.search.vocabulary import label_words
from playground.search.word_method import WORD_METHODS, Material, verbalizer_of
from tests.search.conftest import ROWS, task_on

LABELS = ("a", "b", "c", "d")
WORDS = tuple(f"w{i}" for i in range(60))
PLANTED = {"a": 7, "b": 30, "c": 11, "d": 52}


def planted(labels: int = 3, per_class: int = 8, everywhere: float = 0.0, noise: float = 0.3) -> Material:
    """A world whose hidden states point to their label's own word, and, if asked, all to word 0."""
    draw = torch.Generator().manual_seed(3)
    output = torch.randn(len(WORDS), 32, generator=draw)
    output = output / output.norm(dim=1, keepdim=True) * 3
    words = Words(WORDS, output, torch.zeros(len(WORDS)))
    names = LABELS[:labels]

    def states() -> MaskStates:
        gold = torch.arange(labels).repeat(per_class)
        own = torch.stack([output[PLANTED[names[c]]] for c in gold.tolist()])
        hidden = own + everywhere * output[0] + noise * torch.randn(len(gold), 32, generator=draw)
        return MaskStates(hidden, (hidden @ output.T).logsumexp(-1), gold)

    return Material(names, words, states(), states())


@pytest.mark.parametrize("method", list(WORD_METHODS))
@pytest.mark.parametrize("labels", [2, 3, 4])
def test_planted_words_come_back(method, labels):
    material = planted(labels)
    found = WORD_METHODS[method].find(material, WordOptions(words=1, ranked=5))
    wanted = {label: f"w{PLANTED[label]}" for label in material.labels}
    assert {label: words[0].word for label, words in found.ranked.items()} == wanted
    assert {label: words for label, words in found.verbalizer.items()} == {k: (v,) for k, v in wanted.items()}
    for words in found.ranked.values():
        assert [its.score for its in words] == sorted((its.score for its in words), reverse=True)


@pytest.mark.parametrize("method", list(WORD_METHODS))
def test_a_word_that_is_likely_everywhere_stands_for_no_label(method):
    material = planted(2, everywhere=1.3)
    likeliest = material.train.log_probabilities(material.words).sum(0).argmax()
    assert WORDS[likeliest] == "w0"
    found = WORD_METHODS[method].find(material, WordOptions(words=1))
    assert found.verbalizer == {"a": ("w7",), "b": ("w30",)}


def test_the_probe_is_scikit_learns_logistic_regression():
    train = planted(3, noise=2.0).train
    weight, bias = probe(train.hidden, train.gold, 3)
    theirs = LogisticRegression(C=1 / (PENALTY * len(train.gold)), tol=1e-10, max_iter=10_000)
    theirs.fit(train.hidden.double().numpy(), train.gold.numpy())
    x = torch.randn(20, 32, dtype=torch.double)
    ours = (x @ weight.T + bias).softmax(-1)
    assert np.allclose(ours.numpy(), theirs.predict_proba(x.numpy()), atol=1e-4)


def test_the_likelihood_ratio_is_its_formula():
    material = planted(3, noise=1.5)
    found = WORD_METHODS["ratio"].find(material, WordOptions(ranked=60))
    p = material.train.log_probabilities(material.words).double().exp().numpy()
    gold = material.train.gold.numpy()
    for c, label in enumerate(material.labels):
        own = gold == c
        odds = np.log(p / (1 - p))
        expected = (~own).sum() / own.sum() * odds[own].sum(0) - odds[~own].sum(0)
        scores = {its.word: its.score for its in found.ranked[label]}
        assert [scores[word] for word in WORDS] == pytest.approx(expected.tolist(), rel=1e-6, abs=1e-6)


def test_the_assignment_is_the_best_of_all():
    """By hand: the likeliest k a label, the n best on the training examples, the best of these on the development ones."""
    material = planted(3, noise=2.5)
    options = WordOptions(candidates=4, assignments=10, ranked=50)
    found = WORD_METHODS["assignments"].find(material, options)
    log_p = {
        name: states.log_probabilities(material.words).double().numpy()
        for name, states in (("train", material.train), ("dev", material.dev))
    }
    gold = {"train": material.train.gold.numpy(), "dev": material.dev.gold.numpy()}
    pools = [np.argsort(-log_p["train"][gold["train"] == c].sum(0), kind="stable")[:4] for c in range(3)]

    def worth(name, assignment):
        scores = log_p[name][:, assignment]
        scores = scores - np.log(np.exp(scores).sum(1, keepdims=True))
        right = (scores.argmax(1) == gold[name]).mean()
        return -right, -scores[range(len(scores)), gold[name]].mean()

    every = [list(its) for its in itertools.product(*pools) if len(set(its)) == 3]
    kept = sorted(every, key=lambda its: worth("train", its))[:10]
    best = min(kept, key=lambda its: (*worth("dev", its), *worth("train", its)))
    assert found.assignments[0].words == tuple(WORDS[i] for i in best)
    assert len(found.assignments) == 10
    accuracy, loss = worth("dev", best)
    assert found.assignments[0].dev_accuracy == pytest.approx(-accuracy)
    assert found.assignments[0].dev_loss == pytest.approx(loss, abs=1e-6)


def test_with_many_labels_the_best_assignment_is_found_without_trying_all(monkeypatch):
    material = planted(4, noise=2.5)
    options = WordOptions(candidates=6, assignments=30)
    every = WORD_METHODS["assignments"].find(material, options)
    monkeypatch.setattr("playground.search.assignments.ENUMERATED", 100)
    some = WORD_METHODS["assignments"].find(material, options)
    assert some.assignments[0].train_accuracy == every.assignments[0].train_accuracy
    assert some.assignments[0].words == every.assignments[0].words


def test_judging_many_assignments_in_parts_changes_nothing(monkeypatch):
    material = planted(3, noise=2.0)
    log_p = material.train.log_probabilities(material.words)
    tried = torch.randint(0, 60, (50, 3), generator=torch.Generator().manual_seed(1))
    whole = judge(log_p, material.train.gold, tried)
    monkeypatch.setattr("playground.search.assignments.AT_ONCE", 100)
    for one, other in zip(whole, judge(log_p, material.train.gold, tried), strict=True):
        assert torch.allclose(one, other)


def test_a_word_that_two_labels_want_goes_to_one():
    material = planted(2)
    for method in ("probe", "ratio"):
        lists = WORD_METHODS[method].find(material, WordOptions(words=20)).verbalizer
        assert not set(lists["a"]) & set(lists["b"])


def test_every_label_has_words_even_where_another_scores_all_of_them_higher():
    material = planted(2)
    scores = torch.stack([torch.linspace(5, 9, 60), torch.linspace(1, 4, 60)])
    assert verbalizer_of(scores, material, 2) == {"a": ("w59", "w58"), "b": ("w57", "w56")}
    with pytest.raises(SearchError):
        verbalizer_of(scores[:, :1], material, 2)


@pytest.mark.parametrize("family", ["bert", "roberta", "albert", "distilbert", "modernbert", "gpt2", "llama", "qwen2"])
@pytest.mark.parametrize("tokens", [1024, 20])
def test_the_states_at_the_mask_give_the_models_own_probabilities(tiny, family, tokens, monkeypatch):
    """In one forward pass or in several."""
    monkeypatch.setattr("playground.models.language_model.CACHED_TOKENS", tokens)
    model = tiny(family).ours
    task = task_on(model, "{text} it was [MASK]")
    texts = label_words(model, task.template, ["a film"])
    words, states = Words.of(model, texts), MaskStates.of(task, ROWS, model)
    asked = [its.sequences[its.vocabulary] for its in ask_all(task, (row.fields for row in ROWS), model)]
    expected = torch.cat(model.log_probs(asked))[:, list(texts)]
    assert torch.allclose(states.log_probabilities(words), expected, atol=1e-3)
    assert words.texts and states.gold.tolist() == [task.labels.index(row.label) for row in ROWS]


@pytest.mark.parametrize(
    ("family", "template", "code"),
    [("bert", "{text} [MASK*2].", "one_mask"), ("gpt2", "{text} [MASK] it was.", "nothing_after_mask")],
)
def test_a_template_that_no_single_token_answers_is_refused(tiny, family, template, code):
    model = tiny(family).ours
    with pytest.raises(SearchError) as caught:
        MaskStates.of(task_on(model, template), ROWS, model)
    assert caught.value.code == code and caught.value.message("en") and caught.value.message("zh")
