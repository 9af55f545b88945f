"""Trained prompts that their owners keep. Knows nothing of what is in the bytes."""

from __future__ import annotations

import secrets
import time

from sqlalchemy import delete, func, insert, select

from playground.errors import JobError
from playground.store.database import Database
from playground.store.tables import prompt


class PromptStore:
    """Prompts as rows. Owners arrive as hashes; who may do what is decided elsewhere."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, owner: str, name: str, data: bytes, limit: int) -> str:
        """Keep a prompt's file; the id is as hard to guess as a password. The same file is kept once.

        Raises:
            JobError: the owner keeps `limit` prompts already.
        """
        id = secrets.token_hex(16)
        row = {"id": id, "owner": owner, "name": name[:200], "data": data, "created": time.time()}
        with self._database.writing() as connection:
            mine = prompt.c.owner == owner
            known = connection.scalar(select(prompt.c.id).where(mine, prompt.c.data == data))
            if known:
                return known
            if (connection.scalar(select(func.count()).where(mine)) or 0) >= limit:
                raise JobError("too_many_prompts", limit=limit)
            connection.execute(insert(prompt).values(row))
        return id

    def get(self, id: str) -> tuple[str, bytes]:
        """Name and file.

        Raises:
            JobError: there is no such prompt.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(prompt.c.name, prompt.c.data).where(prompt.c.id == id)).first()
        if row is None:
            raise JobError("unknown_prompt")
        return row.name, row.data

    def owner(self, id: str) -> str:
        """The hash of a prompt's owner.

        Raises:
            JobError: there is no such prompt.
        """
        with self._database.reading() as connection:
            found = connection.scalar(select(prompt.c.owner).where(prompt.c.id == id))
        if found is None:
            raise JobError("unknown_prompt")
        return found

    def of(self, owner: str | None) -> list[tuple[str, str, float]]:
        """(id, name, created) of one owner's prompts, newest first; everybody's for `None`."""
        query = select(prompt.c.id, prompt.c.name, prompt.c.created).order_by(prompt.c.created.desc(), prompt.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query if owner is None else query.where(prompt.c.owner == owner)).all()
        return [(row.id, row.name, row.created) for row in rows]

    def remove(self, id: str) -> None:
        """Forget a prompt."""
        with self._database.writing() as connection:
            connection.execute(delete(prompt).where(prompt.c.id == id))

    def forget(self, owner: str) -> None:
        """Forget all of one owner's prompts."""
        with self._database.writing() as connection:
            connection.execute(delete(prompt).where(prompt.c.owner == owner))
