"""Trained prompts in Play and in files, through the services that the pages ask."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.contracts.base import Nothing
from components.contracts.train import KeptPrompt, PromptLoadAsked
from components.opening import Opening
from components.routes.calls import call_route
from components.routes.visitor import Visitor
from components.services import Services
from playground.errors import PlaygroundError
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.results import PromptCard
from playground.scoring.options import Options
from playground.settings import Settings
from tests.components.play.asking import look

MINE = Visitor("somebody's secret of some length")
CARD = PromptCard("prompt", "{text} [SOFT*2] [MASK].", "positive: great\nnegative: terrible", "mean", "bundled", "")
STATE = {
    "template": CARD.template,
    "verbalizer": CARD.verbalizer,
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
def prompt(services, bundled) -> SoftPrompt:
    """Soft tokens that are the words "It was", not moved by any training."""
    ids = [bundled.tokenizer.word_ids(word, True, False)[0] for word in ("it", "was")]
    revision = services.models.bundled.revision
    return SoftPrompt(SoftInput(embeddings=bundled.embeddings[ids].clone()), replace(CARD, revision=revision))


def load(services: Services, prompt: SoftPrompt, visitor: Visitor = MINE, name: str = "mine.safetensors") -> KeptPrompt:
    """Take in a prompt's file."""
    asked = PromptLoadAsked(name=name, base64=base64.b64encode(prompt.data).decode(), model="")
    kept = asyncio.run(services.handlers["prompt_load"].answer(asked, visitor))
    assert isinstance(kept, KeptPrompt)
    return kept


def live(services: Services, **changes) -> dict:
    """Play's answer."""
    return look(services, {**STATE, **changes})


def shares(items: list[dict]) -> dict[str, float]:
    return {item["label"]: item["probability"] for item in items}


def test_a_loaded_prompt_answers_in_play(services, prompt):
    answer = load(services, prompt)
    assert answer.state.template == CARD.template
    assert answer.state.options.model_dump() == Options().to_json(), "it answers as it was trained: uncalibrated"
    view = live(services, prompts=[answer.prompt])
    hand_written = live(services, template="{text} It was [MASK].")
    assert shares(view["labels"]["items"]) == pytest.approx(shares(hand_written["labels"]["items"]), abs=1e-5)
    column, bare = view["prompts"]
    assert column["in_use"] and column["name"] == "mine" and column["error"] is None
    assert shares(column["items"]) == pytest.approx(shares(hand_written["labels"]["items"]), abs=1e-5)
    untrained = live(services)
    assert shares(untrained["labels"]["items"]) != pytest.approx(shares(view["labels"]["items"]), abs=1e-3)
    assert (bare["id"], bare["in_use"], "untrained" in bare["name"]) == ("", False, True)
    assert shares(bare["items"]) == pytest.approx(shares(untrained["labels"]["items"]), abs=1e-5)
    assert len(untrained["template"]["notices"]) == 1 and view["template"]["notices"] == []


def test_several_prompts_stand_side_by_side(services, prompt):
    moved = replace(prompt, input=SoftInput(embeddings=prompt.input.embeddings.flip(1)))
    stranger = replace(
        prompt, card=replace(prompt.card, template="[SOFT*2] {text} That is [MASK]!", verbalizer="yes: good\nno: bad")
    )
    ids = [load(services, each).prompt for each in (moved, stranger, prompt)]
    view = live(services, prompts=[*ids, "no such prompt"])
    first, bare, second, third, missing = view["prompts"]
    assert bare["id"] == "" and bare["template"] == first["template"], "beside the one in use, once"
    assert first["in_use"] and not second["in_use"] and not third["in_use"]
    assert shares(view["labels"]["items"]) == pytest.approx(shares(first["items"]), abs=1e-5)
    assert list(shares(second["items"])) == ["yes", "no"] and shares(third["items"]) != pytest.approx(
        shares(first["items"]), abs=1e-3
    )
    assert missing["error"] and missing["items"] == []


