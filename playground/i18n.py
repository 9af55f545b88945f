"""Messages in the user's language, from `assets/locales/<language>.json`.

A catalogue is a flat object from key to sentence with `{name}` places. This
module formats; it does not guess a language from a browser.
"""

from __future__ import annotations

import json
import string
from functools import cache
from typing import Any

from playground.assets import ASSETS

LOCALES = ASSETS / "locales"
LANGUAGES = ("en", "zh")


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of one language, key -> sentence."""
    return json.loads((LOCALES / f"{language}.json").read_text(encoding="utf-8"))


class _Plain(string.Formatter):
    """`{name}` is replaced; `{name.attribute}` and `{name[0]}` are not looked into."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        return kwargs[field_name], field_name


def translate(language: str, key: str, /, **values: Any) -> str:
    """The sentence under `key`, its places filled.

    >>> translate("en", "kind.cloze")
    'cloze'
    """
    return _Plain().vformat(catalogue(language)[key], (), values)
