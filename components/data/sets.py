"""Data sets as the app knows them: the demos and a visitor's own, uploaded, looked into, saved.

A file arrives as a draft; `preview` says what it holds under some options, `save` keeps it with these. Every other
part of the app names a set by a source and asks `resolve`. The pages' calls are `calls.py`'s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import PurePath
from typing import Any, TypeVar

from components.contracts import data as contract
from components.contracts import files
from components.data import data_view, splitting
from components.data.cache import Cache, key_of
from components.data.data_view import card_of_demo, card_of_own, facts, in_words
from components.data.sources import source_of
from playground.datasets import demo, isolated, mapping
from playground.datasets.dataset import SPLITS, DataSet
from playground.datasets.encoding import Reading
from playground.datasets.formats import FileFormat
from playground.datasets.mapping import Columns, Limits, RowProblem
from playground.datasets.sample import Shares, split_up
from playground.datasets.table import Table, tidy
from playground.errors import DataError, PlaygroundError
from playground.jobs.queue import Jobs
from playground.settings import MIB, MOST_LABELS, Settings

MOST_CHARACTERS = 4_000_000  # of a table that comes with the question
NAME = 80  # characters of a set's name
Resolved = tuple[DataSet, tuple[RowProblem, ...]]
#: A set of one's own, and how it was split.
Own = tuple[DataSet, tuple[RowProblem, ...], Shares | None]
Result = TypeVar("Result")


class Data:
    """The data sets there are.

    Args:
        queue: where uploads are.
    """

    def __init__(self, queue: Jobs, settings: Settings):
        self._queue, self._settings = queue, settings
        self._limits = Limits(settings.rows_limit, settings.field_limit, MOST_LABELS)
        self._tables, self._ways = Cache(), Cache(MIB)
        # Of their own: files take seconds, and a page waits for asyncio's threads at every key.
        self._readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="files")

    def clear(self) -> None:
        """Forget what was read: some of it may just have been deleted."""
        self._tables.clear()
        self._ways.clear()

    def close(self) -> None:
        """Start nothing more; what runs is not waited for."""
        self._readers.shutdown(wait=False, cancel_futures=True)

    async def in_turn(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Do what reads files, two at a time."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, work, *arguments)

    # -- sets by their source ----------------------------------------------------------

    def resolve(self, source: object, owner: str) -> Resolved:
        """A data set by its source, and the problems of the rows that were left out. Takes time: for a thread.

        Args:
            source: a `Source` of this owner, or any JSON that a program sent as one.

        Raises:
            DataError: there is no such set, or its text cannot be used.
            JobError: no_owner, unknown_upload, not_yours.
        """
        match source_of(source):
            case contract.DemoSource(demo=id):
                return demo.load(id), ()
            case contract.UploadSource(upload=id):
                return self._saved(id, owner)
            case contract.TableSource(csv=table, name=name):
                if len(table) > MOST_CHARACTERS:
                    raise DataError("too_large", count=len(table), limit=MOST_CHARACTERS)
                name = tidy(name)[:NAME]
                # A table comes again with every change of a form.
                key = key_of("csv", table, name)
                return self._tables.get(key, lambda: isolated.read_csv(table, name, self._limits), _texts)

    def card(self, source: object, owner: str, language: str) -> contract.DataCard:
        """What a page shows of a source. Raises as `resolve`."""
        source = source_of(source)
        dataset, _ = self.resolve(source, owner)
        match source:
            case contract.DemoSource(demo=id):
                return card_of_demo(id, language)
            case contract.UploadSource(upload=id):
                return card_of_own(source, dataset.name, facts(dataset), self._queue.upload(id, owner)[2])
        return card_of_own(source, dataset.name, facts(dataset), None)

    def cards(self, owner: str, language: str) -> list[contract.DataCard]:
        """The visitor's sets, newest first, then the demos, the reader's language first.

        Raises:
            JobError: no_owner.
        """
        mine = [
            card_of_own(
                contract.UploadSource(upload=id), name, contract.DataFacts.model_validate(kept["facts"]), created
            )
            for id, name, kept, created in self._queue.uploads(owner)
        ]
        demos = sorted(demo.SETS, key=lambda id: demo.SETS[id].language != language)
        return [*mine, *(card_of_demo(id, language) for id in demos)]

    def _saved(self, id: str, owner: str) -> Resolved:
        name, kept, _ = self._queue.upload(id, owner)
        if kept is None:
            raise DataError("draft")
        how, columns = FileFormat(**kept["options"]), Columns(**kept["mapping"])
        return self._set(id, owner, how, columns, name, splitting.saved(kept))[:2]

    def _how(self, id: str, owner: str, file: str, chosen: Mapping[str, Any]) -> FileFormat:
        """How to read an upload that came as `file`, with what was chosen of it."""

        def make() -> FileFormat:
            return isolated.complete(self._queue.upload_data(id, owner), file, chosen)

        return self._ways.get(key_of("how", id, file, chosen), make, lambda _: ())

    def _sheets(self, id: str, owner: str) -> tuple[str, ...]:
        def make() -> tuple[str, ...]:
            return isolated.sheets(self._queue.upload_data(id, owner))

        return self._ways.get(key_of("sheets", id), make, lambda names: names)

    def _readings(self, id: str, owner: str) -> tuple[Reading, ...]:
        """What the two likeliest encodings make of an upload."""

        def make() -> tuple[Reading, ...]:
            return isolated.readings(self._queue.upload_data(id, owner))

        return self._ways.get(key_of("readings", id), make, lambda found: (each.sample for each in found))

    def _table(self, id: str, owner: str, how: FileFormat) -> Table:
        def make() -> Table:
            return isolated.read(self._queue.upload_data(id, owner), how, self._limits.rows)

        return self._tables.get(key_of("table", id, how.to_json()), make, _cells)

    def _set(
        self, id: str, owner: str, how: FileFormat, columns: Columns, name: str, split: files.SplitAsked | None
    ) -> Own:
        """A set under these choices; `split` is `None` where nobody chose."""

        def make() -> Own:
            dataset, problems = mapping.build(self._table(id, owner, how), columns, name, self._limits)
            shares = splitting.shares_of(split, dataset)
            return split_up(dataset, shares) if shares else dataset, problems, shares

        asked = split and split.model_dump()
        return self._tables.get(key_of("set", id, how.to_json(), columns.to_json(), asked, name), make, _texts)

    # -- uploads, from draft to set ----------------------------------------------------

    async def take(self, data: bytes, name: str, owner: str) -> str:
        """Keep an uploaded file as a draft: its id.

        Raises:
            DataError: it is empty or too large (`empty`, `file_too_large`).
            JobError: no_owner, too_many_uploads.
        """
        if not data:
            raise DataError("empty")
        if len(data) > self._settings.upload_limit:
            raise self.too_large()
        return await self.in_turn(self._queue.add_upload, owner, PurePath(tidy(name).replace("\\", "/")).name, data)

    def too_large(self) -> DataError:
        """What is said of a file beyond the limit."""
        return DataError("file_too_large", limit=self._settings.upload_limit // MIB)

    def preview(self, asked: contract.PreviewAsked, owner: str, language: str) -> contract.FilePreview:
        """What a file holds under some options and columns, and what would be left out. Takes time: for `in_turn`.

        In an encoding in which it is no text, it holds nothing, and a note says so.

        Raises:
            DataError: no choice of options could read it, or one of them does not exist.
            JobError: no_owner, unknown_upload, not_yours.
        """
        id = asked.upload
        name, kept, _ = self._queue.upload(id, owner)
        file = "" if kept else name  # a saved set is called what its owner likes, which tells nothing
        chosen = asked.options.model_dump() if asked.options else (kept or {}).get("options", {})
        guessed = self._how(id, owner, file, {})
        same = chosen in (guessed.to_json(), data_view.file_format(guessed).model_dump())
        how = guessed if same else self._how(id, owner, file, chosen)
        sheets = self._sheets(id, owner) if how.kind == "excel" else ()
        unread: list[PlaygroundError] = []
        try:
            table = self._table(id, owner, how)
        except DataError as error:
            if error.code not in {"not_text", "empty", "row_unreadable", "too_many_columns"}:
                raise
            # Another encoding, separator, sheet or row may do: the choices must be seen even so.
            table = Table((), (), 0)
            unread.append(error)
        roles = asked.mapping.model_dump() if asked.mapping else (kept or {}).get("mapping")
        columns, errors = _columns(roles, table)
        errors = unread or errors
        split = asked.split or (splitting.saved(kept) if kept else None)
        found: Own | None = None
        if not errors:
            try:
                found = self._set(id, owner, how, columns, name, split)
            except PlaygroundError as error:
                errors.append(error)
        dataset, _, shares = found or (None, (), None)
        return data_view.preview(
            name if kept else PurePath(name).stem or name,
            (how, guessed),
            sheets,
            self._readings(id, owner) if guessed.ambiguous else (),
            table,
            columns,
            found and found[:2],
            splitting.told(split, shares, dataset),
            self._limits.rows,
            errors,
            language,
        )

    def save(self, asked: contract.SaveAsked, owner: str, language: str) -> contract.SavedData:
        """Keep an upload with its options and columns. Takes time: for `in_turn`.

        Raises:
            DataError: it cannot be read, or holds no data set, under these.
            JobError: no_owner, unknown_upload, not_yours, too_many_uploads.
        """
        id = asked.upload
        old, kept, created = self._queue.upload(id, owner)
        name = tidy(asked.name)[:NAME] or PurePath(old).stem or old
        chosen = asked.options.model_dump() if asked.options else {}
        how = self._how(id, owner, "" if kept else old, chosen)
        table = self._table(id, owner, how)
        columns = (
            Columns.from_json(asked.mapping.model_dump(), len(table.columns))
            if asked.mapping
            else mapping.guess(table, MOST_LABELS)
        )
        split = asked.split or (splitting.saved(kept) if kept else None)
        dataset, problems, shares = self._set(id, owner, how, columns, name, split)
        known = facts(dataset)
        made = {
            "options": how.to_json(),
            "mapping": columns.to_json(),
            "split": asdict(shares) if shares else None,
            "facts": known.model_dump(),
        }
        self._queue.save_upload(id, owner, name, made)
        card = card_of_own(contract.UploadSource(upload=id), name, known, created)
        return contract.SavedData(card=card, problems=in_words(problems, language), bad=len(problems))

    def delete(self, id: str, owner: str) -> None:
        """Forget an upload.

        Raises:
            JobError: no_owner, unknown_upload, not_yours.
        """
        self._queue.delete_upload(id, owner)
        self.clear()


def _columns(chosen: Mapping[str, Any] | None, table: Table) -> tuple[Columns, list[PlaygroundError]]:
    """The chosen columns, guessed ones where these are another table's, and what is wrong with them."""
    guess = mapping.guess(table, MOST_LABELS)
    if chosen is None:
        return guess, []
    try:
        return Columns.from_json(chosen, len(table.columns)), []
    except DataError as error:
        return guess, [] if error.code == "bad_columns" else [error]


def _cells(table: Table) -> Iterator[str]:
    return (cell for row in table.rows for cell in row.cells)


def _texts(found: Resolved | Own) -> Iterator[str]:
    rows = (row for split in SPLITS for row in found[0].split(split))
    return (text for row in rows for text in (*row.fields.values(), row.label))
