"""What is wrong with a training run, read off its numbers. No tensors, no sentences.

A diagnosis is a code; the page says it as `doctor.<code>` and what to do as
`doctor.<code>.advice`. During a run the doctor waits for evidence: a few steps say
nothing, and an alarm that goes away by itself teaches to ignore alarms.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median, pstdev
from typing import Literal

from playground.results import DevScore, StepReport

# Gradients below this are rounding; a loss that moved by less than this share did not move.
NO_GRADIENT = 1e-8
STILL = 0.01
# A class is ignored where another has this share of the predictions, so much more than of the examples.
ALL = 0.95
SURPLUS = 0.2
# A loss is far above its start, or next to nothing beside that of guessing.
FAR_ABOVE = 1.5
BY_HEART = 0.1
FEW = 16
# Evidence to wait for: steps with a loss, evaluations after the start.
FEWEST_STEPS = 10
FEWEST_EVALUATIONS = 2


@dataclass(frozen=True)
class Diagnosis:
    """One finding; `values` fill its sentences."""

    code: str
    level: Literal["info", "warning", "error"]
    values: Mapping[str, float | int | str] = field(default_factory=dict)


def diagnose(
    reports: Sequence[StepReport],
    *,
    majority: float,
    start: DevScore,
    per_class: int,
    learning_rate: float,
    labels: Sequence[str],
    finished: bool = False,
) -> tuple[Diagnosis, ...]:
    """What is wrong with one seed's run so far; nothing for a healthy one.

    Args:
        reports: of one seed, in order; step 0 may be among them.
        majority: share of the commonest label among the development examples.
        start: step 0's score: the prompt that training started from, on the same examples.
        per_class: training examples of each label.
        learning_rate: the highest of the schedule.
        finished: there will be no more steps, so waiting is over.
    """
    run = _Run(
        [_Step(report.step, report.loss, report.gradient) for report in reports if report.loss is not None],
        [_Look(report.step, report.dev) for report in reports if report.dev is not None and report.step > 0],
        start,
        math.log(max(len(labels), 2)),
        finished,
    )
    broken = _no_gradient(run) or _diverging(run, learning_rate)
    if broken:
        return (broken,)
    cause = _rate_too_low(run, learning_rate) or _too_few(run, per_class)
    found = [each for each in (cause, _majority(run, majority)) if each]
    # "No better" explains nothing, so it is said only where nothing else is.
    if not found and (worse := _no_better(run)):
        found = [worse]
    return tuple(found)


@dataclass(frozen=True)
class _Step:
    """A step with a loss."""

    step: int
    loss: float
    gradient: float | None


@dataclass(frozen=True)
class _Look:
    """A look at the development examples."""

    step: int
    dev: DevScore


@dataclass(frozen=True)
class _Run:
    """A run sorted out: steps with a loss, evaluations after the start, the loss of guessing."""

    steps: list[_Step]
    evaluations: list[_Look]
    start: DevScore
    guessing: float
    finished: bool

    @property
    def recent(self) -> list[_Step]:
        """The last quarter of the steps, eight at least: a batch's loss alone is too noisy."""
        return self.steps[-max(8, len(self.steps) // 4) :]

    @property
    def enough(self) -> bool:
        """Whether there are evaluations enough to judge by."""
        return len(self.evaluations) >= (1 if self.finished else FEWEST_EVALUATIONS)

    @property
    def best(self) -> float:
        """The highest accuracy of any evaluation after the start."""
        return max(report.dev.accuracy for report in self.evaluations)


def _no_gradient(run: _Run) -> Diagnosis | None:
    """Nothing arrives at the soft tokens, though there is something left to learn."""
    norms = [report.gradient for report in run.steps if report.gradient is not None]
    if len(norms) < 3 or max(norms) >= NO_GRADIENT:
        return None
    return Diagnosis("no_gradient", "error", {"steps": len(norms)}) if run.steps[-1].loss > 1e-4 else None


def _diverging(run: _Run, learning_rate: float) -> Diagnosis | None:
    """Both the batches' and the development examples' loss are far above the start.

    A frozen LM seldom lets a loss explode: layer norms saturate, gradients vanish,
    and the prompt is left guessing. So the start is the measure, not infinity; the
    first batch's loss, from before any update, says how hard the batches are.
    """
    if not run.evaluations or len(run.steps) < FEWEST_STEPS:
        return None
    recent, base = fmean(report.loss for report in run.recent), max(run.start.loss, run.steps[0].loss)
    if recent <= FAR_ABOVE * base or run.evaluations[-1].dev.loss <= FAR_ABOVE * run.start.loss:
        return None
    values = {
        "loss": recent,
        "start": run.start.loss,
        "learning_rate": learning_rate,
        "suggested": learning_rate / 10,
    }
    return Diagnosis("diverging", "error", values)


def _rate_too_low(run: _Run, learning_rate: float) -> Diagnosis | None:
    """Gradients arrive, but neither the examples' loss nor the batches' leaves its place.

    The development loss is the same examples every time, so it tells small moves
    from noise; the batches' must agree, for a model that learns by heart moves them alone.
    """
    if not run.enough or len(run.steps) < FEWEST_STEPS or run.start.loss < 0.05:
        return None
    if median(report.gradient or 0.0 for report in run.steps) < 1e-6:
        return None
    moved = max(abs(report.dev.loss - run.start.loss) for report in run.evaluations) / run.start.loss
    if moved >= STILL:
        return None
    losses = [report.loss for report in run.steps]
    half = len(losses) // 2
    before, after = fmean(losses[:half]), fmean(losses[half:])
    noise = 2 * pstdev(losses) / math.sqrt(half)
    if abs(after - before) > max(noise, 0.05 * before):
        return None
    values = {
        "moved": moved,
        "steps": run.steps[-1].step,
        "learning_rate": learning_rate,
        "suggested": learning_rate * 10,
    }
    return Diagnosis("rate_too_low", "warning", values)


def _too_few(run: _Run, per_class: int) -> Diagnosis | None:
    """The training examples are known by heart, the others no better than before."""
    if not run.enough or len(run.steps) < FEWEST_STEPS or per_class >= FEW:
        return None
    loss = fmean(report.loss for report in run.recent)
    if loss >= BY_HEART * run.guessing or run.best > run.start.accuracy or run.start.accuracy >= 1:
        return None
    return Diagnosis("too_few", "warning", {"per_class": per_class, "loss": loss, "accuracy": run.best})


def _majority(run: _Run, majority: float) -> Diagnosis | None:
    """The last evaluations give nearly everything one label, far beyond that label's share."""
    if not run.enough:
        return None
    tops = [_top(report.dev) for report in run.evaluations[-FEWEST_EVALUATIONS:]]
    label, share = tops[-1]
    if any(name != label or part < max(ALL, majority + SURPLUS) for name, part in tops):
        return None
    return Diagnosis("majority", "warning", {"label": label, "share": share, "majority": majority})


def _top(dev: DevScore) -> tuple[str, float]:
    """The label predicted most, and its share."""
    return max(dev.predicted.items(), key=lambda pair: pair[1])


def _no_better(run: _Run) -> Diagnosis | None:
    """Training is over and the hand-written start was as good."""
    if not run.finished or not run.evaluations or run.best > run.start.accuracy or run.start.accuracy >= 1:
        return None
    values = {"accuracy": run.best, "start": run.start.accuracy, "steps": run.evaluations[-1].step}
    return Diagnosis("no_better", "info", values)
