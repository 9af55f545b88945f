"""A BERT whose vocabulary is small enough to try every filling, and small jobs of the fakes' world."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
import transformers

from playground.models.abilities import Abilities
from playground.models.language_model import LanguageModel
from playground.prompting.template import parse
from playground.prompting.verbalizer import Verbalizer
from playground.results import Example, Message
from playground.scoring.options import Options
from playground.scoring.predict import Task
from playground.search.options import TemplateOptions, TriggerOptions, WordOptions
from playground.search.spec import SearchSpec
from tests import fakes
from tests.tuning.conftest import examples

WORDS = "good bad film food story it was the a nice poor very so yes no".split()
VOCABULARY = (*fakes.WORDPIECE, *WORDS, ".", "##ing", "##s", "好", "差")
ROWS = tuple(
    Example({"text": text}, label)
    for text, label in (
        ("the film was nice", "yes"),
        ("the food was poor", "no"),
        ("a very nice story", "yes"),
        ("so poor", "no"),
        ("it was the story", "yes"),
        ("no no", "no"),
        ("yes", "yes"),
        ("a poor poor film it was", "no"),
    )
)
LABELS = {"yes": "good", "no": "bad"}


@cache
def toy_model() -> LanguageModel:
    """A random BERT of 25 pieces."""
    tokenizer = transformers.BertTokenizer(vocab={piece: id for id, piece in enumerate(VOCABULARY)})
    return LanguageModel("toy", "1", "masked", fakes.tiny_model("bert", tokenizer), tokenizer, Abilities(64))


@pytest.fixture
def toy() -> LanguageModel:
    """The model of 25 pieces."""
    return toy_model()


def task_on(model: LanguageModel, template: str, words=LABELS, **options) -> Task:
    """A task; option names as in `Options`."""
    return Task.build(parse(template), Verbalizer.from_mapping(words), Options(**options), model)


def spec(model, template: str = "{text} [T*2] It was [MASK].", *, test=True, **options) -> SearchSpec:
    """A small job for triggers; option names as in `TriggerOptions`."""
    chosen = {"steps": 4, "candidates": 5, "batch": 6, "seeds": (1,), "examples": 3}
    return SearchSpec(
        wanted="triggers",
        template=template,
        verbalizer="yes: good, great\nno: bad",
        aggregation="mean",
        model=model.id,
        revision=model.revision,
        options=TriggerOptions(**{**chosen, **options}),
        data="fakes",
        fingerprint="0",
        train=examples(1),
        test=examples(1)[:6] if test else (),
    )


def word_spec(model, template: str = "{text} It was [MASK].", **options) -> SearchSpec:
    """A small job for label words; option names as in `WordOptions`."""
    chosen = {"seeds": (1,), "examples": 3, "candidates": 4, "assignments": 5, "ranked": 6, "words": 2}
    return replace(spec(model, template), wanted="label_words", options=WordOptions(**{**chosen, **options}))


def template_spec(model, template: str = "{text} It was [MASK].", **options) -> SearchSpec:
    """A small job for templates; option names as in `TemplateOptions`."""
    chosen = {"seeds": (1,), "examples": 3, "sources": ("paraphrase", "bank"), "bank": "feeling"}
    chosen |= {"proposals": 3, "rounds": 1, "edits": 4, "finalists": 3}
    return replace(spec(model, template), wanted="templates", options=TemplateOptions(**{**chosen, **options}))


def told(messages: list[Message]) -> list[dict]:
    """Reports without their clocks."""
    return [_still(message.report) for message in messages]


def _still(value):
    if isinstance(value, dict):
        return {key: _still(its) for key, its in value.items() if key != "seconds"}
    return [_still(its) for its in value] if isinstance(value, list) else value
