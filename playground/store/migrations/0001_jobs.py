"""Jobs with their reports, files and checkpoints; trained prompts."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, LargeBinary, String

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "job",
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
    )
    op.create_index("job_by_owner", "job", ["owner"])
    op.create_index("job_by_state", "job", ["state"])
    op.create_table("payload", _job(), Column("body", JSON, nullable=False))
    op.create_table(
        "report",
        _job(),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("body", JSON, nullable=False),
    )
    op.create_table(
        "file",
        _job(),
        Column("name", String(200), primary_key=True),
        Column("number", Integer, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    op.create_table(
        "checkpoint",
        _job(),
        Column("number", Integer, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    op.create_table(
        "prompt",
        Column("id", String(32), primary_key=True),
        Column("owner", String(64), nullable=False),
        Column("name", String(200), nullable=False),
        Column("data", LargeBinary, nullable=False),
        Column("created", Float, nullable=False),
    )
    op.create_index("prompt_by_owner", "prompt", ["owner"])


def _job() -> Column[str]:
    return Column("job", String(32), ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
