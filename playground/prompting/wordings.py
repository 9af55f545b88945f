"""Other ways to write the same template: what a reader would hardly notice, and a model may.

FormatSpread (Sclar et al. 2024, section 3.1) varies separators, spaces, case and punctuation of a prompt and no word of
it. Here each wording changes one of these. Nothing is scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from playground.errors import TemplateError
from playground.prompting.template import Part, Slot, Template, Text, parse

SEPARATORS = {"line": "\n", "bar": " | ", "dash": " — "}
STOPS = ".。!！?？"


@dataclass(frozen=True)
class Wording:
    """A template and the name of what was changed, `own` for the template as it is."""

    template: Template
    change: str


def wordings(template: Template) -> tuple[Wording, ...]:
    """The template and all that differ from it by one change, each once.

    >>> [str(its.template) for its in wordings(parse("{text} It was [MASK]."))][4:]
    ['“{text}” It was [MASK].', '{text} It was [MASK]', '{text} It was [MASK]!', '{text} it was [MASK].', '{text} IT WAS [MASK].']
    """
    found = {str(template): Wording(template, "own")}
    for name, change in _CHANGES.items():
        try:
            changed = parse(str(Template(tuple(change(template.parts)))))  # neighbouring texts become one
            found.setdefault(str(changed), Wording(changed, name))
        except TemplateError:  # longer than a template may be
            continue
    return tuple(found.values())


def _separated(separator: str) -> Callable[[Sequence[Part]], Iterator[Part]]:
    """Another separator than spaces, or none, between a slot and the text beside it."""

    def change(parts: Sequence[Part]) -> Iterator[Part]:
        for i, part in enumerate(parts):
            if isinstance(part, Text):
                text = part.text
                if i and isinstance(parts[i - 1], Slot) and (text[:1].isspace() or text[:1].isalpha()):
                    text = separator + text.lstrip()
                if i + 1 < len(parts) and isinstance(parts[i + 1], Slot) and text.strip():
                    text = text.rstrip() + separator
                part = replace(part, text=text)
            yield part

    return change


def _quoted(parts: Sequence[Part]) -> Iterator[Part]:
    """Quotation marks around the slots."""
    pending = ""
    for part in parts:
        if isinstance(part, Slot):
            yield from (Text(pending + "“"), part)
            pending = "”"
        elif isinstance(part, Text):
            yield Text(pending + part.text)
            pending = ""
        else:
            yield from [Text(pending)] * bool(pending)
            yield part
            pending = ""
    yield from [Text(pending)] * bool(pending)


def _stopped(stop: str) -> Callable[[Sequence[Part]], Iterator[Part]]:
    """Another mark at the end, or none."""

    def change(parts: Sequence[Part]) -> Iterator[Part]:
        yield from parts[:-1]
        last = parts[-1]
        if not isinstance(last, Text) or last.text.rstrip()[-1:] not in STOPS:
            yield last
            return
        text = last.text.rstrip()
        wide = "！" if text[-1] in "。！？" else "!"
        if text[:-1] or stop:
            yield Text(text[:-1] + (wide if stop else ""))

    return change


def _cased(case: Callable[[str], str]) -> Callable[[Sequence[Part]], Iterator[Part]]:
    """The words in other letters; texts in slots stay."""
    return lambda parts: (replace(part, text=case(part.text)) if isinstance(part, Text) else part for part in parts)


_CHANGES: dict[str, Callable[[Sequence[Part]], Iterator[Part]]] = {
    **{name: _separated(separator) for name, separator in SEPARATORS.items()},
    "quotes": _quoted,
    "no_stop": _stopped(""),
    "exclaimed": _stopped("!"),
    "small": _cased(str.lower),
    "capitals": _cased(str.upper),
}
MOST = 1 + len(_CHANGES)  # wordings of a template, at most
