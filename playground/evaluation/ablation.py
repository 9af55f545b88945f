"""A template with one word dropped or replaced: what changing a word does to a prompt.

Words are those that an explanation leaves out (`prompting/words.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from playground.errors import TemplateError
from playground.evaluation.spec import Row
from playground.prompting.encoding import Tokenizer
from playground.prompting.template import Template, Text, parse
from playground.prompting.words import Unit, erase, units


def edited_rows(
    template: Template, tokenizer: Tokenizer, replacements: Mapping[int, str], mask_token: str | None = None
) -> list[Row]:
    """The template as it is, then once without each of its words, then once with each replacement.

    Args:
        template: parsed from its canonical text, in which the words' places count.
        replacements: which word (counted from 0), and the literal text to put in its place.
        mask_token: the model's own spelling, which counts as a mask, too.

    Raises:
        TemplateError: a replacement would be read as a mask (`replacement_mask`).
    """
    blank = dict.fromkeys(template.slots, "")
    words = [unit for unit in units(template, blank, tokenizer) if unit.word and unit.kind == "text"]
    source = str(template)
    rows = [Row(name=source, template=source)]
    rows += [_row(template, word, erase(template, blank, word)[0]) for word in words]
    for place, by in sorted(replacements.items()):
        if 0 <= place < len(words) and by.strip():
            word = words[place]
            changed = _replaced(template, word, by.strip())
            if parse(str(changed), mask_token) != changed:
                raise TemplateError("replacement_mask", by=by.strip())
            rows.append(_row(template, word, changed, by.strip()))
    return rows


def _text(template: Template, word: Unit) -> Text:
    """The literal text that a word stands in."""
    part = template.parts[word.part]
    if not isinstance(part, Text):
        raise TypeError("a word of no literal text")
    return part


def _row(template: Template, word: Unit, changed: Template, by: str | None = None) -> Row:
    part = _text(template, word)
    # As typed, a literal brace takes two characters.
    start = part.start + len(str(Template((Text(part.text[: word.start]),))))
    end = start + len(str(Template((Text(word.text),))))
    return Row(str(changed), str(changed), word=word.text, by=by, start=start, end=end)


def _replaced(template: Template, word: Unit, by: str) -> Template:
    parts = list(template.parts)
    part = _text(template, word)
    parts[word.part] = replace(part, text=part.text[: word.start] + by + part.text[word.end :])
    return Template(tuple(parts))
