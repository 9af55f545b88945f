"""What a page's scripts begin with, made from what only the core knows: choices, kinds of jobs, models, a first answer."""

from __future__ import annotations

from collections.abc import Mapping

from components.contracts import pages as contract
from components.contracts.models import Model
from components.contracts.play import LiveAnswer, ScoringOptions
from components.jobs.kinds import Kind
from components.play.answering import examples, first_state
from components.routes.visitor import Visitor
from playground.choices import Choice
from playground.scoring.choices import choices
from playground.scoring.options import Options


def page_setup(
    page: str, language: str, kinds: Mapping[str, Kind], models: list[Model], first: LiveAnswer
) -> contract.PageSetup:
    """A page's, in one language.

    Args:
        first: the answer to the first state.
    """
    visitor = Visitor(language=language)
    play = contract.PlaySetup(first=first, examples=examples(language)) if page == "play" else None
    return contract.PageSetup(
        choices=[_choice(choice) for choice in choices()],
        pages={kind.name: kind.page for kind in kinds.values()},
        state=first_state(language),
        options=ScoringOptions(**Options().to_json()),
        models=models,
        play=play,
        kinds=[_kind(kind, visitor) for kind in kinds.values() if kind.page == page],
    )


def _choice(choice: Choice) -> contract.ScoringChoice:
    return contract.ScoringChoice(
        option=choice.option,
        values=[contract.ChoiceValue(name=value.name, options=list(value.options)) for value in choice.values],
        kinds=None if choice.kinds is None else list(choice.kinds),
    )


def _kind(kind: Kind, visitor: Visitor) -> contract.KindSetup:
    setup = kind.setup(visitor)
    return contract.KindSetup(
        name=kind.name, script=kind.address(), setup=setup.model_dump(mode="json") if setup else None
    )
