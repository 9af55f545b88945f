"""What a state's two texts and its options mean to a model, whatever the example: read once, not at every key.

Only what is right is kept; what is wrong is read again, so that its error is made anew. Nothing here asks a model.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from components.contracts.play import PromptState
from components.contracts.texts import Offers, TemplateView, VerbalizerView
from components.play.thin import mark
from playground.prompting.template import Template
from playground.prompting.verbalizer import Verbalizer
from playground.recent import Recent
from playground.results import Finding
from playground.scoring.options import Options
from playground.scoring.predict import Task

MOST_CHARACTERS = 400_000  # of all texts that are kept
LEAST = 500  # characters that the shortest counts as: what is made of it is larger than it


@dataclass(frozen=True)
class Understood:
    """A prompt without fault: its texts parsed, what the linter found, its words cut into pieces."""

    template: Template
    verbalizer: Verbalizer | None
    findings: tuple[Finding, ...]
    task: Task


@dataclass(frozen=True)
class Views:
    """What a page is told of the two texts, with the marks of those parts where they are kept."""

    template: TemplateView | None
    verbalizer: VerbalizerView | None
    offers: Offers
    marks: Mapping[str, str] = field(default_factory=dict)

    def marked(self) -> Views:
        """The same with its marks."""
        parts = {"template": self.template, "verbalizer": self.verbalizer, "offers": self.offers}
        return replace(self, marks={name: mark(part) for name, part in parts.items() if part is not None})


class Understandings:
    """Those of the prompts that were asked lately, of all visitors."""

    def __init__(self) -> None:
        self._read = Recent[Understood](MOST_CHARACTERS)
        self._views = Recent[Views](MOST_CHARACTERS)

    def get(self, state: PromptState, options: Options, model: Any) -> Understood | None:
        """What is known of a prompt with a model."""
        return self._read.get(_key(state, options, model))

    def put(self, state: PromptState, options: Options, model: Any, found: Understood) -> None:
        """Keep it."""
        self._read.put(_key(state, options, model), found, _weight(state, options))

    def views(
        self, state: PromptState, options: Options, model: Any, language: str, make: Callable[[], Views]
    ) -> Views:
        """What pages in one language are told of a prompt without fault and without trained prompts; made where nobody was."""
        # An offer may say that what was typed has no slot.
        written = tuple(name for name, text in state.fields.items() if text.strip())
        key = _key(state, options, model), language, written
        found = self._views.get(key)
        if found is None:
            found = make().marked()
            self._views.put(key, found, _weight(state, options) + sum(map(len, written)))
        return found


def _key(state: PromptState, options: Options, model: Any) -> Hashable:
    return model.id, model.revision, state.template, state.verbalizer, options


def _weight(state: PromptState, options: Options) -> int:
    return LEAST + len(state.template) + len(state.verbalizer) + len(repr(options))
