"""What a stranger's columns mean, and the data set that comes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground import i18n
from playground.datasets import formats, mapping
from playground.datasets.mapping import Columns, Limits
from playground.datasets.table import Row, Table
from playground.errors import DataError

FILES = Path(__file__).parent / "files"
LIMITS = Limits(rows=50, characters=200, labels=5)


def table(name, **chosen):
    data = (FILES / name).read_bytes()
    return formats.read(data, formats.complete(data, name, chosen), LIMITS.rows)


def rows(*lines):
    """A table of a header and rows, cells apart by bars."""
    header, *rest = [tuple(line.split("|")) for line in lines]
    return Table(header, tuple(Row(number, cells) for number, cells in enumerate(rest, start=2)), len(rest))


def refusal(call, *arguments):
    with pytest.raises(DataError) as error:
        call(*arguments)
    assert all(error.value.message(language).encode() for language in i18n.LANGUAGES)
    return error.value


@pytest.mark.parametrize(
    ("name", "label", "slots"),
    [
        ("utf-8.csv", 1, {"text": 0}),
        ("gb18030.csv", 1, {"text": 0}),
        ("big5.csv", 1, {"text": 0}),
        ("no-header.csv", 1, {"text": 0}),
        ("lines.jsonl", 2, {"premise": 0, "hypothesis": 1}),
        ("tabs.tsv", 1, {"text": 0}),
    ],
)
def test_the_columns_of_real_files_are_guessed(name, label, slots):
    assert mapping.guess(table(name), 50) == Columns(label, None, slots)


def test_columns_without_telling_names_are_known_by_their_cells():
    lines = [f"{n}|{'good' if n % 2 else 'bad'}|a rather long text, number {n}|{n * 7}" for n in range(8)]
    assert mapping.guess(rows("id|x1|x2|x3", *lines), 50) == Columns(1, None, {"text": 2})
    splits = [f"a rather long text {n}|{('train', 'dev')[n % 2]}|{'ab'[n // 4]}" for n in range(8)]
    assert mapping.guess(rows("x|y|z", *splits), 50) == Columns(2, 1, {"text": 0})
    assert mapping.guess(rows("text|label"), 50) == Columns(None, None, {})
    named = rows("first {side}|the second", "one long text|another long text")
    assert mapping.guess(named, 50) == Columns(None, None, {"first side": 0, "the second": 1})


def test_good_rows_are_kept_and_bad_ones_named():
    data, problems = mapping.build(table("broken.csv"), Columns(1, None, {"text": 0}), "mine", LIMITS)
    assert [(row.fields["text"], row.label) for row in data.train] == [
        ("fine", "good"),
        ("dull", "bad"),
        ("lost", "good"),
    ]
    assert [(problem.row, problem.code) for problem in problems] == [
        (3, "row_width"),
        (4, "row_unreadable"),
        (5, "row_no_text"),
        (6, "row_no_label"),
        (8, "row_twice"),
        (9, "row_unreadable"),
    ]
    for problem in problems:
        assert all(str(problem.row) in problem.message(language) for language in i18n.LANGUAGES)


@pytest.mark.parametrize(("name", "code"), [("lines.jsonl", "row_json"), ("array.json", "row_not_object")])
def test_every_reading_problem_has_a_sentence(name, code):
    found = table(name)
    columns = mapping.guess(found, 50)
    _, problems = mapping.build(found, columns, "mine", LIMITS)
    assert code in [problem.code for problem in problems]
    assert all(str(problem.row) in problem.message(language) for problem in problems for language in i18n.LANGUAGES)
    for other in ("row_json_rest", "row_wide"):
        assert all("7" in mapping.RowProblem(7, other, {}).message(language) for language in i18n.LANGUAGES)


def test_a_formula_stays_text():
    found = table("two-sheets.xlsx", sheet="评论")
    data, problems = mapping.build(found, Columns(1, None, {"text": 0, "when": 2}), "mine", LIMITS)
    assert problems == ()
    assert [row.fields["text"] for row in data.train] == [
        "=1+1",
        '=HYPERLINK("http://example.org","click")',
        "物流很快",
        "42",
    ]


def test_splits_by_any_of_their_names():
    found = rows("text|label|part", "a|x|Train", "b|y|validation", "c|x|测试集", "d|y|训练", "e|y|elsewhere")
    data, problems = mapping.build(found, Columns(1, 2, {"text": 0}), "mine", LIMITS)
    assert [[row.fields["text"] for row in data.split(name)] for name in ("train", "dev", "test")] == [
        ["a", "d"],
        ["b"],
        ["c"],
    ]
    assert [(problem.row, problem.values) for problem in problems] == [(6, {"found": "elsewhere"})]


def test_a_column_that_is_not_used_does_no_harm():
    found = rows("text|label|notes", f"a|x|{'z' * 500}", "b|y|")
    assert mapping.build(found, Columns(1, None, {"text": 0}), "mine", LIMITS)[1] == ()


GOOD = rows("text|label", "a|x", "b|y")


@pytest.mark.parametrize(
    ("found", "columns", "code"),
    [
        (GOOD, Columns(None, None, {"text": 0}), "no_label_chosen"),
        (GOOD, Columns(1, None, {}), "no_slot_chosen"),
        (GOOD, Columns(1, None, {"text": 0, "more": 1}), "column_both"),
        (rows("text|label", "a|x"), Columns(1, None, {"text": 0}), "one_class"),
        (rows("text|label"), Columns(1, None, {"text": 0}), "empty"),
        (Table(GOOD.columns, GOOD.rows, 51), Columns(1, None, {"text": 0}), "too_many_rows"),
        (rows("text|label", *(f"{n}|{n}" for n in range(6))), Columns(1, None, {"text": 0}), "too_many_labels"),
    ],
)
def test_what_makes_no_data_set_is_refused_in_words(found, columns, code):
    assert refusal(mapping.build, found, columns, "mine", LIMITS).code == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"label": 2, "split": None, "slots": {"text": 0}}, "bad_columns"),
        ({"label": -1}, "bad_columns"),
        ({"label": True}, "bad_columns"),
        ({"label": "1"}, "bad_columns"),
        ({"slots": {"text": None}}, "bad_columns"),
        ({"slots": {str(n): 0 for n in range(11)}}, "bad_columns"),
        ({"slots": {"a}b": 0}}, "bad_slot"),
        ({"slots": {" ": 0}}, "bad_slot"),
        ({"slots": {"x" * 41: 0}}, "bad_slot"),
        ({"slots": {"x\ud800": 0}}, "bad_slot"),
    ],
)
def test_what_a_browser_sends_is_checked(value, code):
    assert refusal(Columns.from_json, value, 2).code == code


def test_columns_there_and_back():
    for columns in (Columns(1, None, {"text": 0}), Columns(None, 0, {}), Columns(2, 0, {"a": 1, "b": 3})):
        assert Columns.from_json(columns.to_json(), 4) == columns
    assert Columns.from_json("nonsense", 4) == Columns(None, None, {})
