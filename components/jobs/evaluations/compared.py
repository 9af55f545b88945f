"""Evaluations side by side: each against one of them, pair by pair where the examples are the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from components.contracts.jobs import Column, Compared, ComparedRow
from components.jobs.evaluations.naming import title
from components.jobs.evaluations.reader import Reader
from components.jobs.evaluations.views import figure, seen_mark
from components.routes.visitor import Visitor
from playground.evaluation.intervals import Paired, holm
from playground.evaluation.outcome import ONLY, Numbers, Outcome, ReadingName
from playground.figures import changes
from playground.figures import runs as dots
from playground.figures.lines import whole
from playground.numbers import fixed, percent
from playground.results import Job

COLUMNS = ("accuracy", "macro_f1", "difference", "p")


@dataclass(frozen=True)
class _Side:
    """One job: its numbers, and how it compares with the first, or why it does not; `holm` is the comparison's p
    corrected for all of them, where there are several."""

    job: Job
    title: str
    reading: ReadingName
    numbers: Numbers | None
    paired: Paired | None = None
    why_not: str = ""
    holm: float | None = None


def compared(jobs: Sequence[tuple[Job, Outcome]], reader: Reader, visitor: Visitor) -> Compared:
    """The table and the picture; the others are held against the first. Takes time: for a thread."""
    sides = _corrected([_side(each, jobs[0], reader, visitor) for each in jobs])
    keys = (*COLUMNS, "holm") if any(side.holm is not None for side in sides) else COLUMNS
    names = [side.title for side in sides]
    if len({side.reading for side in sides}) > 1:
        names = [f"{side.title} · {visitor.say(f'evaluation.reading.{side.reading}')}" for side in sides]
    drawn = tuple(
        dots.Run(name, side.numbers.accuracy, side.numbers.interval)
        for name, side in zip(names, sides, strict=True)
        if side.numbers
    )
    rows = [
        ComparedRow(
            id=side.job.id,
            title=_over(
                name,
                seen_mark(side.job.spec["data"], visitor)
                or side.why_not
                or (visitor.say("evaluation.compared.tied") if _tied(side) else ""),
            ),
            cells=_cells(side, i == 0, visitor)[: len(keys)],
            tied=_tied(side),
        )
        for i, (name, side) in enumerate(zip(names, sides, strict=True))
    ]
    columns = [
        Column(
            key=key,
            title=visitor.say(f"evaluation.compared.{key}"),
            help=visitor.say(f"evaluation.compared.{key}.help"),
            numeric=True,
        )
        for key in keys
    ]
    picture = figure(dots.draw(drawn, visitor.say)) if drawn else None
    return Compared(reference=jobs[0][0].id, figure=picture, columns=columns, rows=rows)


def _corrected(sides: Sequence[_Side]) -> list[_Side]:
    """With Holm's p values where more than one comparison is made."""
    ps = [side.paired.p for side in sides if side.paired]
    corrected = iter(holm(ps))
    return [replace(side, holm=next(corrected)) if side.paired and len(ps) > 1 else side for side in sides]


def _side(mine: tuple[Job, Outcome], base: tuple[Job, Outcome], reader: Reader, visitor: Visitor) -> _Side:
    (job, outcome), (first, others) = mine, base
    name = job.title or title(job.spec, visitor.say)
    side = _Side(job, name, outcome.reading(), outcome.headline())
    if job.id == first.id:
        return side
    why_not = ""
    paired = None
    if ONLY not in outcome.cells or ONLY not in others.cells:
        why_not = visitor.say("evaluation.compared.not_done")
    else:
        paired = reader.paired((job, ONLY, outcome.reading()), (first, ONLY, others.reading()))
        why_not = "" if paired else visitor.say("evaluation.compared.other_rows")
    return _Side(job, name, side.reading, side.numbers, paired, why_not)


def _tied(side: _Side) -> bool:
    return side.paired is not None and side.paired.tied


def _cells(side: _Side, first: bool, visitor: Visitor) -> list[str]:
    """The texts of a row's cells; what stands small below a number is a second line."""

    def between(pair: tuple[float, float], write: Callable[[float], str]) -> str:
        return visitor.say("evaluation.interval", low=write(pair[0]), high=write(pair[1]))

    numbers, paired = side.numbers, side.paired
    accuracy = _over(percent(numbers.accuracy, visitor.language), between(numbers.interval, whole)) if numbers else "–"
    macro_f1 = fixed(numbers.macro_f1, 2, visitor.language) if numbers and numbers.macro_f1 is not None else "–"
    if first:
        return [accuracy, macro_f1, visitor.say("evaluation.compared.base"), "", ""]
    if paired is None:
        return [accuracy, macro_f1, "–", "–", "–"]

    def probability(p: float | None) -> str:
        return "" if p is None else "<0.001" if p < 0.001 else fixed(p, 3, visitor.language)

    difference = _over(changes.signed(paired.difference), between(paired.interval, changes.signed))
    return [accuracy, macro_f1, difference, probability(paired.p), probability(side.holm)]


def _over(text: str, below: str) -> str:
    return f"{text}\n{below}" if below else text
