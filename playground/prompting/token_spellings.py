"""How other tools spell tokens and parts of a template, beside their masks and slots -> this project's spelling.

Counts beside a token, ranges of numbered soft tokens, OpenPrompt's first syntax in angle brackets, and PaddleNLP's
objects. What else is foreign is `foreign_templates`'s, which makes an offer of all.
"""

from __future__ import annotations

import re

from playground.errors import TemplateError
from playground.prompting import openprompt
from playground.prompting.template import Template

# A count beside a token, which would be plain text there; masks with spaces between them.
COUNT = re.compile(
    r"(\[(?:MASK|SOFT|T))\](?:\s?[*×＊x]\s?(\d+)(?!\w)|\{(\d+)\})|(\[(?:MASK|SOFT|T))\s*[x×＊]\s*(\d+)\]"
    r"|\[MASK\](?:[ \t]*\[MASK\])+",
    re.IGNORECASE,
)
_SPAN = re.compile(r"([\[<][A-Za-z]+_?)(\d+)[\]>]\s*(?:\.{3}|…+|⋯)\s*\1(\d+)[\]>]")
_FIRST_OPENPROMPT = re.compile(r"<(meta|soft|text):([^<>\[\]{}]+)>|<(text_[ab])>")
_PADDLE = re.compile(r"\{\s*(['\"])(text|hard|sep|cls)\1\s*(?::\s*(['\"])(.*?)\3\s*)?(?:,[^{}]*)?\}")


def counts(text: str, now: Template | None) -> str:
    """`[SOFT]*5`, `[MASK] x 2`, `[MASK] [MASK]`: how many there are of a token."""

    def one(match: re.Match[str]) -> str:
        if name := match[1] or match[4]:
            return f"{name}*{match[2] or match[3] or match[5]}]"
        return match.group() if now else "".join(match.group().split())

    return COUNT.sub(one, text)


def spans(text: str) -> str:
    """`[unused1]...[unused5]` as five soft tokens."""
    return _SPAN.sub(lambda match: f"[SOFT*{max(int(match[3]) - int(match[2]) + 1, 1)}]", text)


def first_openprompt(text: str) -> str:
    """`<meta:entity>`, `<soft:It was>`, `<text:It was>` and, beside them, `<text_a>`."""
    if not re.search("<(?:meta|soft|text):", text):
        return text

    def part(match: re.Match[str]) -> str:
        kind, inside = match[1], (match[2] or match[3]).strip()
        return {"text": inside, "soft": f"[SOFT:{inside}]"}.get(kind, f"{{{inside}}}")

    return _FIRST_OPENPROMPT.sub(part, text)


def paddle(source: str) -> str | None:
    """PaddleNLP's objects, of which `text` names a field and `hard` is plain text; `None` where it is OpenPrompt's text,
    whose fields are called `placeholder`."""
    fields = [match[4] or "" for match in _PADDLE.finditer(source) if match[2] == "text"]
    if not fields or not all(map(str.isidentifier, fields)) or re.search("['\"](?:placeholder|meta)", source):
        return None

    def part(match: re.Match[str]) -> str:
        kind, inside = match[2], match[4] or ""
        return f"{{{inside}}}" if kind == "text" else inside if kind == "hard" else " "

    try:
        return openprompt.translate(_PADDLE.sub(part, source), literal=False).strip()
    except TemplateError:
        return None
