"""Trained prompts in Play and in files, through the services that the pages ask."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest

from components.contracts.base import Nothing
from components.routes.visitor import Visitor
from components.services import Services
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.results import PromptCard
from playground.scoring.options import Options
from playground.settings import Settings
from tests.components.play.asking import look

OWNER = {"owner": "somebody's secret of some length"}
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


def ask(services: Services, question: str, **asked) -> dict:
    """One question of a page's script."""
    return asyncio.run(services.calls[question]({**OWNER, **asked}, "en"))


def load(services: Services, prompt: SoftPrompt, **asked) -> dict:
    """Take in a prompt's file."""
    return ask(
        services, "load", name="mine.safetensors", base64=base64.b64encode(prompt.data).decode(), model="", **asked
    )


def live(services: Services, **changes) -> dict:
    """Play's answer."""
    return look(services, {**STATE, **changes})


def shares(items: list[dict]) -> dict[str, float]:
    return {item["label"]: item["probability"] for item in items}


def test_a_loaded_prompt_answers_in_play(services, prompt):
    answer = load(services, prompt)
    assert answer["error"] is None and answer["state"]["template"] == CARD.template
    assert answer["state"]["options"] == Options().to_json(), "it answers as it was trained: uncalibrated"
    view = live(services, prompts=[answer["prompt"]])
    hand_written = live(services, template="{text} It was [MASK].")
    assert shares(view["labels"]["items"]) == pytest.approx(shares(hand_written["labels"]["items"]), abs=1e-5)
    (column,) = view["prompts"]
    assert column["in_use"] and column["name"] == "mine" and column["error"] is None
    assert shares(column["items"]) == pytest.approx(shares(hand_written["labels"]["items"]), abs=1e-5)
    untrained = live(services)
    assert shares(untrained["labels"]["items"]) != pytest.approx(shares(view["labels"]["items"]), abs=1e-3)
    assert len(untrained["template"]["notices"]) == 1 and view["template"]["notices"] == []


def test_several_prompts_stand_side_by_side(services, prompt):
    moved = replace(prompt, input=SoftInput(embeddings=prompt.input.embeddings.flip(1)))
    stranger = replace(
        prompt, card=replace(prompt.card, template="[SOFT*2] {text} That is [MASK]!", verbalizer="yes: good\nno: bad")
    )
    ids = [load(services, each)["prompt"] for each in (moved, stranger, prompt)]
    view = live(services, prompts=[*ids, "no such prompt"])
    first, second, third, missing = view["prompts"]
    assert first["in_use"] and not second["in_use"] and not third["in_use"]
    assert shares(view["labels"]["items"]) == pytest.approx(shares(first["items"]), abs=1e-5)
    assert list(shares(second["items"])) == ["yes", "no"] and shares(third["items"]) != pytest.approx(
        shares(first["items"]), abs=1e-3
    )
    assert missing["error"] and missing["items"] == []


def test_a_changed_template_offers_the_prompts_own(services, prompt):
    id = load(services, prompt)["prompt"]
    view = live(services, prompts=[id], template="{text} All in all it was [MASK].")
    (notice,) = view["template"]["notices"]
    (fix,) = notice["fixes"]
    assert fix["edit"]["replacement"] == CARD.template and not view["prompts"][0]["in_use"]
    assert view["labels"]["items"], "the typed prompt is answered all the same"


@pytest.mark.parametrize(
    "change", [{"revision": "0" * 12}, {"template": "{text} [SOFT*3] [MASK]."}, {"verbalizer": "yes: 🦄🦄"}]
)
def test_another_models_prompt_or_a_broken_card_is_refused(services, prompt, change):
    answer = load(services, replace(prompt, card=replace(prompt.card, **change)))
    assert answer["error"]["message"] and "prompt" not in answer


def test_a_file_that_is_none_is_refused(services):
    for data in ("", "bm8gcHJvbXB0", "not base64!"):
        answer = ask(services, "load", name="x", base64=data, model="")
        assert answer["error"]["target"] == "prompt"


def test_questions_of_any_shape_get_an_answer(services):
    for name in services.calls:
        for asked in ({}, {"owner": 3, "job": [], "form": "x", "seed": {}, "fields": 7, "deed": None, "jobs": 3}):
            answer = asyncio.run(services.calls[name](asked, "zh"))
            assert name in ("compare", "run_compare") or answer["error"]["message"]


def test_what_a_visitor_keeps_can_be_forgotten(services, prompt):
    other = {"owner": "another visitor's long secret"}
    id = asyncio.run(
        services.calls["load"]({**other, "name": "x", "base64": base64.b64encode(prompt.data).decode()}, "en")
    )["prompt"]
    asyncio.run(services.job_calls.forget(Nothing(), Visitor(other["owner"])))
    assert services.jobs.prompts(other["owner"]) == []
    assert id
