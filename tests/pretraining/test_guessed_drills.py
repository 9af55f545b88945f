"""Guessed drills ask for a word of the class that a passage is surely of, as often for each class."""

import random
from collections import Counter

import pytest

from playground.pretraining.corpus import held_out, marked
from playground.pretraining.drills import SHAPES
from playground.pretraining.guessed_drills import WORDS, drills, opinion_drills, question_drills, section_drills
from tests.pretraining.conftest import BLAME, PRAISE, asked

SAID = {"good": {*PRAISE}, "bad": {*BLAME}}


@pytest.fixture(scope="module")
def film_reviews() -> list[str]:
    """Praise three times as often as blame; a fifth with a mark."""
    dice, texts = random.Random(4), []
    for n in range(600):
        words, marks = (PRAISE, (8, 10)) if n % 4 else (BLAME, (1, 3))
        mark = f" {dice.randint(*marks)}/10" if n % 5 == 0 else ""
        texts.append(f"The film was {' and '.join(dice.sample(words, 3))} from its scene {n} on.{mark}")
    return texts


def test_praise_is_asked_for_behind_praise_as_often_as_blame_behind_blame(film_reviews):
    found = opinion_drills("en", film_reviews, 200, 1)
    sides = Counter()
    for drill in found:
        (side,) = [side for side, words in WORDS["opinions"]["en"][drill.kind].items() if drill.word in words]
        (told,) = [side for side, words in SAID.items() if words & {*drill.text.replace(".", " ").split()}]
        assert side == told and asked(drill.text) == [drill.word]
        sides[side] += 1
    assert sides == {"good": 100, "bad": 100}
    assert {drill.kind for drill in found} == {*WORDS["opinions"]["en"]}


def test_some_are_on_several_passages_and_all_fit_256_tokens(film_reviews):
    found = opinion_drills("en", film_reviews, 200, 1)
    several = [drill for drill in found if drill.text.count("from its scene") > 1]
    assert 20 < len(several) < 80
    assert max(len(drill.text.split()) for drill in found) < 200


def test_chinese_opinions():
    texts = [f"{words}，第{n}次买" for n in range(80) for words in ("质量很好，很满意", "质量太差，要退货")]
    found = opinion_drills("zh", texts, 100, 1)
    for drill in found:
        side = "good" if "满意，第" in marked(drill.text)[0] else "bad"
        assert drill.word in WORDS["opinions"]["zh"][drill.kind][side], drill.text


def test_sections_hide_the_words_they_are_told_by():
    own = {"sports": "goal striker league", "business": "shares profit merger"}
    named = {"sports": "football", "business": "markets"}
    texts = [f"{own[name]} {named[name]} day {n}" for n in range(60) for name in own]
    texts += [f"{own[name]} night {n}" for n in range(60) for name in own]
    found = section_drills("en", texts, 320, 1)
    assert {drill.kind for drill in found} == {"topic"} and len(found) == 2 * (320 // len(WORDS["sections"]["en"]))
    for drill in found:
        name = "sports" if "striker" in drill.text else "business"
        assert drill.word in WORDS["sections"]["en"][name]
        plain, spans = marked(drill.text)
        assert plain.lower().count(drill.word) <= sum(plain[a:b].lower() == drill.word for a, b in spans) + plain.count(
            drill.word + "s"
        )


@pytest.mark.parametrize(
    ("language", "question", "word"),
    [
        ("en", "Who wrote the letter to the king?", "person"),
        ("en", "In what year did the ship sink?", "date"),
        ("en", "How many legs has a spider got?", "number"),
        ("en", "Why does the moon shine at night?", "reason"),
        ("en", "What does the name NASA stand for?", "abbreviation"),
        ("en", "Which river runs through the town?", "place"),
        ("en", "What is an atom?", "definition"),
        ("zh", "他们是在哪里认识的？", "地点"),
        ("zh", "一年有多少天？", "数字"),
        ("zh", "天为什么是蓝的？", "原因"),
    ],
)
def test_questions_are_told_by_their_words(language, question, word):
    found = question_drills(language, [f"It rained. {question}" if language == "en" else question] * 30, 4_000, 1)
    answers = {drill.word for drill in found}
    assert word in answers and any(answers <= {*words} for words in WORDS["questions"][language].values())
    assert all(question in marked(drill.text)[0] for drill in found)
    assert not any("It rained" in drill.text for drill in found)


def test_a_few_questions_are_not_asked_over_and_over():
    assert len(question_drills("en", ["Who wrote it down for us?"], 10_000, 1)) == 4


def test_every_kind_has_words_and_shapes():
    for language, kinds in WORDS["opinions"].items():
        for kind, sides in kinds.items():
            assert kind in SHAPES[language] and {*sides} == {"good", "bad"}
            assert not {*sides["good"]} & {*sides["bad"]}
    for sections in WORDS["sections"].values():
        words = [word for those in sections.values() for word in those]
        assert len(words) == len({*words}), "a word names one section"


def test_all_kinds_come_shuffled_together(film_reviews):
    texts = film_reviews + [f"the {word} stands here {n}" for n in range(40) for word in ("football", "money")]
    texts += ["Who wrote it down for us?"] * 20
    found = drills("en", texts, 400, 1)
    kinds = Counter(drill.kind for drill in found)
    assert kinds["question"] == 3 and kinds["topic"] and 230 < sum(kinds.values()) - kinds["topic"] - 3 <= 240
    assert [drill.text for drill in found] == [drill.text for drill in drills("en", texts, 400, 1)]


def test_text_of_another_kind_makes_the_drills_it_can():
    texts = [f"The witness signed page {n} of the deed. Who signed it with him?" for n in range(50)]
    assert {drill.kind for drill in drills("en", texts, 400, 1)} == {"question"}
    assert drills("zh", ["证人在文件上签字。"] * 50, 400, 1) == []


def test_held_out_passages_stay_out():
    questions = [f"Who wrote letter number {n} to the king?" for n in range(600)]
    held = [each for each in questions if held_out(each)]
    texts = [drill.text for drill in drills("en", questions, 60_000, 1)]
    assert held and texts and not any(each in text for each in held for text in texts)
