"""Files as people save them: titles, empty columns, quotation marks, lists, invisible characters, wrapped twice."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma

import pytest

from playground.datasets import archives, formats, mapping
from playground.datasets.mapping import Columns
from playground.datasets.table import tidy
from playground.invisible import hidden_in
from tests.datasets.making import LIMITS, examples, look, problems, refused, workbook, zipped

CSV = "text,label\na kettle that sings,good\na lid that drips,bad\nanother cup,good\n"
PAIRS = [("a kettle that sings", "good"), ("a lid that drips", "bad"), ("another cup", "good")]


def build(data, **chosen):
    _, table, columns = look(data, **chosen)
    return mapping.build(table, columns, "mine", LIMITS)


# -- headers, titles, sheets ----------------------------------------------------------------


@pytest.mark.parametrize("header", ["c1,c2,,,", "label,text,,,", "c1,c2,,, ,", ",c1,c2,,"])
def test_empty_columns_do_not_count(header):
    shift = "," if header.startswith(",") else ""
    rows = "".join(
        f'{shift}{("in", "out")[n % 2]},"a message, number {n}"' + ",,,"[len(shift) :] + "\n" for n in range(12)
    )
    how, table, columns = look(f"{header}\n{rows}")
    assert how.header and len(table.columns) == 2 + len(shift)
    assert len(examples(f"{header}\n{rows}")[0]) == 12 and columns.label == len(shift)


def test_empty_cells_beyond_the_columns_are_no_fault():
    assert examples("text,label\na one,x,,\nb two,y\nc three,x,,,,\n")[0] == [
        ("a one", "x"),
        ("b two", "y"),
        ("c three", "x"),
    ]


@pytest.mark.parametrize(
    "above", ["A survey of 2024\n", "A survey\n\nmade by hand\n", "Title,\n,\n", "\n\n", "Results: all of them;,\n"]
)
def test_a_title_above_the_header(above):
    how, table, _ = look(above + CSV)
    assert how.header and table.columns == ("text", "label") and examples(above + CSV)[0] == PAIRS
    assert table.rows[0].number == above.count("\n") + 2


def test_the_row_of_the_header_can_be_chosen():
    text = "one,two\nx,y\nasked,kind\n" + CSV.partition("\n")[2]
    assert look(text, start=3, header=True)[1].columns == ("asked", "kind")
    assert [row.number for row in look(text, start=4, header=False)[1].rows] == [4, 5, 6]
    for start in (0, -1, 10**9, "2", True):
        assert refused(look, text, start=start).code == "unknown_option"
    assert refused(look, text, start=900).code == "empty"


def test_the_first_sheet_with_a_table_is_read():
    rows = [("text", "label"), *PAIRS]
    data = workbook(Empty=[], Notes=[("read me",)], Data=rows, More=rows)
    assert formats.sheets(data) == ("Empty", "Notes", "Data", "More")
    assert look(data, "x.xlsx")[0].sheet == "Data" and examples(data, "x.xlsx")[0] == PAIRS
    assert refused(look, data, "x.xlsx", sheet="Empty").code == "empty"
    titled = workbook(Data=[("Survey of 2024",), (), *rows])
    assert examples(titled, "x.xlsx")[0] == PAIRS


# -- the rows' own problems -----------------------------------------------------------------


def test_one_class_says_why_the_others_are_missing():
    error = refused(build, "text,label\nthe same,good\nthe same,bad\n,bad\n")
    assert error.code == "one_class" and isinstance(error, mapping.NoDataSet)
    assert [problem.code for problem in error.problems] == ["row_other_label", "row_no_text"]
    assert "Row 3" in error.message("en") and "第 3 行" in error.message("zh")


def test_rows_that_cannot_be_read_come_before_columns_that_are_not_chosen():
    wide = "he ran, " * 60
    assert refused(build, wide).code == "row_wide"
    assert refused(build, '{"a": \n{"b": \n', name="x.jsonl").code == "row_json"


def test_a_zero_byte_is_a_fault_of_its_row():
    data = b"text,label\nfine,good\nbro\0ken,bad\ndull,bad\n"
    assert look(data)[0].encoding == "utf-8" and problems(data) == [(3, "row_nul")]
    assert problems(
        '{"text": "a\\u0000b", "label": "x"}\n{"text": "b", "label": "y"}\n{"text": "c", "label": "x"}'
    ) == [(1, "row_nul")]


@pytest.mark.parametrize("separator", ["\t", "|"])
@pytest.mark.parametrize("before", [0, 3, 300, 3000])
@pytest.mark.parametrize("stray", ['"so he said', 'he said "so', '"so" he said', 'a 5" screen', '"'])
def test_a_quotation_mark_in_a_file_of_tabs_is_one(separator, before, stray):
    lines = [f"{'ab'[n % 2]}{separator}message {n}" for n in range(before + 30)]
    lines[before + 5] = f"a{separator}{stray}"
    lines[before + 20] = f'b{separator}and "back" again'
    found, _ = examples("\n".join(lines))
    assert len(found) == len(lines) and (stray, "a") in found


def test_cells_in_quotation_marks_stay_cells_in_a_file_of_tabs():
    text = 'label\ttext\na\t"two\nlines"\nb\t"a tab\tin it"\na\t"he said ""no"""\n'
    assert examples(text)[0] == [("two\nlines", "a"), ("a tab\tin it", "b"), ('he said "no"', "a")]


