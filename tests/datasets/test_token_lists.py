"""Cells that hold lists of words, lines that a spreadsheet took for one cell each, and other turns of a file that were
read without a word as something else."""

from __future__ import annotations

import json

import pytest

from playground.datasets import formats, mapping
from playground.datasets.tokens import joined
from playground.i18n import LANGUAGES, translate
from tests.datasets.making import examples, look, problems, refused

ROWS = [("a kettle that sings", "good"), ("a lid that drips", "bad"), ("another fine cup", "good")]


@pytest.mark.parametrize(
    "written", [json.dumps, str, lambda words: str(words).replace(",", ""), lambda w: str(tuple(w))]
)
def test_lists_of_words_are_the_text_that_they_make_and_it_is_said(written):
    quoted = "".join('"' + written(text.split()).replace('"', '""') + f'",{label}\n' for text, label in ROWS)
    assert examples("tokens,label\n" + quoted)[0] == ROWS
    _, table, columns = look("tokens,label\n" + quoted)
    ((code, values),) = mapping.notes(table, columns)
    assert (code, values["count"]) == ("data.note.joined", 3)
    for language in LANGUAGES:
        assert "a kettle that sings" in translate(language, code, **values)


def test_lists_in_json_lines_are_joined_chinese_without_spaces():
    lines = [
        {"tokens": ["我", "用", "iPhone", "very", "好", "。"], "label": "x"},
        {"tokens": ["不", "好"], "label": "y"},
    ]
    data = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    assert examples(data, "x.jsonl")[0] == [("我用iPhone very好。", "x"), ("不好", "y")]


@pytest.mark.parametrize(
    "cell", ["[1, 2]", '["one"]', "(so good) and (so bad)", "['a', 1]", "[" * 5000, '["a", ["b"]]', "['a' + 'b']"]
)
def test_any_other_cell_is_its_text(cell):
    assert joined(cell) is None


@pytest.mark.parametrize("header", ["", '"text,label"\n'])
def test_lines_within_quotation_marks_are_divided(header):
    rows = [(f"{text} {n}", label) for n in range(2) for text, label in ROWS]
    data = header + "".join(f'"""{text}, so"",{label}"\r\n' for text, label in rows)
    assert examples(data)[0] == [(f"{text}, so", label) for text, label in rows]
    assert examples(header + "".join(f'"{text},{label}"\n' for text, label in rows))[0] == rows


def test_a_column_of_quoted_texts_is_one_column():
    _, table, _ = look('"so, so"\n"good film"\n"bad, in a way, I think"\n')
    assert len(table.columns) == 1


def test_a_second_header_in_another_case_is_no_example():
    data = "Text,Label\ntext,label\n" + "".join(f"{text},{label}\n" for text, label in ROWS)
    assert problems(data) == [(2, "row_header")]


def test_half_characters_that_json_spells_are_said():
    _, table, columns = look('{"text":"a\\ud83d film","label":"x"}\n{"text":"a \\ud83d\\ude00","label":"y"}\n')
    assert mapping.notes(table, columns) == (("data.note.halves", {"count": 1}),)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<?xml version='1.0'?><rows/>", "XML"),
        (b"@relation x\n@data\n", "ARFF (Weka)"),
        (b"INSERT INTO t VALUES ('a');", "SQL"),
    ],
)
def test_texts_that_are_no_tables_are_named(data, what):
    assert refused(formats.complete, data, "x.txt", {}).values == {"what": what}
