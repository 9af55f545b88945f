"""Corpus passages -> drills: passages that ask for one of their own words, as a prompt does.

A review says "… Great fun!"; its drill says "… It was great." and asks for *great*,
which then stands nowhere else. A news passage's drill asks for its keyword behind
"This is about". No label is used: the answer is always a word of the passage. The idea
is that of hiding opinion words (Tian et al. 2020, "SKEP", section 3.1) and of pattern
and answer (Schick & Schütze 2021, "PET"), at pretraining time. Places to ask for are
written between two marks; `corpus` reads them, `masking` hides them.
What is asked of knowledge bases instead is in `facts`.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from playground.pretraining.corpus import ASK, ask, chinese_words, held_out

SHAPES = json.loads((Path(__file__).parent / "drill_shapes.json").read_text(encoding="utf-8"))
_SENTENCE = {"en": re.compile(r"(?<=[.!?])\s+"), "zh": re.compile(r"(?<=[。！？!?；;，,\s])")}
_DENIED = re.compile(
    r"\b(not?|never|nothing|but|though|although|if|could|would|should|than|without|\w+n't)\b", re.IGNORECASE
)
FILM = re.compile(r"\b(movies?|films?|acting|actors?|plot|scenes?|director|cinema|watched|watching)\b", re.IGNORECASE)
THING = re.compile(
    r"\b(products?|books?|camera|phone|battery|player|bought|purchased?|price|quality|amazon|ipod)\b", re.IGNORECASE
)
_VERB = re.compile(r"\bI (?:\w+ly )?(\w+ed) (?:it|this|the)\b")
_HAN = re.compile("[\u4e00-\u9fff]{1,2}")
# English verbs that say how something was liked.
FEELINGS = frozenset(
    "loved liked enjoyed adored recommended appreciated hated disliked despised loathed regretted".split()
)
_ENGLISH = re.compile(r"[a-z]+")
_VERY = frozenset("很 非常 太 真 挺 比较 超 超级 特别 十分 相当 蛮 还".split())
_AFTER = re.compile(r"(?:了|的)?[，。！,!~\s]*")
_NO = re.compile("[不没无别]")
_LEAST = {"en": 25, "zh": 6}  # characters that are worth asking behind
_MOST = 180  # words or Chinese characters: the question has to fit behind, in 256 tokens
# A keyword is neither rare nor everywhere: its share of the passages.
_RARE, _COMMON = 5e-4, 2e-2
# How often an opinion word stands where only an adjective can, at least: "like" and "played" seldom do.
_PREDICATE = re.compile(r"\b(?:is|was|very|really|so|quite|too|truly|pretty) ([a-z]+)\b", re.IGNORECASE)
_OFTEN = 0.12


@dataclass(frozen=True)
class Drill:
    """A passage with a place to ask for, the word that belongs there, and which shapes it came from."""

    text: str
    word: str
    kind: str


def english_opinions(passage: str, adjectives: Collection[str], dice: random.Random) -> Drill | None:
    """A drill that asks for an adjective (or "I loved it"'s verb) of a review, unless it is denied there."""
    film = FILM.search(passage)
    if not film and not THING.search(passage):
        return None
    found = []
    for sentence in _SENTENCE["en"].split(passage):
        if _DENIED.search(sentence) or sentence.endswith("?"):
            continue
        found += [(sentence, word, "film" if film else "thing") for word in _words(sentence) if word in adjectives]
        found += [(sentence, verb.lower(), "verb") for verb in _VERB.findall(sentence) if verb.lower() in FEELINGS]
    if not found:
        return None
    sentence, word, kind = dice.choice(found)
    return _own("en", kind, word, passage, sentence, dice)


def chinese_opinions(passage: str, dice: random.Random) -> Drill | None:
    """A drill that asks for the word that ends a clause after 很, 非常, 太, …"""
    found = []
    for clause in _SENTENCE["zh"].split(passage):
        if _NO.search(clause):
            continue
        cut = chinese_words(clause)
        for i, (degree, word) in enumerate(pairwise(cut)):
            if degree in _VERY and _HAN.fullmatch(word) and _AFTER.fullmatch("".join(cut[i + 2 :])):
                found.append((clause, word))
    if not found:
        return None
    clause, word = dice.choice(found)
    return _own("zh", "opinion", word, passage, clause, dice)


def predicates(words: Collection[str], passages: Iterable[str]) -> frozenset[str]:
    """Those of the words that often stand behind "is", "very" and the like.

    >>> sorted(predicates({"good", "like"}, ["It is good", "I like it", "very good"]))
    ['good']
    """
    all, behind = Counter(), Counter()
    for passage in passages:
        all.update(word for word in _words(passage) if word in words)
        behind.update(word.lower() for word in _PREDICATE.findall(passage) if word.lower() in words)
    return frozenset(word for word in all if behind[word] >= _OFTEN * all[word])


class Keywords:
    """How telling a word is: tf-idf among `nouns`, as the passages have them.

    >>> keywords = Keywords("en", {"bank", "river"}, ["the bank", "a river", "the cat"])
    >>> keywords.count
    3
    """

    def __init__(self, language: str, nouns: Collection[str], passages: Iterable[str]):
        self._cut: Callable[[str], list[str]] = _words if language == "en" else chinese_words
        self._language, self.count, frequency = language, 0, Counter()
        for passage in passages:
            self.count += 1
            frequency.update(word for word in set(self._cut(passage)) if word in nouns)
        self._weight = {
            word: math.log(self.count / often)
            for word, often in frequency.items()
            if _RARE <= often / self.count <= _COMMON
        }

    def drill(self, passage: str, dice: random.Random) -> Drill | None:
        """A drill that asks for one of the three most telling words."""
        often = Counter(word for word in self._cut(passage) if word in self._weight)
        best = sorted(often, key=lambda word: (-often[word] * self._weight[word], word))[:3]
        if not best:
            return None
        word = dice.choice(best)
        sentences = _SENTENCE[self._language].split(passage)
        (sentence, *_) = [each for each in sentences if word in each.lower()] or [passage]
        return _own(self._language, "topic", word, passage, sentence, dice)


def _words(text: str) -> list[str]:
    return _ENGLISH.findall(text.lower())


def shaped(language: str, kind: str, word: str, context: str, dice: random.Random, *, hide: bool = False) -> Drill:
    """A context with one of the kind's shapes around it, asking for the word.

    Args:
        hide: ask for the word wherever the context says it, too.
    """
    context = " ".join(context.split()[:_MOST]) if language == "en" else context[:_MOST]
    if hide:
        boundary = r"\b" if language == "en" else ""
        context = re.sub(
            f"{boundary}{re.escape(word)}{boundary}", lambda found: ask(found.group()), context, flags=re.IGNORECASE
        )
    if language == "zh" and context[-1] not in "。！？!?；;，,":
        context += "。"
    shape = dice.choice(SHAPES[language][kind])
    if language == "en" and word[0] in "aeiou":
        shape = re.sub(r"\b([Aa]) \{word", r"\1n {word", shape)
    return Drill(shape.format(context=context, word=ask(word)), word, kind)


def _own(language: str, kind: str, word: str, passage: str, sentence: str, dice: random.Random) -> Drill | None:
    """The passage without the sentence, its shape around it; a sentence alone keeps its word behind a mask."""
    context = passage.replace(sentence, "").strip()
    if len(context) < _LEAST[language]:
        context = passage
    if len(context) < _LEAST[language]:
        return None
    return shaped(language, kind, word, context, dice, hide=True)


def drills(
    language: str,
    passages: Callable[[], Iterable[str]],
    adjectives: Collection[str],
    nouns: Collection[str],
    count: int,
    seed: int,
) -> Iterator[Drill]:
    """About `count` drills of a language's training passages, frequent answers held back, in random order.

    Args:
        passages: gives them anew at each call; held-out ones are passed over.
        adjectives: English opinion words.
    """
    dice = random.Random(seed)
    opinion_words = predicates(adjectives, passages()) if language == "en" else frozenset()
    keywords = Keywords(language, nouns, (each for each in passages() if not held_out(each)))
    opinions: list[Drill] = []
    topics: list[Drill] = []
    for passage in passages():
        if held_out(passage) or ASK in passage:
            continue
        opinion = (
            english_opinions(passage, opinion_words, dice) if language == "en" else chinese_opinions(passage, dice)
        )
        if opinion:
            opinions.append(opinion)
        # All passages would be far more than a run reads.
        if dice.random() < 3 * count / keywords.count and (topic := keywords.drill(passage, dice)):
            topics.append(topic)
    chosen = [*_balanced(opinions, count // 2, dice), *_balanced(topics, count // 2, dice)]
    dice.shuffle(chosen)
    yield from chosen


def _balanced(found: Sequence[Drill], count: int, dice: random.Random) -> list[Drill]:
    """At most `count`, each answer as often as the root of its frequency: else the answer were always the commonest."""
    often = Counter(drill.word for drill in found)
    weights = {word: math.sqrt(number) for word, number in often.items()}
    scale = count / max(sum(weights.values()), 1e-9)
    return [drill for drill in found if dice.random() < scale * weights[drill.word] / often[drill.word]]
