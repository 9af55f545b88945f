"""What the pages are told of data sets: cards, a preview of a file, rows to browse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from playground.datasets import demo
from playground.datasets.dataset import SPLITS, DataSet
from playground.datasets.encoding import ENCODINGS
from playground.datasets.formats import FileFormat
from playground.datasets.mapping import Columns, RowProblem
from playground.datasets.table import Table, tidy
from playground.errors import DataError
from playground.i18n import translate
from playground.results import Example

ROWS = 50  # of a page to browse
FIRST = 8  # rows of a preview
CELL = 300  # characters of a cell in a preview
PROBLEMS = 20  # that are told in words
MOST_LABELS = 50
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "，": "wide_comma"}


def facts(dataset: DataSet) -> dict[str, Any]:
    """What a card says of a set's rows; kept with an upload, so that a list reads no file."""
    return {
        "rows": {split: len(dataset.split(split)) for split in SPLITS},
        "labels": list(dataset.labels),
        "counts": {split: dataset.counts(split) for split in SPLITS},
        "slots": list(dataset.slots),
        "fingerprint": dataset.fingerprint,
    }


def card_of_demo(id: str, language: str) -> dict[str, Any]:
    """A demo set's card, with prompts to begin with."""
    known = demo.SETS[id]
    return {
        "source": {"demo": id},
        "name": translate(language, f"data.{id}"),
        "about": translate(language, f"data.{id}.about"),
        "language": known.language,
        **facts(demo.load(id)),
        "baseline": dict(known.baseline),
        "prompts": {"templates": list(known.templates), "verbalizers": list(known.verbalizers), "soft": known.soft},
        "mine": False,
        "created": None,
    }


def card_of_own(source: dict[str, Any], name: str, kept: dict[str, Any], created: float | None) -> dict[str, Any]:
    """The card of rows that a visitor brought; `kept` are its facts, `created` seconds since 1970."""
    return {
        "source": source,
        "name": name,
        "about": "",
        "language": None,
        **kept,
        "baseline": None,
        "prompts": None,
        "mine": "upload" in source,
        "created": None if created is None else datetime.fromtimestamp(created, UTC).isoformat(),
    }


def preview(how: FileFormat, sheets: Sequence[str], table: Table, columns: Columns, language: str) -> dict[str, Any]:
    """A file as it is read, and how else it could be."""
    cells = [row.cells for row in table.rows if not row.problem]
    return {
        "options": how.to_json(),
        "choices": {
            "encodings": [{"value": name, "label": translate(language, f"data.encoding.{name}")} for name in ENCODINGS],
            "delimiters": [
                {"value": value, "label": translate(language, f"data.delimiter.{name}")}
                for value, name in DELIMITERS.items()
            ],
            "sheets": list(sheets),
        },
        "columns": [
            _column(name, [row[place] for row in cells if place < len(row)]) for place, name in enumerate(table.columns)
        ],
        "rows": [[cell[:CELL] for cell in row.cells] for row in table.rows[:FIRST]],
        "count": table.count,
        "mapping": columns.to_json(),
        "labels": _labels(cells, columns.label),
    }


def _column(name: str, cells: Sequence[str]) -> dict[str, Any]:
    distinct = dict.fromkeys(cell for cell in cells if cell)
    return {"name": name, "sample": [cell[:CELL] for cell in list(distinct)[:3]], "distinct": len(distinct)}


def _labels(cells: Sequence[Sequence[str]], place: int | None) -> list[dict[str, Any]]:
    if place is None:
        return []
    found = Counter(row[place] for row in cells if place < len(row) and row[place])
    return [{"label": label[:CELL], "count": count} for label, count in list(found.items())[:MOST_LABELS]]


def in_words(problems: Sequence[RowProblem], language: str) -> list[dict[str, Any]]:
    """The first problems by row."""
    return [{"row": problem.row, "message": problem.message(language)} for problem in problems[:PROBLEMS]]


def split_rows(dataset: DataSet, split: str) -> list[tuple[str, Example]]:
    """(split, example) of one split, or of `all` in their order.

    Raises:
        DataError: there is no such split (`unknown_split`).
    """
    if split not in (*SPLITS, "all"):
        raise DataError("unknown_split", found=tidy(split[:40]))
    return [(name, example) for name in SPLITS if split in (name, "all") for example in dataset.split(name)]
