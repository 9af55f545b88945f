"""The two demo sets: balanced, unrepetitive, and neither trivial nor hopeless."""

import itertools
import math
import re
from collections import Counter

import pytest

from playground import i18n
from playground.datasets import demo
from playground.datasets.dataset import SPLITS
from playground.errors import DataError

SETS = [demo.load(id) for id in demo.SETS]
each_set = pytest.mark.parametrize("data", SETS, ids=lambda data: data.id)


def units(text, language):
    """English words, or Chinese characters, without punctuation."""
    return re.findall(r"[a-z0-9']+", text.lower()) if language == "en" else re.findall(r"\w", text)


def rows(data):
    return [*data.train, *data.dev, *data.test]


def naive_bayes(data):
    """Share of the test rows that multinomial naive Bayes, add-one smoothed, gets right."""
    counts = {label: Counter() for label in data.labels}
    for row in data.train:
        counts[row.label].update(units(row.fields["text"], data.language))
    vocabulary = set().union(*counts.values())

    def log_probability(label, text):
        total = counts[label].total() + len(vocabulary)
        known = [word for word in units(text, data.language) if word in vocabulary]
        return sum(math.log((counts[label][word] + 1) / total) for word in known)

    right = 0
    for row in data.test:
        right += row.label == max(data.labels, key=lambda label: log_probability(label, row.fields["text"]))
    return right / len(data.test)


@each_set
def test_every_split_is_balanced_and_shuffled(data):
    for split, count in zip(SPLITS, (48, 30, 50), strict=True):
        assert set(data.counts(split).values()) == {count}
        labels = [row.label for row in data.split(split)]
        changes = sum(a != b for a, b in itertools.pairwise(labels))
        assert 0.35 < changes / len(labels) < 0.65, split


@each_set
def test_lengths_vary(data):
    lengths = [len(units(row.fields["text"], data.language)) for row in rows(data)]
    assert 4 <= min(lengths) <= 6
    assert 50 <= max(lengths) <= 90
    assert len(set(lengths)) >= 30


@each_set
def test_no_two_rows_share_sixty_percent_of_their_trigrams(data):
    texts = [row.fields["text"] for row in rows(data)]
    assert len(set(texts)) == 256
    grams = []
    for text in texts:
        words = units(text, data.language)
        grams.append(set(zip(words, words[1:], words[2:], strict=False)))
    shares = [len(a & b) / min(len(a), len(b)) for a, b in itertools.combinations(grams, 2)]
    assert max(shares) < 0.6


@each_set
def test_counting_words_is_neither_enough_nor_useless(data):
    share = naive_bayes(data)
    print(f"naive Bayes on {data.id}: {share:.2f}")
    assert 0.6 <= share <= 0.95


@each_set
def test_a_set_has_its_labels_language_and_words(data):
    assert data.labels == demo.LABELS[data.id]
    assert data.slots == ("text",)
    assert data.language in i18n.LANGUAGES
    for language in i18n.LANGUAGES:
        assert i18n.translate(language, f"data.{data.id}")
        assert i18n.translate(language, f"data.{data.id}.about")


def test_an_unknown_set_is_refused_by_name():
    with pytest.raises(DataError, match="film-reviews, shop-reviews") as caught:
        demo.load("../../secret")
    assert caught.value.code == "unknown_demo"
