"""The queue as its users see it: jobs come, are looked at, stopped, resumed, forgotten.

What a running job reports is written by `runs`. Owners arrive as hashes; who may do
what is decided by the caller.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from playground.errors import JobError
from playground.results import Job
from playground.store.database import Database
from playground.store.line import Line, Lines
from playground.store.tables import checkpoint, file, job, payload, report

UNFINISHED = ("queued", "running", "cancelling")
ENDED = ("done", "failed", "cancelled")
MOST_QUEUED = 400  # of all addresses


class JobStore:
    """Jobs as rows; every method is one short transaction, from any thread."""

    def __init__(self, database: Database):
        self._database = database
        self._lines = Lines()

    def add(
        self,
        owner: str,
        kind: str,
        title: str,
        spec: Mapping[str, Any],
        size: int,
        limit: int,
        keep: int,
        bulk: Mapping[str, Any] | None = None,
        address: str = "",
        most: int = MOST_QUEUED,
    ) -> str:
        """Queue a job; its id is as hard to guess as a password. Of the owner's ended jobs the last `keep` stay.

        Args:
            address: what stands for where it comes from; empty where nobody knows.
            most: jobs of one address that may wait.

        Raises:
            JobError: the owner has `limit` unfinished jobs already, or too many wait (address_full, queue_full).
        """
        id = secrets.token_hex(16)
        row = {"id": id, "owner": owner, "kind": kind, "title": title[:400], "spec": dict(spec), "size": size}
        row["address"] = address
        with self._database.writing() as connection:
            _check_limit(connection, owner, limit)
            _check_queue(connection, address, most)
            connection.execute(insert(job).values(**row, state="queued", attempt=0, created=time.time()))
            connection.execute(insert(payload).values(job=id, data=dict(bulk or {})))
            forget_oldest(connection, owner, keep)
        return id

    def get(self, id: str, slots: int = 1) -> Job:
        """One job.

        Raises:
            JobError: there is no such job.
        """
        with self._database.reading() as connection:
            row = connection.execute(_jobs().where(job.c.id == id)).first()
            if row is None:
                raise JobError("unknown")
            return _read(row, self._lines.now(connection, slots) if row.state == "queued" else Line())

    def of(self, owner: str | None, slots: int = 1) -> list[Job]:
        """One owner's jobs, newest first; everybody's for `None`."""
        query = _jobs().order_by(job.c.created.desc(), job.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query if owner is None else query.where(job.c.owner == owner)).all()
            line = self._lines.now(connection, slots)
        return [_read(row, line) for row in rows]

    def owner(self, id: str) -> str:
        """The hash of a job's owner.

        Raises:
            JobError: there is no such job.
        """
        with self._database.reading() as connection:
            found = connection.scalar(select(job.c.owner).where(job.c.id == id))
        if found is None:
            raise JobError("unknown")
        return found

    def payload(self, id: str) -> dict[str, Any]:
        """The bulk of a job's spec, empty where it has none."""
        with self._database.reading() as connection:
            return connection.scalar(select(payload.c.data).where(payload.c.job == id)) or {}

    def rename(self, id: str, title: str) -> None:
        """Give a job another title."""
        with self._database.writing() as connection:
            _set(connection, id, title=title[:400])

    def reports(self, id: str, after: int = 0) -> list[tuple[int, dict[str, Any]]]:
        """(number, report) in order, those after number `after`."""
        query = select(report.c.number, report.c.body).where(report.c.job == id, report.c.number > after)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(report.c.number)).all()
        return [(row.number, row.body) for row in rows]

    def file(self, id: str, name: str) -> bytes | None:
        """One of a job's files, `None` where it has none of that name."""
        with self._database.reading() as connection:
            return connection.scalar(select(file.c.data).where(file.c.job == id, file.c.name == name))

    def files(self, id: str) -> list[str]:
        """The names of a job's files in the order they came."""
        query = select(file.c.name).where(file.c.job == id).order_by(file.c.number, file.c.name)
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def cancel(self, id: str, keep: int | None = None) -> int | None:
        """End a queued job at once, ask a running one to stop; the attempt to be stopped, if any.

        Args:
            keep: so many of its owner's ended jobs stay.

        Raises:
            JobError: the job is neither queued nor running.
        """
        with self._database.writing() as connection:
            row = _row(connection, id)
            if row.state not in UNFINISHED:
                raise JobError("not_running")
            if row.state == "queued":
                _set(connection, id, state="cancelled", ended=time.time())
                if keep is not None:
                    forget_oldest(connection, row.owner, keep)
                return None
            _set(connection, id, state="cancelling")
            return row.attempt

    def resume(self, id: str, limit: int | None = None) -> None:
        """Queue an interrupted job again, as it was at its last checkpoint.

        What it reported after that is forgotten: the task will say it again.

        Raises:
            JobError: the job was not interrupted, or its owner has `limit` unfinished ones.
        """
        with self._database.writing() as connection:
            row = _row(connection, id)
            if row.state != "interrupted":
                raise JobError("not_interrupted")
            if limit is not None:
                _check_limit(connection, row.owner, limit)
                _check_queue(connection)
            known = connection.scalar(select(checkpoint.c.number).where(checkpoint.c.job == id)) or 0
            for table in (report, file):
                connection.execute(delete(table).where(table.c.job == id, table.c.number > known))
            _set(connection, id, state="queued", ended=None, error_key=None, error_values=None)

    def interrupted(self) -> list[str]:
        """The ids of all interrupted jobs, oldest first."""
        with self._database.reading() as connection:
            return list(
                connection.scalars(select(job.c.id).where(job.c.state == "interrupted").order_by(job.c.created))
            )

    def remove(self, id: str) -> int | None:
        """Forget a job and all it made; the attempt to be stopped, if it was running."""
        with self._database.writing() as connection:
            row = _row(connection, id)
            connection.execute(delete(job).where(job.c.id == id))
        return row.attempt if row.state in ("running", "cancelling") else None

    def kinds(self) -> set[str]:
        """The kinds of which there is a job."""
        with self._database.reading() as connection:
            return set(connection.scalars(select(job.c.kind).distinct()))

    def ids(self, owner: str) -> list[str]:
        """The ids of one owner's jobs."""
        with self._database.reading() as connection:
            return list(connection.scalars(select(job.c.id).where(job.c.owner == owner)))


