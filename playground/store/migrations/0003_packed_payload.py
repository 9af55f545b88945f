"""The bulk of a job's spec is kept compressed: a run keeps a copy of its rows."""

from __future__ import annotations

import json
import zlib

from alembic import op
from sqlalchemy import Column, LargeBinary, text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Compress what is there, job by job: together it might not fit into memory."""
    op.add_column("payload", Column("data", LargeBinary))
    connection = op.get_bind()
    for (job,) in connection.execute(text("SELECT job FROM payload")).all():
        body = connection.scalar(text("SELECT body FROM payload WHERE job = :job"), {"job": job})
        # Some databases hand out JSON as it is written, others as what it says.
        written = body if isinstance(body, str) else json.dumps(body)
        values = {"job": job, "data": zlib.compress(written.encode())}
        connection.execute(text("UPDATE payload SET data = :data WHERE job = :job"), values)
    with op.batch_alter_table("payload") as table:
        table.drop_column("body")
        table.alter_column("data", nullable=False)