def test_a_changed_template_offers_the_prompts_own(services, prompt):
    id = load(services, prompt).prompt
    view = live(services, prompts=[id], template="{text} All in all it was [MASK].")
    (notice,) = view["template"]["notices"]
    (fix,) = notice["fixes"]
    assert fix["edit"]["replacement"] == CARD.template and not view["prompts"][0]["in_use"]
    assert len(view["prompts"]) == 1, "of one that is not in use nothing is told but its own answer"
    assert view["labels"]["items"], "the typed prompt is answered all the same"


@pytest.mark.parametrize(
    "change", [{"revision": "0" * 12}, {"template": "{text} [SOFT*3] [MASK]."}, {"verbalizer": "yes: 🦄🦄"}]
)
def test_another_models_prompt_or_a_broken_card_is_refused(services, prompt, change):
    with pytest.raises(PlaygroundError) as caught:
        load(services, replace(prompt, card=replace(prompt.card, **change)))
    assert caught.value.message("en")


@pytest.mark.parametrize("data", ["", "bm8gcHJvbXB0", "not base64!"])
def test_a_file_that_is_none_is_refused(services, data):
    asked = PromptLoadAsked(name="x", base64=data, model="")
    with pytest.raises(PlaygroundError) as caught:
        asyncio.run(services.handlers["prompt_load"].answer(asked, MINE))
    assert caught.value.place == "prompt"


def test_what_a_visitor_keeps_can_be_forgotten(services, prompt):
    other = Visitor("another visitor's long secret")
    id = load(services, prompt, other, "x").prompt
    asyncio.run(services.handlers["job_forget"].answer(Nothing(), other))
    assert services.jobs.prompts(other.owner) == []
    assert id


@pytest.fixture(scope="module")
def pages(services) -> TestClient:
    """The one route, as the Train page's scripts ask it."""
    return TestClient(Starlette(routes=[call_route(Opening.of(services))]))


def form(services: Services, **changes) -> dict:
    """What the form holds at first."""
    setup = services.kinds["train"].setup(MINE)
    prompt = {"template": CARD.template, "verbalizer": CARD.verbalizer, "data": {"demo": "film-reviews"}}
    return {**setup.methods[0].defaults.model_dump(), **prompt, "model": "", "aggregation": "mean", **changes}


def test_an_outline_says_what_a_training_would_be(services, pages):
    answer = pages.post("/playground/api/train_outline", json=form(services, method="prefix"))
    outline = answer.json()
    assert answer.status_code == 200 and outline["examples"] == {"train": 32, "dev": 32, "test": 100}
    (chosen,) = [row for row in outline["ledger"]["rows"] if row["chosen"]]
    assert chosen["key"] == "prefix" and chosen["parameters"] == outline["parameters"] and outline["seconds"] > 0
    assert len(outline["preview"]) == 5 and outline["template"] == "{text} [MASK].", "a prefix stands in no template"


@pytest.mark.parametrize(
    ("change", "target", "field"),
    [
        ({"steps": "many"}, "tuning", "steps"),
        ({"learning_rate": -1}, "tuning", "learning_rate"),
        ({"seeds": [1, "x"]}, "tuning", None),
        ({"template": "{text} no mask"}, "template", None),
        ({"verbalizer": "positive: 🦄🦄\nnegative: bad"}, "verbalizer", None),
        ({"data": {"demo": "none"}}, "data", None),
        ({"model": "unknown/model"}, "model", None),
    ],
)
def test_what_is_wrong_with_a_form_stands_at_its_place(services, pages, change, target, field):
    answer = pages.post("/playground/api/train_outline", json=form(services, **change))
    failure = answer.json()
    assert answer.status_code == 400 and failure["target"] == target and failure["message"]
    assert field is None or list(failure["fields"]) == [field]


def test_calls_about_a_training_that_there_is_not_are_refused(pages):
    asked = {"job": "0" * 32}
    for name, more in [
        ("train_watch", {}),
        ("train_probe", {"seed": 1, "fields": {}}),
        ("nearest_words", {"seed": 1, "step": 0}),
        ("prompt_use", {"seed": 1}),
    ]:
        answer = pages.post(f"/playground/api/{name}", json={**asked, **more})
        assert answer.status_code == 400 and answer.json()["message"]
