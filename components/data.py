"""Data sets as the pages know them: the demos and a visitor's own, uploaded, looked into, saved.

A file arrives as a draft; `data_preview` says what it holds under some options, `data_save` keeps
it with these. Every other part of the app names a set by a source and asks `resolve`.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from components.asking import Answer, Call, answering, owner, text
from components.data_view import MOST_LABELS, ROWS, card_of_demo, card_of_own, facts, in_words, preview, split_rows
from playground.datasets import demo, excel, hub, mapping, reading
from playground.datasets.dataset import DataSet
from playground.datasets.mapping import Columns, Limits, RowProblem
from playground.datasets.reading import Reading
from playground.datasets.table import Table
from playground.errors import DataError, PlaygroundError
from playground.i18n import translate
from playground.jobs.queue import Jobs
from playground.settings import MIB, Settings

MOST_CHARACTERS = 4_000_000  # of a table that comes with the question
CELLS_KEPT = 2_000_000  # of tables, and of data sets, in memory
Resolved = tuple[DataSet, tuple[RowProblem, ...]]


class Lately:
    """What was read lately, as much of it as `CELLS_KEPT` allows; for several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, key: str, make: Callable[[], Any], cells: Callable[[Any], int]) -> Any:
        """The value of a key, made the first time; `cells` is its size."""
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        value = make()
        with self._turn:
            self._kept[key] = (value, cells(value))
            while len(self._kept) > 1 and sum(size for _, size in self._kept.values()) > CELLS_KEPT:
                self._kept.popitem(last=False)
        return value

    def clear(self) -> None:
        """Forget all."""
        with self._turn:
            self._kept.clear()


