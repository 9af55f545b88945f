"""What counting words gets right: the same on one's own rows as on a demo set, and nothing where nothing can be counted."""

import doctest
from dataclasses import replace

import pytest

from playground.datasets import demo
from playground.datasets.dataset import DataSet
from playground.evaluation import baseline
from playground.results import Example


@pytest.mark.parametrize("id", ["question-types", "shop-reviews"])
def test_own_rows_get_the_number_that_is_written_of_a_demo_set(id):
    own = replace(demo.load(id), id="mine", name="mine")
    assert {split: round(share, 3) for split, share in baseline.by_split(own).items()} == demo.SETS[id].baseline


def rows(*pairs):
    return tuple(Example({"text": text}, label) for text, label in pairs)


def of(train, test, **parts):
    return baseline.by_split(DataSet("x", "x", train, parts.get("dev", ()), test), **parts.get("limits", {}))


def test_where_nothing_can_be_learnt_or_measured_there_is_no_number():
    two = rows(("good", "a"), ("bad", "b"))
    assert of(two, ()) == {} and of((), two) == {} and of(two[:1], two) == {}
    assert of(two, (), dev=two) == {"dev": 1.0}


def test_texts_without_a_word_are_no_fault():
    marks = rows(("!!!", "a"), ("🙂", "b"))
    assert of(marks, marks) == {} and baseline.bag_of_words(marks, marks) is None


@pytest.mark.parametrize(
    "texts", [("прекрасный фильм", "ужасный фильм"), ("فيلم رائع", "فيلم سيئ"), ("좋은 영화", "나쁜 영화")]
)
def test_words_of_any_script_are_counted(texts):
    two = rows(*zip(texts, "ab", strict=True))
    assert of(two, two) == {"test": 1.0}


def test_of_a_large_set_so_many_rows_count_as_take_a_moment(monkeypatch):
    counted = []
    monkeypatch.setattr(baseline, "bag_of_words", lambda train, test: counted.append((len(train), len(test))))
    many = rows(*((f"{i:010}", "ab"[i % 2]) for i in range(50)))
    of(many, many[:20], dev=many[:5], limits={"most": 100})
    assert counted == [(10, 5), (10, 10)]


def test_the_example_in_its_docstring_holds():
    assert doctest.testmod(baseline).failed == 0
