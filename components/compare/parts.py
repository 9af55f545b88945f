"""What is told of a grid before it starts: its cells, and what is wrong with whole rows and columns of it."""

from __future__ import annotations

from collections.abc import Iterable

from components.contracts.compare import GridOutlined, PartOutline
from components.jobs.evaluations.forms import Prepared
from components.jobs.evaluations.outlined import outlined
from components.routes.visitor import Visitor
from playground.errors import PlaygroundError


def with_parts(prepared: Prepared, visitor: Visitor) -> GridOutlined:
    """An outline with its rows and columns; where words are changed, a row is one change."""
    spec, outline = prepared.spec, prepared.outline

    def parts(found: Iterable[tuple[str, PlaygroundError | None]]) -> list[PartOutline]:
        return [
            PartOutline(name=name, error=error.message(visitor.language) if error else None) for name, error in found
        ]

    told = outlined(prepared, visitor)
    return GridOutlined(
        examples=told.examples,
        labels=told.labels,
        missing=list(outline.missing) if outline and spec.view == "grid" else told.missing,
        seconds=told.seconds,
        notes=told.notes,
        prompts=told.prompts,
        cells=len(spec.models) * len(spec.rows) * len(spec.columns),
        rows=parts(outline.rows if outline else ()),
        columns=parts(outline.columns if outline else ()),
    )
