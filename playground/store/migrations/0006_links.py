"""Short links."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Float, LargeBinary, String

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create their table."""
    op.create_table(
        "link",
        Column("code", String(16), primary_key=True),
        Column("owner", String(64), nullable=False),
        Column("address", String(64), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("data", LargeBinary, nullable=False),
        Column("created", Float, nullable=False),
    )
    op.create_index("link_by_owner", "link", ["owner"])
    op.create_index("link_by_created", "link", ["created"])
