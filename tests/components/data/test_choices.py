"""What a person chooses of a file: its encoding, separator, first row, sheet, a part of its rows, and their split."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from tests.components.data.asking import ME, ask, put

ROWS = [(f"sentence number {n} of them all", ("calm", "loud")[n % 2]) for n in range(60)]
TABLE = "text;label\n" + "".join(f"{text};{label}\n" for text, label in ROWS)


def draft(client, content: str | bytes, name: str = "table.csv") -> str:
    return put(client, content.encode() if isinstance(content, str) else content, name).json()["upload"]


def test_where_two_encodings_read_about_as_well_the_preview_asks(client):
    id = draft(client, "模,1\n".encode("gb18030"))
    seen = ask(client, "data_preview", upload=id)
    assert "not certain" in seen["notes"][0]["message"]
    readings = {reading["encoding"]: reading for reading in seen["readings"]}
    assert len(readings) == 2 and readings["gb18030"]["sample"] == "模,1"
    assert readings["gb18030"]["label"] == "GB18030 (simplified Chinese)"
    for encoding in readings:
        taken = ask(client, "data_preview", upload=id, options={**seen["options"], "encoding": encoding})
        assert taken["options"]["encoding"] == encoding
    assert ask(client, "data_preview", upload=draft(client, TABLE))["readings"] == []


def test_shapes_and_unusual_separators_have_names(client):
    for line, value in (
        ("__label__{label} {text}", "__label__"),
        ("{label} {text}", " "),
        ("{text}@{label}", "@"),
        ("{n}_!_{label}_!_{text}", "_!_"),
    ):
        text = "".join(line.format(text=text, label=label, n=n) + "\n" for n, (text, label) in enumerate(ROWS))
        seen = ask(client, "data_preview", upload=draft(client, text, "rows.txt"), language="zh")
        assert (seen["options"]["delimiter"], seen["good"]) == (value, 60)
        named = {choice["value"]: choice["label"] for choice in seen["choices"]["delimiters"]}
        assert value == "_!_" or named[value] != value


def test_any_separator_can_be_typed_and_cut_at_one_place_only(client):
    text = "".join(f"{label}=>{text} => more\n" for text, label in ROWS)
    id = draft(client, text)
    seen = ask(client, "data_preview", upload=id, options={"delimiter": "=>", "cut": "first"})
    assert seen["rows"][0] == ["calm", "sentence number 0 of them all => more"] and seen["good"] == 60
    assert (seen["options"]["delimiter"], seen["options"]["cut"]) == ("=>", "first")
    tabs = draft(client, TABLE.replace(";", "\t"))
    assert ask(client, "data_preview", upload=tabs, options={"delimiter": "\\t"})["options"]["delimiter"] == "\t"
    for typed in ('"', "word", "123456789"):
        assert typed in ask(client, "data_preview", upload=id, options={"delimiter": typed})["error"]["message"]


def test_the_row_where_the_table_begins_and_the_sheet_can_be_chosen(client):
    id = draft(client, "made by hand\n\nold;names\n" + TABLE)
    seen = ask(client, "data_preview", upload=id, options={"kind": "csv", "delimiter": ";", "start": 4})
    assert [column["name"] for column in seen["columns"]] == ["text", "label"] and seen["good"] == 60
    book, file = Workbook(), io.BytesIO()
    book.create_sheet("rows").append(["text", "label"])
    for row in ROWS:
        book["rows"].append(row)
    book.save(file)
    id = draft(client, file.getvalue(), "book.xlsx")
    assert ask(client, "data_preview", upload=id)["options"]["sheet"] == "rows"
    empty = ask(client, "data_preview", upload=id, options={"kind": "excel", "sheet": "Sheet"})
    assert empty["choices"]["sheets"] == ["Sheet", "rows"] and empty["columns"] == [] and empty["notes"]


def test_a_header_that_cannot_be_read_leaves_the_choices(client):
    id = draft(client, '"never closed;label\n' + TABLE)
    options = {"kind": "csv", "delimiter": ";", "header": True, "start": 1}
    seen = ask(client, "data_preview", upload=id, options=options)
    assert seen["columns"] == [] and "Row 1" in seen["notes"][0]["message"] and seen["choices"]["delimiters"]
    assert ask(client, "data_preview", upload=id, options={**options, "start": 2})["good"] == 60


def test_of_too_many_rows_the_first_or_a_sample_is_taken(client, settings):
    """1 in 5 rows is calm, in a file sorted by its labels."""
    lines = [f"sentence {n},{'calm' if n < 40 else 'loud'}\n" for n in range(200)]
    id = draft(client, "text,label\n" + "".join(lines))
    seen = ask(client, "data_preview", upload=id)
    assert seen["count"] > seen["limit"] == settings.rows_limit == 100 and seen["good"] == 0
    options = {**seen["options"], "rows": seen["limit"]}
    first = ask(client, "data_preview", upload=id, options=options)
    assert first["labels"] == [{"label": "calm", "count": 40}, {"label": "loud", "count": 60}]
    assert "100" in first["notes"][0]["message"] and "200" in first["notes"][0]["message"]
    sample = {**options, "seed": 0, "by": seen["mapping"]["label"]}
    drawn = ask(client, "data_preview", upload=id, options=sample)
    assert drawn["labels"] == [{"label": "calm", "count": 20}, {"label": "loud", "count": 80}]
    card = ask(client, "data_save", upload=id, options=sample, name="part")["card"]
    assert sum(card["rows"].values()) == 100
    assert ask(client, "data_delete", upload=id)["error"] is None


def test_rows_without_a_split_are_split_as_they_are_saved(data, client):
    id = draft(client, TABLE)
    seen = ask(client, "data_preview", upload=id)
    rows = {"train": 42, "dev": 6, "test": 12}
    assert seen["split"] == {"on": True, "dev": 0.1, "test": 0.2, "seed": 0, "own": False, "rows": rows}
    prints = {}
    for name, split in (
        ("usual", None),
        ("again", {"on": True, "dev": 0.1, "test": 0.2, "seed": 0}),
        ("other draw", {"seed": 5}),
        ("halves", {"dev": 0.0, "test": 0.5}),
        ("none", {"on": False}),
    ):
        shown = ask(client, "data_preview", upload=id, split=split)["split"]
        card = ask(client, "data_save", upload=id, split=split, name=name)["card"]
        assert card["rows"] == shown["rows"]
        dataset, _ = data.resolve({"upload": id}, ME)
        assert dataset.fingerprint == card["fingerprint"] and len(dataset.train) == card["rows"]["train"]
        # As it was saved, where nobody says anything else.
        assert ask(client, "data_preview", upload=id)["split"]["rows"] == card["rows"]
        prints[name] = card["fingerprint"]
    assert prints["usual"] == prints["again"] and len({*prints.values()}) == 4
    assert card["rows"] == {"train": 60, "dev": 0, "test": 0}
    bad = ask(client, "data_preview", upload=id, split={"dev": 0.6, "test": 0.5})
    assert "less than 1" in bad["notes"][0]["message"] and bad["good"] == 0
    assert ask(client, "data_save", upload=id, split={"dev": -1}, name="x")["error"]
    assert ask(client, "data_delete", upload=id)["error"] is None


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("text,label\n" + "".join(f"few {n},{n % 2}\n" for n in range(8)), {"train": 8, "dev": 0, "test": 0}),
        (
            "text,label,split\n" + "".join(f"own {n},{n % 2},{('train', 'test')[n % 3 == 0]}\n" for n in range(30)),
            {"train": 20, "dev": 0, "test": 10},
        ),
    ],
    ids=["few of a label", "a split of its own"],
)
def test_a_split_that_nobody_needs_is_not_drawn(client, content, rows):
    seen = ask(client, "data_preview", upload=draft(client, content))
    assert not seen["split"]["on"] and seen["split"]["rows"] == rows and seen["split"]["own"] == bool(rows["test"])


def test_sets_saved_before_there_was_a_split_stay_as_they_were(data, client):
    id = draft(client, TABLE)
    ask(client, "data_save", upload=id, split={"on": False}, name="old")
    name, kept, _ = data._queue.upload(id, ME)
    del kept["split"]
    data._queue.save_upload(id, ME, name, kept)
    dataset, _ = data.resolve({"upload": id}, ME)
    assert len(dataset.train) == 60 and dataset.fingerprint == kept["facts"]["fingerprint"]
    assert ask(client, "data_delete", upload=id)["error"] is None
