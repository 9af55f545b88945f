"""Open a database and bring its tables up to date.

SQLite by default; any other that SQLAlchemy knows, by its URL. A file is used by
several threads at once: readers never wait (write-ahead log), writers queue up.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from playground.errors import JobError, StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY = 20_000  # milliseconds a writer waits for another


class Database:
    """An open database: `reading()` and `writing()` each give a connection in a transaction."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        self._lock: sqlite3.Connection | None = None

    @property
    def name(self) -> str:
        """Where it is, without a password."""
        return self._engine.url.database or str(self._engine.url)

    def reading(self) -> AbstractContextManager[Connection]:
        """A consistent view of all tables."""
        return self._engine.begin()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All of it is kept, or nothing if the block raises or the process dies.

        Raises:
            StoreError: there is no room, or nobody may write here just now.
        """
        try:
            with self._writer.begin() as connection:
                yield connection
        except (OperationalError, OSError) as error:
            raise StoreError("unwritable") from error

    def lock(self) -> None:
        """Be the only app on this file until closed or killed; other databases are not locked.

        Raises:
            JobError: another app is running on it (in_use), or the lock is another's file (bad_lock).
        """
        if self._engine.dialect.name != "sqlite":
            return
        # SQLite's own lock works on every system and ends with the process, however that ends. A file has
        # one lock, by whatever link it is reached.
        where = f"{Path(self._engine.url.database or '').resolve()}.lock"
        lock: sqlite3.Connection | None = None
        try:
            lock = sqlite3.connect(where, timeout=0, check_same_thread=False)
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if lock:
                lock.close()
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise JobError("in_use", where=self.name) from error
            raise JobError("bad_lock", where=where) from error
        self._lock = lock

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
        if self._lock:
            self._lock.close()


def open_database(where: Path | str) -> Database:
    """Open a SQLite file or a SQLAlchemy URL; a new one is filled with empty tables.

    Raises:
        JobError: it cannot be opened, or was written by a newer version of the app.
    """
    try:
        url = URL.create("sqlite", database=str(where)) if isinstance(where, Path) else where
        engine = create_engine(url)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise JobError("no_database", where="--database", reason=str(error)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    database = Database(engine)
    try:
        _migrate(database)
    except DBAPIError as error:
        raise JobError("no_database", where=database.name, reason=str(error.orig)) from error
    return database


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where Python guesses
    connection.execute(f"PRAGMA busy_timeout={BUSY}")
    _log_ahead(connection)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _log_ahead(connection: sqlite3.Connection) -> None:
    # Of several that open a new file, one at a time may choose its log; SQLite tells the others at once that
    # it is locked, whatever they said of waiting.
    until = time.monotonic() + BUSY / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)


def _begin(connection: Connection) -> None:
    # A writer that began as a reader could not wait: what it read might be old by then.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _migrate(database: Database) -> None:
    newest = max(path.stem[:4] for path in MIGRATIONS.glob("0*.py"))
    with database.reading() as connection:
        if _revision(connection) == newest:
            return
    # Imported where it is needed: the app starts without it on every other day.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS)])
    with database.writing() as connection:
        found = _revision(connection)
        if found and found not in {script.revision for script in scripts.walk_revisions()}:
            raise JobError("newer_database", where=database.name, found=found, known=newest)
        with EnvironmentContext(
            Config(), scripts, fn=lambda current, _: scripts._upgrade_revs("head", current)
        ) as context:
            context.configure(connection=connection, transactional_ddl=True)
            context.run_migrations()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))
