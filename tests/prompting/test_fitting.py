"""A prompt in a data set's names."""

from __future__ import annotations

import pytest

from playground.prompting import template, verbalizer
from playground.prompting.fitting import Fitted, Names, fit

FILMS = Names(
    ("positive", "negative"),
    ("text",),
    {"positive": ("good", "正面"), "negative": ("bad", "负面")},
    {"positive": ("great",), "negative": ("awful",)},
)


def fitted(prompt: str, words: str, names: Names = FILMS) -> Fitted:
    return fit(template.parse(prompt), verbalizer.parse(words), names)


def test_a_prompt_that_fits_stays_as_it_is():
    found = fitted("{text} It was [MASK].", "negative: bad\npositive: good, fine")
    assert found.same and found.likeness == 1
    assert str(found.verbalizer) == "negative: bad\npositive: good, fine", "its order is its colours"


@pytest.mark.parametrize(
    ("words", "renamed"),
    [
        ("Positive: a\nNEGATIVE: b", (("Positive", "positive"), ("NEGATIVE", "negative"))),
        ("bad: a\ngood: b", (("bad", "negative"), ("good", "positive"))),
        ("正面：好\n负面：坏", (("正面", "positive"), ("负面", "negative"))),
        ("yes: positive\nno: negative", (("yes", "positive"), ("no", "negative"))),
    ],
)
def test_labels_of_other_names_are_called_as_in_the_data_and_keep_their_words(words, renamed):
    found = fitted("{text} [MASK]", words)
    assert found.renamed == renamed and not found.written and not found.dropped
    before = verbalizer.parse(words)
    assert before and [label.words for label in found.verbalizer.labels] == [label.words for label in before.labels]


def test_a_label_without_a_line_gets_one_and_a_line_without_examples_goes():
    found = fitted("{text} [MASK]", "positive: fine\nmeh: so-so")
    assert str(found.verbalizer) == "positive: fine\nnegative: awful"
    assert (found.written, found.dropped, found.kept) == (("negative",), ("meh",), 1)


def test_without_a_verbalizer_there_is_a_line_a_label():
    own = Names(("0", "a, b"), ("text",), {}, {})
    found = fitted("{text} [MASK]", "", own)
    assert [label.name for label in found.verbalizer.labels] == ["0", "a, b"] == list(found.written)
    assert verbalizer.parse(str(found.verbalizer)) == found.verbalizer


@pytest.mark.parametrize(
    ("prompt", "slots", "text"),
    [
        ("{review} It was [MASK].", ("text",), "{text} It was [MASK]."),
        ("{前句}，[MASK]{后句}", ("text",), "{text}，[MASK]"),
        ("{a} [MASK] {b}", ("premise", "hypothesis"), "{premise} [MASK] {hypothesis}"),
        ("{hypothesis} [MASK] {b}", ("premise", "hypothesis"), "{hypothesis} [MASK] {premise}"),
    ],
)
def test_slots_take_the_names_of_the_set(prompt, slots, text):
    found = fitted(prompt, "positive: a\nnegative: b", Names(FILMS.labels, slots, {}, {}))
    assert str(found.template) == text and not found.same
