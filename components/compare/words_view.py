"""One template with each of its words dropped or replaced, as the page shows it: what each change does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from components.contracts.base import Note
from components.contracts.compare import TemplatePiece, WholeTemplate, WordChange, WordsWatched
from components.contracts.evaluations import Reading
from components.contracts.jobs import JobLine
from components.jobs.evaluations.views import figure, play_state, record_of, waiting
from components.routes.visitor import Visitor
from playground.evaluation.outcome import ONLY, Numbers, Outcome, ReadingName
from playground.evaluation.spec import Cell
from playground.figures import changes
from playground.numbers import percent
from playground.prompting.template import Mask, Slot, Soft, Trigger, parse
from playground.results import Job

CHANCE = 0.05  # of McNemar's test, as for the bars' hatching
PieceKind = Literal["text", "slot", "mask", "soft", "trigger"]
KINDS: Mapping[type, PieceKind] = {Slot: "slot", Mask: "mask", Soft: "soft", Trigger: "trigger"}


def words_watched(job: Job, outcome: Outcome, line: JobLine, wished: Reading | None, visitor: Visitor) -> WordsWatched:
    """A template word by word as it is now."""
    reading = outcome.reading(wished)
    base = outcome.numbers(ONLY, reading)
    pieces = _pieces(outcome, reading, visitor)
    changed = [(piece.text, change) for piece in pieces for change in (piece.dropped, piece.replaced) if change]
    measured = [
        changes.Change(text, change.by, change.change, change.interval, change.p)
        for text, change in changed
        if change.change is not None
    ]
    return WordsWatched(
        line=line,
        summary=waiting(job, visitor) or _summary(outcome, changed, base, visitor),
        reading=reading,
        has_calibrated=outcome.has("calibrated"),
        has_learnt=outcome.has("learnt"),
        template=pieces,
        base=WholeTemplate(accuracy=base.accuracy, interval=base.interval, cut=base.cut) if base else None,
        figure=figure(changes.draw_changes(measured, visitor.say)) if measured else None,
        state=play_state(job.spec, ONLY, reading, {}),
        record=record_of(job, visitor),
    )


def _pieces(outcome: Outcome, reading: ReadingName, visitor: Visitor) -> list[TemplatePiece]:
    """The template cut into words and what lies between them, in order and without a gap."""
    first, *rows = outcome.spec["rows"]
    source = first["template"]
    found: dict[tuple[int, int], dict[str, WordChange]] = {}
    for number, row in enumerate(rows, start=1):
        kind = "dropped" if row["by"] is None else "replaced"
        found.setdefault((row["start"], row["end"]), {})[kind] = _change(outcome, number, row["by"], reading, visitor)
    pieces: list[TemplatePiece] = []
    at = 0
    for index, ((start, end), both) in enumerate(sorted(found.items())):
        pieces += _between(source, at, start)
        pieces.append(_piece(source, start, end, "text", index, both))
        at = end
    return pieces + _between(source, at, len(source))


def _between(source: str, start: int, end: int) -> list[TemplatePiece]:
    """What no word is: slots, the mask, soft tokens, blanks and punctuation."""
    found: list[TemplatePiece] = []
    at = start
    for part in parse(source).parts:
        kind = KINDS.get(type(part))
        if kind and start <= part.start and part.end <= end:
            found += [_piece(source, at, part.start, "text"), _piece(source, part.start, part.end, kind)]
            at = part.end
    return [piece for piece in [*found, _piece(source, at, end, "text")] if piece.text]


def _piece(
    source: str,
    start: int,
    end: int,
    kind: PieceKind,
    index: int | None = None,
    changed: Mapping[str, WordChange] | None = None,
) -> TemplatePiece:
    both = changed or {}
    return TemplatePiece(
        text=source[start:end],
        start=utf16(source, start),
        end=utf16(source, end),
        kind=kind,
        index=index,
        dropped=both.get("dropped"),
        replaced=both.get("replaced"),
    )


def utf16(text: str, at: int) -> int:
    """A place in a text as JavaScript counts it.

    >>> utf16("🎬 film", 2)
    3
    """
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def _change(outcome: Outcome, number: int, by: Any, reading: ReadingName, visitor: Visitor) -> WordChange:
    """What a changed word did; the interval comes with the end of the job."""
    place = Cell(0, number, 0)
    mine, error = outcome.against(place, reading), outcome.error(place)
    difference = mine.difference
    if difference is None and place in outcome.cells and ONLY in outcome.cells:
        found, whole = outcome.numbers(place, reading), outcome.numbers(ONLY, reading)
        difference = found.accuracy - whole.accuracy if found and whole else None
    return WordChange(
        by=by,
        change=difference,
        interval=mine.interval,
        p=mine.p,
        error=visitor.say(error[0], **error[1]) if error else None,
    )


def _summary(
    outcome: Outcome, changed: Sequence[tuple[str, WordChange]], base: Numbers | None, visitor: Visitor
) -> Note:
    say = visitor.say
    if base is None or outcome.result is None:
        done = sum(change.change is not None or change.error is not None for _, change in changed)
        of = len(outcome.spec["rows"]) - 1
        return Note(level="info", message=say("words.summary.running", done=done, of=of))
    clear = [text for text, change in changed if change.p is not None and change.p < CHANCE]
    of = sum(change.p is not None for _, change in changed)
    words = say("words.separator").join(say("words.quoted", word=word) for word in dict.fromkeys(clear))
    message = say(
        f"words.summary.{'some' if clear else 'none'}",
        accuracy=percent(base.accuracy, visitor.language),
        words=words,
        of=of,
    )
    return Note(level="ok" if clear else "info", message=message)
