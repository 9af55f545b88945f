"""What a page's scripts begin with, which only the core can say: `GET playground/pages/{page}/{language}.json`."""

from __future__ import annotations

from pydantic import JsonValue

from components.contracts.base import Contract
from components.contracts.models import Model
from components.contracts.play import GalleryExample, LiveAnswer, PromptState, ScoringOptions


class ChoiceValue(Contract):
    """A value of an option; `options` are the others that only this value reads."""

    name: str
    options: list[str]


class ScoringChoice(Contract):
    """An option whose values are counted; `kinds` are those of models that read it, `None` for all."""

    option: str
    values: list[ChoiceValue]
    kinds: list[str] | None


class KindSetup(Contract):
    """A kind of job that the page lists: the address of its script, relative to every page, and what that is given."""

    name: str
    script: str
    setup: dict[str, JsonValue] | None


class PlaySetup(Contract):
    """What Play alone begins with: the answer to its first state, and the gallery."""

    first: LiveAnswer
    examples: list[GalleryExample]


class PageSetup(Contract):
    """What a page begins with: what can be chosen of scoring, every kind of job with the page that lists it, the first
    example's state, what options are where nobody chose any, the models; of Play and of a page of jobs what it has alone."""

    choices: list[ScoringChoice]
    pages: dict[str, str]
    state: PromptState
    options: ScoringOptions
    models: list[Model]
    play: PlaySetup | None
    kinds: list[KindSetup]


WITH_PAGE = (PageSetup,)
