"""Examples that are longer than the model reads: counted in every cell, marked in its file, never in short ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground.evaluation import predictions
from playground.evaluation.task import EvaluationRun
from playground.prompting.template import parse
from playground.prompting.verbalizer import parse as parse_verbalizer
from playground.results import Example
from playground.scoring.batch import cut
from playground.scoring.options import Options
from playground.scoring.predict import Task
from tests.evaluation.conftest import ROWS
from tests.fakes import FAMILIES

LONG = "good film " * 600


def with_a_long_one(run: EvaluationRun) -> EvaluationRun:
    """The same job, but that its first example is long."""
    first, *others = run.spec.examples
    long = Example({**first.fields, "text": LONG}, first.label)
    return EvaluationRun(replace(run.spec, examples=(long, *others)), [its.model for its in run.passes[:1]])


@pytest.mark.parametrize("family", FAMILIES)
def test_rows_longer_than_the_model_reads_are_counted_and_marked(small, family):
    messages = list(with_a_long_one(small(family, times=1)).messages())
    cells = [message for message in messages if message.report["kind"] == "cell"]
    assert cells and all(message.report["cut"] == 1 for message in cells)
    for message in cells:
        for data in message.files.values():
            assert predictions.read(data).cut_places() == [0]


def test_a_resumed_job_counts_the_same(small):
    run = with_a_long_one(small("bert", ROWS[:2], view="grid", times=1))
    whole = list(run.messages())
    for at, message in enumerate(whole):
        if message.checkpoint:
            again = [other.report.get("cut") for other in run.messages(message.checkpoint)]
            assert again == [other.report.get("cut") for other in whole[at + 1 :]]


def test_what_surely_fits_is_not_even_encoded(bundled, monkeypatch):
    task = Task.build(parse("{text} It was [MASK]."), parse_verbalizer("yes: good\nno: bad"), Options(), bundled)
    assert cut(task, [{"text": "good"}, {"text": LONG}], bundled) == [False, True]
    monkeypatch.setattr("playground.scoring.batch.scorer_for", lambda model: None)
    assert cut(task, [{"text": "good"}] * 3, bundled) == [False] * 3


def test_files_from_before_cuts_were_kept_say_nothing_of_them():
    found = predictions.Predictions([1, 0], [0, 1], [[-0.1, -2.0], [-0.1, -2.0]], None, None)
    assert found.cut_places() == [] and not any(answer.cut for answer in found.answers("plain"))
