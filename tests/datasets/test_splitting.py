"""One's own data split into train, dev and test, and a part of a large file taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from playground.datasets.dataset import SPLITS, DataSet
from playground.datasets.mapping import build, notes
from playground.datasets.sample import Shares, split_up, splittable, stratified
from playground.results import Example
from tests.datasets.making import LIMITS, look, refused


def own(*counts, **splits):
    rows = tuple(
        Example({"text": f"{label}{n}"}, label)
        for label, count in zip("abcdef", counts, strict=False)
        for n in range(count)
    )
    return DataSet("upload", "mine", rows, splits.get("dev", ()), splits.get("test", ()))


def test_each_label_is_split_by_the_same_shares():
    found = split_up(own(100, 50, 10))
    assert [found.counts(split) for split in SPLITS] == [
        {"a": 70, "b": 35, "c": 7},
        {"a": 10, "b": 5, "c": 1},
        {"a": 20, "b": 10, "c": 2},
    ]
    texts = [row.fields["text"] for split in SPLITS for row in found.split(split)]
    assert len({*texts}) == 160
    places = {row.fields["text"]: place for place, row in enumerate(own(100, 50, 10).train)}
    for split in SPLITS:
        order = [places[row.fields["text"]] for row in found.split(split)]
        assert order == sorted(order)


def test_the_seed_alone_decides():
    assert split_up(own(40, 40)) == split_up(own(40, 40), Shares())
    assert split_up(own(40, 40), Shares(seed=1)).fingerprint != split_up(own(40, 40)).fingerprint


@pytest.mark.parametrize(
    ("count", "sizes"), [(1, (1, 0, 0)), (2, (1, 0, 1)), (3, (1, 1, 1)), (4, (2, 1, 1)), (10, (7, 1, 2))]
)
def test_a_label_of_few_rows_is_trained_on_first_then_tested(count, sizes):
    found = split_up(own(20, count))
    assert tuple(found.counts(split)["b"] for split in SPLITS) == sizes


def test_a_split_is_drawn_unasked_where_every_part_gets_enough():
    assert splittable(own(20, 20)) and splittable(own(30, 5, 5)) and splittable(own(100, 100, 1))
    assert not splittable(own(15, 15)) and not splittable(own(30, 4, 4)) and not splittable(own())
    rows = (Example({"text": "z"}, "a"),)
    assert not splittable(own(20, 20, test=rows)) and not splittable(own(20, 20, dev=rows))


def test_splits_that_the_file_has_stay():
    rows = (Example({"text": "z"}, "a"),)
    assert split_up(own(20, 20, test=rows)).test == rows and len(split_up(own(20, 20, test=rows)).dev) == 4
    both = own(20, 20, test=rows, dev=rows)
    assert split_up(both) == both


def test_shares_can_be_changed_and_are_checked():
    found = split_up(own(40, 40), Shares(dev=0.0, test=0.5))
    assert [len(found.split(split)) for split in SPLITS] == [40, 0, 40]
    for shares in ({"dev": 0.6, "test": 0.4}, {"dev": -0.1}, {"test": float("nan")}):
        assert refused(Shares, **shares).code == "bad_split"
    assert refused(split_up, own(10)).code == "one_class"


def test_a_stratified_sample_keeps_the_shares():
    labels = ["a"] * 9000 + ["b"] * 900 + ["c"] * 99 + ["d"]
    found = stratified(labels, 100, seed=3)
    assert Counter(labels[place] for place in found) == {"a": 89, "b": 9, "c": 1, "d": 1}
    assert found == sorted({*found}) == stratified(labels, 100, 3) != stratified(labels, 100, 4)
    assert stratified(labels, 10**6, 0) == list(range(10_000)) and len(stratified(labels, 2, 0)) == 2


@pytest.mark.parametrize("form", ["{text},{label}", '{{"text": "{text}", "label": "{label}"}}', "{label}\t{text}"])
def test_a_part_of_a_file_beyond_the_limit(form):
    text = "\n".join(form.format(text=f"thing {n}", label=("old", "new")[n // 2000]) for n in range(2500))
    limit = 1000
    _, table, columns = look(text, limit=limit)
    assert refused(build, table, columns, "mine", replace(LIMITS, rows=limit)).code == "too_many_rows"
    first = look(text, limit=limit, rows=500)[1]
    assert (len(first.rows), first.count, first.total) == (500, 500, 2500)
    assert first.rows == table.rows[:500] and len(look(text, limit=limit, rows=5000)[1].rows) == limit
    assert "1000" in refused(build, table, columns, "mine", replace(LIMITS, rows=limit)).message("en")
    _, drawn, columns = look(text, limit=limit, rows=500, seed=7)
    counts = Counter(row.cells[columns.label] for row in drawn.rows)
    assert counts == {"old": 400, "new": 100} and drawn.total == 2500
    assert ("data.note.part", {"count": 500, "total": 2500}) in notes(drawn, columns)
    assert drawn == look(text, rows=500, seed=7)[1] != look(text, rows=500, seed=8)[1]
    by = next(place for place, cell in enumerate(drawn.rows[0].cells) if cell.startswith("thing"))
    assert len(look(text, rows=500, seed=7, by=by)[1].rows) == 500
    assert len(build(drawn, columns, "mine", LIMITS)[0].train) == 500
