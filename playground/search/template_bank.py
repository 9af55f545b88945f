"""Templates from a bank that was written for this project: `assets/templates/bank.json`, by language and by what is
asked for (opinion, topic, question, feeling, or a relation of two texts)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from playground.assets import ASSETS
from playground.prompting.template import Mask, Part, Slot, Template, parse
from playground.search.template_source import Ground, template_source

FILE = ASSETS / "templates" / "bank.json"
EVERY = "all"


@cache
def bank() -> dict[str, dict[str, tuple[str, ...]]]:
    """Language -> what is asked for -> templates."""
    with open(FILE, encoding="utf-8") as file:
        entries = json.load(file)
    return {language: {name: tuple(its) for name, its in kinds.items()} for language, kinds in entries.items()}


def kinds() -> tuple[str, ...]:
    """What can be asked for, `all` first."""
    return (EVERY, *dict.fromkeys(name for its in bank().values() for name in its))


def count(kind: str) -> int:
    """Templates of what is asked for, in the language that has the most."""
    return max(sum(len(its) for name, its in kinds.items() if kind in (EVERY, name)) for kinds in bank().values())


@template_source("bank", options=("bank",))
def make(ground: Ground) -> Iterator[tuple[Template, Template | None]]:
    """Those in the language of the texts, with the hand-written template's slots and number of masks."""
    own = ground.task.template
    for kind, texts in bank()["en" if ground.spaced else "zh"].items():
        if ground.options.bank in (EVERY, kind):
            for text in texts:
                template = parse(text)
                if len(template.slots) == len(own.slots):
                    yield _fitted(template, own), None


def _fitted(template: Template, own: Template) -> Template:
    names = dict(zip(template.slots, own.slots, strict=True))

    def fit(part: Part) -> Part:
        if isinstance(part, Slot):
            return Slot(names[part.name])
        return Mask(own.run_length) if isinstance(part, Mask) else part

    return Template(tuple(map(fit, template.parts)))
