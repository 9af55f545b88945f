"""Why this label, and minimal pairs, through the services that Play asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.opening import Opening
from components.play.explaining import MOST_OF_ADDRESS, MOST_OF_ONE, MOST_WAITING
from components.routes.address import _address
from components.routes.calls import call_route
from components.routes.visitor import Visitor
from components.services import Services
from playground.errors import JobError
from playground.scoring.options import Options
from playground.settings import Settings
from tests.components.play.asking import ask, full, look, refusal

STATE = {
    "template": "{text} It was [MASK].",
    "verbalizer": "positive: great, good, wonderful\nnegative: terrible, bad, boring",
    "fields": {"text": "A dull start, but a wonderful ending."},
    "model": "",
    "options": Options().to_json(),
}


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Iterator[Services]:
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


def explain(services: Services, language: str = "en", method="leave_one_out", label=None, **changes) -> dict:
    return ask(services, "explain", asked(method, label, **changes), language)


def asked(method="leave_one_out", label=None, **changes) -> dict:
    return {"state": full({**STATE, **changes}), "label": label, "method": method}


def pair(services: Services, fields: dict, **changes) -> dict:
    return ask(services, "pair", {"state": full({**STATE, **changes}), "fields": fields})


def shares(services: Services, fields: dict, **changes) -> dict[str, float]:
    view = look(services, {**STATE, **changes, "fields": fields})
    return {item["label"]: item["probability"] for item in view["labels"]["items"]}


@pytest.mark.parametrize("method", ["leave_one_out", "gradient"])
def test_the_answer_is_the_prompt_with_effects(services, method):
    answer, play = explain(services, method=method), shares(services, STATE["fields"])
    assert answer["method"] == method and answer["notes"] == []
    assert "".join(item["text"] for item in answer["items"]) == "A dull start, but a wonderful ending. It was [MASK]."
    best = max(play, key=play.get)
    assert answer["labels"] == [*play] and (answer["label"], answer["index"]) == (best, [*play].index(best))
    assert answer["base"] == pytest.approx(play[best], abs=1e-6)
    found = [item for item in answer["items"] if item["effect"] is not None]
    assert answer["max"] == max(abs(item["effect"]) for item in found)
    assert answer["strongest"]["supporting"][0]["effect"] == max(item["effect"] for item in found)
    assert len(answer["strongest"]["against"]) <= 5
    assert answer["strongest"]["supporting"][0]["text"] in answer["sentence"]


def test_a_number_is_what_play_would_have_shown(services):
    answer = explain(services, label="positive")
    (item,) = [item for item in answer["items"] if item["text"] == "wonderful"]
    without = shares(services, {"text": "A dull start, but a ending."})["positive"]
    assert item["without"] == pytest.approx(without, abs=1e-5) and item["effect"] > 0


def test_any_label_can_be_asked_for_and_an_unknown_one_is_the_best(services):
    play = shares(services, STATE["fields"])
    second, first = sorted(play, key=play.get)
    other, best = explain(services, label=second), explain(services, label="gone")
    assert (other["label"], best["label"]) == (second, first)
    for one, two in zip(other["items"], best["items"], strict=True):
        assert (one["effect"] is None) == (two["effect"] is None)
        assert one["effect"] is None or one["effect"] == pytest.approx(-two["effect"], abs=1e-4)


def test_what_limits_an_explanation_is_said(services, monkeypatch):
    monkeypatch.setattr("playground.scoring.explain.MOST_WORDS", 2)
    options = {**STATE["options"], "calibration": "contextual", "filling": "sequential"}
    long = {"text": "a slow film " * 300}
    # Only words of several pieces are filled one by one.
    words = "a: wonderfully, unwatchable\nb: bad"
    left_out = explain(
        services, options=options, fields=long, template="{text} [SOFT] It was [MASK].", verbalizer=words
    )
    assert len(left_out["notes"]) == 4
    assert len({item["reason"] for item in left_out["items"]}) == 4
    sloped = explain(services, method="gradient", options=options, verbalizer=words)
    assert len(sloped["notes"]) == 1 and "at once" in sloped["notes"][0]


def test_what_is_wrong_is_said(services):
    assert "two labels" in refusal(services, "explain", asked(verbalizer="a: good")).message()
    assert refusal(services, "explain", asked(template="no mask")).place == "template"
    assert refusal(services, "explain", asked(verbalizer="")).place == "verbalizer"
    pages = TestClient(Starlette(routes=[call_route(Opening.of(services))]))
    for question in ("explain", "pair"):
        answer = pages.post(f"/playground/api/{question}", json={"state": 7})
        assert answer.status_code == 400 and "state" in answer.json()["message"]


def test_a_pair_is_two_answers_of_play(services):
    copy = {"text": "A dull start, and a dull ending."}
    answer = pair(services, copy)
    one, other = shares(services, STATE["fields"]), shares(services, copy)
    assert [(each["label"], each["index"]) for each in answer["labels"]] == [("positive", 0), ("negative", 1)]
    for each in answer["labels"]:
        assert each["probability"] == pytest.approx(one[each["label"]], abs=1e-6)
        assert each["other"] == pytest.approx(other[each["label"]], abs=1e-6)
    assert answer["cut"] == [False, False]


def test_an_empty_copy_is_a_text_as_well(services):
    answer = pair(services, {})
    empty = shares(services, {"text": ""})
    assert [each["other"] for each in answer["labels"]] == pytest.approx(list(empty.values()), abs=1e-6)
    assert pair(services, {}, verbalizer="")["labels"] == []


def test_chinese_is_explained_in_chinese(services):
    state = {
        "template": "{text} 总之很[MASK]。",
        "verbalizer": "好评: 好, 棒\n差评: 差, 糟",
        "fields": {"text": "演员真的很出色。"},
    }
    answer = explain(services, "zh", **state)
    assert "".join(item["text"] for item in answer["items"]) == "演员真的很出色。 总之很[MASK]。"
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer["sentence"])


def test_one_visitor_and_one_address_have_a_bounded_share_of_what_waits(services):
    room = next(each for each in [services.handlers["explain"].answer.__self__])

    def taken(owner: str, address: str, count: int) -> int:
        """How many of so many questions find a place."""
        _address.set(address)
        places = 0
        for _ in range(count):
            try:
                held.enter_context(room.place(Visitor(owner)))
                places += 1
            except JobError as error:
                assert error.code == "too_many_waiting"
        return places

    with ExitStack() as held:
        assert taken("me", "here", 5) == MOST_OF_ONE
        assert sum(taken(f"invented {i}", "here", 1) for i in range(100)) == MOST_OF_ADDRESS - MOST_OF_ONE
        assert taken("somebody", "there", 1) == 1
        assert sum(taken(f"other {i}", f"address {i}", 1) for i in range(100)) == MOST_WAITING - MOST_OF_ADDRESS - 1
    assert not room._waiting