# -- JSON ------------------------------------------------------------------------------------


def test_a_list_of_one_is_its_element_and_several_need_a_choice():
    rows = [{"text": f"t{n}", "label": label} for n, label in enumerate([["a"], ["b"], ["a", "b"], [], [3], "b", None])]
    text = "\n".join(map(json.dumps, rows))
    assert examples(text)[0] == [("t0", "a"), ("t1", "b"), ("t4", "3"), ("t5", "b")]
    assert problems(text) == [(3, "row_labels"), (4, "row_no_label"), (7, "row_no_label")]


def test_lists_as_python_writes_them():
    text = "text,label\nso it was one,['joy']\ntwo,[27]\nthree,\"['joy', 'fear']\"\nfour,[sic]\nfive,[]\n"
    assert examples(text)[0] == [("so it was one", "joy"), ("two", "27"), ("four", "[sic]")]
    assert problems(text) == [(4, "row_labels"), (6, "row_no_label")]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "null", '""', "[]", "[NaN]"])
def test_what_is_no_number_is_no_label(value):
    text = f'{{"text": "a", "label": 1}}\n{{"text": "b", "label": {value}}}\n{{"text": "c", "label": 0}}'
    assert problems(text) == [(2, "row_no_label")]


@pytest.mark.parametrize("between", [",\n", ", \n", ",\r\n", ",\n\n", "\n"])
def test_lines_of_json_may_end_in_commas(between):
    text = between.join(json.dumps({"text": text, "label": label}) for text, label in PAIRS)
    for end in ("", "\n", ",\n"):
        assert examples(text + end, "pasted")[0] == PAIRS
    assert [row.number for row in look(text, "x.jsonl")[1].rows][1] == (3 if between == ",\n\n" else 2)


# -- invisible characters ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark", ["\ufeff", "\u200b", "\u200e", "\u2060", "\u00ad", "\u202a", "\u200d", "\u00a0\u200b "]
)
def test_invisible_characters_at_the_ends_are_taken_away_and_said(mark):
    text = f"{mark}text,label{mark}\nfine,{mark}good\n{mark}dull{mark},bad\ncold,good{mark}\n"
    _, table, columns = look(text)
    assert table.columns == ("text", "label") and examples(text)[1].labels == ("good", "bad")
    assert table.cleaned == (4 if mark == "\ufeff" else 5)  # the first of these is the file's own mark
    assert ("data.note.invisible", {"count": table.cleaned}) in mapping.notes(table, columns)
    assert tidy(f"{mark}{mark} a{mark}b {mark}") == f"a{mark}b"


def test_invisible_characters_within_a_label_are_named():
    _, table, columns = look("text,label\nfine,go\u200bod\ndull,bad\nok,good\n")
    assert ("data.note.inside", {"label": "go\u200bod", "characters": "U+200B"}) in mapping.notes(table, columns)
    assert hidden_in("👩\u200d🎓") == () and hidden_in("a\u00adb\u200bc\u200b") == ("U+00AD", "U+200B")


# -- what is wrapped around a table ---------------------------------------------------------------


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, lambda data: zipped(rows_csv=data)])
@pytest.mark.parametrize("twice", [False, True])
def test_an_archive_of_one_file_is_opened(pack, twice):
    data = pack(CSV.encode("utf-16"))
    assert examples(gzip.compress(data) if twice else data, "rows.csv.zip")[0] == PAIRS
    lines = "\n".join(json.dumps({"text": text, "label": label}) for text, label in PAIRS).encode()
    assert look(pack(lines), "rows.jsonl.gz")[0].kind == "jsonl"


def test_what_a_mac_adds_to_an_archive_does_not_count():
    book = workbook(Data=[("text", "label"), *PAIRS])
    assert examples(zipped(rows_xlsx=book, __MACOSX___rows_xlsx=b"x", _DS_Store=b"x"))[0] == PAIRS
    assert formats.sheets(zipped(rows_xlsx=book)) == ("Data",)


