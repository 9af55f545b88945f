"""A trained prompt whose template or model is another's: each page and each endpoint says why it cannot be used."""

from __future__ import annotations

import asyncio
import re

import pytest

from components.services import Services
from playground.errors import PlaygroundError
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.results import PromptCard
from playground.settings import Settings
from tests.components.asking import ME, ask, refused
from tests.components.evaluations import FORM, GRID


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


def test_a_trained_prompt_that_does_not_fit_is_an_error_and_never_the_untrained_numbers(services, bundled):
    def kept(template: str, revision: str) -> str:
        card = PromptCard("prompt", template, FORM["verbalizer"], "mean", "bundled", revision)
        prompt = SoftPrompt(SoftInput(embeddings=bundled.embeddings[:2].clone()), card)
        return services.jobs.add_prompt(ME, "mine", prompt.data)

    soft = "{text} [SOFT*2] [MASK]."
    fits, stranger = kept(soft, services.models.bundled.revision), kept(soft, "another")
    for call in ("evaluate_outline", "evaluate_start"):
        failure = refused(services, call, {**FORM, "prompts": [fits]})
        assert failure["target"] == "prompt" and soft in failure["message"] and FORM["template"] in failure["message"]
        assert "bundled" in refused(services, call, {**FORM, "template": soft, "prompts": [stranger]})["message"]
    both = ask(services, "evaluate_outline", {**FORM, "template": soft, "prompts": [stranger, fits]})
    assert "1 of your" in both["notes"][-1]["message"]
    words = FORM["verbalizer"]
    said = asyncio.run(services.predict(soft, words, {"text": "nice"}, "", None, [fits]))[0]
    plain = asyncio.run(services.predict(soft, words, {"text": "nice"}, "", None))[0]
    assert said.probabilities() != plain.probabilities()
    for template, id, message in (
        (FORM["template"], fits, soft),
        (soft, stranger, "bundled"),
        (soft, "none", "prompt"),
    ):
        with pytest.raises(PlaygroundError, match=re.escape(message)):
            asyncio.run(services.predict(template, words, {"text": "nice"}, "", None, [id]))
    # Of a grid each prompt is a row of its own, which says what is wrong with it.
    outline = ask(services, "grid_outline", {**GRID, "prompts": [stranger]})
    assert "bundled" in str(outline)
