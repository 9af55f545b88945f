"""Files that visitors upload as data sets."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Float, LargeBinary, String

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create their table."""
    op.create_table(
        "upload",
        Column("id", String(32), primary_key=True),
        Column("owner", String(64), nullable=False),
        Column("name", String(200), nullable=False),
        Column("data", LargeBinary, nullable=False),
        Column("reading", JSON),
        Column("created", Float, nullable=False),
    )
    op.create_index("upload_by_owner", "upload", ["owner"])
