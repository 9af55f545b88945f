"""Small files of the kinds that people have, and how they are read."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from playground import i18n
from playground.datasets import formats, mapping
from playground.datasets.dataset import DataSet
from playground.datasets.mapping import Columns, Limits, RowProblem
from playground.datasets.table import Table
from playground.errors import DataError

LIMITS = Limits(rows=50_000, characters=20_000, labels=150)


def look(
    data: bytes | str, name: str = "x.txt", limit: int = LIMITS.rows, **chosen
) -> tuple[formats.FileFormat, Table, Columns]:
    """How a file is read, its table, and what its columns seem to be."""
    data = data.encode() if isinstance(data, str) else data
    how = formats.complete(data, name, chosen)
    table = formats.read(data, how, limit)
    return how, table, mapping.guess(table, LIMITS.labels)


def examples(data: bytes | str, name: str = "x.txt", **chosen) -> tuple[list[tuple[str, ...]], DataSet]:
    """(texts…, label) of every example of a file that nobody chose anything for, and the set."""
    _, table, columns = look(data, name, **chosen)
    dataset, _ = mapping.build(table, columns, "mine", LIMITS)
    return [(*row.fields.values(), row.label) for row in dataset.train], dataset


def problems(data: bytes | str, name: str = "x.txt", **chosen) -> list[tuple[int, str]]:
    """(row, code) of every row left out."""
    _, table, columns = look(data, name, **chosen)
    found: tuple[RowProblem, ...] = mapping.build(table, columns, "mine", LIMITS)[1]
    return [(problem.row, problem.code) for problem in found]


def refused(call, *arguments, **named) -> DataError:
    """The error of a call, which has a sentence in every language."""
    with pytest.raises(DataError) as error:
        call(*arguments, **named)
    assert len({error.value.message(language) for language in i18n.LANGUAGES}) == len(i18n.LANGUAGES)
    return error.value


def zipped(**files: bytes) -> bytes:
    """A .zip of files by their names, `_` for a dot and `__` for a slash."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return data.getvalue()


def workbook(**sheets: list[tuple]) -> bytes:
    """A workbook of rows by sheet."""
    book, data = Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(data)
    return data.getvalue()


def with_part(book: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return out.getvalue()
