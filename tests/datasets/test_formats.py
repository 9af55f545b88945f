"""Real files as people have them: encodings, separators, headers, workbooks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from playground import i18n
from playground.datasets import encoding, excel, formats, jsonl
from playground.datasets.table import MOST_COLUMNS
from playground.errors import DataError

FILES = Path(__file__).parent / "files"
PHONE, PARCEL = "手机电池很耐用，屏幕也清晰", "快递太慢，包装都破了"


def look(name, **chosen):
    """How a file is read, and the table."""
    data = (FILES / name).read_bytes()
    how = formats.complete(data, name, chosen)
    return how, formats.read(data, how, 1000)


def cells(table):
    return [row.cells for row in table.rows]


def refusal(call, *arguments):
    with pytest.raises(DataError) as error:
        call(*arguments)
    assert all(error.value.message(language) for language in i18n.LANGUAGES)
    return error.value.code


@pytest.mark.parametrize(
    ("name", "found", "delimiter"),
    [
        ("utf-8-bom.csv", "utf-8", ","),
        ("gb18030.csv", "gb18030", ","),
        ("utf-16-le.csv", "utf-16-le", ","),
        ("utf-16-be.csv", "utf-16-be", ","),
        ("utf-16-bare.txt", "utf-16-le", "\t"),
    ],
)
def test_a_short_chinese_file_in_every_encoding(name, found, delimiter):
    how, table = look(name)
    assert (how.kind, how.encoding, how.delimiter, how.header) == ("csv", found, delimiter, True)
    assert table.columns == ("文本", "标签") and table.unreadable == 0
    assert cells(table)[:2] == [(PHONE, "好评"), (PARCEL, "差评")]


def test_traditional_chinese_and_western_files():
    how, table = look("big5.csv")
    assert how.encoding == "big5" and cells(table)[0] == ("這支手機很好用", "好評")
    how, table = look("windows-1252.csv")
    assert how.encoding == "cp1252" and cells(table)[1] == ("C'était raté", "négatif")
    how, table = look("utf-8.csv")
    assert how.encoding == "utf-8" and cells(table)[3] == ("A café scene saves nothing", "negative")
    assert [row.number for row in table.rows] == [2, 3, 4, 5]


LINES = ["电影很好看,好评", "太差了,差评", "味道一般般，服务也慢，不会再来,差评", "好,正", "便宜又好用的充电宝,数码"]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", ["gb18030", "utf-16-le", "utf-16-be", "utf-8"])
def test_one_short_line_is_enough(line, name):
    for header in ("text,label", "文本,标签"):
        assert encoding.guess(f"{header}\n{line}\n".encode(name)) == name


@pytest.mark.parametrize("line", ["電影很好看,好評", "太差了,差評", "味道普通，服務也慢,差評", "便宜又好用,數位"])
def test_one_short_line_of_big5(line):
    assert encoding.guess(f"text,label\n{line}\n".encode("big5")) == "big5"


def test_the_first_foreign_character_may_come_late():
    data = b"text,label\n" + b"plain words,good\n" * 20_000 + "太难看了,差评\n".encode("gb18030")
    assert encoding.guess(data) == "gb18030"


def test_a_damaged_byte_does_not_change_the_encoding():
    data = ("文本,标签\n" + f"{PHONE},好评\n" * 3).encode().replace("电".encode(), b"\xe7\x94", 1)
    assert encoding.guess(data) == "utf-8"
    text, unreadable = encoding.decode(data, "utf-8")
    assert unreadable == 1 and text.count(PHONE) == 2


def test_another_encoding_can_be_chosen():
    how, table = look("gb18030.csv", encoding="big5")
    assert how.encoding == "big5" and cells(table)[0][0] != PHONE
    assert look("gb18030.csv", encoding="utf-8")[1].unreadable > 10


def test_separators_are_counted_outside_quotation_marks():
    how, table = look("semicolons.csv")
    assert how.delimiter == ";"
    assert cells(table) == [("so; so", "poor"), ("warm, witty, wise", "good"), ("slow, then slower", "poor")]
    assert formats.guess_delimiter("a|b\nc, d|e\n") == "|"
    assert formats.guess_delimiter("one column\nand no separator") == ","
    assert look("semicolons.csv", delimiter=",", header=True)[1].columns == ("text;label",)


def test_quotation_marks_that_do_not_fit_are_text_in_a_file_of_tabs():
    how, table = look("tabs.tsv")
    assert (how.delimiter, table.columns) == ("\t", ("sentence", "label"))
    found = [row[0] for row in cells(table)]
    assert found == ['"brilliant" is the word, truly', "a mess", "5' of fun, 90' of nothing", '"joy']
    quoted = formats.table(formats.csv_rows('a\tb\n"x\ty"\tz\n', "\t"), True, 9)
    assert cells(quoted) == [("x\ty", "z")]


def test_a_file_without_a_header():
    how, table = look("no-header.csv")
    assert not how.header and table.columns == ("A", "B")
    assert [row.number for row in table.rows] == [1, 2, 3, 4]
    assert look("no-header.csv", header=True)[1].columns == ("Great fun from start to end", "positive")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Review,Stars\nIt was a very good film,5\nI fell asleep,1\n", True),
        ("句,情\n这部电影我看了三遍都不腻,正\n没看完就走了真的很无聊,负\n", True),
        ("good,fine film\nbad,dull film\ngood,nice film\n", False),
        ("so good,so bad\n", False),
        ("", False),
    ],
)
def test_headers(text, found):
    assert formats.guess_header(list(formats.csv_rows(text, ","))) is found


def test_broken_rows_are_kept_with_their_number():
    _, table = look("broken.csv")
    assert [row.number for row in table.rows if row.problem] == [4, 9]
    good = [row for row in table.rows if not row.problem]
    assert [row.number for row in good] == [2, 3, 5, 6, 7, 8, 10]
    assert [len(row.cells) for row in good] == [2, 3, 2, 2, 2, 2, 2]


def test_json_lines():
    how, table = look("lines.jsonl")
    assert (how.kind, how.encoding, how.delimiter) == ("jsonl", "utf-8", None)
    assert table.columns == ("premise", "hypothesis", "gold", "score", "extra")
    assert [(row.number, row.problem) for row in table.rows if row.problem] == [(4, "row_json"), (5, "row_not_object")]
    assert cells(table)[0] == ("A man sings.", "Somebody sings.", "entailment", "0.10", "")
    assert cells(table)[4] == ("孩子在笑。", "孩子在公园里。", "neutral", "", '{"a": [true, null]}')


def test_a_json_array():
    how, table = look("array.json")
    assert how.kind == "jsonl" and table.columns == ("text", "label")
    assert [row.problem for row in table.rows] == [None, None, "row_not_object", None]
    assert cells(table)[3] == ("一天", "true")


def test_an_array_that_breaks_off_keeps_what_came_before():
    table = jsonl.read('[{"text": "a"}, {"text": "b"}, {"text": "c', 10)
    assert [(row.number, row.problem) for row in table.rows] == [(1, None), (2, None), (3, "row_json_rest")]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a": ' * 100_000, '{"a": ' + "9" * 10_000 + "}", '[{"a": 1}, ' + "[" * 100_000]
)
def test_json_made_to_hurt_does_not(text):
    try:
        assert jsonl.read(text, 10).rows
    except DataError as error:
        assert error.code == "empty"


def test_a_workbook_with_formulas_and_two_sheets():
    data = (FILES / "two-sheets.xlsx").read_bytes()
    assert excel.sheets(data) == ("Notes", "评论")
    how, table = look("two-sheets.xlsx", sheet="评论")
    assert (how.kind, how.header, how.sheet) == ("excel", True, "评论")
    assert table.columns == ("text", "label", "when", "stars")
    assert [(row.number, *row.cells) for row in table.rows] == [
        (2, "=1+1", "good", "2024-05-01", "5"),
        (3, '=HYPERLINK("http://example.org","click")', "bad", "2024-05-01 10:30:00", "1.5"),
        (5, "物流很快", "good", "", "TRUE"),
        (6, "42", "bad", "", ""),
    ]


def test_workbooks_that_cannot_be_read_are_refused_in_words():
    assert refusal(look, "old.xls") == "old_excel"
    data = (FILES / "two-sheets.xlsx").read_bytes()
    assert refusal(excel.sheets, data[:3000]) == "not_excel"
    assert refusal(formats.complete, b"text,label\n", "table.xlsx", {}) == "not_excel"
    assert refusal(formats.complete, b"text,label\n", "table.csv", {"kind": "excel"}) == "not_excel"
    assert refusal(formats.complete, data, "two-sheets.xlsx", {"sheet": "third"}) == "unknown_option"


def test_a_zip_bomb_is_not_unpacked():
    small = io.BytesIO()
    with zipfile.ZipFile(small, "w", zipfile.ZIP_DEFLATED) as bomb:
        for part in range(3):
            bomb.writestr(f"xl/worksheets/sheet{part}.xml", bytes(excel.LARGEST // 2))
    assert len(small.getvalue()) < 500_000
    assert refusal(excel.sheets, small.getvalue()) == "excel_too_large"


def test_cells_far_away_cost_nothing():
    book = Workbook()
    book.active["A1"], book.active["B1"], book.active["A2"], book.active["XFD3"] = "text", "label", "a", "far"
    book.active["A4"], book.active.cell(4, MOST_COLUMNS + 1).value = "b", "too far"
    book.active["A1048576"] = "last"
    data = io.BytesIO()
    book.save(data)
    table = formats.read(data.getvalue(), formats.complete(data.getvalue(), "far.xlsx", {}), 10)
    assert table.columns == ("text", "label")
    assert [(row.number, row.problem) for row in table.rows] == [(2, None), (4, "row_wide"), (1_048_576, None)]


MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SCHEMA = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(rows=(), sheet=None, strings=""):
    """A workbook of rows, or with the sheet's rows and the shared texts as XML."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data, out = io.BytesIO(), io.BytesIO()
    book.save(data)
    if sheet is None:
        return data.getvalue()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
        parts["xl/worksheets/sheet1.xml"] = f"<worksheet {SCHEMA}><sheetData>{sheet}</sheetData></worksheet>".encode()
        parts["xl/sharedStrings.xml"] = f"<sst {SCHEMA}>{strings}</sst>".encode()
        kinds = parts["[Content_Types].xml"].decode()
        if "sharedStrings" not in kinds:
            shared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{MAIN}.sharedStrings+xml"/>'
            parts["[Content_Types].xml"] = kinds.replace("</Types>", f"{shared}</Types>").encode()
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("part", ["<row/>", "<row/><c/>", "<x:c/>"])
def test_elements_without_number_are_not_read(part):
    data = workbook(sheet=part * (excel.MOST_ELEMENTS // part.count("/>")))
    assert len(data) < 100_000 and refusal(excel.sheets, data) == "excel_too_large"


def test_one_long_text_in_very_many_cells_is_not_copied():
    row = "<row>" + '<c t="s"><v>0</v></c>' * 50 + "</row>"
    few, many = (workbook(sheet=row * count, strings=f"<si><t>{'x' * 30_000}</t></si>") for count in (2, 2000))
    assert formats.read(few, formats.FileFormat("excel", sheet="Sheet"), 100).rows[0].cells == ("x" * 30_000,) * 50
    assert len(many) < 50_000
    assert refusal(formats.read, many, formats.FileFormat("excel", sheet="Sheet"), 100) == "excel_too_large"


@pytest.mark.parametrize("name", ["x.csv", "x.jsonl", "x.json", "x.xlsx"])
def test_nothing_is_read_beyond_the_limit(name):
    objects = [f'{{"text": "t{n}", "label": "l"}}' for n in range(40)]
    data = {
        "x.csv": "\n".join(["text,label", *(f"t{n},l" for n in range(40))]).encode(),
        "x.jsonl": "\n".join(objects).encode(),
        "x.json": ("[" + ",".join(objects) + "]").encode(),
        "x.xlsx": workbook([("text", "label"), *((f"t{n}", "l") for n in range(40))]),
    }[name]
    how = formats.complete(data, name, {})
    for limit, kept, count in ((10, 10, 11), (39, 39, 40), (40, 40, 40), (50, 40, 40)):
        found = formats.read(data, how, limit)
        assert (len(found.rows), found.count) == (kept, count)


def test_half_a_character_becomes_a_question_mark():
    """JSON can write one; no answer to a browser could."""
    data = b'{"te\\udfffxt": "a \\ud800 b \\ud83d\\ude00", "label": "\\udfff"}\n'
    found = formats.read(data, formats.complete(data, "x.jsonl", {}), 10)
    assert (found.columns, found.rows[0].cells) == (("te?xt", "label"), ("a ? b 😀", "?"))


@pytest.mark.parametrize(
    "chosen", [{"kind": "pickle"}, {"encoding": "rot13"}, {"encoding": ["utf-8"]}, {"delimiter": "ab"}]
)
def test_a_choice_that_does_not_exist_is_refused(chosen):
    assert refusal(formats.complete, b"text,label\na,b\n", "x.csv", chosen) == "unknown_option"


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.jsonl", "x"]))
def test_any_bytes_give_a_table_or_a_data_error(data, name):
    for start in (b"", b"text,label\n", b'{"a": 1}\n', b"PK\x03\x04", b"\xff\xfe"):
        try:
            formats.read(start + data, formats.complete(start + data, name, {}), 10)
        except DataError as error:
            assert error.message("zh")
