"""What the pages are told of data sets: cards, a preview of a file, rows to browse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from components.contracts import data as contract
from components.contracts import files
from components.contracts.base import Note
from playground.datasets import demo, mapping
from playground.datasets.dataset import SPLITS, DataSet
from playground.datasets.encoding import KNOWN, Reading
from playground.datasets.formats import FileFormat
from playground.datasets.lines import FASTTEXT, TREC
from playground.datasets.mapping import Columns, RowProblem
from playground.datasets.table import Table, tidy
from playground.errors import DataError, PlaygroundError
from playground.i18n import translate
from playground.results import Example
from playground.settings import MOST_LABELS

ROWS = 50  # of a page to browse
FIRST = 8  # rows of a preview
CELL = 300  # characters of a cell in a preview
PROBLEMS = 20  # that are told in words
DELIMITERS = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "bar",
    "，": "wide_comma",
    "@": "at",
    " ": "space",
    FASTTEXT: "fasttext",
    TREC: "trec",
}


def facts(dataset: DataSet) -> contract.DataFacts:
    """What a card says of a set's rows; kept with an upload, so that a list reads no file."""
    return contract.DataFacts(
        rows={split: len(dataset.split(split)) for split in SPLITS},
        labels=list(dataset.labels),
        counts={split: dataset.counts(split) for split in SPLITS},
        slots=list(dataset.slots),
        fingerprint=dataset.fingerprint,
    )


def card_of_demo(id: str, language: str) -> contract.DataCard:
    """A demo set's card, with prompts to begin with."""
    known = demo.SETS[id]
    return contract.DataCard(
        source=contract.DemoSource(demo=id),
        name=translate(language, f"data.{id}"),
        about=translate(language, f"data.{id}.about"),
        language=known.language,
        **facts(demo.load(id)).model_dump(),
        baseline=dict(known.baseline),
        prompts=contract.DataPrompts(
            templates=list(known.templates), verbalizers=list(known.verbalizers), soft=known.soft
        ),
        mine=False,
        created=None,
    )


def card_of_own(
    source: contract.Source, name: str, kept: contract.DataFacts, created: float | None
) -> contract.DataCard:
    """The card of rows that a visitor brought; `kept` are its facts, `created` seconds since 1970."""
    return contract.DataCard(
        source=source,
        name=name,
        about="",
        language=None,
        **kept.model_dump(),
        baseline=None,
        prompts=None,
        mine=isinstance(source, contract.UploadSource),
        created=None if created is None else datetime.fromtimestamp(created, UTC).isoformat(),
    )


def preview(
    name: str,
    ways: tuple[FileFormat, FileFormat],
    sheets: Sequence[str],
    readings: Sequence[Reading],
    table: Table,
    columns: Columns,
    found: tuple[DataSet, Sequence[RowProblem]] | None,
    split: files.FileSplit,
    limit: int,
    errors: Sequence[PlaygroundError],
    language: str,
) -> contract.FilePreview:
    """A file as it is read, and how else it could be.

    Args:
        ways: how it is read, and how it would be if nobody had chosen.
        readings: what the likeliest encodings make of it, where it is not certain which it has.
        found: the set these columns would make, and the problems of the rows left out; `None` where they make none.
        limit: rows that are taken at most.
        errors: why not.
    """
    cells = [row.cells for row in table.rows if not row.problem]
    notes = [
        Note(level="warning", message=translate(language, key, **values))
        for key, values in mapping.notes(table, columns)
    ]
    if readings:
        notes.insert(0, Note(level="warning", message=translate(language, "data.note.ambiguous")))
    unmade = (error.problems for error in errors if isinstance(error, mapping.NoDataSet))
    dataset, problems = found or (None, next(unmade, ()))
    how, guessed = ways
    return contract.FilePreview(
        options=file_format(how),
        guessed=file_format(guessed),
        choices=files.FileChoices(
            encodings=[_choice(value, f"data.encoding.{value}", language) for value in KNOWN],
            delimiters=[_choice(value, f"data.delimiter.{name}", language) for value, name in DELIMITERS.items()],
            sheets=list(sheets),
        ),
        readings=[
            files.EncodingReading(
                encoding=reading.encoding,
                label=translate(language, f"data.encoding.{reading.encoding}"),
                sample=reading.sample,
            )
            for reading in readings
        ],
        split=split,
        limit=limit,
        columns=[
            _column(name, [row[place] for row in cells if place < len(row)]) for place, name in enumerate(table.columns)
        ],
        rows=[[cell[:CELL] for cell in row.cells] for row in table.rows[:FIRST]],
        count=table.count,
        mapping=files.ColumnRoles(label=columns.label, split=columns.split, slots=dict(columns.slots)),
        labels=_labels(cells, columns.label),
        good=sum(len(dataset.split(split)) for split in SPLITS) if dataset else 0,
        bad=len(problems),
        problems=in_words(problems, language),
        notes=notes + [Note(level="error", message=error.message(language)) for error in errors],
        name=name,
    )


def file_format(how: FileFormat) -> files.FileFormat:
    """How a file is read, as a page sends it back."""
    return files.FileFormat.model_validate(how.to_json())


def _choice(value: str, key: str, language: str) -> files.FileChoice:
    return files.FileChoice(value=value, label=translate(language, key))


def _column(name: str, cells: Sequence[str]) -> contract.TableColumn:
    distinct = dict.fromkeys(cell for cell in cells if cell)
    return contract.TableColumn(name=name, sample=[cell[:CELL] for cell in list(distinct)[:3]], distinct=len(distinct))


def _labels(cells: Sequence[Sequence[str]], place: int | None) -> list[contract.LabelCount]:
    if place is None:
        return []
    found = Counter(row[place] for row in cells if place < len(row) and row[place])
    return [contract.LabelCount(label=label[:CELL], count=count) for label, count in list(found.items())[:MOST_LABELS]]


def in_words(problems: Sequence[RowProblem], language: str) -> list[contract.RowProblem]:
    """The first problems by row."""
    return [contract.RowProblem(row=problem.row, message=problem.message(language)) for problem in problems[:PROBLEMS]]


def rows(dataset: DataSet, split: str, start: int) -> contract.DataRows:
    """Some rows of one split, or of `all` in their order, from one on.

    Raises:
        DataError: there is no such split (`unknown_split`).
    """
    if split not in (*SPLITS, "all"):
        raise DataError("unknown_split", found=tidy(split[:40]))
    found: list[tuple[str, Example]] = [
        (name, example) for name in SPLITS if split in (name, "all") for example in dataset.split(name)
    ]
    shown = [
        contract.DataRow(fields=dict(example.fields), label=example.label, split=name)
        for name, example in found[start : start + ROWS]
    ]
    return contract.DataRows(rows=shown, count=len(found))
