"""Passages -> drills whose answer is guessed, not read: praise or blame, sections, what a question asks for.

`drills` asks for a word of the passage itself; here the answer may be any word of the
class that `guesses` is sure of, so that the model learns what a passage amounts to
(compare Schick & Schütze 2021, "PET", section 3, where prompts label unlabelled text).
What a question asks for is told by its question word.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from playground.pretraining.corpus import held_out
from playground.pretraining.drills import FILM, THING, Drill, shaped
from playground.pretraining.guesses import (
    RATED,
    Guesser,
    Seed,
    TooFewSeeds,
    chinese_opinion,
    english_hint,
    mark_of,
    named,
)

WORDS = json.loads((Path(__file__).parent / "drill_words.json").read_text(encoding="utf-8"))
_SHOP = re.compile("很好|质量|差评|好评|不错|满意|物流|快递|卖家|客服|正品|买|酒店|房间|收到|宝贝|好用|好看|便宜|速度")
_QUESTION = {
    "en": re.compile(r"(?:^|(?<=[.!?] ))[A-Z][^.?!]{8,120}\?"),
    "zh": re.compile(r"[^。！？!?；;，,\s]{4,40}[？?]"),
}
_LONG = 400  # characters: a longer passage is no single opinion
_JOINED = 0.25  # of the English opinions are on several passages at once, as long reviews are
_UP_TO = 4
_OVER = 4  # drills of one question, on average at most
_SURE = {"opinion": 0.9, "section": 0.8}
_SEEDS, _POOL = 4000, 150_000  # of a section's passages, and of all passages, so many are enough


def drills(language: str, passages: Iterable[str], count: int, seed: int) -> list[Drill]:
    """About `count` drills in random order: six tenths opinions, three sections, one questions.

    Passages that are no reviews, or of no section, make none of that kind.

    Args:
        passages: the language's; held-out ones are passed over.
    """
    passages = [passage for passage in passages if not held_out(passage)]
    found: list[Drill] = []
    for make, tenths in ((opinion_drills, 6), (section_drills, 3), (question_drills, 1)):
        with suppress(TooFewSeeds):
            found += make(language, passages, count * tenths // 10, seed)
    random.Random(seed).shuffle(found)
    return found


def opinion_drills(language: str, passages: Sequence[str], count: int, seed: int) -> list[Drill]:
    """As many drills of praise as of blame."""
    dice = random.Random(seed)
    if language == "en":
        reviews = [each for each in passages if FILM.search(each) or THING.search(each)]
        guesser = Guesser("en", reviews, mark_of, hidden=RATED, hint=english_hint())
    else:
        reviews = [each for each in passages if len(each) < _LONG and _SHOP.search(each)]
        guesser = Guesser("zh", reviews, chinese_opinion(WORDS["seeds"]))
    kinds = WORDS["opinions"][language]
    found = []
    for name, those in _sure(guesser, reviews, _SURE["opinion"]).items():
        for _ in range(count // 2):
            context = dice.choice(those)
            kind = dice.choice([*kinds, *_subjects(language, context) * 3])
            if language == "en" and dice.random() < _JOINED:
                context = " ".join([context, *dice.sample(those, min(dice.randint(1, _UP_TO - 1), len(those)))])
            found.append(shaped(language, kind, _drawn(kinds[kind][name], dice), context, dice))
    return found


def section_drills(language: str, passages: Sequence[str], count: int, seed: int) -> list[Drill]:
    """As many drills of each section; its words are hidden in the passage."""
    dice = random.Random(seed)
    sections = WORDS["sections"][language]
    others = [each for each in passages if language == "en" or not _SHOP.search(each)]
    others = dice.sample(others, min(_POOL, len(others)))
    known = _few(others, named(language, sections), _SEEDS, dice)
    guesser = Guesser(language, [*known], known.get, again=False, hidden=_any(sections))
    sure = _sure(guesser, others, _SURE["section"])
    return [
        shaped(language, "topic", _drawn(sections[name], dice), dice.choice(those), dice, hide=True)
        for name, those in sure.items()
        for _ in range(count // len(sections))
    ]


def question_drills(language: str, passages: Sequence[str], count: int, seed: int) -> list[Drill]:
    """Drills that ask what a question of the corpus asks for: as many of each kind, but none over and over."""
    dice = random.Random(seed)
    rules = {re.compile(pattern, re.IGNORECASE): words for pattern, words in WORDS["questions"][language].items()}
    found: dict[re.Pattern, list[str]] = {rule: [] for rule in rules}
    for passage in passages:
        for question in _QUESTION[language].findall(passage):
            for rule in [rule for rule in rules if rule.search(question)][:1]:
                found[rule].append(question)
    return [
        shaped(language, "question", _drawn(rules[rule], dice), dice.choice(questions), dice)
        for rule, questions in found.items()
        for _ in range(min(count // len(rules), _OVER * len(questions)))
    ]


def _few(passages: Sequence[str], seed: Seed, most: int, dice: random.Random) -> dict[str, str]:
    """Passages whose class is given away -> that class, so many of each."""
    found: dict[str, list[str]] = {}
    for passage in passages:
        if name := seed(passage):
            found.setdefault(name, []).append(passage)
    return {each: name for name, those in found.items() for each in dice.sample(those, min(most, len(those)))}


def _sure(guesser: Guesser, passages: Sequence[str], least: float) -> dict[str, list[str]]:
    """Class -> the passages that are of it with at least this probability."""
    shares = guesser.shares(passages)
    best = shares.argmax(1)
    found: dict[str, list[str]] = {name: [] for name in guesser.classes}
    for i in np.flatnonzero(shares.max(1) >= least).tolist():
        found[guesser.classes[int(best[i])]].append(passages[i])
    return {name: those for name, those in found.items() if those}


def _subjects(language: str, context: str) -> list[str]:
    """The kinds of shape that fit this passage best, to be drawn more often."""
    if language == "zh":
        return ["opinion"]
    return ["film"] if FILM.search(context) else ["thing"]


def _drawn(words: Sequence[str], dice: random.Random) -> str:
    """The first words oftener than the last: by the root of the rank."""
    return dice.choices(words, [(rank + 1) ** -0.5 for rank in range(len(words))])[0]


def _any(sections: Mapping[str, Sequence[str]]) -> re.Pattern:
    words = [re.escape(word) for those in sections.values() for word in those]
    joined = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{joined})\b" if joined.isascii() else joined, re.IGNORECASE)
