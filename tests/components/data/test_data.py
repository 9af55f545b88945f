"""Data sets through the questions that the pages ask."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from components.contracts.data import DemoSource, UploadSource
from components.data.sets import Data
from playground.datasets import demo, encoding
from playground.errors import DataError, JobError
from playground.jobs.queue import Jobs
from playground.settings import MIB
from tests.components.data.asking import COLUMNS, FILES, ME, YOU, ask, asked_of, put, upload


def test_a_file_is_looked_into_mapped_saved_browsed_and_deleted(data, client):
    id = upload(client, "gb18030.csv")
    seen = ask(client, "data_preview", upload=id, options=None, mapping=None)
    assert seen["error"] is None and seen["notes"] == [] and seen["problems"] == []
    assert (
        seen["options"]
        == seen["guessed"]
        == {"kind": "csv", "encoding": "gb18030", "delimiter": ",", "header": True, "sheet": None}
        | {"cut": "every", "start": 1, "rows": None, "seed": None, "by": None}
    )
    assert {"value": "gb18030", "label": "GB18030 (simplified Chinese)"} in seen["choices"]["encodings"]
    assert [choice["value"] for choice in seen["choices"]["delimiters"]][:5] == [",", ";", "\t", "|", "，"]
    assert [(column["name"], column["distinct"], len(column["sample"])) for column in seen["columns"]] == [
        ("文本", 4, 3),
        ("标签", 2, 2),
    ]
    assert seen["mapping"] == COLUMNS and seen["labels"] == [
        {"label": "好评", "count": 2},
        {"label": "差评", "count": 2},
    ]
    assert (seen["count"], seen["good"], seen["bad"], seen["name"]) == (4, 4, 0, "gb18030")
    assert seen["rows"][0] == ["手机电池很耐用，屏幕也清晰", "好评"]

    saved = ask(client, "data_save", upload=id, options=seen["options"], mapping=seen["mapping"], name="课堂评论")
    card = saved["card"]
    assert (saved["bad"], card["name"], card["mine"], card["source"]) == (0, "课堂评论", True, {"upload": id})
    assert (card["rows"], card["labels"], card["slots"]) == (
        {"train": 4, "dev": 0, "test": 0},
        ["好评", "差评"],
        ["text"],
    )
    assert ask(client, "data_list")["sets"][0] == card == data.card({"upload": id}, ME, "en").model_dump()
    dataset, problems = data.resolve({"upload": id}, ME)
    assert (dataset.name, dataset.fingerprint, problems) == ("课堂评论", card["fingerprint"], ())

    rows = ask(client, "data_rows", source={"upload": id}, split="all", start=2)
    assert rows["count"] == 4
    assert rows["rows"][0] == {"fields": {"text": "衣服颜色很正"}, "label": "好评", "split": "train"}
    assert ask(client, "data_delete", upload=id)["error"] is None
    assert ask(client, "data_rows", source={"upload": id}, split="all")["error"]["target"] == "job"
    assert id not in json.dumps(ask(client, "data_list"))


def test_changed_options_change_what_is_seen(data, client):
    id = upload(client, "gb18030.csv")
    seen = ask(client, "data_preview", upload=id)
    wrong = ask(
        client, "data_preview", upload=id, options={**seen["options"], "encoding": "utf-8"}, mapping=seen["mapping"]
    )
    assert wrong["notes"][0]["level"] == "warning" and wrong["guessed"]["encoding"] == "gb18030"
    none = ask(client, "data_preview", upload=id, options={**seen["options"], "header": False}, mapping=seen["mapping"])
    assert none["count"] == 5 and [column["name"] for column in none["columns"]] == ["A", "B"]
    odd = ask(client, "data_preview", upload=id, options={**seen["options"], "encoding": "rot13"})
    assert "rot13" in odd["error"]["message"]


def test_what_is_no_text_as_chosen_can_be_read_another_way(data, client):
    """A file with a zero byte, which does not make UTF-16 of it."""
    content = (FILES / "utf-8-bom.csv").read_bytes()[3:] + b"\0\n"
    id = put(client, content, "影评.csv").json()["upload"]
    guessed = ask(client, "data_preview", upload=id)
    assert guessed["error"] is None and guessed["guessed"]["encoding"] == "utf-8"
    seen = ask(client, "data_preview", upload=id, options={"encoding": "utf-16-be"})
    assert (
        seen["error"] is None and seen["options"]["encoding"] == "utf-16-be" and seen["guessed"] == guessed["guessed"]
    )
    assert [note["level"] for note in seen["notes"]] == ["error"] and "another encoding" in seen["notes"][0]["message"]
    assert len(seen["choices"]["encodings"]) == len(encoding.KNOWN) and len(seen["choices"]["delimiters"]) == 9
    assert (seen["columns"], seen["rows"], seen["count"], seen["good"], seen["name"]) == ([], [], 0, 0, "影评")
    assert (
        "another encoding" in ask(client, "data_save", upload=id, options=seen["options"], name="x")["error"]["message"]
    )
    for options in ({"encoding": "utf-8"}, {**seen["options"], "encoding": "utf-8", "delimiter": ",", "header": True}):
        read = ask(
            client, "data_preview", upload=id, options=options, mapping=seen["mapping"] if "kind" in options else None
        )
        assert [column["name"] for column in read["columns"]] == ["文本", "标签"] and read["options"][
            "encoding"
        ] == "utf-8"
    wrong = ask(client, "data_preview", upload=id, options={"encoding": "utf-16-be"}, mapping=COLUMNS)
    assert wrong["options"]["encoding"] == "utf-16-be" and len(wrong["notes"]) == 1
    saved = ask(client, "data_save", upload=id, options={"encoding": "utf-8"}, mapping=COLUMNS, name="x")
    assert saved["error"] is None and saved["card"]["labels"] == ["好评", "差评"]


@pytest.mark.parametrize(
    ("name", "content"), [("x.csv", b"%PDF-1.7\n1 0 obj\n"), ("x.json", b'{"data": [{"text": "a"}]}')]
)
def test_what_no_choice_could_read_is_refused(data, client, name, content):
    id = put(client, content, name).json()["upload"]
    assert (
        ask(client, "data_preview", upload=id)["error"]["message"]
        and ask(client, "data_save", upload=id, name="x")["error"]
    )


def test_a_mapping_that_is_not_one_yet_is_said_and_the_page_stays_usable(data, client):
    id = upload(client, "utf-8.csv")
    for mapping in (
        {**COLUMNS, "label": None},
        {**COLUMNS, "slots": {}},
        {**COLUMNS, "slots": {"a": 1}},
        {**COLUMNS, "slots": {"{": 0}},
    ):
        seen = ask(client, "data_preview", upload=id, mapping=mapping)
        assert seen["error"] is None and seen["notes"][0]["level"] == "error" and seen["good"] == 0
        assert ask(client, "data_save", upload=id, options=seen["options"], mapping=mapping, name="x")["error"]
    other = ask(client, "data_preview", upload=id, mapping={"label": 7, "split": None, "slots": {"text": 6}})
    assert other["mapping"] == COLUMNS and other["notes"] == []


def test_problems_come_by_row_in_the_readers_language(data, client):
    id = upload(client, "broken.csv")
    seen = ask(client, "data_preview", language="zh", upload=id)
    assert (seen["count"], seen["good"], seen["bad"]) == (9, 3, 6)
    assert seen["problems"][0]["row"] == 3 and seen["problems"][0]["message"].startswith("第 3 行")
    saved = ask(client, "data_save", upload=id, options=seen["options"], mapping=seen["mapping"], name="")
    assert saved["bad"] == 6 and saved["card"]["name"] == "broken"


def test_a_formula_stays_text_from_file_to_row(data, client):
    id = upload(client, "two-sheets.xlsx")
    seen = ask(client, "data_preview", upload=id)
    assert seen["choices"]["sheets"] == ["Notes", "评论"]
    seen = ask(client, "data_preview", upload=id, options={**seen["options"], "sheet": "评论", "header": None})
    assert seen["options"]["header"] and seen["rows"][0][0] == "=1+1"
    ask(client, "data_save", upload=id, options=seen["options"], mapping=seen["mapping"], name="sheet")
    rows = ask(client, "data_rows", source={"upload": id}, split="train")["rows"]
    assert [row["fields"]["text"] for row in rows[:2]] == ["=1+1", '=HYPERLINK("http://example.org","click")']


def test_another_owner_can_neither_read_nor_change(data, client):
    id = upload(client, "utf-8.csv")
    ask(client, "data_save", upload=id, options={}, mapping=None, name="mine")
    for question in ("data_preview", "data_save", "data_delete"):
        assert ask(client, question, owner=YOU, upload=id)["error"]["target"] == "job"
    assert ask(client, "data_rows", owner=YOU, source={"upload": id}, split="all")["error"]
    with pytest.raises(JobError) as error:
        data.resolve({"upload": id}, YOU)
    assert error.value.code == "not_yours"
    assert all(not card["mine"] for card in ask(client, "data_list", owner=YOU)["sets"])
    assert data.resolve({"upload": id}, ME)[0].labels == ("positive", "negative")


def test_forgetting_takes_uploads_along(data, client):
    stranger = "a third secret of some length"
    id = put(client, b"text,label\na,x\nb,y\n", owner=stranger).json()["upload"]
    ask(client, "data_save", owner=stranger, upload=id, name="x")
    data._queue.forget(stranger)
    data.clear()
    assert ask(client, "data_rows", owner=stranger, source={"upload": id}, split="all")["error"]


def test_pasted_rows_are_a_file_too(data, client):
    id = ask(client, "data_paste", text="文本\t标签\n好看\t正\n难看\t负\n", name="")["upload"]
    seen = ask(client, "data_preview", upload=id)
    assert (seen["name"], seen["options"]["delimiter"], seen["good"]) == ("Pasted rows", "\t", 2)
    assert ask(client, "data_paste", text="", name="")["error"]
    assert data._queue.upload(id, ME)[1] is None
    with pytest.raises(DataError) as error:
        data.resolve({"upload": id}, ME)
    assert error.value.code == "draft"


def test_the_other_sources(data):
    for id in demo.SETS:
        assert data.resolve({"demo": id}, "")[0].id == id
    dataset, problems = data.resolve({"csv": "text,label\na,x\nb,y\n,x\n", "name": "n"}, "")
    assert (dataset.name, len(dataset.train), [problem.row for problem in problems]) == ("n", 2, [4])
    assert data.card({"csv": "text,label\na,x\nb,y\n"}, "", "zh").mine is False
    for source in (None, [], {}, {"demo": 5}, {"upload": None}):
        with pytest.raises(DataError) as error:
            data.resolve(source, "")
        assert error.value.code == "no_data"
        with pytest.raises(DataError):
            data.card(source, "", "en")


def test_a_source_that_says_two_things_is_what_it_can_be(data, client):
    id = upload(client, "utf-8.csv")
    ask(client, "data_save", upload=id, name="mine")
    assert data.card({"demo": 5, "upload": id}, ME, "en").source == UploadSource(upload=id)
    assert data.card({"demo": None, "upload": [], "csv": "text,label\na,x\nb,y\n"}, ME, "en").labels == ["x", "y"]
    assert data.card({"demo": "film-reviews", "upload": 5}, ME, "en").source == DemoSource(demo="film-reviews")


def test_half_a_character_breaks_no_answer(data, client):
    rows = '{"text": "a \\ud800 b", "label": "x"}\n{"text": "c", "label": "y"}'
    assert ask(client, "data_paste", text=rows, name="n\ud800")["error"]["message"]
    id = ask(client, "data_paste", text=rows, name="n")["upload"]
    for answer in (
        ask(client, "data_preview", upload=id),
        ask(client, "data_save", upload=id, name="half \udfff", options={"kind": "jsonl"}),
        ask(client, "data_save", upload=id, name="half", options={"kind": "jsonl"}),
        ask(client, "data_list"),
        ask(client, "data_rows", source={"upload": id}, split="all"),
        ask(client, "data_rows", source={"upload": id}, split="\ud800"),
        ask(client, "data_preview", upload=id, options={"kind": "\ud800"}),
        ask(client, "data_preview", upload=id, mapping={"slots": {"\ud800": 0}, "label": 1}),
    ):
        json.dumps(answer, ensure_ascii=False).encode()
    assert data.resolve({"upload": id}, ME)[0].train[0].fields["text"] == "a ? b"


def test_a_file_is_read_once_for_the_same_options(data, client, monkeypatch):
    id = upload(client, "two-sheets.xlsx")
    read, queue = [], data._queue.upload_data
    monkeypatch.setattr(data._queue, "upload_data", lambda *asked: read.append(asked) or queue(*asked))
    seen = ask(client, "data_preview", upload=id)
    first = len(read)
    for mapping in (None, COLUMNS, {**COLUMNS, "slots": {"a": 0}}):
        assert ask(client, "data_preview", upload=id, options=seen["options"], mapping=mapping)["error"] is None
        assert ask(client, "data_preview", upload=id, mapping=mapping)["error"] is None
    assert len(read) == first
    assert ask(client, "data_preview", owner=YOU, upload=id)["error"]["target"] == "job"


def test_demo_cards_put_the_readers_language_first(client):
    for language in ("en", "zh"):
        cards = [card for card in ask(client, "data_list", owner=YOU, language=language)["sets"] if not card["mine"]]
        assert [card["source"]["demo"] for card in cards if card["language"] == language] == [
            card["source"]["demo"] for card in cards
        ][: sum(card["language"] == language for card in cards)]
        for card in cards:
            assert (
                card["prompts"]["templates"]
                and set(card["baseline"]) == {"dev", "test"}
                and card["name"]
                and card["about"]
            )


def test_limits(data, client):
    id = ask(client, "data_paste", text="text,label\n" + "".join(f"{n},{n % 2}\n" for n in range(101)), name="long")[
        "upload"
    ]
    seen = ask(client, "data_preview", upload=id)
    assert seen["count"] == 101 and "100" in seen["notes"][0]["message"] and seen["good"] == 0
    assert (
        "100"
        in ask(client, "data_save", upload=id, options=seen["options"], mapping=COLUMNS, name="long")["error"][
            "message"
        ]
    )
    assert "1 MiB" in ask(client, "data_paste", text="x" * (MIB + 1), name="")["error"]["message"]
    assert "--" not in ask(client, "data_hub", name="owner/name")["error"]["message"]


def test_no_more_than_allowed_are_kept(settings, tmp_path):
    few = replace(settings, data=tmp_path, uploads_limit=1)
    queue = Jobs(few, {})
    data = Data(queue, few)
    try:
        with asked_of(data, few) as client:
            id = ask(client, "data_paste", text="text,label\na,x\nb,y\n", name="x")["upload"]
            assert ask(client, "data_save", upload=id, name="x")["error"] is None
            more = ask(client, "data_paste", text="text,label\na,x\nb,y\n", name="x")
            assert "Delete one" in more["error"]["message"]
    finally:
        data.close()
        queue.close()


def test_a_verbalizers_labels_are_read_as_everywhere(client):
    for text, labels in (
        ("好评：好、“不错：真的”\n差评: 差", ["好评", "差评"]),
        ('"so: so": a, b\ngood', ["so: so", "good"]),
        (" \n", []),
        ('open: "a', None),
        ("a: b\na: c", None),
    ):
        assert ask(client, "data_labels", verbalizer=text) == {"error": None, "labels": labels}
    for id, known in demo.SETS.items():
        for text in known.verbalizers:
            assert ask(client, "data_labels", verbalizer=text)["labels"] == list(demo.load(id).labels)
