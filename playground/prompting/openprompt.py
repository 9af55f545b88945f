"""OpenPrompt's template syntax as an exchange format, read and written.

Read: `{"placeholder": "text_a"}`, `{"mask"}`, `{"soft"}`, `{"soft": "Does"}`.
Its other keys (`special`, `meta`, `post_processing`, `shortenable`, …) are
refused by name: they run code or mean something this language does not have.
See Ding et al. 2022, "OpenPrompt: An Open-source Framework for Prompt-learning".
"""

from __future__ import annotations

import json
import re

from playground.errors import TemplateError
from playground.prompting.template import Mask, Part, Slot, Soft, Template, Text, Trigger, parse

_OBJECT = re.compile(r"\{\s*\"[^{}]*\}")
_KEY_ONLY = re.compile(r"\{\s*\"(?P<key>[^\"]*)\"\s*\}")


def looks_like(source: str) -> bool:
    """Whether the text holds an OpenPrompt object such as `{"mask"}`."""
    return bool(_OBJECT.search(source))


def read(source: str) -> Template:
    """OpenPrompt text -> Template.

    Raises:
        TemplateError: naming the key that cannot be read, or as `parse` does.

    >>> str(read('{"placeholder": "text_a"} It was {"mask"}.'))
    '{text_a} It was [MASK].'
    """
    pieces: list[str] = []
    at = 0
    for match in _OBJECT.finditer(source):
        pieces.append(_escape(source[at : match.start()]))
        pieces.append(_translate(match))
        at = match.end()
    pieces.append(_escape(source[at:]))
    try:
        return parse("".join(pieces))
    except TemplateError as error:
        # Its places are the translation's, not those of the text the user sees.
        error.start = error.end = None
        raise


def _escape(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}").replace("[", "[[")


def _translate(match: re.Match[str]) -> str:
    found = match.group()
    try:
        bare = _KEY_ONLY.fullmatch(found)
        content = {bare["key"]: None} if bare else json.loads(found)
    except json.JSONDecodeError:
        raise TemplateError("openprompt_unreadable", start=match.start(), end=match.end(), found=found) from None
    match content:
        case {"placeholder": str(name), **rest} if not rest:
            return "{" + name + "}"
        case {"mask": None, **rest} if not rest:
            return "[MASK]"
        case {"soft": None, **rest} if not rest:
            return "[SOFT]"
        case {"soft": str(words), **rest} if not rest:
            return f"[SOFT:{words}]"
    known = {"placeholder", "mask", "soft"}
    key = next((key for key in content if key not in known), next(iter(content)))
    raise TemplateError("openprompt_key", start=match.start(), end=match.end(), key=key)


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
