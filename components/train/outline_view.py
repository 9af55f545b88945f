"""What a training would be, for the form: its first choices, its outline, the parameter ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.contracts import ledger
from components.contracts import train as contract
from components.contracts.base import Note
from components.routes.visitor import Visitor
from playground.datasets import demo
from playground.datasets.dataset import DataSet
from playground.datasets.mapping import RowProblem
from playground.settings import Settings
from playground.tuning import desk

SHOWN = 5  # rows of the data, and problems with its rows
LONGEST = 300  # characters of a row


def setup(limits: Settings, visitor: Visitor) -> contract.TrainSetup:
    """What the form begins with, and what the server's owner allows."""
    choices = {choice.option: [value.name for value in choice.values] for choice in desk.choices()}
    first = demo.SETS[demo.LEARNS]
    return contract.TrainSetup(
        methods=[
            contract.Method(
                name=name,
                in_template=desk.METHODS[name].in_template,
                own=list(desk.METHODS[name].options),
                defaults=contract.TrainOptions(
                    **{option: values[option] for option in contract.TrainOptions.model_fields}
                ),
            )
            for name, values in desk.defaults().items()
        ],
        initialisations=choices["initialisation"],
        schedules=choices["schedule"],
        first=contract.Demo(
            id=demo.LEARNS, template=first.soft, verbalizer=first.verbalizers[0], rival=first.templates[0]
        ),
        limits=contract.Limits(
            jobs=limits.jobs_limit,
            seeds=limits.seeds_limit,
            steps=limits.steps_limit,
            examples=limits.examples_limit,
            minutes=limits.minutes_limit,
        ),
    )


def outline(
    found: desk.Outline,
    method: str,
    asked: int,
    seconds: float,
    dataset: DataSet,
    problems: Sequence[RowProblem],
    visitor: Visitor,
) -> contract.TrainOutline:
    """A training before it starts; `asked` is K as it stands in the form."""
    return contract.TrainOutline(
        template=found.template,
        ledger=ledger.Ledger(rows=_ledger_rows(found, method, visitor), total=found.total),
        parameters=found.parameters,
        seconds=seconds,
        examples=contract.Examples(train=found.train, dev=found.dev, test=found.test),
        preview=[
            contract.Example(text=" · ".join(example.fields.values())[:LONGEST], label=example.label)
            for example in dataset.train[:SHOWN]
        ],
        notes=[
            *(Note(level="warning", message=problem.message(visitor.language)) for problem in problems[:SHOWN]),
            *(Note(level="info", message=message) for message in _told(found, asked, dataset, visitor)),
        ],
    )


def _told(found: desk.Outline, asked: int, dataset: DataSet, visitor: Visitor) -> Iterator[str]:
    """What will be otherwise than somebody may expect."""
    if found.per_class < asked:
        yield visitor.say("train.note.fewer", asked=asked, count=found.per_class)
    known = demo.SETS.get(dataset.id)
    if known and known.drilled:
        first = visitor.say(f"data.{demo.LEARNS}")
        yield visitor.say("train.note.drilled", name=first)


def _ledger_rows(found: desk.Outline, method: str, visitor: Visitor) -> list[ledger.LedgerRow]:
    """The parameter ledger's rows, the fewest first."""
    rows = []
    for line in sorted(found.ledger, key=lambda line: line.count):
        note = visitor.say(f"ledger.note.{line.key}")
        if line.kept is not None and line.kept != line.count:
            note += " " + visitor.say("ledger.kept", kept=f"{line.kept:,}", formula=line.kept_formula)
        rows.append(
            ledger.LedgerRow(
                key=line.key,
                name=visitor.say(f"ledger.row.{line.key}"),
                formula=line.formula,
                parameters=line.count,
                share=line.share,
                chosen=line.key == method,
                note=note,
                parts=[
                    ledger.LedgerPart(
                        name=visitor.say(f"ledger.part.{part.name}"), formula=part.formula, count=part.count
                    )
                    for part in line.parts
                    if part.counted
                ],
            )
        )
    return rows
