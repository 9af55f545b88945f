"""What a form is told before a job starts: its examples, its time, and what is worth saying of them."""

from __future__ import annotations

from collections import Counter

from components.contracts.base import Level, Note
from components.contracts.evaluations import LabelCount, Outlined, PromptName
from components.jobs.evaluations.forms import Prepared
from components.jobs.evaluations.views import seen_note
from components.routes.visitor import Visitor

MOST_NOTES = 5
FEW = 30  # below so many examples an interval is too wide to tell prompts apart


def outlined(prepared: Prepared, visitor: Visitor) -> Outlined:
    """A checked job in words and numbers."""
    spec = prepared.spec
    counts = Counter(spec.examples[place].label for place in spec.order)
    return Outlined(
        examples=len(spec.order),
        labels=[LabelCount(label=label, count=counts[label]) for label in spec.data["labels"] if counts[label]],
        missing=list(prepared.missing),
        seconds=prepared.seconds,
        notes=_notes(prepared, visitor),
        prompts=[PromptName(id=id, name=name) for id, name in prepared.names.items()],
    )


def _notes(prepared: Prepared, visitor: Visitor) -> list[Note]:
    spec, say = prepared.spec, visitor.say
    notes: list[tuple[Level, str]] = [
        ("warning", problem.message(visitor.language)) for problem in prepared.problems[:MOST_NOTES]
    ]
    rows = len(spec.order)
    if rows < FEW:
        notes.append(("warning", say("evaluate.note.few", count=rows)))
    if spec.data["split"] == "test":
        notes.append(("info", say("evaluate.note.test")))
    if seen := seen_note(spec.data, visitor):
        notes.append((seen.level, seen.message))
    if prepared.unused:
        key = "evaluate.note.unused_words" if spec.view == "words" else "evaluate.note.unused"
        notes.append(("warning", say(key, count=len(prepared.unused))))
    elif prepared.kept and spec.view == "evaluate":
        notes.append(("info", say("evaluate.note.trained", name=spec.rows[0].name)))
    return [Note(level=level, message=message) for level, message in notes]
