"""Files as other programs write them: quotation marks in other ways, labels in their own notation, rows that are none."""

from __future__ import annotations

import io
import time

import pytest
from openpyxl import load_workbook

from playground.datasets import encoding, formats
from playground.datasets.labels import SeveralLabels, read_label
from tests.datasets.making import examples, look, problems, refused, workbook, zipped

PAIRS = [
    ("Warm food, great staff", "good"),
    ("A long wait", "bad"),
    ('They said "never", twice', "bad"),
    ("So so, really", "good"),
    ("A gem", "good"),
    ("Cold", "bad"),
]
CSV = "text,label\n" + "".join(f'"{text.replace(chr(34), 2 * chr(34))}",{label}\n' for text, label in PAIRS)


def written(form: str, escape: str = '""', head: str = "text,label") -> str:
    rows = (form.format(text=text.replace('"', escape), label=label) for text, label in PAIRS)
    return "\n".join([head, *rows]) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        written('"{text}", "{label}"'),
        written('"{text}" , "{label}"', head='"text" , "label"').replace('" ,', '",'),
        written('"{text}"; "{label}"', head="text;label"),
        written('"{text}",{label}', escape='\\"'),
        written('"{text}", "{label}"', escape='\\"'),
        written('"{text}"\t"{label}"', head="text\tlabel"),
        written('"{text}"|"{label}"', head="text|label"),
    ],
    ids=["spaced", "header spaced", "semicolon", "escaped", "both", "tabs", "bars"],
)
def test_quotation_marks_behind_a_space_and_escaped_ones(text):
    assert examples(text)[0] == PAIRS


def test_a_label_whose_marks_are_doubled_is_its_text():
    assert examples('text,label\na b c,"""good"""\nd e f,bad\ng h i,good\nj k l,bad\n')[1].labels == ("good", "bad")


def test_a_backslash_before_a_last_mark_is_one_where_that_fits():
    rows = [('"C:\\"', "C:\\"), ('"D:\\, or so"', "D:\\, or so"), ("x", "x"), ("y", "y")]
    text = "text,label\n" + "".join(f"{cell},{'ab'[n % 2]}\n" for n, (cell, _) in enumerate(rows))
    assert [found[0] for found in examples(text)[0]] == [cell for _, cell in rows]


def test_many_escaped_marks_cost_little_time():
    text = "text,label\n" + '"a \\"b\\", ""c",pos\n' * 20_000 + "\\" * 200_000
    start = time.process_time()
    assert sum(1 for _ in formats.csv_rows(text, ",")) > 20_000
    assert time.process_time() - start < 10


@pytest.mark.parametrize("form", ["{label},{text}", "{text},{label}"])
def test_texts_with_commas_that_nobody_quoted(form):
    plain = [(text.replace('"', "'"), label) for text, label in PAIRS]
    lines = "".join(form.format(text=text, label=label) + "\n" for text, label in plain)
    assert examples(form.format(text="text", label="label") + "\n" + lines)[0] == plain


def test_a_line_too_wide_is_told_where_the_label_would_not_stand_there():
    text = "text,label\n" + "".join(f"t{n},{'ab'[n % 2]}\n" for n in range(9)) + "one, two,a,b,c d e\n,\n"
    assert problems(text)[0] == (11, "row_width")


def test_a_header_once_more_is_no_example():
    other = "text,label\nSalty soup,bad\nFair price,good\n"
    assert problems(CSV + other) == [(8, "row_header")]
    assert examples(CSV + other)[1].labels == ("good", "bad")


def test_a_table_in_markdown():
    text = "| text | label |\n|:---|---:|\n" + "".join(f"| {text} | {label} |\n" for text, label in PAIRS)
    assert examples(text)[0] == PAIRS


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("('positive',)", "positive"),
        ("[['positive']]", "positive"),
        ("{'positive'}", "positive"),
        ("b'positive'", "positive"),
        ('"positive"', "positive"),
        ("[3]", "3"),
        ("[3.]", "3"),
        ("[]", ""),
        ("()", ""),
        ("(so so)", "(so so)"),
        ("{'a': 1}", "{'a': 1}"),
        ("[sic", "[sic"),
        ("it's", "it's"),
        ("none", "none"),
        ("NA", "NA"),
        ("tre\u0300s  bon", "très bon"),
        ("very\xa0good", "very good"),
        ("\u2764\ufe0f", "\u2764"),
        *((missing, "") for missing in ("NaN", "NAN", "null", "NULL", "<NA>", "#N/A", "NaT", "#VALUE!", "\\N", "-nan")),
    ],
)
def test_a_label_as_programs_write_it(cell, label):
    assert read_label(cell) == label


