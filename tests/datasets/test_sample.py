"""Draws are balanced, disjoint and repeatable; too little data is said, not hidden."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.datasets import demo
from playground.datasets.dataset import DataSet
from playground.datasets.sample import affordable, few_shot, hold_out
from playground.errors import DataError
from playground.results import Example


def examples(**counts):
    """`examples(a=3, b=2)`: rows a0 b0 a1 b1 a2, each with its own text."""
    rows = [(i, label) for label, count in counts.items() for i in range(count)]
    return tuple(Example({"text": f"{label}{i}"}, label) for i, label in sorted(rows))


def texts(rows):
    return [row.fields["text"] for row in rows]


def per_label(rows):
    labels = [row.label for row in rows]
    return {label: labels.count(label) for label in set(labels)}


sizes = st.lists(st.integers(1, 30), min_size=2, max_size=4)


@given(sizes, st.integers(1, 12), st.integers(0, 5))
def test_a_draw_is_balanced_disjoint_and_repeatable(counts, per_class, seed):
    rows = examples(**{"abcd"[i]: count for i, count in enumerate(counts)})
    if min(counts) < 2:
        with pytest.raises(DataError) as caught:
            few_shot(rows, per_class, seed)
        assert caught.value.code == "too_few"
        return
    train, dev = few_shot(rows, per_class, seed)
    per_class = affordable(rows, per_class)
    assert set(per_label(train).values()) == {per_class}
    assert set(per_label(dev).values()) == {min(per_class, min(counts) - per_class)}
    assert not set(texts(train)) & set(texts(dev))
    assert set(texts(train + dev)) <= set(texts(rows))
    assert few_shot(rows, per_class, seed) == (train, dev)


def test_a_seed_means_the_same_rows_on_every_machine():
    train, dev = few_shot(examples(a=6, b=6), per_class=3, seed=1)
    assert texts(train) == ["a5", "b2", "b1", "b0", "a2", "a3"]
    assert texts(dev) == ["b3", "a4", "a1", "a0", "b5", "b4"]


def test_seeds_draw_differently_and_more_examples_keep_the_fewer():
    rows = demo.load("film-reviews").train
    assert few_shot(rows, 16, seed=1) != few_shot(rows, 16, seed=2)
    assert set(texts(few_shot(rows, 8, seed=1)[0])) < set(texts(few_shot(rows, 16, seed=1)[0]))
    labels = [row.label for row in few_shot(rows, 16, seed=1)[0]]
    assert labels != sorted(labels) and labels != sorted(labels, reverse=True)


def test_too_few_names_the_class_and_what_it_needs():
    with pytest.raises(DataError) as caught:
        few_shot(examples(a=40, b=1), per_class=16, seed=1)
    assert caught.value.values == {"label": "b", "count": 1, "needed": 2}
    assert len(few_shot(examples(a=40, b=20), per_class=16, seed=1)[1]) == 8


@pytest.mark.parametrize(("least", "left"), [(2, 1), (3, 1), (7, 3), (8, 4), (19, 15), (20, 16), (90, 16)])
def test_k_falls_to_what_the_smallest_class_has(least, left):
    rows = examples(a=40, b=least)
    assert affordable(rows, 16) == left
    train, dev = few_shot(rows, 16, seed=1)
    assert per_label(train) == {"a": left, "b": left} and len(dev) >= 2 * min(left, 4)


@pytest.mark.parametrize(("rows", "code"), [((), "empty"), (examples(a=9), "one_class")])
def test_nothing_to_tell_apart_is_refused(rows, code):
    for draw in (lambda: few_shot(rows, 1, 0), lambda: hold_out(DataSet("x", "x", rows, (), ()))):
        with pytest.raises(DataError) as caught:
            draw()
        assert caught.value.code == code


@given(st.lists(st.integers(2, 20), min_size=2, max_size=4), st.floats(0.05, 0.95), st.integers(0, 5))
def test_holding_out_takes_a_share_of_each_class_and_keeps_the_order(counts, share, seed):
    rows = examples(**{"abcd"[i]: count for i, count in enumerate(counts)})
    data = hold_out(DataSet("x", "x", rows, (), ()), share, seed)
    for label, count in zip("abcd", counts, strict=False):
        held = data.counts("test")[label]
        assert held + data.counts("train")[label] == count
        assert 1 <= held < count
        assert abs(held - share * count) <= 1
    order = {text: place for place, text in enumerate(texts(rows))}
    for part in (data.train, data.test):
        assert texts(part) == sorted(texts(part), key=order.__getitem__)
    assert hold_out(DataSet("x", "x", rows, (), ()), share, seed) == data


def test_a_test_split_that_exists_is_left_alone_and_one_row_cannot_be_split():
    data = demo.load("shop-reviews")
    assert hold_out(data) is data
    with pytest.raises(DataError) as caught:
        hold_out(DataSet("x", "x", examples(a=5, b=1), (), ()))
    assert caught.value.values == {"label": "b", "count": 1, "needed": 2}


def test_a_fingerprint_follows_the_rows_and_nothing_else():
    data = DataSet("x", "x", examples(a=2, b=2), (), examples(c=1))
    assert data.fingerprint == "ab13c719ff15"
    assert replace(data, id="y", name="z", language="en", label_order=("c",)).fingerprint == data.fingerprint
    assert replace(data, train=data.train[::-1]).fingerprint != data.fingerprint
    assert replace(data, train=(), dev=data.train).fingerprint != data.fingerprint
    twisted = (Example({"b": "2", "a": "1"}, "x"), Example({"a": "1", "b": "2"}, "x"))
    assert replace(data, dev=twisted[:1]).fingerprint == replace(data, dev=twisted[1:]).fingerprint


def test_labels_come_in_their_order_and_missing_ones_count_nought():
    data = DataSet("x", "x", examples(b=1, a=2), examples(c=1), (), label_order=("c", "a"))
    assert data.labels == ("c", "a", "b")
    assert data.counts("train") == {"c": 0, "a": 2, "b": 1}
    assert replace(data, label_order=()).labels == ("a", "b", "c")
