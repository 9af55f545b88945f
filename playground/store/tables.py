"""The tables as SQLAlchemy sees them now; `migrations` holds how a file gets there.

Times are seconds since 1970, sizes bytes. `owner` is the SHA-256 of a visitor's
secret, never the secret; `address` stands for where a job came from, and says it to nobody. Everything that belongs to a job goes with its row.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

metadata = MetaData()


class PackedJSON(TypeDecorator):
    """JSON that nobody searches, compressed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> bytes:
        """To the database."""
        return zlib.compress(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def process_result_value(self, value: bytes | None, dialect: Any) -> Any:
        """From the database."""
        return None if value is None else json.loads(zlib.decompress(value).decode("utf-8", "surrogatepass"))


def _job() -> Column[str]:
    return Column("job", String(32), ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)


# `attempt` counts the starts: what an earlier one still says is not listened to.
job = Table(
    "job",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("title", String(400), nullable=False),
    Column("spec", JSON, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("ended", Float),
    Column("error_key", String(100)),
    Column("error_values", JSON),
    Column("address", String(64), nullable=False, server_default=""),
    Index("job_by_owner", "owner"),
    Index("job_by_state", "state"),
)
# The bulk of a spec (examples, say), which only the worker reads.
payload = Table("payload", metadata, _job(), Column("data", PackedJSON, nullable=False))
# Numbers count from 1 in every job, without a gap.
report = Table(
    "report",
    metadata,
    _job(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", JSON, nullable=False),
)
# `number` is the report that a file came with.
file = Table(
    "file",
    metadata,
    _job(),
    Column("name", String(200), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
# The latest only; `number` is how many reports there were then.
checkpoint = Table(
    "checkpoint",
    metadata,
    _job(),
    Column("number", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
prompt = Table(
    "prompt",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("created", Float, nullable=False),
    Index("prompt_by_owner", "owner"),
)
# `data` is compressed; `reading` says how the file is read, and is empty in a draft.
upload = Table(
    "upload",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("reading", JSON(none_as_null=True)),
    Column("created", Float, nullable=False),
    Index("upload_by_owner", "owner"),
)
# `data` is where it leads; `digest` tells equal ones apart from others; `address` as in `job`.
link = Table(
    "link",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("data", PackedJSON, nullable=False),
    Column("created", Float, nullable=False),
    Index("link_by_owner", "owner"),
    Index("link_by_created", "created"),
)