@pytest.mark.parametrize("cell", ["('a', 'b')", "['a' 'b']", "[0 1]", "[0 1 0]", "{'a', 'b'}", "[['a', 'b']]"])
def test_several_labels_in_any_notation(cell):
    with pytest.raises(SeveralLabels):
        read_label(cell)


def test_labels_that_are_several_of_the_others():
    text = "text\tlabel\n" + "".join(
        f"t{n}\t{label}\n" for n, label in enumerate(("1", "2", "1,2", "2", "1", "so, so"))
    )
    assert problems(text) == [(4, "row_labels")]


def test_labels_that_look_the_same_are_the_same():
    cells = ["très bon", "tre\u0300s bon", "très\xa0bon", "mal", "1", "1.0", "2.0"]
    text = "text,label\n" + "".join(f"t{n},{cell}\n" for n, cell in enumerate(cells))
    assert examples(text, header=True)[1].labels == ("très bon", "mal", "1", "2.0")


@pytest.mark.parametrize("order", ["utf-32", "utf-32-be"])
def test_utf_32_with_its_mark(order):
    mark = b"\0\0\xfe\xff" if order.endswith("be") else b""
    assert examples(mark + CSV.encode(order))[0] == PAIRS


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"\x1f\x9d\x90abc\0" * 60, "compress (.Z)"), (b"\x04\x22\x4d\x18abc\0" * 60, "LZ4")],
)
def test_other_compressions_are_named(data, what):
    assert refused(look, data).values == {"what": what}


def test_what_tells_about_a_table_is_no_second_one():
    assert examples(zipped(data__SMSCollection=CSV.encode(), data__readme=b"hello"))[0] == PAIRS
    assert examples(zipped(a_csv=CSV.encode(), LICENSE_txt=b"hello", README_md=b"x"))[0] == PAIRS
    assert refused(look, zipped(a_csv=CSV.encode(), readme_csv=CSV.encode())).code == "archive_of_several"


def test_letters_that_cp1252_lacks_are_another_code_pages():
    text = "Skvělý film, moc ťuká,ano\n"
    found = encoding.judge(text.encode("cp1250"))
    assert found.ambiguous or encoding.decode(text.encode("cp1250"), found.encoding)[0] == text


@pytest.mark.parametrize(
    ("names", "label", "slots"),
    [
        (("tweet", "target", "stance"), "stance", ["tweet"]),
        (("tweet", "target", "sentiment"), "sentiment", ["tweet"]),
        (("tweet", "topic", "target"), "target", ["tweet"]),
        (("passage", "question", "answer"), "answer", ["passage", "question"]),
    ],
)
def test_what_an_opinion_is_about_is_no_label_and_a_passage_is_a_text(names, label, slots):
    words = "so and so it goes on".split()
    cells = {name: (lambda n: f"{words[n % 6]} and more of it {n}") for name in slots}
    cells |= {name: (lambda n: "pq"[n % 2]) for name in names if name not in slots}
    lines = [",".join(names), *(",".join(cells[name](n) for name in names) for n in range(40))]
    _, table, columns = look("\n".join(lines))
    assert table.columns[columns.label] == label
    assert [table.columns[place] for place in columns.slots.values()] == slots


def test_a_hidden_sheet_is_read_only_where_no_other_has_a_table():
    lists, rows = [("country", "code"), ("Norway", "NO")], [("text", "label"), *PAIRS]
    book, hidden = load_workbook(io.BytesIO(workbook(Lists=lists, Data=rows))), io.BytesIO()
    book["Lists"].sheet_state = "hidden"
    book.active = 1
    book.save(hidden)
    assert examples(hidden.getvalue(), "x.xlsx")[0] == PAIRS
    assert look(hidden.getvalue(), "x.xlsx", sheet="Lists", header=True)[1].rows[0].cells == ("Norway", "NO")


def test_a_line_end_that_excel_spells_out():
    rows = [("text", "label"), ("one_x000D_\ntwo", "a"), ("so_x_y", "b")]
    assert [text for text, _ in examples(workbook(Data=rows), "x.xlsx")[0]] == ["one\ntwo", "so_x_y"]
