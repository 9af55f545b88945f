"""The grids that the Compare page opens with: the words of a prompt do much, in every language."""

from __future__ import annotations

import pytest

from playground.datasets import demo
from playground.evaluation import desk
from playground.evaluation.outcome import Outcome
from playground.evaluation.spec import Cell, Column, Row
from playground.evaluation.task import EvaluationRun
from playground.i18n import LANGUAGES
from playground.scoring.options import Options


def test_every_language_opens_with_a_set_of_its_own():
    assert {demo.SETS[id].language for id in demo.WORDS_MATTER} == set(LANGUAGES)


@pytest.mark.parametrize("id", demo.WORDS_MATTER)
def test_where_the_page_opens_few_prompts_are_as_good_as_the_best(bundled, id):
    known, data = demo.SETS[id], demo.load(id)
    # The first template and the last two: the whole grid takes its time.
    rows = [Row(template, template) for template in (known.templates[0], *known.templates[-2:])]
    columns = [Column(words, words) for words in known.verbalizers]
    source = {"demo": id}
    spec = desk.make_spec("grid", rows, columns, [bundled], data, source, desk.default_split(data), Options())
    outcome = Outcome(spec.to_json(), [each.report for each in EvaluationRun(spec, [bundled]).messages()])
    tied, of = outcome.tied("plain")
    assert of == 15 and tied < of / 2, "most of the others are worse, each by itself"
    assert outcome.sure("plain") >= of / 2 - 1, "and about as many with Holm's correction"
    found = [
        [outcome.numbers(Cell(0, row, column), "plain").accuracy for column in range(len(columns))]
        for row in range(len(rows))
    ]
    assert all(max(line) - min(line) > 0.15 for line in found), "along every row the label words move the accuracy"
    assert max(max(column) - min(column) for column in zip(*found, strict=True)) > 0.05, "down a column the template"