def test_other_archives_are_refused_in_words():
    several = refused(look, zipped(train_csv=b"a", test_csv=b"b"))
    assert several.code == "archive_of_several" and "train.csv" in several.message("zh")
    assert refused(look, zipped()).code == "archive_of_several"
    assert refused(look, gzip.compress(CSV.encode())[:-20]).code == "archive_damaged"
    assert refused(look, b"\x1f\x8bnothing").code == "archive_damaged"
    for pack in (gzip.compress, lambda data: zipped(rows_csv=data)):
        assert refused(look, pack(bytes(archives.LARGEST + 1))).code == "unpacked_too_large"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PAR1\x15\x04\x15\x00\x15\x02" + bytes(60) + b"PAR1", "Parquet"),
        (b"ARROW1\0\0" + bytes(80), "Arrow"),
        (b"SQLite format 3\0" + bytes(80), "SQLite"),
        (b"\x89HDF\r\n\x1a\n" + bytes(80), "HDF5"),
        (b"\x80\x04\x95\x10\0\0\0\0\0\0\0]\x94(K\x01K\x02e.", "Python pickle"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(80), "7-Zip"),
        (zipped(word__document_xml=b"<w/>", other_xml=b"x"), "Word"),
        (bytes(257) + b"ustar\x0000" + bytes(200), "tar"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(data, what):
    for name in ("x.csv", "x.parquet", "x"):
        error = refused(look, data, name)
        assert error.code == "foreign_kind" and what in error.message("en") and what in error.message("zh")


def test_what_was_downloaded_by_mistake_is_named():
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    assert refused(look, pointer, "x.csv").code == "lfs_pointer"
    assert refused(look, b"\n<!DOCTYPE html>\n<html><body>Sign in</body></html>", "x.csv").code == "web_page"


def test_words_that_begin_like_another_kind_are_words():
    for start in (
        "PAR1 is a word",
        "RIFF on it",
        "GIF8 or so",
        "MZ and me",
        "Rar! he cried",
        "ID3 cards",
        "ORC or elf",
    ):
        assert look(f"{start},x\nother words,y\n")[1].rows[0].cells[0] == start


# -- which column is what ------------------------------------------------------------------------


def rows(count, *columns):
    return "\n".join(",".join(str(column(n)) for column in columns) for n in range(count))


@pytest.mark.parametrize(
    "name", ["tweet_sentiment", "label_name", "Emotion", "product category", "intentLabel", "情感倾向"]
)
def test_a_name_that_contains_a_label_word_tells_the_label(name):
    body = rows(
        24, lambda n: n, lambda n: ("up", "down", "flat")[n % 3], lambda n: "xy"[n % 2], lambda n: f"some own words {n}"
    )
    _, _, columns = look(f"id,{name},carrier,text\n{body}\n")
    assert columns == Columns(1, None, {"text": 3})


def test_objects_and_constants_are_neither_label_nor_text():
    lines = [json.dumps({"class": {"a": n % 2}, "label": "ft"[n % 2], "text": f"words {n}"}) for n in range(12)]
    assert look("\n".join(lines))[2] == Columns(1, None, {"text": 2})
    long = "one|of|these|many|many|names|of|things"
    body = rows(12, lambda n: f"how do I stop {n}", lambda n: "ab"[n % 2], lambda n: long, lambda n: "v1")
    assert look(f"asked,outcome,allowed,class\n{body}")[2] == Columns(1, None, {"text": 0})
    assert refused(build, "text,label\na,x\nb,x\nc,x\n").code == "one_class"


@pytest.mark.parametrize("pair", ["s1 s2", "question1 question2", "text_a text_b", "sentenceA sentenceB", "left right"])
def test_a_pair_of_texts_is_two_slots(pair):
    first, second = pair.split()
    body = rows(
        20,
        lambda n: n,
        lambda n: f"one thing is said in row {n}",
        lambda n: f"and another is in row {n}",
        lambda n: n % 2,
    )
    _, _, columns = look(f"id,{first},{second},is_same\n{body}")
    assert (columns.label, dict(columns.slots)) == (3, {first: 1, second: 2})


@pytest.mark.parametrize("form", ["{label}\t{text}", "{text}\t{label}", "{label},{text}", "{text};{label}"])
def test_a_file_sorted_by_its_labels(form):
    for each in (1100, 30_000 if form.startswith("{label}\t") else 1100):
        pairs = [(f"thing {n} of {label}", label) for label in ("old", "new") for n in range(each)]
        text = "\n".join(form.format(text=text, label=label) for text, label in pairs[: LIMITS.rows])
        assert examples(text)[1].labels == ("old", "new")
