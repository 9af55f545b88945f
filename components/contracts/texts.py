"""The two texts of a prompt as a page shows them: what they are, what is odd about them, and the edits that mend it."""

from __future__ import annotations

from typing import Literal

from components.contracts.base import Contract, Level

PartKind = Literal["text", "slot", "mask", "soft", "trigger"]
Target = Literal["template", "verbalizer"]


class TextEdit(Contract):
    """A change of one of the two texts: `start` to `end` becomes the replacement."""

    target: Target
    start: int
    end: int
    replacement: str


class Fix(Contract):
    """An edit of one click."""

    title: str
    edit: TextEdit


class Notice(Contract):
    """What is worth saying about a text or one label of it (its index), and what would mend it."""

    level: Level
    message: str
    label: int | None
    fixes: list[Fix]


class Offers(Contract):
    """What else the two texts may be meant to say, each with one click to take it over: other tools' spellings, and a
    template that the example's text cannot enter."""

    template: list[Notice]
    verbalizer: list[Notice]


class TemplatePart(Contract):
    """Where a part of the template lies in its text."""

    start: int
    end: int
    kind: PartKind


class TemplateView(Contract):
    """What the template is and what it means for this model; `openprompt` is the exported text, if there is one."""

    kind: str
    kind_label: str
    explanation: str
    slots: list[str]
    run_length: int
    spans: list[TemplatePart]
    notices: list[Notice]
    openprompt: str | None


class Insertion(Contract):
    """Where something is added to the verbalizer, and what comes before it."""

    at: int
    prefix: str


class LabelWord(Contract):
    """A word of a label; `pieces` are the model's, `note` says what is odd about it."""

    text: str
    start: int
    end: int
    pieces: list[str]
    level: Level
    note: str | None
    remove: TextEdit


class TableLabel(Contract):
    """A label as the verbalizer's table shows it; `start` to `end` is its name, `more` how many
    words are not among `words`."""

    name: str
    index: int
    start: int
    end: int
    remove: TextEdit
    words: list[LabelWord]
    more: int
    add: Insertion


class VerbalizerView(Contract):
    """The table that edits the verbalizer's text."""

    labels: list[TableLabel]
    notices: list[Notice]
    add_label: Insertion
