"""Where a job came from: the queue is fair among addresses, too."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Of older jobs it is not known."""
    op.add_column("job", Column("address", String(64), nullable=False, server_default=""))
