"""A prompt and a data set brought together: which set goes with a prompt, and the prompt in that set's names."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Literal

from components.contracts import data as contract
from components.data.candidates import candidates, names_of
from components.routes.visitor import Visitor
from playground.errors import PlaygroundError, TemplateError
from playground.prompting import foreign_templates, openprompt
from playground.prompting import template as templates
from playground.prompting import verbalizer as verbalizers
from playground.prompting.fitting import ENOUGH, Fitted, fit
from playground.prompting.template import Template

SHOWN = 12  # names that a sentence lists


def best_fit(asked: contract.FitAsked, cards: Sequence[contract.DataCard], visitor: Visitor) -> contract.DataFit:
    """The prompt in the names of one set, or with the likeliest of all.

    A text that cannot be read is another part's to complain of: there the set's own prompt stands, or nothing.

    Args:
        cards: the sets to choose from, one at least, in the order of the picker; one alone where the set is given.
    """
    turned, template, verbalizer = "", None, None
    with suppress(PlaygroundError):
        verbalizer = verbalizers.parse(asked.verbalizer)
        template, turned = _read(asked.template, visitor)
    tried = [(card, fit(template, verbalizer, names_of(card)) if template else None) for card in cards]
    if len(tried) > 1:
        # The best of them, the first of equals; where none is like the prompt, the first demo set of the page's language.
        best = max(tried, key=lambda pair: pair[1].likeness if pair[1] else 0.0)
        likeness = best[1].likeness if best[1] else 0.0
        tried = [best] if likeness >= ENOUGH else [pair for pair in tried if not pair[0].mine] or tried[:1]
    return _told(*tried[0], turned, visitor)


def _read(source: str, visitor: Visitor) -> tuple[Template, str]:
    """A template in this project's language or OpenPrompt's; one in another tool's as it is offered in ours, with a
    sentence on that.

    Raises:
        TemplateError: it is none.
    """
    if openprompt.looks_like(source):
        with suppress(TemplateError):
            return openprompt.read(source), ""
    try:
        return templates.parse(source), ""
    except TemplateError:
        theirs = foreign_templates.offer(source)
        # A mere word, "mask", was hardly meant as a sign.
        if theirs is None or theirs.text is None or theirs.found.isalpha():
            raise
    return templates.parse(theirs.text), visitor.say(f"offer.template.{theirs.code}", found=theirs.found)


def _told(card: contract.DataCard, found: Fitted | None, turned: str, visitor: Visitor) -> contract.DataFit:
    """The proposal, and what it changes in one sentence or several; `turned` is one on another tool's spelling."""
    own = card.prompts
    strange = found is None or (found.slots and not (found.kept or found.renamed))
    if strange and own:
        message = visitor.say("data.fit.own")
        return _fit(card, own.templates[0], own.verbalizers[0], "own", message, visitor)
    if found is None:
        return _fit(card, None, None, "none", "", visitor)
    how = "same" if found.same and not turned else "fitted"
    sentences = [
        visitor.say(f"data.fit.{key}", names=visitor.say("data.fit.comma").join(names[:SHOWN]))
        for key, names in (
            ("renamed", [f"{was} → {now}" for was, now in found.renamed]),
            ("written", found.written),
            ("dropped", found.dropped),
            ("slots", [f"{{{was}}} → {{{now}}}" if now else f"{{{was}}} → –" for was, now in found.slots]),
        )
        if names
    ]
    text = " ".join([turned, *sentences]).strip()
    return _fit(card, str(found.template), str(found.verbalizer), how, text, visitor)


def _fit(
    card: contract.DataCard,
    template: str | None,
    verbalizer: str | None,
    how: Literal["same", "fitted", "own", "none"],
    message: str,
    visitor: Visitor,
) -> contract.DataFit:
    return contract.DataFit(
        source=card.source,
        template=template,
        verbalizer=verbalizer,
        how=how,
        message=message,
        grid=candidates(card, visitor),
    )
