"""Short links: what an address carries, under a code of a few letters. Knows nothing of pages; bounded in every way."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from playground.errors import LinkError
from playground.store.database import Database
from playground.store.tables import link

LIVES = 180 * 24 * 3600.0  # seconds after it was made, or made again
MOST, MOST_OF_ADDRESS, MOST_OF_OWNER = 5_000, 1_000, 200  # the oldest makes room
LONGEST = 30_000  # characters of what it stands for
LETTERS = 8
#: Without those that are misread from a wall or a sheet: 0 and o, 1 and l and i.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


class LinkStore:
    """Links as rows. Owners and addresses arrive as hashes."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, owner: str, address: str, target: Mapping[str, Any], now: float | None = None) -> str:
        """The code under which a target is kept; an owner's same target keeps its code, and lives on.

        Args:
            now: seconds since 1970.

        Raises:
            LinkError: too_long.
        """
        text = json.dumps(target, ensure_ascii=False, sort_keys=True)
        if len(text) > LONGEST:
            raise LinkError("too_long", limit=LONGEST)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        now = time.time() if now is None else now
        mine, same = link.c.owner == owner, link.c.digest == digest
        with self._database.writing() as connection:
            connection.execute(delete(link).where(link.c.created < now - LIVES))
            known = connection.scalar(select(link.c.code).where(mine, same))
            if known:
                connection.execute(update(link).where(link.c.code == known).values(created=now))
                return known
            code = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
            row = {"code": code, "owner": owner, "address": address, "digest": digest, "data": dict(target)}
            connection.execute(insert(link).values(created=now, **row))
            _trim(connection, MOST_OF_OWNER, mine)
            if address:
                _trim(connection, MOST_OF_ADDRESS, link.c.address == address)
            _trim(connection, MOST)
        return code

    def get(self, code: str, now: float | None = None) -> dict[str, Any]:
        """Where a code leads.

        Raises:
            LinkError: unknown: there never was such a link, or no more.
        """
        since = (time.time() if now is None else now) - LIVES
        with self._database.reading() as connection:
            found = connection.scalar(select(link.c.data).where(link.c.code == code, link.c.created >= since))
        if found is None:
            raise LinkError("unknown")
        return found

    def forget(self, owner: str) -> None:
        """Forget all of one owner's links."""
        with self._database.writing() as connection:
            connection.execute(delete(link).where(link.c.owner == owner))


def _trim(connection: Connection, most: int, *which: ColumnElement[bool]) -> None:
    """Of these links the newest stay."""
    old = select(link.c.code).where(*which).order_by(link.c.created.desc(), link.c.code).offset(most)
    for code in connection.scalars(old).all():
        connection.execute(delete(link).where(link.c.code == code))
