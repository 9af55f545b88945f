"""A quotation mark left open costs its own row and no other, nor much time."""

import time

import pytest

from playground.datasets import formats
from playground.datasets.mapping import Limits, read_csv

LIMITS = Limits(rows=50_000, characters=20_000, labels=5)
STRAY = '"Great film and I loved it'


def rows(count, delimiter=","):
    return [f"film {n}{delimiter}{('pos', 'neg')[n % 2]}" for n in range(count)]


def read(lines, delimiter=","):
    """Good rows by number, and the numbers of the bad."""
    found = list(formats.csv_rows("\n".join(lines), delimiter))
    assert {row.problem for row in found} <= {None, "row_unreadable"}
    return {row.number: row.cells for row in found if not row.problem}, [row.number for row in found if row.problem]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("after", [3, 5000])
def test_the_rows_after_it_are_kept(after, end):
    lines = ["text,label", *rows(3), f"{STRAY},pos", *rows(after)]
    good, bad = read([end.join(lines)])
    assert bad == [5] and len(good) == len(lines) - 1
    assert all(good[number] == tuple(line.split(",")) for number, line in enumerate(lines, start=1) if number != 5)
    data, problems = read_csv(end.join(dict.fromkeys(lines)), "mine", LIMITS)
    assert len(data.train) == max(3, after) and [problem.row for problem in problems] == [5]


@pytest.mark.parametrize("after", [3, 5000])
@pytest.mark.parametrize("before", [3, 300])
def test_also_in_a_file_of_tabs(before, after):
    """There, a quotation mark is a character as any other, wherever the first stands that does not fit."""
    lines = ["text\tlabel", *rows(before, "\t"), f"{STRAY}\tpos", *rows(after, "\t")]
    good, bad = read(lines, "\t")
    assert bad == []
    assert len(good) + len(bad) == len(lines) and good[len(lines)] == tuple(lines[-1].split("\t"))


def test_also_where_a_later_mark_would_close_it():
    good, bad = read(["text,label", '"Great film,pos', "ok two,neg", '"fine, really",pos', 'so "so",neg'])
    assert bad == [2]
    assert good == {1: ("text", "label"), 3: ("ok two", "neg"), 4: ("fine, really", "pos"), 5: ('so "so"', "neg")}


def test_cells_of_several_lines_are_still_one_row():
    poem = "\n".join(f"line {n}, with a comma" for n in range(400))
    good, bad = read(["text,label", f'"{poem}",pos', f"{STRAY},pos", '"two\n\nlines",neg', "one,pos"])
    assert bad == [3]
    assert good == {1: ("text", "label"), 2: (poem, "pos"), 4: ("two\n\nlines", "neg"), 5: ("one", "pos")}


def test_a_mark_that_fits_by_chance_far_below_takes_in_nothing():
    lines = ["text,label", f"{STRAY},pos", *rows(formats.MOST_LINES), 'Great film",neg']
    good, bad = read(lines)
    assert bad == [2] and len(good) == len(lines) - 1


@pytest.mark.parametrize(
    "stray",
    [f"{STRAY},pos", '"""quoted"" never closed,pos', 'x","a', '"' + "long " * 50],
    ids=["open", "doubled", "chain", "long"],
)
@pytest.mark.parametrize("every", [1, 10, 10_000])
def test_many_cost_no_more_than_their_rows_and_little_time(stray, every):
    lines = [stray if n % every == 0 else f"film {n},pos" for n in range(20_000)]
    start = time.process_time()
    good, bad = read(lines)
    assert time.process_time() - start < 5
    assert len(good) + len(bad) == 20_000
    assert bad == [number for number in range(1, 20_001) if (number - 1) % every == 0]
