"""Data sets as the pages know them: the demos and a visitor's own, uploaded, looked into, saved.

A file arrives as a draft; `data_preview` says what it holds under some options, `data_save` keeps
it with these. Every other part of the app names a set by a source and asks `resolve`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePath
from typing import Any, TypeVar

from components.data.cache import Lately, key_of
from components.data.data_view import MOST_LABELS, ROWS, card_of_demo, card_of_own, facts, in_words, preview, split_rows
from components.routes.asking import Answer, Call, answering, owner, text
from playground.datasets import demo, excel, formats, hub, mapping
from playground.datasets.dataset import SPLITS, DataSet
from playground.datasets.formats import FileFormat
from playground.datasets.mapping import Columns, Limits, RowProblem
from playground.datasets.table import Table, tidy
from playground.errors import DataError, PlaygroundError
from playground.i18n import translate
from playground.jobs.queue import Jobs
from playground.settings import MIB, Settings

MOST_CHARACTERS = 4_000_000  # of a table that comes with the question
NAME = 80  # characters of a set's name
Resolved = tuple[DataSet, tuple[RowProblem, ...]]
Result = TypeVar("Result")


class Data:
    """Questions about data sets.

    Args:
        queue: where uploads are.
    """

    def __init__(self, queue: Jobs, settings: Settings):
        self._queue, self._settings = queue, settings
        self._limits = Limits(settings.rows_limit, settings.field_limit, MOST_LABELS)
        self._lately, self._ways = Lately(), Lately(MIB)
        # Of their own: files and the hub take seconds, and a page waits for asyncio's threads at every key.
        self._readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="files")
        self._fetchers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hub")

    @property
    def calls(self) -> dict[str, Call]:
        """What may be asked, by name."""
        return {
            "data_list": self.cards,
            "data_paste": self.paste,
            "data_hub": self.fetch,
            "data_preview": self.preview,
            "data_save": self.save,
            "data_delete": self.delete,
            "data_rows": self.rows,
        }

    def clear(self) -> None:
        """Forget what was read: some of it may just have been deleted."""
        self._lately.clear()
        self._ways.clear()

    def close(self) -> None:
        """Start nothing more; what runs is not waited for."""
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._fetchers.shutdown(wait=False, cancel_futures=True)

    async def _in_turn(self, work: Callable[..., Result], *arguments: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._readers, work, *arguments)

    # -- for the rest of the app -------------------------------------------------------

    def resolve(self, source: Any, owner: str) -> Resolved:
        """A data set by its source, and the problems of the rows that were left out. Takes time: for a thread.

        Args:
            source: `{"demo": id}`, `{"upload": id}` of this owner, or `{"csv": text, "name": …}`.

        Raises:
            DataError: there is no such set, or its text cannot be used.
            JobError: no_owner, unknown_upload, not_yours.
        """
        match source:
            case {"demo": str(id)}:
                return demo.load(id), ()
            case {"upload": str(id)}:
                return self._saved(id, owner)
            case {"csv": str(table)}:
                if len(table) > MOST_CHARACTERS:
                    raise DataError("too_large", count=len(table), limit=MOST_CHARACTERS)
                name = tidy(str(source.get("name") or ""))[:NAME]
                # A table comes again with every change of a form.
                key = key_of("csv", table, name)
                return self._lately.get(key, lambda: mapping.read_csv(table, name, self._limits), _texts)
        raise DataError("no_data")

    def card(self, source: Any, owner: str, language: str) -> dict[str, Any]:
        """What a page shows of a source. Raises as `resolve`."""
        dataset, _ = self.resolve(source, owner)
        match source:
            case {"demo": str(id)}:
                return card_of_demo(id, language)
            case {"upload": str(id)}:
                return card_of_own({"upload": id}, dataset.name, facts(dataset), self._queue.upload(id, owner)[2])
        return card_of_own(source, dataset.name, facts(dataset), None)

    def _saved(self, id: str, owner: str) -> Resolved:
        name, kept, _ = self._queue.upload(id, owner)
        if kept is None:
            raise DataError("draft")
        how = FileFormat(**kept["options"])
        columns = Columns(**kept["mapping"])
        return self._set(id, owner, how, columns, name)

    def _how(self, id: str, owner: str, file: str, chosen: Any) -> FileFormat:
        """How to read an upload that came as `file`, with what was chosen of it."""
        chosen = chosen if isinstance(chosen, dict) else {}

        def make() -> FileFormat:
            return formats.complete(self._queue.upload_data(id, owner), file, chosen)

        return self._ways.get(key_of("how", id, file, chosen), make, lambda _: ())

    def _sheets(self, id: str, owner: str) -> tuple[str, ...]:
        def make() -> tuple[str, ...]:
            return excel.sheets(self._queue.upload_data(id, owner))

        return self._ways.get(key_of("sheets", id), make, lambda names: names)

    def _table(self, id: str, owner: str, how: FileFormat) -> Table:
        def make() -> Table:
            return formats.read(self._queue.upload_data(id, owner), how, self._limits.rows)

        return self._lately.get(key_of("table", id, how.to_json()), make, _cells)

    def _set(self, id: str, owner: str, how: FileFormat, columns: Columns, name: str) -> Resolved:
        def make() -> Resolved:
            return mapping.build(self._table(id, owner, how), columns, name, self._limits)

        return self._lately.get(key_of("set", id, how.to_json(), columns.to_json(), name), make, _texts)

    # -- what a page asks --------------------------------------------------------------

    @answering
    async def cards(self, asked: dict[str, Any], language: str) -> Answer:
        """Cards: the visitor's sets, newest first, then the demos, the reader's language first."""
        mine = await asyncio.to_thread(self._queue.uploads, owner(asked))
        demos = sorted(demo.SETS, key=lambda id: demo.SETS[id].language != language)
        cards = [card_of_own({"upload": id}, name, kept["facts"], created) for id, name, kept, created in mine]
        shown = await asyncio.to_thread(lambda: [card_of_demo(id, language) for id in demos])
        return {"sets": [*cards, *shown]}

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
        return await self._in_turn(self._queue.add_upload, owner, PurePath(tidy(name).replace("\\", "/")).name, data)

    def too_large(self) -> DataError:
        """What is said of a file beyond the limit."""
        return DataError("file_too_large", limit=self._settings.upload_limit // MIB)

    @answering
    async def paste(self, asked: dict[str, Any], language: str) -> Answer:
        """Rows as text become a draft."""
        name = tidy(text(asked, "name"))[:NAME] or translate(language, "data.pasted")
        return {"upload": await self.take(text(asked, "text").encode("utf-8", "replace"), name, owner(asked))}

    @answering
    async def fetch(self, asked: dict[str, Any], language: str) -> Answer:
        """A data set of the hub becomes a draft."""
        if not self._settings.hub:
            raise DataError("hub_off")
        name, config, split = (tidy(text(asked, key)) for key in ("name", "config", "split"))
        limits = (self._settings.rows_limit, self._settings.upload_limit)
        loop = asyncio.get_running_loop()
        fetching = loop.run_in_executor(self._fetchers, hub.fetch, name, config, split, *limits)
        try:
            # The library may wait for the network longer than it should, and others before this one.
            data = await asyncio.wait_for(fetching, hub.PATIENCE)
        except TimeoutError:
            raise hub.too_slow(name) from None
        return {"upload": await self.take(data, f"{name.rpartition('/')[2]}.jsonl", owner(asked))}

    @answering
    async def preview(self, asked: dict[str, Any], language: str) -> Answer:
        """What a file holds under some options and columns, and what would be left out.

        In an encoding in which it is no text, it holds nothing, and a note says so.
        """
        return await self._in_turn(self._preview, asked, language)

    def _preview(self, asked: dict[str, Any], language: str) -> Answer:
        id, secret = text(asked, "upload"), owner(asked)
        name, kept, _ = self._queue.upload(id, secret)
        file = "" if kept else name  # a saved set is called what its owner likes, which tells nothing
        chosen = asked.get("options") or (kept or {}).get("options")
        guessed = self._how(id, secret, file, None)
        how = guessed if chosen == guessed.to_json() else self._how(id, secret, file, chosen)
        sheets = self._sheets(id, secret) if how.kind == "excel" else ()
        unread: list[PlaygroundError] = []
        try:
            table = self._table(id, secret, how)
        except DataError as error:
            if error.code != "not_text":
                raise
            # Another encoding may do: the choices must be seen even so.
            table, unread = Table((), (), 0), [error]
        columns, errors = self._columns(asked.get("mapping") or (kept or {}).get("mapping"), table)
        errors = unread or errors
        found: Resolved | None = None
        if not errors:
            try:
                found = self._set(id, secret, how, columns, name)
            except PlaygroundError as error:
                errors.append(error)
        message = translate(language, "data.note.unreadable", count=table.unreadable)
        unreadable = [{"level": "warning", "message": message}] if table.unreadable else []
        return {
            "guessed": guessed.to_json(),
            **preview(how, sheets, table, columns, language),
            "problems": in_words(found[1] if found else (), language),
            "bad": len(found[1]) if found else 0,
            "good": sum(map(len, (found[0].train, found[0].dev, found[0].test))) if found else 0,
            "notes": unreadable + [{"level": "error", "message": error.message(language)} for error in errors],
            "name": name if kept else PurePath(name).stem or name,
        }

    def _columns(self, chosen: Any, table: Table) -> tuple[Columns, list[PlaygroundError]]:
        """The chosen columns, guessed ones where these are another table's, and what is wrong with them."""
        guess = mapping.guess(table, MOST_LABELS)
        if not isinstance(chosen, dict):
            return guess, []
        try:
            return Columns.from_json(chosen, len(table.columns)), []
        except DataError as error:
            return guess, [] if error.code == "bad_columns" else [error]

    @answering
    async def save(self, asked: dict[str, Any], language: str) -> Answer:
        """Keep an upload with its options and columns."""
        return await self._in_turn(self._save, asked, language)

    def _save(self, asked: dict[str, Any], language: str) -> Answer:
        id, secret = text(asked, "upload"), owner(asked)
        old, kept, created = self._queue.upload(id, secret)
        name = tidy(text(asked, "name"))[:NAME] or PurePath(old).stem or old
        how = self._how(id, secret, "" if kept else old, asked.get("options"))
        table = self._table(id, secret, how)
        chosen = asked.get("mapping")
        columns = mapping.guess(table, MOST_LABELS) if chosen is None else Columns.from_json(chosen, len(table.columns))
        dataset, problems = self._set(id, secret, how, columns, name)
        kept = {"options": how.to_json(), "mapping": columns.to_json(), "facts": facts(dataset)}
        self._queue.save_upload(id, secret, name, kept)
        card = card_of_own({"upload": id}, name, kept["facts"], created)
        return {"card": card, "problems": in_words(problems, language), "bad": len(problems)}

    @answering
    async def delete(self, asked: dict[str, Any], language: str) -> Answer:
        """Forget an upload."""
        await asyncio.to_thread(self._queue.delete_upload, text(asked, "upload"), owner(asked))
        self.clear()
        return {}

    @answering
    async def rows(self, asked: dict[str, Any], language: str) -> Answer:
        """Some rows of a split, to browse."""
        dataset, _ = await self._in_turn(self.resolve, asked.get("source"), owner(asked))
        rows = split_rows(dataset, text(asked, "split") or "all")
        start = asked.get("from")
        start = max(start, 0) if type(start) is int else 0
        shown = [
            {"fields": dict(example.fields), "label": example.label, "split": split}
            for split, example in rows[start : start + ROWS]
        ]
        return {"rows": shown, "count": len(rows)}


def _cells(table: Table) -> Iterator[str]:
    return (cell for row in table.rows for cell in row.cells)


def _texts(found: Resolved) -> Iterator[str]:
    rows = (row for split in SPLITS for row in found[0].split(split))
    return (text for row in rows for text in (*row.fields.values(), row.label))
