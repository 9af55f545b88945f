"""Messages in the user's language, from `assets/locales/<language>.json`.

A catalogue is a flat object from key to sentence. A sentence has places, in the
form of ICU's messages as far as it is needed here:

- `{name}` is the value as it is;
- `{count, number}` is a number in the language's own form;
- `{count, plural, one {# row} other {# rows}}` is the form that the language's
  plural rules (CLDR) choose, with the number in the place of `#`. No place stands
  within a form.

`assets/js/lib/strings.js` reads the same form. This module formats; it does not
guess a language from a browser.
"""

from __future__ import annotations

import json
import re
import string
from functools import cache, lru_cache
from typing import Any

from playground.assets import ASSETS
from playground.numbers import fixed, locale

LOCALES = ASSETS / "locales"
#: A language is its catalogue and its code here. The first is everybody's who asks for none of them.
LANGUAGES = (
    "en",
    "zh",
)
_PLURAL = re.compile(r"\{(\w+), plural, ((?:\w+ \{[^{}]*\} ?)+)\}")
_FORM = re.compile(r"(\w+) \{([^{}]*)\}")
_NUMBER = re.compile(r"\{(\w+), number\}")


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of one language, key -> sentence."""
    return json.loads((LOCALES / f"{language}.json").read_text(encoding="utf-8"))


class _Plain(string.Formatter):
    """`{name}` is replaced; `{name.attribute}` and `{name[0]}` are not looked into."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        return kwargs[field_name], field_name


_FORMATTER = _Plain()


def places(sentence: str) -> set[str]:
    """The names of the values that a sentence asks for."""
    counted = {found[1] for pattern in (_PLURAL, _NUMBER) for found in pattern.finditer(sentence)}
    plain = _NUMBER.sub("", _PLURAL.sub("", sentence))
    return counted | {name for _, name, _, _ in string.Formatter().parse(plain) if name is not None}


def plural_forms(sentence: str) -> list[set[str]]:
    """The categories that each of a sentence's counted places has a form for: `[{"one", "other"}]`."""
    return [{category for category, _ in _FORM.findall(forms)} for _, forms in _PLURAL.findall(sentence)]


def translate(language: str, key: str, /, **values: Any) -> str:
    """The sentence under `key`, its places filled.

    >>> translate("en", "kind.cloze")
    'cloze'
    """
    sentence = catalogue(language)[key]
    if not values:
        return _plain(sentence)
    counted: dict[str, str] = {}

    def number(name: str) -> str:
        value = values[name]
        counted[name] = fixed(value, 0, language) if isinstance(value, int) else str(value)
        return f"{{{name}}}"

    def plural(found: re.Match[str]) -> str:
        name, forms = found[1], dict(_FORM.findall(found[2]))
        value = values[name]
        category = locale(language).plural_form(value) if isinstance(value, int | float) else "other"
        return forms.get(category, forms["other"]).replace("#", number(name))

    sentence = _NUMBER.sub(lambda found: number(found[1]), _PLURAL.sub(plural, sentence))
    return _FORMATTER.vformat(sentence, (), {**values, **counted})


@lru_cache(maxsize=4096)
def _plain(sentence: str) -> str:
    """A sentence without places."""
    return _FORMATTER.vformat(sentence, (), {})
