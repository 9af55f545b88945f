"""A look inside, through the calls that Play asks: masked and causal, and bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from components.services import Services
from playground.settings import Settings
from tests.components.play.asking import ask, full, look, refusal

STATE = full(
    {
        "template": "{text} It was [MASK].",
        "verbalizer": "positive: great, good\nnegative: terrible, bad",
        "fields": {"text": "A dull start, but a wonderful ending."},
    }
)


@pytest.fixture(scope="module")
def services(tmp_path_factory, checkpoint) -> Iterator[Services]:
    root = checkpoint("gpt2").parent
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data"), models_root=root))
    yield made
    made.close()


def attention(services: Services, **changes) -> dict:
    return ask(services, "attention", {"state": STATE, "way": "from", "head": None, "mask": 0, **changes})


def test_the_last_layer_is_what_play_answers(services):
    told = ask(services, "layers", {"state": STATE})
    (*_, last) = told["figure"]["layout"]["meta"]["table"]["rows"]
    labels = look(services, STATE)["labels"]["items"]
    assert last[0] == 6 and last[1:3] == pytest.approx([item["probability"] for item in labels], abs=1e-5)
    assert [label["label"] for label in told["labels"]] == ["positive", "negative"]
    assert "“positive”" in told["told"]


def test_without_labels_every_layer_still_has_its_word(services):
    told = ask(services, "layers", {"state": {**STATE, "verbalizer": ""}})
    assert told["labels"] == [] and told["told"].startswith("After the last layer")


def test_what_the_mask_reads_is_all_of_its_attention_and_one_head_is_another_picture(services):
    mean, head = attention(services), attention(services, head=3)
    assert (mean["heads"], mean["masks"]) == (12, 1) and mean["notes"] == []
    assert [sum(row) for row in mean["figure"]["data"][0]["z"]] == pytest.approx([1.0] * 6, abs=1e-5)
    assert mean["figure"] != head["figure"] and attention(services, way="to")["figure"] != mean["figure"]
    # A head that another model had is none of this one's.
    assert attention(services, head=99)["figure"] == mean["figure"]


def test_a_causal_model_is_looked_into_at_its_last_piece(services, checkpoint):
    id = str(checkpoint("gpt2"))
    asyncio.run(services.models.load(id))
    state = {**STATE, "model": id, "verbalizer": "", "template": "{text} [MASK]", "fields": {"text": "a b"}}
    assert ask(services, "layers", {"state": state})["figure"]["data"]
    told = attention(services, state=state)
    assert told["masks"] == 1 and any("causal" in note for note in told["notes"])
    # Nothing stands behind it, so that nobody but itself reads it.
    z = attention(services, state=state, way="to")["figure"]["data"][0]["z"]
    assert all(sum(row[:-1]) == 0 for row in z)


def test_what_is_wrong_with_the_prompt_is_said(services):
    asked = {"state": {**STATE, "template": "no gap"}}
    assert refusal(services, "layers", asked).place == "template"
    assert refusal(services, "attention", {**asked, "way": "from", "head": None, "mask": 0}).place == "template"