class Data:
    """Questions about data sets.

    Args:
        queue: where uploads are.
    """

    def __init__(self, queue: Jobs, settings: Settings):
        self._queue, self._settings = queue, settings
        self._limits = Limits(settings.rows_limit, settings.field_limit, MOST_LABELS)
        self._tables, self._sets = Lately(), Lately()

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
        self._tables.clear()
        self._sets.clear()

    # -- for the rest of the app -------------------------------------------------------

    def resolve(self, source: Any, owner: str) -> Resolved:
        """A data set by its source, and the problems of the rows that were left out. Takes time: for a thread.

        Args:
            source: `{"demo": id}`, `{"upload": id}` of this owner, or `{"csv": text, "name": …}`.

        Raises:
            DataError: there is no such set, or its text cannot be used.
            JobError: no_owner, unknown_upload, not_yours.
        """
        source = source if isinstance(source, dict) else {}
        match source:
            case {"demo": str(id)}:
                return demo.load(id), ()
            case {"upload": str(id)}:
                return self._saved(id, owner)
            case {"csv": str(table)}:
                if len(table) > MOST_CHARACTERS:
                    raise DataError("too_large", count=len(table), limit=MOST_CHARACTERS)
                name = str(source.get("name") or "")[:80]
                # A table comes again with every change of a form.
                return self._sets.get(_key(table, name), lambda: mapping.read_csv(table, name, self._limits), _size)
        raise DataError("no_data")

    def card(self, source: Any, owner: str, language: str) -> dict[str, Any]:
        """What a page shows of a source. Raises as `resolve`."""
        dataset, _ = self.resolve(source, owner)
        if "demo" in source:
            return card_of_demo(source["demo"], language)
        if "upload" in source:
            return card_of_own(source, dataset.name, facts(dataset), self._queue.upload(source["upload"], owner)[2])
        return card_of_own(source, dataset.name, facts(dataset), None)

    def _saved(self, id: str, owner: str) -> Resolved:
        name, kept, _ = self._queue.upload(id, owner)
        if kept is None:
            raise DataError("draft")
        how = Reading(**kept["options"])
        columns = Columns(**kept["mapping"])
        return self._set(id, owner, how, columns, name)

    def _table(self, id: str, owner: str, how: Reading) -> Table:
        def make() -> Table:
            return reading.read(self._queue.upload_data(id, owner), how, self._limits.rows)

        return self._tables.get(_key(id, how.to_json()), make, lambda table: len(table.rows) * len(table.columns))

    def _set(self, id: str, owner: str, how: Reading, columns: Columns, name: str) -> Resolved:
        key = _key(id, how.to_json(), columns.to_json(), name)
        return self._sets.get(
            key, lambda: mapping.build(self._table(id, owner, how), columns, name, self._limits), _size
        )

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
        return await asyncio.to_thread(self._queue.add_upload, owner, PurePath(name.replace("\\", "/")).name, data)

    def too_large(self) -> DataError:
        """What is said of a file beyond the limit."""
        return DataError("file_too_large", limit=self._settings.upload_limit // MIB)

    @answering
    async def paste(self, asked: dict[str, Any], language: str) -> Answer:
        """Rows as text become a draft."""
        name = text(asked, "name").strip()[:80] or translate(language, "data.pasted")
        return {"upload": await self.take(text(asked, "text").encode("utf-8", "replace"), name, owner(asked))}

    @answering
    async def fetch(self, asked: dict[str, Any], language: str) -> Answer:
        """A data set of the hub becomes a draft."""
        if not self._settings.hub:
            raise DataError("hub_off")
        name, config, split = (text(asked, key).strip() for key in ("name", "config", "split"))
        limits = (self._settings.rows_limit, self._settings.upload_limit)
        data = await asyncio.to_thread(hub.fetch, name, config, split, *limits)
        return {"upload": await self.take(data, f"{name.rpartition('/')[2]}.jsonl", owner(asked))}

    @answering
    async def preview(self, asked: dict[str, Any], language: str) -> Answer:
        """What a file holds under some options and columns, and what would be left out."""
        return await asyncio.to_thread(self._preview, asked, language)

    def _preview(self, asked: dict[str, Any], language: str) -> Answer:
        id, secret = text(asked, "upload"), owner(asked)
        name, kept, _ = self._queue.upload(id, secret)
        data = self._queue.upload_data(id, secret)
        file = "" if kept else name  # a saved set is called what its owner likes, which tells nothing
        chosen = asked.get("options") or (kept or {}).get("options")
        guessed = self._tables.get(_key(id, file), lambda: reading.complete(data, file, {}), lambda _: 1)
        plain = not isinstance(chosen, dict) or chosen == guessed.to_json()
        how = guessed if plain else reading.complete(data, file, chosen)
        sheets = excel.sheets(data) if how.kind == "excel" else ()
        table = self._table(id, secret, how)
        columns, errors = self._columns(asked.get("mapping") or (kept or {}).get("mapping"), table)
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
        return await asyncio.to_thread(self._save, asked, language)

    def _save(self, asked: dict[str, Any], language: str) -> Answer:
        id, secret = text(asked, "upload"), owner(asked)
        old, kept, created = self._queue.upload(id, secret)
        name = text(asked, "name").strip()[:80] or PurePath(old).stem or old
        data = self._queue.upload_data(id, secret)
        how = reading.complete(data, "" if kept else old, asked["options"] if isinstance(asked.get("options"), dict) else {})
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
        dataset, _ = await asyncio.to_thread(self.resolve, asked.get("source"), owner(asked))
        rows = split_rows(dataset, text(asked, "split") or "all")
        start = asked.get("from")
        start = max(start, 0) if type(start) is int else 0
        shown = [
            {"fields": dict(example.fields), "label": example.label, "split": split}
            for split, example in rows[start : start + ROWS]
        ]
        return {"rows": shown, "count": len(rows)}


def _key(*parts: Any) -> str:
    return json.dumps(parts, sort_keys=True)


def _size(found: Resolved) -> int:
    dataset, problems = found
    return sum(map(len, (dataset.train, dataset.dev, dataset.test))) * (len(dataset.slots) + 1) + len(problems)
