"""Examples' questions with the places of their triggers, and the same questions with words in those places.

Every filling of a template's triggers has the same number of tokens, so examples are encoded once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from playground.errors import SearchError
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.prompting.template import Soft, Template, Trigger
from playground.results import Example
from playground.scoring.predict import Task, scorer_for
from playground.scoring.scorer import Asked

Filling = tuple[int, ...]  # a token id for every trigger, in the template's order


@dataclass(frozen=True)
class Placed:
    """One example's question: `places[s]` are the positions of the triggers in its sequence `s`, in order;
    a sequence that ends before the template does has the first of them only."""

    asked: Asked
    places: Mapping[int, tuple[int, ...]]

    def filled(self, filling: Filling, soft: bool = False) -> Asked:
        """The question with these tokens in the triggers' places.

        Args:
            soft: the places are soft tokens as well, for a gradient there.
        """
        sequences = list(self.asked.sequences)
        for at, places in self.places.items():
            sequences[at] = _filled(sequences[at], dict(zip(places, filling, strict=False)), soft)
        return replace(self.asked, sequences=tuple(sequences))

    @property
    def length(self) -> int:
        """Tokens of the longest sequence that is read."""
        return max(len(self.asked.sequences[at].ids) for at in self.places)


def _filled(sequence: TokenSequence, tokens: Mapping[int, int], soft: bool) -> TokenSequence:
    ids = tuple(tokens.get(place, id) for place, id in enumerate(sequence.ids))
    targets = sequence.targets
    if targets is not None:
        # A causal LM's sentence scores the triggers behind the mask, too: position p predicts the token at p + 1.
        pairs = zip(sequence.positions, targets, strict=True)
        targets = tuple(tokens.get(position + 1, target) for position, target in pairs)
    return replace(sequence, ids=ids, targets=targets, soft=tuple(tokens) if soft else ())


def count(template: Template) -> int:
    """Trigger tokens of a template.

    Raises:
        SearchError: it has none, or soft tokens besides, which nothing has trained.
    """
    found = sum(part.count for part in template.parts if isinstance(part, Trigger))
    if not found:
        raise SearchError("no_triggers")
    if any(isinstance(part, Soft) and part.words is None for part in template.parts):
        raise SearchError("soft_tokens")
    return found


def place(task: Task, examples: Sequence[Example], model: LanguageModel) -> list[Placed]:
    """Encode examples, the triggers still empty.

    Raises:
        FieldsError, TemplateError: as `encode`.
    """
    scorer = scorer_for(model)
    triggers = {i for i, part in enumerate(task.template.parts) if isinstance(part, Trigger)}
    found = []
    for example in examples:
        asked = scorer.ask(task.template, example.fields, task.words)
        places = {}
        for terms in asked.terms.values():
            for term in terms:
                if term.sequence not in places:
                    before, tokens = scorer.read(task.template, asked, term.sequence, term)
                    places[term.sequence] = tuple(
                        before + i for i, part in enumerate(tokens.chunks) if part in triggers
                    )
        found.append(Placed(asked, places))
    return found
