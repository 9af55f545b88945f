"""The kind of job that asks many templates with many verbalizers."""

from __future__ import annotations

from components.evaluate.kind import EvaluationKind


class GridKind(EvaluationKind):
    """Templates × verbalizers × models."""

    name = "grid"
    page = "compare"
    script = "compare/grid.js"
