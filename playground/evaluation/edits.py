"""A template with one word dropped or replaced: what changing a word does to a prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from playground.prompting.template import Template, Text

# A run of letters and digits, or one character of a script without spaces, or one mark.
_WORD = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:['’][^\W\u3040-\u9fff]+)*|[^\s]")


class TemplateWord(NamedTuple):
    """One word of a template's own text and its place in the template as typed."""

    text: str
    start: int
    end: int


def words(template: Template, text: str) -> Iterator[TemplateWord]:
    """The words of the template's literal text, in order; slots, masks and escapes are none.

    >>> from playground.prompting.template import parse
    >>> [word.text for word in words(parse("{text} It wasn't [MASK]."), "{text} It wasn't [MASK].")]
    ['It', "wasn't", '.']
    """
    for part in template.parts:
        # An escape is longer as typed than as read: its places would not fit.
        if isinstance(part, Text) and text[part.start : part.end] == part.text:
            for match in _WORD.finditer(part.text):
                yield TemplateWord(match.group(), part.start + match.start(), part.start + match.end())


def without(text: str, word: TemplateWord) -> str:
    """The template without the word and without one of two spaces around it.

    >>> without("{text} It was [MASK].", TemplateWord("It", 7, 9))
    '{text} was [MASK].'
    """
    before, after = text[: word.start], text[word.end :]
    if before.endswith(" ") and after.startswith(" "):
        after = after[1:]
    return before + after


def replaced(text: str, word: TemplateWord, by: str) -> str:
    """The template with other literal text in the word's place; `by` is never read as template syntax.

    >>> replaced("{text} It was [MASK].", TemplateWord("was", 10, 13), "is {x}")
    '{text} It is {{x}} [MASK].'
    """
    literal = by.replace("{", "{{").replace("}", "}}").replace("[", "[[")
    return text[: word.start] + literal + text[word.end :]
