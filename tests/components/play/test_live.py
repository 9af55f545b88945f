"""What the page is told: every part of a view, from real answers of the bundled model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.contracts.play import LiveAsked
from components.opening import Opening
from components.play.answering import examples
from components.routes.calls import Superseded, call_route
from components.routes.visitor import Visitor
from components.services import Services
from playground.settings import Settings
from tests.components.play import asking

STATE = {
    "template": "{text} It was [MASK].",
    "verbalizer": "positive: great, good\nnegative: terrible, humdrum",
    "fields": {"text": "A joy to watch."},
    "model": "",
    "options": {},
}


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Iterator[Services]:
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


@pytest.fixture(scope="module")
def look(services):
    """`look(**changes)` -> the view of the state with these changes."""

    def ask(language="en", **changes):
        view = asking.look(services, {**STATE, **changes}, language)
        json.dumps(view, allow_nan=False)
        return view

    return ask


def apply(texts: dict[str, str], edit: dict) -> dict[str, str]:
    """An edit as the browser applies it: positions are UTF-16 code units."""
    units = texts[edit["target"]].encode("utf-16-le")
    changed = units[: 2 * edit["start"]] + edit["replacement"].encode("utf-16-le") + units[2 * edit["end"] :]
    return {**texts, edit["target"]: changed.decode("utf-16-le")}


def test_a_view_has_every_part(look):
    view = look()
    assert view["problem"] is None
    assert [item["label"] for item in view["labels"]["items"]] == ["positive", "negative"]
    assert sum(item["probability"] for item in view["labels"]["items"]) == pytest.approx(1)
    assert view["template"]["kind"] == "cloze" and view["template"]["slots"] == ["text"]
    assert view["reading"]["used"] == len(view["reading"]["pieces"])
    assert 0 < view["words"]["mass_outside"] < 1
    tokens = view["vocabulary"]["columns"][0]["tokens"]
    marked = {token["text"] for token in tokens if token["label"]}
    words = {"great", "good", "terrible"}
    assert marked and marked == words & {token["text"] for token in tokens}


def test_a_word_of_several_pieces_is_explained_with_its_pieces(look):
    humdrum = look()["verbalizer"]["labels"][1]["words"][1]
    assert humdrum["pieces"] == ["hum", "##drum"] and "takes 2 pieces (" in humdrum["note"]


def test_removing_and_adding_words_by_edits(look):
    view = look()
    words = view["verbalizer"]["labels"][1]["words"]
    texts = apply({"verbalizer": STATE["verbalizer"]}, words[0]["remove"])
    assert texts["verbalizer"] == "positive: great, good\nnegative: humdrum"
    add = view["verbalizer"]["labels"][0]["add"]
    edit = {"target": "verbalizer", "start": add["at"], "end": add["at"], "replacement": add["prefix"] + "fine"}
    assert apply({"verbalizer": STATE["verbalizer"]}, edit)["verbalizer"].startswith("positive: great, good, fine\n")


def test_positions_count_as_browsers_do_behind_an_emoji(look):
    verbalizer = "positive: 😀, good\nnegative: bad"
    view = look(verbalizer=verbalizer)
    remove = view["verbalizer"]["labels"][0]["words"][1]["remove"]
    assert apply({"verbalizer": verbalizer}, remove)["verbalizer"] == "positive: 😀\nnegative: bad"
    broken = look(template="😀 {text} [MASQUE]")["problem"]
    units = "😀 {text} [MASQUE]".encode("utf-16-le")
    assert units[2 * broken["start"] : 2 * broken["end"]].decode("utf-16-le") == "[MASQUE]"


def test_every_fix_of_a_notice_gives_a_text_that_parses(look):
    verbalizer = "positive: great, Great, ☃\nnegative:\nother: great, fine"
    view = look(verbalizer=verbalizer)
    fixes = [fix for notice in view["verbalizer"]["notices"] for fix in notice["fixes"]]
    assert len(fixes) >= 4
    for fix in fixes:
        changed = apply({"template": STATE["template"], "verbalizer": verbalizer}, fix["edit"])
        after = look(**changed)
        assert after["problem"] is None or after["problem"]["target"] == "verbalizer"
        assert len(after["verbalizer"]["notices"]) < len(view["verbalizer"]["notices"])


@pytest.mark.parametrize(
    ("changes", "target", "shown"),
    [
        ({"template": "{text} It was"}, "template", set()),
        ({"verbalizer": "positive great, good"}, "verbalizer", {"vocabulary", "reading", "template"}),
        ({"verbalizer": "positive:\nnegative: bad"}, "verbalizer", {"vocabulary", "reading", "verbalizer"}),
        ({"fields": {"text": "x" * 30_000}}, "fields", {"template", "verbalizer"}),
        ({"options": {"calibration": "magic"}}, "options", {"vocabulary", "template"}),
        ({"options": {"calibration": "pmi", "domain": "It was"}}, "options", {"template", "verbalizer"}),
        ({"model": "/etc"}, "model", set()),
        ({"model": "somebody/some-model"}, "model", set()),
    ],
)
def test_an_error_names_its_place_and_leaves_the_rest_standing(look, changes, target, shown):
    for language in ("en", "zh"):
        view = look(language, **changes)
        assert view["problem"]["target"] == target and view["problem"]["message"]
        assert all(view[part] is not None for part in shown)


@pytest.mark.parametrize(
    "state", [None, 3, [], {"template": 7, "fields": [], "options": "x"}, {"fields": {"text": None}}]
)
def test_anything_a_browser_sends_is_answered(services, state):
    answer = pages(services).post("/playground/api/live", json={"state": state, "rev": 1, "page": "fuzz"})
    assert answer.status_code == 400 and answer.json()["message"]


def test_a_fault_of_the_server_is_told_and_nothing_of_it(services, monkeypatch):
    def broken(*_args):
        raise RuntimeError("secret path")
        yield

    monkeypatch.setattr("components.play.live.predict_plan", broken)
    state = {**STATE, "fields": {"text": "What nobody has asked before."}}
    asked = {"state": asking.full(state), "rev": 1, "page": "one"}
    answer = pages(services).post("/playground/api/live", json=asked)
    assert answer.status_code == 500 and answer.json()["target"] == "general"
    assert answer.json()["message"] and "secret" not in answer.text


def test_the_newest_question_of_a_page_wins_and_others_pages_are_answered(services):
    async def several():
        asks = [*((rev, "one") for rev in range(1, 9)), (1, "two")]
        state = asking.full({**STATE, "fields": {"text": "Nobody knows the answer to this one."}})
        payloads = [LiveAsked.model_validate({"state": state, "rev": r, "page": p}) for r, p in asks]
        live = services.handlers["live"].answer
        return await asyncio.gather(*(live(each, Visitor("me")) for each in payloads), return_exceptions=True)

    *older, newest, other = asyncio.run(several())
    # Whether an older one is answered before a newer comes is the machine's to decide.
    assert all(isinstance(each, Superseded) or each.rev == rev for rev, each in enumerate(older, start=1))
    assert newest.rev == 8 and newest.labels.items and other.rev == 1 and other.labels.items


def pages(services) -> TestClient:
    return TestClient(Starlette(routes=[call_route(Opening.of(services))]))


def test_a_missing_field_is_empty_text_on_the_page(look):
    assert look(fields={})["labels"]["items"]


def test_without_a_verbalizer_the_page_invites_one(look):
    view = look(verbalizer="")
    assert view["labels"]["message"] and view["labels"]["figure"] is None and view["vocabulary"]["columns"]


def test_openprompt_is_understood_and_can_be_converted(look):
    source = '{"placeholder": "text"} It was {"mask"}.'
    view = look(template=source)
    (notice,) = view["template"]["notices"]
    assert apply({"template": source}, notice["fixes"][0]["edit"])["template"] == STATE["template"]
    assert view["labels"]["items"] == look()["labels"]["items"]


def test_clicking_a_token_needs_a_word_that_is_that_token(look):
    tokens = look(template="{text} I like look[MASK]", options={"top_k": 50})["vocabulary"]["columns"][0]["tokens"]
    for token in tokens:
        assert (token["word"] is None) != (token["why"] is None)
        assert not (token["piece"].startswith("##") and token["word"])


def test_the_steps_can_be_recomputed_by_hand(look):
    rows = look()["steps"]["rows"]
    label = None
    for row in reversed(rows):
        if row["kind"] == "total":
            total = float(row["cells"]["score"])
        elif row["kind"] == "label":
            score = float(row["cells"]["score"])
            assert row["cells"]["share"] == f"{score / total:.1%}"
            values = [float(value) for value in row["how"].removeprefix("mean of ").split(", ")]
            assert score == pytest.approx(sum(values) / len(values), rel=2e-3)
            label = values
        else:
            assert float(row["cells"]["score"]) in label
            assert 2.718281828 ** float(row["cells"]["log"].replace("−", "-")) == pytest.approx(
                float(row["cells"]["score"]), rel=2e-3
            )


def test_the_gallery_answers_without_errors_in_both_languages(services):
    gallery = examples("zh")
    assert len(gallery) >= 12 and gallery[0].language == "zh"
    for language in ("en", "zh"):
        for example in examples(language):
            view = asking.look(services, example.state.model_dump(), language)
            assert view["problem"] is None, example.id
            assert example.title and example.description


def test_the_gallery_covers_what_a_class_needs():
    from playground.gallery import examples

    templates = [example.template for example in examples()]
    assert any(not example.verbalizer for example in examples())
    assert any(template.endswith("[MASK]") for template in templates)
    assert any("[MASK][MASK]" in template for template in templates)
    assert any(len(example.fields) == 2 for example in examples())
    assert len({example.id for example in examples()}) == len(templates)


def many(words: int, labels: int) -> str:
    """A verbalizer of so many words that the model spells in letters."""
    return "\n".join(f"label {i}: {', '.join(f'q{j}' for j in range(i, words, labels))}" for i in range(labels))


def test_a_long_verbalizer_is_told_in_part(look):
    view = look(verbalizer=many(600, 3))
    assert view["problem"] is None
    assert [len(label["words"]) + label["more"] for label in view["verbalizer"]["labels"]] == [200, 200, 200]
    assert sum(len(label["words"]) for label in view["verbalizer"]["labels"]) <= 200
    assert "570" in view["words"]["rest"] and len(view["words"]["figure"]["data"][0]["x"]) == 30
    assert (view["steps"]["first"], len(view["steps"]["rows"]), view["steps"]["count"]) == (0, 80, 604)
    assert len(json.dumps(view)) < 150_000
    assert max(len(notice["message"]) for notice in view["verbalizer"]["notices"]) < 1000


def test_rows_of_the_steps_are_told_from_where_they_are_wanted(services):
    state = asking.full({**STATE, "verbalizer": many(300, 3)})
    for wanted, first, rows in ((80, 80, 80), (240, 240, 64), (10**6, 240, 64)):
        steps = asking.ask(services, "live", {"state": state, "rev": 1, "page": "test", "steps_from": wanted})["steps"]
        assert (steps["first"], len(steps["rows"]), steps["count"]) == (first, rows, 304)
    assert steps["rows"][-1]["kind"] == "total"


def test_a_hundred_and_fifty_labels_are_answered(look):
    view = look(verbalizer=many(150, 150))
    assert view["problem"] is None and len(view["labels"]["items"]) == 150
    assert len(view["labels"]["figure"]["data"][0]["x"]) == 30 and "120" in view["labels"]["rest"]
    assert "150" in look(verbalizer=many(151, 151))["problem"]["message"]


def test_what_stands_above_the_label_words_is_named(look):
    short = look(verbalizer="positive: thermal\nnegative: maritime")["words"]["mass_note"]
    assert "verbalizer is short" in short
    elsewhere = look(template="{text} and [MASK] then, he said", verbalizer="a: thermal\nb: maritime")["words"][
        "mass_note"
    ]
    assert "hardly asks" in elsewhere
