"""Rows that a trained prompt knows from its training are known again, and left out of what is measured."""

from __future__ import annotations

import json

import pytest
import torch

from playground.datasets.dataset import DataSet
from playground.datasets.sample import few_shot, split_up
from playground.evaluation import desk
from playground.evaluation.seen import Seen, row_key, row_keys, seen_places
from playground.evaluation.spec import Column, EvaluationSpec, Row
from playground.models.soft_prompt import SoftInput, SoftPrompt, load
from playground.results import Example, PromptCard
from playground.scoring.options import Options
from playground.tuning.loop import Trainer
from playground.tuning.task import TuningRun
from tests.tuning.conftest import spec as tuning_spec

TEMPLATE = "{text} [SOFT*2] [MASK]."
WORDS = "yes: good\nno: bad"
OWN = tuple(Example({"text": f"row number {n}", "note": str(n)}, ("yes", "no")[n % 2]) for n in range(200))
WHOLE = DataSet("upload", "mine", OWN, (), ())


def prompt(model, seen: tuple[int, ...] | None) -> bytes:
    card = PromptCard("prompt", TEMPLATE, WORDS, "mean", model.id, model.revision)
    return SoftPrompt(SoftInput(embeddings=torch.zeros(2, model.embeddings.shape[1])), card, seen).data


def made(model, seen, dataset=WHOLE, split="all", others=(), **options) -> EvaluationSpec:
    """A grid of a hand-written template and a trained prompt that has seen these keys."""
    rows = [Row("by hand", "{text} [MASK]."), Row("trained", TEMPLATE, prompt="p0"), *others]
    prompts = {"p0": prompt(model, seen)}
    columns = [Column("good / bad", WORDS)]
    return desk.make_spec("grid", rows, columns, [model], dataset, {}, split, Options(), prompts=prompts, **options)


def test_a_row_is_known_by_the_texts_that_the_template_takes():
    known = row_key(["text"], {"text": "Row  Number 1\n", "note": "x"})
    assert known == row_key(["text"], {"text": "row number 1"}) != row_key(["text"], {"text": "row number 2"})
    assert row_key(["a", "b"], {"a": "x", "b": "y"}) != row_key(["a", "b"], {"a": "x y", "b": ""})
    assert row_keys(["text"], (*OWN, *OWN)) == tuple(sorted({row_key(["text"], row.fields) for row in OWN}))
    assert row_keys([], OWN) == () and seen_places([], OWN, [row_key([], {})]) == set()


def test_a_training_keeps_the_rows_it_learned_from_and_chose_by(tiny):
    run = TuningRun(tuning_spec(tiny("bert").ours, times=4), tiny("bert").ours)
    train, dev = few_shot(run.spec.train, run.spec.options.examples, 1)
    material = run.material(1)
    assert material.seen == row_keys(["text"], (*train, *dev)) and len(material.seen) == len(train) + len(dev)
    first = next(Trainer(run.module(1), material, run.spec.options, 1, run.model).reports())
    assert first.prompt is not None and load(first.prompt).seen == material.seen
    assert b"great" not in first.prompt.split(b"}")[-1], "keys, no texts"


def test_a_file_keeps_its_rows_and_one_without_says_nothing(tiny):
    model = tiny("bert").ours
    for seen in (None, (), (-5, 7, 2**62)):
        assert load(prompt(model, seen)).seen == seen


@pytest.mark.parametrize("split", ["all", "train"])
def test_own_rows_seen_in_training_are_left_out_for_every_prompt(tiny, split):
    """100 of 200 rows, whatever the set is split into now."""
    model = tiny("bert").ours
    train, dev = few_shot(OWN, 32, 1)
    keys = row_keys(["text"], (*train, *dev))
    spec = made(model, keys, split=split)
    assert spec.data["seen"] == {"rows": 128, "of": 200, "left_out": True}
    assert spec.data["rows"] == len(spec.order) == 72 and len(spec.examples) == 200
    seen = {row.fields["text"] for row in (*train, *dev)}
    assert not seen & {spec.examples[place].fields["text"] for place in spec.order}
    other = split_up(WHOLE)
    again = made(model, keys, other, split="test")
    assert not seen & {again.examples[place].fields["text"] for place in again.order}
    assert again.data["seen"]["of"] == len(other.test) > len(again.order) > 0
    assert EvaluationSpec.from_json(json.loads(json.dumps(spec.to_json()))) == spec
    assert desk.outline(spec, [model]).examples == 72


def test_a_sample_is_drawn_from_the_rows_that_are_left(tiny):
    keys = row_keys(["text"], OWN[:150])
    spec = made(tiny("bert").ours, keys, sample=20, seeds=(1, 2))
    assert len(spec.draws[0]) == 20 and all(place >= 150 for place in spec.order)
    assert made(tiny("bert").ours, keys, sample=80).sample is None


def test_where_no_row_would_be_left_all_are_asked_and_marked(tiny):
    spec = made(tiny("bert").ours, row_keys(["text"], OWN))
    assert spec.data["seen"] == Seen(200, 200, False).to_json() and len(spec.order) == 200


def test_other_rows_and_unknown_ones(tiny):
    model = tiny("bert").ours
    assert made(model, row_keys(["text"], [Example({"text": "elsewhere"}, "yes")])).data["seen"] is None
    assert made(model, None).data["seen"] == Seen(None, 200, False).to_json()
    broken = made(model, row_keys(["text"], OWN[:5]), others=[Row("broken", "{text [MASK]", prompt="p0")])
    assert broken.data["seen"]["rows"] == 5


def test_jobs_of_earlier_versions_left_nothing_out(tiny):
    values = made(tiny("bert").ours, ()).to_json()
    del values["left_out"], values["data"]["seen"]
    assert EvaluationSpec.from_json(values).left_out == ()
