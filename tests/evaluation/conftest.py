"""Small real evaluations: a tiny model of each family, a few examples of the fakes' world."""

from __future__ import annotations

import pytest

from playground.evaluation.spec import Column, EvaluationSpec, ModelRef, Row
from playground.evaluation.task import EvaluationRun
from playground.scoring.options import Options
from tests.tuning.conftest import examples

ROWS = ("{text} It was [MASK].", "{text} [MASK].", "The film: {text} It was [MASK]. I liked it.")
COLUMNS = ("yes: good, great\nno: bad", "no: terrible\nyes: wonderful, good")


def spec(
    model,
    rows=ROWS[:1],
    columns=COLUMNS[:1],
    view="evaluate",
    *,
    times=2,
    sample=None,
    seeds=(1,),
    wordings=0,
    **options,
):
    """A small job; option names as in `Options`."""
    return EvaluationSpec(
        view=view,
        data={"name": "fakes", "fingerprint": "0", "split": "all"},
        rows=tuple(row if isinstance(row, Row) else Row(row, row) for row in rows),
        columns=tuple(Column(f"v{i}", text) for i, text in enumerate(columns)),
        models=(ModelRef(model.id, model.revision),),
        options=Options(**options),
        sample=sample,
        seeds=seeds,
        examples=examples(times),
        train=examples(1)[:6],
        wordings=wordings,
    )


@pytest.fixture
def small(tiny):
    """`small(family, …)` -> a run on a tiny model, arguments as `spec`."""

    def make(family: str = "bert", *args, **others) -> EvaluationRun:
        model = tiny(family).ours
        return EvaluationRun(spec(model, *args, **others), [model])

    return make