def _jobs() -> Any:
    reports = select(func.max(report.c.number)).where(report.c.job == job.c.id).scalar_subquery()
    return select(job, reports.label("reports"))


def _read(row: Row[Any], line: Line) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        title=row.title,
        state=row.state,
        size=row.size,
        spec=row.spec,
        created=row.created,
        started=row.started,
        ended=row.ended,
        error=(row.error_key, row.error_values or {}) if row.error_key else None,
        ahead=line.places.get(row.id, 0),
        reports=row.reports or 0,
        wait=line.waits.get(row.id),
    )


def _row(connection: Connection, id: str) -> Row[Any, Any, Any]:
    row = connection.execute(select(job.c.owner, job.c.state, job.c.attempt).where(job.c.id == id)).first()
    if row is None:
        raise JobError("unknown")
    return row


def _set(connection: Connection, id: str, **values: Any) -> None:
    connection.execute(update(job).where(job.c.id == id).values(**values))


def forget_oldest(connection: Connection, owner: str, keep: int) -> None:
    """Of an owner's ended jobs keep those that ended last."""
    ended = select(job.c.id).where(job.c.owner == owner, job.c.state.in_(ENDED))
    oldest = ended.order_by(job.c.ended.desc(), job.c.created.desc()).offset(keep)
    connection.execute(delete(job).where(job.c.id.in_(connection.scalars(oldest).all())))


def _check_limit(connection: Connection, owner: str, limit: int) -> None:
    query = select(func.count()).where(job.c.owner == owner, job.c.state.in_(UNFINISHED))
    if (connection.scalar(query) or 0) >= limit:
        raise JobError("too_many_jobs", limit=limit)


def _check_queue(connection: Connection, address: str = "", most: int = MOST_QUEUED) -> None:
    queued = select(func.count()).where(job.c.state == "queued")
    if address and (connection.scalar(queued.where(job.c.address == address)) or 0) >= most:
        raise JobError("address_full", limit=most)
    if (connection.scalar(queued) or 0) >= MOST_QUEUED:
        raise JobError("queue_full", limit=MOST_QUEUED)
