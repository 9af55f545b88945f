"""OpenPrompt's template syntax as an exchange format, read and written.

Read: `{"placeholder": "text_a"}`, `{"mask"}`, `{"soft"}`, `{"soft": "Does"}`, `{"soft": None, "duplicate": 5}`,
`{"meta": "word"}` (a slot of that name), `{"text": "…"}` (plain text), in either kind of quotation marks.
`shortenable` is read and ignored: here slots are cut, the longest first, and nothing else. Its other keys
(`special`, `post_processing`, `soft_id`, …) are refused by name: they run code or mean something that this
language does not have. Nothing is ever evaluated.
See Ding et al. 2022, "OpenPrompt: An Open-source Framework for Prompt-learning".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from playground.errors import TemplateError
from playground.invisible import ENDS, half
from playground.prompting import literals
from playground.prompting.literals import Value
from playground.prompting.template import MAX_SOFT, Mask, Part, Slot, Soft, Template, Text, Trigger, parse

# A brace before it makes it our own escape, or Jinja.
_OPENING = re.compile(r"(?<!\{)\{\s*[\"'“‘]")
_WHOLE = re.compile(_OPENING.pattern + r".*?\}", re.DOTALL)
_IGNORED = {"shortenable"}
_KNOWN = {"placeholder", "meta", "mask", "soft", "text"}
_SHOWN = 40  # characters of what cannot be read


def looks_like(source: str) -> bool:
    """Whether the text holds an OpenPrompt object such as `{"mask"}`."""
    return bool(_WHOLE.search(source))


def read(source: str) -> Template:
    """OpenPrompt text -> Template.

    Raises:
        TemplateError: naming the key that cannot be read, or as `parse` does.

    >>> str(read('{"placeholder": "text_a"} It was {"mask"}.'))
    '{text_a} It was [MASK].'
    >>> str(read("{'soft': None, 'duplicate': 3} the {'meta': 'word'}? {'mask'}"))
    '[SOFT*3] the {word}? [MASK]'
    """
    translated = translate(source)
    try:
        return parse(translated)
    except TemplateError as error:
        if error.code == "no_mask" and "[MASK" in source.upper():
            raise TemplateError("openprompt_mask") from None
        # Its places are the translation's, not those of the text the user sees.
        error.start = error.end = None
        raise


def translate(source: str, *, literal: bool = True) -> str:
    """OpenPrompt text in this project's language.

    Args:
        literal: what stands between the objects is text as OpenPrompt has it; else it is our own language.

    Raises:
        TemplateError: naming the key that cannot be read, or what cannot be read at all.
    """
    if (half_at := half(source)) is not None:
        raise TemplateError("half_character", start=half_at, end=half_at + 1)
    between = _escape if literal else str
    pieces: list[str] = []
    at = 0
    while match := _OPENING.search(source, at):
        start = match.start()
        try:
            found, end = literals.read(source, start)
        except literals.NoLiteral:
            raise _unreadable(source, start, _WHOLE.match(source, start)) from None
        pieces.append(between(source[at:start]))
        pieces.append(_translate(found, source, start, end))
        at = end
    pieces.append(between(source[at:]))
    return "".join(pieces)


def _unreadable(source: str, start: int, match: re.Match[str] | None) -> TemplateError:
    end = match.end() if match else len(source)
    return TemplateError("openprompt_unreadable", start=start, end=end, found=source[start : min(end, start + _SHOWN)])


def _escape(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}").replace("[", "[[")


def _translate(found: Value, source: str, start: int, end: int) -> str:
    keys = _keys(found)
    match keys:
        case {"placeholder": str(name), **rest} | {"meta": str(name), **rest} if not rest and _fits(name, "{}\n"):
            return "{" + name + "}"
        case {"mask": None, **rest} if not rest:
            return "[MASK]"
        case {"text": str(text), **rest} if not rest:
            return _escape(text)
        case {"soft": None | "", "duplicate": int(count), **rest} if not rest and not isinstance(count, bool):
            if not 1 <= count <= MAX_SOFT:
                raise TemplateError("bad_count", start=start, end=end, found=source[start:end], limit=MAX_SOFT)
            return f"[SOFT*{count}]"
        case {"soft": None | "", **rest} if not rest:
            return "[SOFT]"
        case {"soft": str(words), **rest} if not rest and _fits(words, "[]"):
            return f"[SOFT:{words}]"
    if not keys:
        raise _unreadable(source, start, _WHOLE.match(source, start))
    # Of several the one that is least known here: a wrong value of a known key is told last.
    key = max(keys, key=lambda key: (key not in _KNOWN) + (key not in _KNOWN and key != "duplicate"))
    raise TemplateError("openprompt_key", start=start, end=end, key=key[:_SHOWN])


def _keys(found: Value) -> Mapping[str, Value]:
    pairs = found.pairs if isinstance(found, literals.Object) else ()
    return {str(key): value for key, value in pairs if key not in _IGNORED}


def _fits(text: str, forbidden: str) -> bool:
    """Whether our own spelling can hold a name or words."""
    return bool(text.strip(ENDS)) and not set(forbidden) & set(text)


def write(template: Template) -> str:
    """Template -> OpenPrompt text.

    Raises:
        TemplateError: for trigger tokens and literal braces, which it cannot say.
    """
    return "".join(map(_write, template.parts))


def _write(part: Part) -> str:
    match part:
        case Text(text):
            if "{" in text or "}" in text:
                raise TemplateError("openprompt_brace", start=part.start, end=part.end)
            return text
        case Slot(name):
            return json.dumps({"placeholder": name}, ensure_ascii=False)
        case Mask(count):
            return '{"mask"}' * count
        case Soft(_, str(words)):
            return json.dumps({"soft": words}, ensure_ascii=False)
        case Soft(count):
            return '{"soft"}' * count
        case Trigger():
            raise TemplateError("openprompt_trigger", start=part.start, end=part.end)
