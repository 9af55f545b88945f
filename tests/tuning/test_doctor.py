"""The doctor finds what is wrong and leaves a healthy run alone."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace

import pytest

from playground import i18n
from playground.datasets import demo
from playground.results import DevScore, StepReport
from playground.tuning.doctor import Diagnosis, diagnose
from playground.tuning.loop import Trainer
from playground.tuning.options import TuningOptions
from playground.tuning.spec import TuningSpec
from playground.tuning.task import TuningRun

START = DevScore(0.6, 0.70, {"good": 0.6, "bad": 0.4})


def dev(accuracy: float, loss: float, good: float = 0.5) -> DevScore:
    return DevScore(accuracy, loss, {"good": good, "bad": 1 - good})


def run(losses, devs, gradient=0.5, every=20):
    """Reports of one seed: batch losses of steps 1.., dev scores each `every` steps."""
    reports = [StepReport(1, 0, None, None, None, 0.0, START)]
    for step, loss in enumerate(losses, 1):
        at = devs[step // every - 1] if step % every == 0 and step // every <= len(devs) else None
        reports.append(StepReport(1, step, loss, gradient, 0.03, step * 0.1, at))
    return reports


def codes(reports, *, start=START, majority=0.5, per_class=16, finished=False):
    found = diagnose(
        reports,
        majority=majority,
        start=start,
        per_class=per_class,
        learning_rate=0.03,
        labels=("good", "bad"),
        finished=finished,
    )
    json.dumps([each.values for each in found], allow_nan=False)
    return [each.code for each in found]


def falling(n: int, noise: float = 0.1, seed: int = 0) -> list[float]:
    """A learning curve as real batches draw it: from ln 2 down to 0.3 and noisy."""
    draw = random.Random(seed)
    return [max(0.02, 0.3 + 0.4 * math.exp(-4 * i / n) + draw.gauss(0, noise)) for i in range(n)]


LEARNING = [dev(0.62, 0.66), dev(0.66, 0.6), dev(0.7, 0.55), dev(0.75, 0.5), dev(0.8, 0.47)]


@pytest.mark.parametrize("seed", range(20))
def test_a_healthy_run_has_nothing_at_any_moment(seed):
    reports = run(falling(100, seed=seed), LEARNING)
    for end in range(len(reports) + 1):
        assert codes(reports[:end]) == []
    assert codes(reports, finished=True) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_first_steps_never_alarm(seed):
    """A slow, noisy, one-sided beginning is a beginning."""
    draw = random.Random(seed)
    reports = run([0.7 + draw.gauss(0, 0.25) for _ in range(25)], [dev(0.5, 0.699, good=1.0)])
    for end in range(len(reports) + 1):
        assert codes(reports[:end]) == []


def test_one_class_for_everything():
    reports = run(falling(60), [dev(0.5, 0.69, good=0.99), dev(0.5, 0.6, good=1.0), dev(0.5, 0.66, good=0.97)])
    assert codes(reports) == ["majority"]
    (found,) = diagnose(reports, majority=0.5, start=START, per_class=16, learning_rate=1.0, labels=("good", "bad"))
    assert found == Diagnosis("majority", "warning", {"label": "good", "share": 0.97, "majority": 0.5})


def test_one_class_is_right_where_nearly_all_examples_have_it():
    reports = run(falling(60), [dev(0.9, 0.5, good=1.0)] * 3)
    assert codes(reports, majority=0.9) == []


def test_changing_from_one_class_to_the_other_is_not_the_majority_class():
    reports = run(falling(60), [dev(0.5, 0.6, good=1.0), dev(0.5, 0.6, good=0.0)] * 2)
    assert codes(reports[:41]) == []


@pytest.mark.parametrize("noise", [0.0, 0.05, 0.3])
def test_a_learning_rate_too_low(noise):
    draw = random.Random(1)
    losses = [0.7 + draw.gauss(0, noise) for _ in range(80)]
    assert codes(run(losses, [dev(0.6, 0.7 - 0.0005 * i) for i in range(4)])) == ["rate_too_low"]


def test_a_low_rate_that_does_move_is_left_alone():
    draw = random.Random(1)
    losses = [0.7 - 0.001 * i + draw.gauss(0, 0.1) for i in range(80)]
    assert codes(run(losses, [dev(0.6, 0.69), dev(0.6, 0.68), dev(0.6, 0.66), dev(0.62, 0.65)])) == []


def test_a_loss_that_rises_or_jumps():
    rising = [0.7 * 1.05**i for i in range(60)]
    assert codes(run(rising, [dev(0.5, 1.5), dev(0.5, 4.0), dev(0.5, 9.0)])) == ["diverging"]
    jumping = [6.0 if i % 3 == 2 else 0.2 for i in range(60)]
    assert codes(run(jumping, [dev(0.55, 2.0), dev(0.5, 3.0), dev(0.55, 2.5)])) == ["diverging"]


def test_a_bad_start_is_not_divergence():
    start = dev(0.5, 3.0)
    reports = run([3.0 - 0.02 * i for i in range(60)], [dev(0.55, 2.6), dev(0.6, 2.2), dev(0.65, 1.8)])
    assert codes(reports, start=start) == []


def test_no_gradient():
    assert codes(run([0.7] * 5, [], gradient=0.0)) == ["no_gradient"]
    assert codes(run([0.7] * 60, [dev(0.6, 0.7)] * 3, gradient=3e-10)) == ["no_gradient"]
    assert codes(run([0.7] * 2, [], gradient=0.0)) == []
    assert codes(run([1e-9] * 60, [dev(0.9, 0.2)] * 3, gradient=1e-9)) == []


def test_known_by_heart():
    losses = [0.7 * 0.9**i for i in range(80)]
    devs = [dev(0.6, 0.8), dev(0.55, 0.9), dev(0.6, 1.0), dev(0.58, 1.1)]
    assert codes(run(losses, devs), per_class=4) == ["too_few"]
    assert codes(run(losses, devs), per_class=32, finished=True) == ["no_better"]
    assert codes(run(losses, LEARNING), per_class=4) == []


def test_no_better_is_said_at_the_end_only():
    reports = run(falling(60), [dev(0.58, 0.72), dev(0.6, 0.66), dev(0.59, 0.6)])
    assert codes(reports) == [] and codes(reports, finished=True) == ["no_better"]


def test_a_perfect_start_cannot_be_beaten():
    start = dev(1.0, 0.04)
    assert codes(run([0.03] * 60, [dev(1.0, 0.03)] * 3), start=start, per_class=4, finished=True) == []


def trained(run, *, contrary=False):
    """What the doctor says of a real run's only seed, at its end and on the way.

    With `contrary` the development examples are the training examples with the other
    label: whatever is learnt there is wrong here.
    """
    material = run.material(1)
    if contrary:
        material = replace(material, dev=replace(material.train, gold=1 - material.train.gold))
    options = run.spec.options
    reports = list(Trainer(run.module(1), material, options, 1, run.model).reports())
    given = {
        "majority": 0.5,
        "start": reports[0].dev,
        "per_class": options.examples,
        "learning_rate": options.rate,
        "labels": run.task.labels,
    }
    on_the_way = {each.code for end in range(len(reports)) for each in diagnose(reports[:end], **given)}
    return [each.code for each in diagnose(reports, **given, finished=True)], on_the_way


SOFT = "{text} [SOFT:It was] [MASK]."
TINY = {"steps": 40, "evaluate_every": 10, "times": 6, "examples": 8, "batch": 8}


@pytest.mark.parametrize(
    ("code", "family", "template", "options"),
    [
        ("no_gradient", "gpt2", "{text} It was [MASK] [SOFT]", {}),  # read left to right, it is never reached
        ("rate_too_low", "bert", SOFT, {"learning_rate": 1e-6}),
        ("majority", "albert", SOFT, {}),
    ],
)
def test_real_runs_that_go_wrong(code, family, template, options, small):
    assert trained(small(family, template, **{**TINY, **options})) == ([code], {code})


def test_real_runs_that_do_not_carry_over(small):
    few = small("bert", SOFT, **{**TINY, "steps": 60, "learning_rate": 0.3, "examples": 2, "batch": 4})
    assert trained(few, contrary=True) == (["too_few"], {"too_few"})
    many = small("bert", SOFT, **{**TINY, "steps": 30, "evaluate_every": 30, "examples": 16})
    assert trained(many, contrary=True) == (["no_better"], set())


def reviews(bundled, words="positive: great\nnegative: terrible", **options):
    """The bundled model on its own film reviews."""
    spec = TuningSpec(
        SOFT,
        words,
        "mean",
        "bundled",
        bundled.revision,
        TuningOptions(seeds=(1,), evaluate_every=8, **options),
        "film-reviews",
        "0",
        demo.load("film-reviews").train,
        (),
    )
    return TuningRun(spec, bundled)


# Words between which the model is undecided at the start: there is much to learn, and the loss has far to rise.
UNDECIDED = "positive: good\nnegative: bad"


def test_a_real_run_that_learns(bundled):
    assert trained(reviews(bundled, UNDECIDED, steps=24)) == ([], set())


def test_a_real_run_that_runs_away(bundled):
    found, on_the_way = trained(
        reviews(bundled, UNDECIDED, method="prefix", learning_rate=3.0, schedule="constant", steps=16)
    )
    assert found == ["diverging"] and on_the_way <= {"diverging", "majority"}


CODES = ("majority", "rate_too_low", "diverging", "no_gradient", "too_few", "no_better")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_code_has_a_sentence_and_advice_that_its_values_fill(language):
    cases = [
        (run([0.7] * 60, [dev(0.5, 0.7, good=1.0)] * 3), 16),
        (run([0.7] * 10 + [9.0] * 50, [dev(0.5, 9.0)] * 3), 16),
        (run([0.7] * 60, [], gradient=0.0), 16),
        (run([0.001] * 60, [dev(0.5, 1.0)] * 3), 2),
        (run(falling(60), [dev(0.6, 0.6)] * 3), 16),
    ]
    said = set()
    for reports, per_class in cases:
        for each in diagnose(
            reports,
            majority=0.5,
            start=START,
            per_class=per_class,
            learning_rate=0.03,
            labels=("good", "bad"),
            finished=True,
        ):
            sentences = [i18n.translate(language, f"doctor.{each.code}{end}", **each.values) for end in ("", ".advice")]
            assert all("{" not in sentence for sentence in sentences)
            said.add(each.code)
    assert said == set(CODES)
    others = {"seeds", "try"}  # how many seeds, and the words of the button
    found = {key.split(".")[1] for key in i18n.catalogue(language) if key.startswith("doctor.")} - others
    assert found == set(CODES)
