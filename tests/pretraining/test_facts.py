"""Facts come from the knowledge bases as they are; measuring sentences stay out. A WordNet of nine words stands in."""

import json
import random
import re

import pytest

from playground.pretraining import facts
from playground.pretraining.__main__ import main
from playground.pretraining.corpus import marked
from playground.pretraining.facts import Dictionary, WordNet, countries, english_facts, kept_apart, plural, written

KNOWN = {
    word: n
    for n, word in enumerate(["animal", "dog", "cat", "horse", "hot", "cold", "good", "bad", "entity", "paris"], 1)
}
DATA_NOUN = """\
  1 a licence in the first lines, two spaces before each
00000001 03 n 01 entity 0 000 | all
00000002 05 n 01 animal 0 001 @ 00000001 n 0000 | lives
00000003 05 n 02 dog 0 domestic_dog 0 002 @ 00000002 n 0000 + 00000099 v 0101 | barks
00000004 05 n 01 cat 0 001 @ 00000002 n 0000 | purrs
00000005 05 n 01 horse 0 001 @ 00000002 n 0000 | runs
00000006 15 n 01 Paris 0 001 @i 00000001 n 0000 | a city
"""
INDEX_NOUN = """\
  1 a licence
animal n 1 1 @ 1 1 00000002
cat n 1 1 @ 1 1 00000004
dog n 1 1 @ 1 1 00000003
domestic_dog n 1 1 @ 1 0 00000003
horse n 1 1 @ 1 1 00000005
paris n 1 1 @i 1 1 00000006
"""
DATA_ADJ = """\
00000011 00 a 01 hot 0 001 ! 00000012 a 0101 | warm
00000012 00 a 01 cold(p) 0 001 ! 00000011 a 0101 | chilly
00000013 00 s 01 lukewarm 0 001 & 00000011 a 0000 | so so
"""
INDEX_ADJ = """\
cold a 1 1 ! 1 1 00000012
hot a 1 1 ! 1 1 00000011
lukewarm a 1 1 & 1 1 00000013
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("wordnet")
    files = {"data.noun": DATA_NOUN, "index.noun": INDEX_NOUN, "data.adj": DATA_ADJ, "index.adj": INDEX_ADJ}
    for name, text in files.items():
        (made / name).write_text(text, encoding="ascii")
    return made


@pytest.fixture(scope="module")
def wordnet(folder) -> WordNet:
    return WordNet(folder, KNOWN)


def test_wordnet_gives_kinds_and_opposites_of_known_words(wordnet):
    assert wordnet.kinds() == {"dog": ["animal"], "cat": ["animal"], "horse": ["animal"]}
    assert sorted(wordnet.opposites()) == [("cold", "hot"), ("hot", "cold")]
    assert wordnet.adjectives() == {"hot", "cold"}
    assert wordnet.nouns() == {"animal", "horse", "paris"}


def test_countries_in_both_languages():
    english, chinese = (list(countries(language)) for language in ("en", "zh"))
    assert ("capital", {"a": "France", "b": "Paris"}) in english
    assert ("people", {"a": "France", "b": "French"}) in english
    assert ("money", {"a": "Japan", "b": "yen"}) in english
    assert ("capital", {"a": "法国", "b": "巴黎"}) in chinese
    assert ("region", {"a": "肯尼亚", "b": "非洲"}) in chinese
    assert sum(kind == "capital" for kind, _ in chinese) > 100


def test_chinese_words_and_their_measure_words():
    dictionary = Dictionary("狗马书热冷本匹只")
    assert dictionary.chinese("dog") == "狗"
    assert dictionary.chinese("quark") is None
    assert {("马", "匹"), ("书", "本"), ("狗", "只")} <= set(dictionary.measures)


def test_a_fact_is_written_with_its_answer_marked(wordnet):
    each = [written("en", english_facts(wordnet, KNOWN, random.Random(seed)), (), seed) for seed in range(20)]
    assert all(len(lines) == len(set(lines)) for lines in each)
    lines = [line for lines in each for line in lines]
    for line in lines:
        plain, spans = marked(line)
        assert len(spans) >= 1 and not re.search("[{}]", plain)
        assert plain[0] == plain[0].upper()
    assert any("opposite of" in marked(line)[0] for line in lines)
    assert any(line.startswith("A dog is a kind of \x02animal\x03.") for line in lines)


def test_sentences_that_probes_measure_by_stay_out(wordnet):
    probes = [
        {"template": "The opposite of hot is [MASK].", "answers": ["cold", "cool"]},
        {"template": "中国的首都是[MASK*2]。", "answers": ["北京"]},
    ]
    kept = kept_apart(probes)
    assert kept == {"theoppositeofhotiscold", "theoppositeofhotiscool", "中国的首都是北京"}
    every = [
        marked(line)[0]
        for seed in range(8)
        for line in written("en", english_facts(wordnet, KNOWN, random.Random(seed)), kept, seed)
    ]
    assert "The opposite of cold is hot." in every
    assert "The opposite of hot is cold." not in every
    chinese = [marked(line)[0] for seed in range(8) for line in written("zh", countries("zh"), kept, seed)]
    assert "法国的首都是巴黎。" in chinese and "中国的首都是北京。" not in chinese


def test_plurals_follow_the_rules():
    assert [plural(word) for word in ("dog", "berry", "dish", "boy", "box")] == [
        "dogs",
        "berries",
        "dishes",
        "boys",
        "boxes",
    ]


def test_every_shape_can_be_filled():
    words = {"a": "cat", "b": "animal", "c": "dog", "d": "horse"}
    for language, kinds in facts.SHAPES.items():
        for kind, shapes in kinds.items():
            for seed in range(4 * len(shapes)):
                line = facts.sentence(language, (kind, facts._numbers(words)), random.Random(seed))
                assert marked(line)[1], (kind, line)


def test_the_program_writes_three_folders(folder, corpus, checkpoint, tmp_path, capsys):
    probes = tmp_path / "probes.json"
    probes.write_text(json.dumps([{"template": "x [MASK]", "answers": ["y"]}]), encoding="utf-8")
    main(
        [
            "drills",
            "--model",
            str(checkpoint("bert")),
            "--corpus",
            str(corpus),
            "--wordnet",
            str(folder),
            "--output",
            str(tmp_path / "drills"),
            "--count",
            "100",
            "--without",
            str(probes),
        ]
    )
    found = {path.relative_to(tmp_path / "drills").as_posix() for path in (tmp_path / "drills").rglob("*.txt")}
    assert found == {f"{kind}/{language}.txt" for kind in ("passages", "guessed", "facts") for language in ("en", "zh")}
    assert "\x02" in (tmp_path / "drills" / "facts" / "en.txt").read_text(encoding="utf-8")
    assert "drills" in capsys.readouterr().out
