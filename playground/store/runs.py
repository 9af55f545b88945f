"""What running jobs write: who starts, what is reported, how it ends.

A job is started again after an interruption, so every start has a number, the
attempt; what another attempt than the latest says is not listened to.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from playground.store.database import Database
from playground.store.jobs import forget_oldest
from playground.store.line import queue
from playground.store.tables import checkpoint, file, job, payload, report

ACTIVE = ("running", "cancelling")


@dataclass(frozen=True)
class Run:
    """A job that has just become somebody's to run.

    `number` is how many reports there are; the task's first one is the next.
    """

    id: str
    attempt: int
    kind: str
    spec: Mapping[str, Any]
    checkpoint: bytes | None
    number: int


@dataclass(frozen=True)
class Note:
    """One message of a running job: its report's number, and what is kept with it."""

    job: str
    attempt: int
    number: int
    body: Any
    files: Mapping[str, bytes]
    checkpoint: bytes | None


class RunStore:
    """The part of the jobs' rows that the dispatcher writes; short transactions, from any thread.

    Args:
        keep: so many of an owner's ended jobs stay; all without it.
    """

    def __init__(self, database: Database, keep: int | None = None):
        self._database = database
        self._keep = keep

    def claim(self, slots: int) -> Run | None:
        """Start the job that is next, `None` where none waits."""
        with self._database.writing() as connection:
            following = queue(connection, slots).first
            if following is None:
                return None
            row = connection.execute(select(job).where(job.c.id == following)).one()
            state = {"state": "running", "attempt": row.attempt + 1, "started": time.time(), "ended": None}
            connection.execute(update(job).where(job.c.id == row.id).values(state))
            number = _reports(connection, row.id)
            data = connection.scalar(select(checkpoint.c.data).where(checkpoint.c.job == row.id))
            bulk = connection.scalar(select(payload.c.data).where(payload.c.job == row.id)) or {}
        return Run(row.id, row.attempt + 1, row.kind, {**row.spec, **bulk}, data, number)

    def waiting(self) -> bool:
        """Whether any job is queued."""
        with self._database.reading() as connection:
            return bool(connection.scalar(select(func.count()).where(job.c.state == "queued")))

    def record(self, note: Note) -> Literal["kept", "known", "gap", "stale"]:
        """Keep a report with its files and its checkpoint: all of them or, if the process dies, none.

        "known" is a number that is there already (a cluster may run a task again),
        "gap" one whose predecessor never arrived, "stale" another attempt's or a
        forgotten job's: nothing is written then.
        """
        with self._database.writing() as connection:
            if not _active(connection, note.job, note.attempt):
                return "stale"
            known = _reports(connection, note.job)
            if note.number != known + 1:
                return "known" if note.number <= known else "gap"
            for name, data in note.files.items():
                _replace(
                    connection, file, (file.c.name == name), job=note.job, name=name, number=note.number, data=data
                )
            if note.checkpoint is not None:
                _replace(connection, checkpoint, True, job=note.job, number=note.number, data=note.checkpoint)
            connection.execute(insert(report).values(job=note.job, number=note.number, body=note.body))
        return "kept"

    def end(
        self,
        id: str,
        attempt: int,
        state: Literal["done", "failed", "cancelled"],
        number: int,
        error: tuple[str, Mapping[str, Any]] | None = None,
    ) -> bool:
        """Close a run whose last report was `number`; `False`, nothing written, where one is missing."""
        with self._database.writing() as connection:
            if not _active(connection, id, attempt):
                return True
            if _reports(connection, id) != number:
                return False
            self._close(connection, id, state, error)
        return True

    def interrupt(self, id: str, attempt: int, key: str) -> None:
        """Close a run that broke off; one that was to be cancelled is cancelled. `key` says why."""
        with self._database.writing() as connection:
            row = _active(connection, id, attempt)
            if row is not None:
                self._interrupt(connection, id, row.state, key)

    def interrupt_all(self, key: str) -> list[tuple[str, int]]:
        """Close the runs that an app which is no more left behind.

        Returns (job, attempt) of all that broke off, then or before: where the
        cluster outlived the app they may be running still.
        """
        left = select(job.c.id, job.c.attempt, job.c.state)
        with self._database.writing() as connection:
            rows = connection.execute(left.where(job.c.state.in_((*ACTIVE, "interrupted")))).all()
            for row in rows:
                if row.state in ACTIVE:
                    self._interrupt(connection, row.id, row.state, key)
        return [(row.id, row.attempt) for row in rows]

    def _interrupt(self, connection: Connection, id: str, state: str, key: str) -> None:
        if state == "cancelling":
            self._close(connection, id, "cancelled", None)
        else:
            self._close(connection, id, "interrupted", (key, {}))

    def _close(self, connection: Connection, id: str, state: str, error: tuple[str, Mapping[str, Any]] | None) -> None:
        key, values = error or (None, None)
        ended = {"state": state, "ended": time.time(), "error_key": key, "error_values": values}
        connection.execute(update(job).where(job.c.id == id).values(ended))
        if state == "interrupted":
            return
        connection.execute(delete(checkpoint).where(checkpoint.c.job == id))
        owner = connection.scalar(select(job.c.owner).where(job.c.id == id))
        if owner is not None and self._keep is not None:
            forget_oldest(connection, owner, self._keep)


def _active(connection: Connection, id: str, attempt: int) -> Row[Any] | None:
    query = select(job.c.state).where(job.c.id == id, job.c.attempt == attempt, job.c.state.in_(ACTIVE))
    return connection.execute(query).first()


def _reports(connection: Connection, id: str) -> int:
    return connection.scalar(select(func.max(report.c.number)).where(report.c.job == id)) or 0


def _replace(connection: Connection, table: Table, where: Any, **values: Any) -> None:
    connection.execute(delete(table).where(table.c.job == values["job"], where))
    connection.execute(insert(table).values(**values))
