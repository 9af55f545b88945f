"""The one-click examples of the Play page, from `assets/demos/gallery.json`.

Titles and descriptions come in several languages; the prompts themselves are in one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from playground.assets import ASSETS
from playground.i18n import LANGUAGES


@dataclass(frozen=True)
class Example:
    """A prompt worth looking at. `about` has a title, a description and what to try next, a language."""

    id: str
    language: str
    about: dict[str, dict[str, str]]
    template: str
    verbalizer: str
    fields: dict[str, str]
    options: dict[str, Any] = field(default_factory=dict)

    def told(self, language: str) -> dict[str, str]:
        """Its `title`, `description` and `next` in a language, or in the app's first where nobody has translated them."""
        return self.about.get(language) or self.about[LANGUAGES[0]]


@cache
def examples() -> tuple[Example, ...]:
    """All examples, in the gallery's order; the first is what a newcomer sees."""
    entries = json.loads((ASSETS / "demos" / "gallery.json").read_text(encoding="utf-8"))
    return tuple(Example(**entry) for entry in entries)
