"""A guesser learns from passages that give themselves away what others are, and sees nothing it must not."""

import random
import re

import numpy as np
import pytest

from playground.pretraining import guesses
from playground.pretraining.guesses import RATED, Guesser, TooFewSeeds, chinese_opinion, english_hint, mark_of, named
from tests.pretraining.conftest import BLAME, PRAISE


def reviews(marked: int, plain: int, seed: int = 3) -> tuple[list[str], list[str]]:
    """Made reviews, the first of them with a mark, and what each is."""
    dice, texts, kinds = random.Random(seed), [], []
    for n in range(marked + plain):
        kind, words = dice.choice([("good", PRAISE), ("bad", BLAME)])
        mark = f" {dice.randint(8, 10) if kind == 'good' else dice.randint(1, 3)}/10" if n < marked else ""
        texts.append(f"the film was {' and '.join(dice.sample(words, 2))} on day {n % 7}{mark}")
        kinds.append(kind)
    return texts, kinds


def test_what_marks_teach_holds_where_there_are_none():
    texts, kinds = reviews(60, 200)
    guesser = Guesser("en", texts, mark_of, hidden=RATED)
    shares = guesser.shares(texts[60:])
    assert guesser.classes == ["bad", "good"] and np.allclose(shares.sum(1), 1)
    assert [guesser.classes[i] for i in shares.argmax(1)] == kinds[60:]
    assert guesser.shares(["a stale story"])[0, 0] > 0.5 > guesser.shares(["a tender story"])[0, 0]


def test_the_second_training_knows_words_that_no_seed_says():
    texts, _ = reviews(60, 0)
    # "brisk" comes with words of praise only, and never in a passage with a mark.
    texts += [f"the film was brisk and {word} on day {n}" for n in range(30) for word in PRAISE]
    texts += [f"the film was sodden and {word} on day {n}" for n in range(30) for word in BLAME]
    once, twice = (Guesser("en", texts, mark_of, again=again, hidden=RATED) for again in (False, True))
    assert abs(once.shares(["brisk"])[0, 1] - once.shares(["sodden"])[0, 1]) < 0.01
    assert twice.shares(["brisk"])[0, 1] > 0.55 and twice.shares(["sodden"])[0, 1] < 0.45


def test_hints_choose_among_what_the_model_does_not_know():
    texts, _ = reviews(60, 0)
    texts += [f"it was {word} on day {n}" for n in range(120) for word in ("brisk", "sodden")]
    hinted = Guesser(
        "en",
        texts,
        mark_of,
        hidden=RATED,
        hint=lambda text: (
            {"good": 0.5, "bad": -0.5} if "brisk" in text else {"good": -0.5, "bad": 0.5} if "sodden" in text else {}
        ),
    )
    assert hinted.shares(["brisk"])[0, 1] > 0.5 > hinted.shares(["sodden"])[0, 1]


def test_what_is_hidden_is_not_seen():
    texts = [
        f"{word} stands here beside {other}" for word in ("football", "money") for other in "abcdef" for _ in range(4)
    ]
    seed = named("en", {"sports": ["football"], "business": ["money"]})
    guesser = Guesser("en", texts, seed, again=False, hidden=re.compile("football|money"))
    assert np.allclose(guesser.shares(["football", "money"]), 0.5)


@pytest.mark.parametrize("texts", [["a gem 9/10"] * 9, ["a gem 9/10"] * 9 + ["a bore 1/10"] * 3, ["a gem"] * 9])
def test_one_class_is_not_enough(texts):
    with pytest.raises(TooFewSeeds, match="two classes"):
        Guesser("en", texts, mark_of)


@pytest.mark.parametrize(
    ("passage", "kind"),
    [
        ("A gem. 9/10", "good"),
        ("7 out of 10.", "good"),
        ("Dull, 4 / 10", "bad"),
        ("0/10", "bad"),
        ("5/10", None),
        ("9/10 for the cast, 2/10 for the plot", None),
        ("20/10", None),
        ("born 9/1035", None),
        ("A gem.", None),
    ],
)
def test_marks_out_of_ten(passage, kind):
    assert mark_of(passage) == kind


def test_a_lexicon_leans_to_one_side():
    hint = english_hint()
    assert hint("A wonderful, lovely film.")["good"] > 0 > hint("A horrible, stupid film.")["good"]
    assert hint("A horrible film.")["bad"] == -hint("A horrible film.")["good"] <= 0.25


@pytest.mark.parametrize(
    ("passage", "kind"),
    [
        ("很满意，很舒服", "good"),
        ("满意", None),
        ("不满意，不舒服。", "bad"),
        ("没有不满意，挺舒服", "good"),
        ("不错，舒服", "good"),
        ("已退货，太坑", "bad"),
        ("舒服，满意，退货，太坑", None),
    ],
)
def test_chinese_opinions_count_words_and_denials(passage, kind):
    seed = chinese_opinion({"good": ["满意", "舒服", "不错"], "bad": ["退货", "坑"]})
    assert seed(passage) == kind


def test_a_guesser_reads_chinese():
    texts = [f"{word}，第{n}天" for n in range(20) for word in ("很满意，舒服", "退货，太坑")]
    seed = chinese_opinion({"good": ["满意", "舒服"], "bad": ["退货", "坑"]})
    guesser = Guesser("zh", texts, seed)
    assert guesser.shares(["真舒服"])[0, 1] > 0.5 > guesser.shares(["要退货"])[0, 1]


def test_the_quota_of_the_second_training_is_kept(monkeypatch):
    texts, _ = reviews(20, 100)
    seen = []
    fitted = Guesser._fitted
    monkeypatch.setattr(
        Guesser, "_fitted", lambda self, texts, names: seen.append(len(names)) or fitted(self, texts, names)
    )
    Guesser("en", texts, mark_of)
    monkeypatch.setattr(guesses, "_MOST", 5)
    Guesser("en", texts, mark_of)
    assert seen == [20, 20 + 2 * 24, 20, 20 + 2 * 5]
