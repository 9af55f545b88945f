"""What a file turns out to be: wide characters without a mark, a stated or a full-width separator, no table at all."""

import csv
import json
import random

import pytest

from playground import i18n
from playground.assets import ASSETS
from playground.datasets import encoding, formats
from playground.datasets.table import MOST_COLUMNS
from playground.errors import DataError

REVIEWS = [
    tuple(row) for row in csv.reader((ASSETS / "demos" / "shop-reviews.csv").open(encoding="utf-8", newline=""))
][1:]
ONES = ["一,一", "一一得一,一", "最一般的一次,一般", "一天一个样，一言难尽,最差", "开,最"]


def refusal(data, name, **chosen):
    with pytest.raises(DataError) as error:
        formats.read(data, formats.complete(data, name, chosen), 10)
    assert len({error.value.message(language) for language in i18n.LANGUAGES}) == 2
    return error.value.code


def read(text, name="x.csv", **chosen):
    data = text.encode()
    how = formats.complete(data, name, chosen)
    found = formats.read(data, how, 100)
    return how.delimiter, found.columns, [(row.number, *row.cells) for row in found.rows]


@pytest.mark.parametrize("count", [1, 3, 10, 30])
@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("header", ["", "文本,标签\n", "text,label\n"])
def test_byte_order_without_a_mark(order, count, header):
    chance = random.Random(count)
    ones = [row for row in REVIEWS if "一" in row[1]]
    for _ in range(50):
        for known in (REVIEWS, ones):
            lines = [f"{text},{label}" for _, text, label in chance.sample(known, count)]
            assert encoding.guess(f"{header}{chr(10).join(lines)}\n".encode(order)) == order
        lines = chance.choices(ONES, k=count)
        assert encoding.guess((header + "\r\n".join(lines)).encode(order)) == order


def test_byte_order_of_a_word_is_by_its_zero_bytes():
    for order in ("utf-16-le", "utf-16-be"):
        assert encoding.guess("label".encode(order)) == order


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line", ["sep={}", "SEP={}", '"sep={}"'])
def test_the_line_that_tells_excel_the_separator(line, separator):
    rows = f"text{separator}label\na, b; c{separator}x\nd{separator}y\n".replace(
        "a, b; c", "abc" if separator in ",;" else "a, b; c"
    )
    found = read(f"{line.format(separator)}\r\n{rows}")
    assert found[:2] == (separator, ("text", "label")) and [row[0] for row in found[2]] == [2, 3]
    assert found == read(rows, delimiter=separator)


def test_it_decides_where_the_rows_would_mislead():
    rows = "sep=;\na, b;c, d\ne, f;g, h\n"
    assert read(rows) == (";", ("A", "B"), [(1, "a, b", "c, d"), (2, "e, f", "g, h")])
    assert read(rows, delimiter=",")[2][0] == (1, "a", "b;c", "d")
    assert read("sep=x\na,b\nc,d\n")[2][0] == (1, "sep=x")


def test_full_width_commas_divide_where_nothing_else_does():
    assert read("文本，标签\n好看，正\n难看，负\n") == ("，", ("文本", "标签"), [(2, "好看", "正"), (3, "难看", "负")])
    assert read('文本，标签\n"好看，真的"，正\n难看，负\n')[2][0] == (2, "好看，真的", "正")
    assert read("文本,标签\n好看，真的,正\n难看，真的,负\n")[0] == ","
    assert read("文本\t标签\n好看，真的\t正\n")[0] == "\t"
    assert read("好看，真的\n难看\n还行\n一般，吧，唉\n不错\n")[0] == ","


@pytest.mark.parametrize("head", [b"%PDF-1.7\n", b"\n%PDF-1.4\r\n%\xe2\xe3\xcf\xd3\n"])
@pytest.mark.parametrize("name", ["x.csv", "x.json", "x"])
def test_a_pdf_is_called_one(head, name):
    assert refusal(head + b"1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 50, name) == "pdf"


@pytest.mark.parametrize("words", [100, 2000, 20_000])
def test_a_binary_that_begins_with_words_is_no_text(words):
    noise = random.Random(0).randbytes(100_000)
    assert refusal(b"some,plain words\n" * (words // 17) + noise, "x.csv") == "not_text"
    assert refusal(b"some,plain words\n" * (words // 17) + noise, "x.csv", encoding="gb18030") == "not_text"


@pytest.mark.parametrize("length", [100, encoding.PART, encoding.PART + 1, 16 * encoding.PART + 1])
def test_the_mark_at_the_end_of_an_old_file_does_no_harm(length):
    assert not encoding.is_strange("x" * (length - 1) + "\x1a")
    assert encoding.is_strange("x" * length + "\x1a" * encoding.PART)


def test_what_holds_no_table_is_refused():
    picture = (ASSETS / "screenshots" / "play.png").read_bytes()
    assert refusal(picture, "picture.csv") == "foreign_kind"
    assert refusal(b"", "x.csv") == "empty"
    assert refusal(",".join("x" * (MOST_COLUMNS + 1)).encode(), "x.csv", header=True) == "too_many_columns"


ROWS = [{"text": "a", "label": "x"}, {"text": "b", "label": "y"}]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "whole", [{"data": ROWS}, {"text": {"0": "a", "1": "b"}}, {"data": ROWS * 30_000}], ids=["list", "columns", "long"]
)
def test_one_json_object_is_no_table(whole, indent):
    assert refusal(json.dumps(whole, indent=indent).encode(), "x.json") == "json_object"
    if len(whole.get("data", ())) < 3:
        assert refusal(json.dumps(whole, indent=indent).encode(), "pasted") == "json_object"


def test_one_row_of_json_lines_is_a_table():
    assert read('{"text": "a", "label": "x"}\n', "x.jsonl")[1:] == (("text", "label"), [(1, "a", "x")])
    assert len(read('{"text": "a"\n{"text": "b"}\n', "x.jsonl")[2]) == 2
