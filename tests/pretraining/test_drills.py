"""Drills ask for a word of their own passage, behind a shape, and nowhere else leave it to be read."""

import random
from collections import Counter

import pytest

from playground.pretraining import drills as module
from playground.pretraining.corpus import marked
from playground.pretraining.drills import SHAPES, Keywords, chinese_opinions, drills, english_opinions, predicates
from tests.pretraining.conftest import asked

REVIEW = "The plot was wonderful. The actors knew what they were doing from the first scene."


def test_marks_are_taken_out_and_told():
    assert marked("It was \x02great\x03.") == ("It was great.", [(7, 12)])
    assert marked("很\x02好\x03，很\x02好\x03。") == ("很好，很好。", [(1, 2), (4, 5)])
    assert marked("plain") == ("plain", [])


@pytest.mark.parametrize("seed", range(20))
def test_an_opinion_is_asked_for_without_its_sentence(seed):
    drill = english_opinions(REVIEW, {"wonderful"}, random.Random(seed))
    assert drill.word == "wonderful" and {*asked(drill.text)} == {"wonderful"}
    plain, spans = marked(drill.text)
    assert len(spans) == 1, "once: its own sentence is gone"
    assert "The actors knew" in plain and "The plot was" not in plain
    # The article does not give the word away by being wrong.
    assert "an wonderful" not in plain.lower()


def test_a_lone_sentence_hides_its_word_as_well():
    drill = english_opinions("What an awful film about a small town by the sea.", {"awful"}, random.Random(1))
    plain, spans = marked(drill.text)
    assert len(spans) == 2 == plain.count("awful")


@pytest.mark.parametrize(
    "passage",
    [
        "This movie is not wonderful.",
        "A wonderful plot would help this film.",
        "Is this film wonderful?",
        "A wonderful day for the harvest of wheat.",
    ],
)
def test_what_is_denied_or_no_review_makes_no_drill(passage):
    assert english_opinions(passage, {"wonderful"}, random.Random(1)) is None


def test_a_verb_of_liking_is_asked_for():
    drill = english_opinions("I really hated this. The film took two hours of my life.", set(), random.Random(3))
    assert (drill.word, drill.kind) == ("hated", "verb")
    assert {*asked(drill.text)} == {"hated"} and "I really" not in marked(drill.text)[0]


@pytest.mark.parametrize(
    ("passage", "word"),
    [
        ("物流给力，第二天就收到了，质量非常好！", "好"),
        ("屏幕碎了，客服态度太差了。", "差"),
        ("用了三天，感觉很舒服", "舒服"),
    ],
)
def test_chinese_opinions_end_a_clause_behind_a_degree(passage, word):
    drill = chinese_opinions(passage, random.Random(2))
    assert drill.word == word and {*asked(drill.text)} == {word}


@pytest.mark.parametrize("passage", ["质量不是很好。", "皇太后很早就进宫了。", "他看见了一只猫。"])
def test_chinese_passages_without_a_plain_opinion_make_none(passage):
    assert chinese_opinions(passage, random.Random(2)) is None


def test_a_keyword_is_neither_rare_nor_everywhere(monkeypatch):
    monkeypatch.setattr(module, "_RARE", 0.15)
    monkeypatch.setattr(module, "_COMMON", 0.5)
    texts = ["the bank of the river is wide and green", "the river bank was empty on that day"]
    texts += ["the film was long and the night was dark", *["the end of the long day came to us"] * 7]
    keywords = Keywords("en", {"bank", "river", "film", "day"}, texts)
    found = {keywords.drill(text, random.Random(seed)).word for text in texts[:2] for seed in range(9)}
    assert found == {"bank", "river"}, "film stands in one of ten, day in eight of ten"
    assert keywords.drill("nothing is told here of any of them", random.Random(1)) is None


def test_adjectives_are_told_from_what_only_looks_like_them():
    texts = [
        "It is like this.",
        *["I like it, we like that, they like us, you like me."] * 4,
        "It was good.",
        "A very good one.",
        "She played well, he played",
    ]
    assert predicates({"good", "like", "played"}, texts * 10) == {"good"}


def test_frequent_answers_are_held_back_and_held_out_passages_stay_out():
    common = [f"The acting in part {n} was great. We saw it with all of our friends." for n in range(900)]
    rare = [f"The acting in part {n} was dreadful. We saw it with all of our friends." for n in range(100)]
    texts = common + rare + ["the acting is great", "the acting is very dreadful"]
    found = list(drills("en", lambda: texts, {"great", "dreadful"}, set(), 400, 1))
    often = Counter(drill.word for drill in found)
    # 9 to 1 becomes 3 to 1.
    assert 2 < often["great"] / often["dreadful"] < 4.5
    assert [drill.text for drill in found] == [
        drill.text for drill in drills("en", lambda: texts, {"great", "dreadful"}, set(), 400, 1)
    ]
    held = [text for text in texts if module.held_out(text)]
    assert held and not any(text.split(".")[0] in marked(drill.text)[0] for text in held for drill in found)


def test_every_shape_has_its_context_and_its_word():
    for language, kinds in SHAPES.items():
        for shapes in kinds.values():
            assert len(set(shapes)) == len(shapes) > 5
            for shape in shapes:
                assert shape.count("{context}") == shape.count("{word}") == 1, (language, shape)
