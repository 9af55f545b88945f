"""A pasted table: good rows come through, bad ones are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground import i18n
from playground.datasets.mapping import Limits, RowProblem, read_csv
from playground.errors import DataError

LIMITS = Limits(rows=50, characters=200, labels=5)


def read(text, limits=LIMITS):
    return read_csv(text, "mine", limits)


def texts(data):
    return [row.fields["text"] for row in data.train]


def test_a_plain_file():
    data, problems = read("text,label\nFine film,good\nDull film,bad\n")
    assert problems == ()
    assert (data.id, data.name, data.language, data.labels) == ("upload", "mine", None, ("good", "bad"))
    assert [(dict(row.fields), row.label) for row in data.train] == [
        ({"text": "Fine film"}, "good"),
        ({"text": "Dull film"}, "bad"),
    ]
    assert data.dev == data.test == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_mark_line_ends_quotes_and_line_breaks(end):
    lines = ["\ufeffText,Label", '"He said ""no"", twice",bad', f'"first{end}second",good', "", " , "]
    data, problems = read(end.join([*lines, "=1+1,bad"]))
    assert problems == ()
    assert texts(data) == ['He said "no", twice', "first\nsecond", "=1+1"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_write_for_commas(delimiter):
    data, problems = read(f"text{delimiter}label\nso{delimiter}a\nlala{delimiter}b\n")
    assert problems == () and texts(data) == ["so", "lala"]


def test_further_columns_are_slots_and_a_nameless_one_is_not():
    data, _ = read(",premise,假设,label\n0,A man sings.,有人唱歌,yes\n1,A man sleeps.,,no\n")
    assert data.slots == ("premise", "假设")
    assert dict(data.train[1].fields) == {"premise": "A man sleeps.", "假设": ""}


def test_a_split_column_fills_the_splits():
    data, problems = read("split,text,label\ntrain,a,x\nDEV,b,y\ntest,c,x\nholdout,d,y\n")
    assert [len(data.split(name)) for name in ("train", "dev", "test")] == [1, 1, 1]
    assert problems == (RowProblem(5, "row_split", {"found": "holdout"}),)


def test_bad_rows_are_kept_apart_by_their_number():
    lines = [",b", "no label,", "too,many,cells", "x" * 201 + ",a", "short", '"a"b,a']
    data, problems = read("\n".join(["text,label", "good one,a", *lines, "fine,b"]))
    assert texts(data) == ["good one", "fine"]
    assert [(problem.row, problem.code) for problem in problems] == [
        (3, "row_no_text"),
        (4, "row_no_label"),
        (5, "row_width"),
        (6, "row_too_long"),
        (7, "row_width"),
        (8, "row_unreadable"),
    ]
    for language in i18n.LANGUAGES:
        for problem in problems:
            assert str(problem.row) in problem.message(language)


def test_a_quotation_mark_never_closed_is_said():
    data, problems = read('text,label\nfirst,a\nsecond,b\n"third,a\nfourth,b\n')
    assert texts(data) == ["first", "second", "fourth"]
    assert [(problem.row, problem.code) for problem in problems] == [(4, "row_unreadable")]


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("", "empty", {}),
        ("\n \n", "empty", {}),
        ("text,label\n", "empty", {}),
        ("Great film,positive\nBad film,negative\n", "no_header", {"found": "Great film, positive"}),
        ("text,sentiment\na,b\n", "no_label_column", {"found": "text, sentiment"}),
        ("split,label\ntrain,b\n", "no_text_column", {}),
        ("text,label,text\na,b,c\n", "column_twice", {"name": "text"}),
        ("text,label\na,x\nb,x\n", "one_class", {"label": "x"}),
        ("text,label\n" + "a,x\nb,y\n" * 30, "too_many_rows", {"limit": 50}),
        ("text,label\n" + "".join(f"a{i},{i}\n" for i in range(6)), "too_many_labels", {"count": 6, "limit": 5}),
        ("text,label\n,x\na\n", "row_no_text", {"row": 2}),
        ('"text,label\na,x\n', "row_unreadable", {"row": 1}),
    ],
)
def test_what_cannot_be_read_is_said_in_both_languages(text, code, values):
    with pytest.raises(DataError) as caught:
        read(text)
    assert (caught.value.code, caught.value.values) == (code, values)
    for language in i18n.LANGUAGES:
        assert caught.value.message(language)


@given(st.text(max_size=400))
def test_any_text_gives_a_data_set_or_a_data_error(text):
    for start in ("", "text,label\n", "text,label\nfine,a\ndull,b\n"):
        try:
            data, _ = read(start + text)
        except DataError as error:
            assert error.message("zh")
        else:
            assert len(data.labels) > 1


def test_a_cell_of_any_size_is_refused_in_words():
    data, problems = read("text,label\na,x\nb,y\n" + "z" * 200_000 + ",x\nc,x\n")
    assert texts(data) == ["a", "b", "c"]
    assert [(problem.row, problem.code) for problem in problems] == [(4, "row_unreadable")]


def test_a_text_that_comes_twice_counts_once():
    """It could otherwise be learnt from and measured on."""
    dataset, problems = read_csv("text,label\na,x\nb,y\na,x\na,y\n", "mine", LIMITS)
    assert [example.fields["text"] for example in dataset.train] == ["a", "b"]
    assert [(problem.row, problem.code, problem.values) for problem in problems] == [
        (4, "row_twice", {"first": 2}),
        (5, "row_other_label", {"first": 2}),
    ]
    assert all("2" in problem.message("en") and "2" in problem.message("zh") for problem in problems)
    assert "another label" in problems[1].message("en")
