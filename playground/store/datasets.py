"""Files that visitors upload as data sets. Knows nothing of what is in the bytes."""

from __future__ import annotations

import secrets
import time
import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from playground.errors import JobError
from playground.store.database import Database
from playground.store.tables import upload

DRAFT_LIVES = 24 * 3600.0  # seconds that an upload is kept which nobody saves
MOST_DRAFTS = 3  # of one owner; the oldest makes room


class UploadStore:
    """Uploads as rows: drafts, until how they are read (`reading`) is saved with them.

    Owners arrive as hashes; who may do what is decided elsewhere.
    """

    def __init__(self, database: Database):
        self._database = database

    def add(self, owner: str, name: str, data: bytes, limit: int) -> str:
        """Keep a file as a draft; the id is as hard to guess as a password. Old drafts go.

        Raises:
            JobError: the owner has saved `limit` uploads already.
        """
        id, now = secrets.token_hex(16), time.time()
        row = {"id": id, "owner": owner, "name": name[:200], "data": zlib.compress(data), "created": now}
        draft = upload.c.reading.is_(None)
        with self._database.writing() as connection:
            _refuse_more(connection, owner, limit)
            connection.execute(delete(upload).where(draft, upload.c.created < now - DRAFT_LIVES))
            mine = select(upload.c.id).where(draft, upload.c.owner == owner).order_by(upload.c.created.desc())
            for old in connection.scalars(mine.offset(MOST_DRAFTS - 1)).all():
                connection.execute(delete(upload).where(upload.c.id == old))
            connection.execute(insert(upload).values(row))
        return id

    def save(self, id: str, name: str, reading: Mapping[str, Any], limit: int) -> None:
        """Say how a file is read, which makes a draft one of its owner's data sets.

        Raises:
            JobError: unknown_upload, or the owner has saved `limit` others (too_many_uploads).
        """
        with self._database.writing() as connection:
            owner = connection.scalar(select(upload.c.owner).where(upload.c.id == id))
            if owner is None:
                raise JobError("unknown_upload")
            _refuse_more(connection, owner, limit, upload.c.id != id)
            connection.execute(update(upload).where(upload.c.id == id).values(name=name[:200], reading=dict(reading)))

    def owner(self, id: str) -> str:
        """The hash of an upload's owner.

        Raises:
            JobError: unknown_upload.
        """
        with self._database.reading() as connection:
            found = connection.scalar(select(upload.c.owner).where(upload.c.id == id))
        if found is None:
            raise JobError("unknown_upload")
        return found

    def get(self, id: str) -> tuple[str, dict[str, Any] | None, float]:
        """(name, reading, created); the reading of a draft is `None`.

        Raises:
            JobError: unknown_upload.
        """
        with self._database.reading() as connection:
            columns = select(upload.c.name, upload.c.reading, upload.c.created)
            row = connection.execute(columns.where(upload.c.id == id)).first()
        if row is None:
            raise JobError("unknown_upload")
        return row.name, row.reading, row.created

    def data(self, id: str) -> bytes:
        """The file as it was uploaded.

        Raises:
            JobError: unknown_upload.
        """
        with self._database.reading() as connection:
            found = connection.scalar(select(upload.c.data).where(upload.c.id == id))
        if found is None:
            raise JobError("unknown_upload")
        return zlib.decompress(found)

    def of(self, owner: str) -> list[tuple[str, str, dict[str, Any], float]]:
        """(id, name, reading, created) of one owner's saved uploads, newest first."""
        columns = select(upload.c.id, upload.c.name, upload.c.reading, upload.c.created)
        query = columns.where(upload.c.owner == owner, upload.c.reading.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(upload.c.created.desc(), upload.c.id)).all()
        return [(row.id, row.name, row.reading, row.created) for row in rows]

    def remove(self, id: str) -> None:
        """Forget an upload."""
        with self._database.writing() as connection:
            connection.execute(delete(upload).where(upload.c.id == id))

    def forget(self, owner: str) -> None:
        """Forget all of one owner's uploads."""
        with self._database.writing() as connection:
            connection.execute(delete(upload).where(upload.c.owner == owner))


def _refuse_more(connection: Connection, owner: str, limit: int, *others: ColumnElement[bool]) -> None:
    saved = select(func.count()).where(upload.c.owner == owner, upload.c.reading.is_not(None), *others)
    if (connection.scalar(saved) or 0) >= limit:
        raise JobError("too_many_uploads", limit=limit)
