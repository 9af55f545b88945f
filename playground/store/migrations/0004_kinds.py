"""Trainings are of the kind `train`, evaluations of `evaluate`, `grid` or `words`; a title is a name of one's own."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, String, column, select, table, update

revision = "0004"
down_revision = "0003"

JOB = table("job", column("id", String), column("kind", String), column("title", String), column("spec", JSON))


def upgrade() -> None:
    """Trainings were "tune" and bore their data's name as a title; evaluations of all kinds were "evaluate"."""
    connection = op.get_bind()
    for row in connection.execute(select(JOB).where(JOB.c.kind == "tune")).all():
        values = {"kind": "train", "title": "", "spec": {**row.spec, "data_name": row.title}}
        connection.execute(update(JOB).where(JOB.c.id == row.id).values(values))
    for row in connection.execute(select(JOB).where(JOB.c.kind == "evaluate")).all():
        values = {"kind": row.spec.get("view", "evaluate")}
        connection.execute(update(JOB).where(JOB.c.id == row.id).values(values))
