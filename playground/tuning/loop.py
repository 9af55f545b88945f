"""One seed's training as a generator of StepReports; it knows no queue and no page.

Whoever drives it may stop between two reports, and go on later from a report's
checkpoint: the numbers are those of a run that was never stopped. The LM is frozen
and in evaluation mode; -log P(label) comes through the aggregation that is shown.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_
from torch.optim import AdamW

from playground.errors import TuningError
from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities, score
from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.results import DevScore, PromptCard, StepReport
from playground.scoring.aggregation import normalise
from playground.scoring.batch import label_log_scores
from playground.scoring.predict import Task
from playground.scoring.scorer import Asked
from playground.tuning import checkpoint as checkpoints
from playground.tuning.options import TuningOptions


@dataclass(frozen=True)
class Material:
    """What one seed learns from: the task with `[SOFT*k]` counted, and its examples; `seen` are their keys."""

    task: Task
    train: EncodedExamples
    dev: EncodedExamples
    card: PromptCard
    seen: tuple[int, ...] = ()


class Trainer:
    """Everything of one seed's run that changes.

    `carried` is JSON that belongs to others and is kept in the checkpoints.

    Args:
        module: makes a `SoftInput` from its parameters; it alone is trained.
    """

    def __init__(self, module: nn.Module, material: Material, options: TuningOptions, seed: int, model: LanguageModel):
        self.module = module.to(model.device)
        self.optimizer = AdamW(module.parameters(), lr=options.rate, weight_decay=options.weight_decay)
        self.step = 0
        self.seconds = 0.0
        self.carried: dict[str, Any] = {}
        self._material = material
        self._options = options
        self._seed = seed
        self._model = model
        self._best: tuple[int, DevScore, SoftInput] | None = None
        self._waited = 0

    @property
    def finished(self) -> bool:
        """Whether all steps are done, or patience is at its end."""
        patience = self._options.patience
        return self.step >= self._options.steps or bool(patience and self._waited >= patience)

    @property
    def best(self) -> tuple[int, DevScore, SoftInput]:
        """The step with the lowest development loss, its score, and its prompt."""
        if self._best is None:
            raise ValueError("not begun")
        return self._best

    def reports(self) -> Iterator[StepReport]:
        """Train; a report a step, the first (step 0) before any.

        Raises:
            TuningError: the loss is no number any more.
        """
        if self._best is None:
            yield self._evaluated(None, None)
        while not self.finished:
            started = time.perf_counter()
            loss, gradient = self._update()
            self.seconds += time.perf_counter() - started
            if not (math.isfinite(loss) and math.isfinite(gradient)):
                raise TuningError("not_a_number", step=self.step, rate=self._options.rate)
            if self.step % self._options.evaluate_every == 0 or self.step == self._options.steps:
                yield self._evaluated(loss, gradient)
            else:
                yield self._report(loss, gradient)

    def _update(self) -> tuple[float, float]:
        """One AdamW step on one batch: its loss in nats, and the gradient's norm before clipping."""
        for group in self.optimizer.param_groups:
            group["lr"] = self._options.rate * schedule(self.step, self._options)
        train = self._material.train
        batch = batch_indices(self.step, len(train.asked), self._options.batch, self._seed)
        loss = self.loss([train.asked[i] for i in batch], train.gold[batch])
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        parameters = list(self.module.parameters())
        norm = clip_grad_norm_(parameters, self._options.clip or math.inf)
        self.optimizer.step()
        self.step += 1
        return loss.item(), norm.item()

    def loss(self, asked: Sequence[Asked], gold: Tensor) -> Tensor:
        """Mean of -log P(label), or of -log score with the vocabulary loss."""
        reduced = self._options.precision == "bfloat16"
        where = torch.autocast(self._model.device.type, torch.bfloat16) if reduced else nullcontext()
        with where:
            scores = label_log_scores(self._material.task, asked, self._model.forward, self.module())
        if self._options.loss == "labels":
            scores = normalise(scores)
        return -scores.gather(1, gold.to(scores.device)[:, None]).mean()

    def _report(self, loss: float | None, gradient: float | None) -> StepReport:
        rate = self.optimizer.param_groups[0]["lr"] if loss is not None else None
        return StepReport(self._seed, self.step, loss, gradient, rate, self.seconds)

    def _evaluated(self, loss: float | None, gradient: float | None) -> StepReport:
        """A report with the development score, the prompt and a checkpoint."""
        started = time.perf_counter()
        now = self.input()
        found = self._dev_score(now)
        if self._best is None or _better(found, self._best[1]):
            self._best, self._waited = (self.step, found, now), 0
        else:
            self._waited += 1
        self.seconds += time.perf_counter() - started
        prompt = SoftPrompt(now, self._material.card, self._material.seen).data
        return replace(self._report(loss, gradient), dev=found, prompt=prompt, checkpoint=self.pack())

    @torch.no_grad()
    def input(self) -> SoftInput:
        """What the module produces now, apart from it."""
        produced = self.module()
        return SoftInput(**{name: tensor.detach().cpu().clone() for name, tensor in produced.tensors.items()})

    def _dev_score(self, prompt: SoftInput) -> DevScore:
        material = self._material
        found = log_probabilities(material.task, material.dev, self._model, prompt)
        return score(found, material.dev.gold, material.task.labels)

    def pack(self) -> bytes:
        """The run as it is now, and what it carries for others."""
        step, found, best = self.best
        state = {"step": self.step, "seconds": self.seconds, "waited": self._waited, "seed": self._seed}
        state |= {"best": [step, asdict(found)], "carried": self.carried}
        return checkpoints.pack(self.module, self.optimizer, best.tensors, state)

    def unpack(self, data: bytes) -> None:
        """Go on from `pack`'s bytes.

        Raises:
            PromptFileError: they are damaged, or another run's.
        """
        state: dict[str, Any] = checkpoints.read_state(data)
        best = SoftInput(**checkpoints.unpack(data, self.module, self.optimizer))
        self.step, self.seconds, self._waited = state["step"], state["seconds"], state["waited"]
        self._best = (state["best"][0], DevScore(**state["best"][1]), best)
        self.carried = state["carried"]


def _better(new: DevScore, old: DevScore) -> bool:
    """By the loss: of a few dozen examples the number right is mostly luck (tests/benchmarks/fewshot.py)."""
    return new.loss < old.loss


def schedule(step: int, options: TuningOptions) -> float:
    """The learning rate's factor for the update after `step` updates.

    >>> options = TuningOptions(steps=100, warmup=0.1, schedule="linear")
    >>> schedule(0, options), schedule(9, options), schedule(55, options)
    (0.1, 1.0, 0.5)
    """
    warm = round(options.warmup * options.steps)
    if step < warm:
        return (step + 1) / warm
    share = (step - warm) / max(1, options.steps - warm)
    match options.schedule:
        case "linear":
            return 1.0 - share
        case "cosine":
            return 0.5 * (1.0 + math.cos(math.pi * share))
    return 1.0


def batch_indices(step: int, examples: int, batch: int, seed: int) -> list[int]:
    """Which examples an update learns from: epochs in an order of their own, back to back.

    A function of seed and step alone, so that a resumed run goes on in the same order.
    """
    found = []
    for place in range(step * batch, (step + 1) * batch):
        epoch, at = divmod(place, examples)
        found.append(_order(examples, seed, epoch)[at])
    return found


@lru_cache(maxsize=4)  # a batch lies in one epoch or two
def _order(examples: int, seed: int, epoch: int) -> tuple[int, ...]:
    order = list(range(examples))
    random.Random(f"{seed}/{epoch}").shuffle(order)
    return tuple(order)
