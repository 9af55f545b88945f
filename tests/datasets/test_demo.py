"""The demo sets: balanced, unrepetitive, neither trivial nor hopeless, and their prompts can be used."""

import itertools
import re
from collections import Counter

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

from playground import i18n
from playground.datasets import demo
from playground.datasets.dataset import SPLITS
from playground.errors import DataError
from playground.prompting import template, verbalizer

SETS = [demo.load(id) for id in demo.SETS]
each_set = pytest.mark.parametrize("data", SETS, ids=lambda data: data.id)
COUNTERS = {
    "en": {"token_pattern": r"[a-z0-9']+"},
    "zh": {"analyzer": "char", "ngram_range": (1, 2)},
}


def units(text, language):
    """English words, or Chinese characters, without punctuation."""
    return re.findall(r"[a-z0-9']+", text.lower()) if language == "en" else re.findall(r"\w", text)


def text_of(row):
    return "\n".join(row.fields.values())


def rows(data):
    return [*data.train, *data.dev, *data.test]


def naive_bayes(data, split):
    """Share of a split's rows that multinomial naive Bayes, add-one smoothed, gets right."""
    counter = CountVectorizer(**COUNTERS[data.language])
    seen = counter.fit_transform(text_of(row) for row in data.train)
    model = MultinomialNB(alpha=1).fit(seen, [row.label for row in data.train])
    asked = data.split(split)
    return model.score(counter.transform(text_of(row) for row in asked), [row.label for row in asked])


@each_set
def test_every_split_is_balanced_and_shuffled(data):
    by_chance = 1 - 1 / len(data.labels)  # how often the label changes from row to row
    for split in SPLITS:
        counts = data.counts(split).values()
        assert 60 <= sum(counts) <= 120
        assert max(counts) - min(counts) <= 1
        labels = [row.label for row in data.split(split)]
        changes = sum(a != b for a, b in itertools.pairwise(labels))
        assert abs(changes / len(labels) - by_chance) < 0.16, split


@each_set
def test_lengths_vary(data):
    lengths = [len(units(text_of(row), data.language)) for row in rows(data)]
    assert min(lengths) >= 3
    assert max(lengths) >= 2 * min(lengths)
    assert max(lengths) <= 120
    assert len(set(lengths)) >= 12
    assert Counter(lengths).most_common(1)[0][1] <= len(lengths) / 4


@each_set
def test_no_two_rows_share_sixty_percent_of_their_trigrams(data):
    texts = [text_of(row) for row in rows(data)]
    assert len(set(texts)) == len(texts)
    grams = []
    for text in texts:
        words = units(text, data.language)
        grams.append(set(zip(words, words[1:], words[2:], strict=False)))
    shares = [len(a & b) / len(a | b) for a, b in itertools.combinations(grams, 2)]
    assert max(shares) < 0.6


@each_set
def test_counting_words_is_neither_enough_nor_useless_and_its_score_is_the_one_in_the_index(data):
    majority = max(data.counts("test").values()) / len(data.test)
    baseline = demo.SETS[data.id].baseline
    assert set(baseline) == {"dev", "test"}
    for split, written in baseline.items():
        share = naive_bayes(data, split)
        print(f"naive Bayes on {data.id}, {split}: {share:.3f}")
        assert written == round(share, 3)
        assert majority + 0.05 <= share <= 0.9


@each_set
def test_a_set_has_its_labels_language_and_words(data):
    entry = demo.SETS[data.id]
    assert data.labels == entry.labels
    assert data.language == entry.language
    assert data.language in i18n.LANGUAGES
    assert all(value.strip() == value != "" for row in rows(data) for value in row.fields.values())
    for language in i18n.LANGUAGES:
        assert i18n.translate(language, f"data.{data.id}")
        about = i18n.translate(language, f"data.{data.id}.about")
        assert re.match(r"\d+", about).group() == str(len(rows(data)))


@each_set
def test_templates_parse_and_ask_for_nothing_but_the_slots(data):
    entry = demo.SETS[data.id]
    assert len(set(entry.templates)) == 6
    for source in entry.templates:
        read = template.parse(source)
        assert not any(isinstance(part, template.Soft) for part in read.parts)
        assert 1 <= len(read.slots) and set(read.slots) <= set(data.slots)
    soft = template.parse(entry.soft)
    assert any(isinstance(part, template.Soft) for part in soft.parts)
    assert set(soft.slots) == set(data.slots)


@each_set
def test_verbalizers_parse_and_have_the_labels_in_their_order(data):
    entry = demo.SETS[data.id]
    assert len(set(entry.verbalizers)) == 4
    for source in entry.verbalizers:
        assert tuple(label.name for label in verbalizer.parse(source).labels) == data.labels


def test_a_set_of_pairs_has_two_slots():
    assert demo.load("sentence-pairs").slots == ("first", "second")


def test_an_unknown_set_is_refused_by_name():
    with pytest.raises(DataError, match="film-reviews") as caught:
        demo.load("../../secret")
    assert caught.value.code == "unknown_demo"
