"""What a block sets: template, labels, fields and options, on top of what was set before it.

A key that is left out stays as it was; `verbalizer: none` takes the labels away. Every text is read once, so that what
Play would refuse is found in the file, with its line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from playground.errors import LessonError, PlaygroundError
from playground.lessons.lesson import Controls, Paper
from playground.lessons.sections import Block, Entry
from playground.prompting import template as templates
from playground.prompting import verbalizer as verbalizers
from playground.scoring.options import Options

KEYS = ("template", "label", "verbalizer", "field", "option")
MANY = ("label", "option", "see", "claim", "goal", "choice")
_LISTS = ("content_free", "batch_rows")
_SWITCHES = {"yes": True, "no": False}

T = TypeVar("T")


def controls_of(block: Block, before: Controls | None = None) -> Controls:
    """The controls that a block sets.

    Raises:
        LessonError: a text that cannot be used, a field that the template does not ask for, or one that is missing.
    """
    template = block.get("template") if before else block.need("template")
    source = template.value if template else before.template if before else ""
    parsed = _read(template or block, lambda: templates.parse(source))
    verbalizer = _verbalizer(block, before.verbalizer if before else "")
    fields = {name: text for name, text in (before.fields if before else {}).items() if name in parsed.slots}
    for entry in block.all("field"):
        if entry.name not in parsed.slots:
            raise LessonError("unknown_field", line=entry.line, name=entry.name, known=", ".join(parsed.slots) or "—")
        fields[entry.name] = entry.value
    for name in parsed.slots:
        if name not in fields:
            raise LessonError("missing", line=block.line, key=f"field {name}", block=block.name)
    return Controls(source, verbalizer, fields, _options(block, before.options if before else Options()))


def paper_of(entry: Entry) -> Paper:
    """`Author year, "Title" <https://…>`.

    Raises:
        LessonError: it has no name or no address.
    """
    name, opened, rest = entry.value.rpartition("<")
    address = rest.removesuffix(">")
    if not (opened and name.strip() and rest.endswith(">") and address.startswith(("https://", "http://"))):
        raise LessonError("bad_paper", line=entry.line, value=entry.value[:80])
    return Paper(name.strip(), address)


def _verbalizer(block: Block, before: str) -> str:
    none, labels = block.get("verbalizer"), block.all("label")
    if none and (labels or none.value != "none"):
        raise LessonError("bad_verbalizer", line=none.line)
    if none or not labels:
        return "" if none else before
    for entry in labels:
        _read(entry, lambda entry=entry: verbalizers.parse(entry.value))
    text = "\n".join(entry.value for entry in labels)
    _read(labels[0], lambda: verbalizers.parse(text))
    return text


def _options(block: Block, before: Options) -> Options:
    values: dict[str, object] = {}
    lists: dict[str, list[str]] = {}
    for entry in block.all("option"):
        if entry.name in _LISTS:
            values[entry.name] = lists.setdefault(entry.name, [])
            lists[entry.name].append(entry.value)
        else:
            values[entry.name] = _value(entry)
    if not values:
        return before
    return _read(block.all("option")[0], lambda: Options.from_mapping({**before.to_json(), **values}))


def _value(entry: Entry) -> object:
    if entry.name == "length_normalised":
        return _SWITCHES.get(entry.value, entry.value)
    return int(entry.value) if entry.name == "top_k" and entry.value.isdecimal() else entry.value


def _read(place: Entry | Block, reader: Callable[[], T]) -> T:
    """What a reader of the core makes of a text; what it refuses, with the line."""
    try:
        return reader()
    except PlaygroundError as error:
        raise LessonError("bad_prompt", line=place.line, why=error) from None
