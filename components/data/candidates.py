"""Prompts to compare on a set: its own, those of the demo set whose labels are like its, or plain ways to ask."""

from __future__ import annotations

from components.contracts import data as contract
from components.routes.visitor import Visitor
from playground.datasets import demo
from playground.prompting import template as templates
from playground.prompting import verbalizer as verbalizers
from playground.prompting.fitting import ENOUGH, Names, fit
from playground.prompting.verbalizer import Verbalizer

PLAIN = 5  # the messages `data.plain.1` and so on


def names_of(card: contract.DataCard) -> Names:
    """What a set calls its labels and slots."""
    known = demo.SETS.get(card.source.demo) if isinstance(card.source, contract.DemoSource) else None
    words = verbalizers.parse(known.verbalizers[0]) if known else None
    return Names(
        labels=tuple(card.labels),
        slots=tuple(card.slots),
        also=known.also if known else {},
        words={label.name: [word.text for word in label.words] for label in words.labels} if words else {},
    )


def candidates(card: contract.DataCard, visitor: Visitor) -> contract.GridPrompts:
    """Prompts that differ in their words alone, for one set."""
    if card.prompts:
        return contract.GridPrompts(templates=card.prompts.templates, verbalizers=card.prompts.verbalizers)
    return _borrowed(card) or _plain(card, visitor)


def _borrowed(card: contract.DataCard) -> contract.GridPrompts | None:
    """Those of the demo set whose labels mean the same, in this set's names; only where all of them do."""
    names = names_of(card)
    for known in demo.SETS.values():
        template, verbalizer = templates.parse(known.templates[0]), verbalizers.parse(known.verbalizers[0])
        # Here the other names are the demo set's.
        also = {label: [label, *known.also.get(label, ())] for label in known.labels}
        turned = {
            mine: [label for label, said in also.items() if mine.casefold() in map(str.casefold, said)]
            for mine in card.labels
        }
        there = Names(names.labels, names.slots, turned, {})
        first = fit(template, verbalizer, there)
        if first.written or first.dropped or first.likeness < ENOUGH or len(card.slots) != len(template.slots):
            continue
        return contract.GridPrompts(
            templates=[str(fit(templates.parse(text), verbalizer, there).template) for text in known.templates],
            verbalizers=[str(fit(template, verbalizers.parse(text), there).verbalizer) for text in known.verbalizers],
        )
    return None


def _plain(card: contract.DataCard, visitor: Visitor) -> contract.GridPrompts:
    """Ways to ask that say nothing of what is asked; the labels by their names, and by words that mean none of them."""
    text = " ".join(f"{{{slot}}}" for slot in card.slots)
    strange = visitor.say("data.plain.words").split()
    own = {label: [label] for label in card.labels}
    made = [own, dict(zip(card.labels, ([word] for word in strange), strict=False))]
    found = [Verbalizer.from_mapping(words) for words in made if len(words) == len(card.labels)]
    return contract.GridPrompts(
        templates=[visitor.say(f"data.plain.{i}", text=text) for i in range(1, PLAIN + 1)],
        verbalizers=[str(each) for each in found if each],
    )
