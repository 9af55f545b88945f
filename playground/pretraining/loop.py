"""The training loop: one step a batch, yielded as reports; saved and resumed to the bit.

It knows models, optimisers and devices; not where text comes from, nor how good the
model is. The masked-LM head sees the asked positions only.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from playground.pretraining.batches import Batch, Round, Shape, Source
from playground.pretraining.masking import Masking, Vocabulary

STATE = "state.safetensors"
_AHEAD = 4


@dataclass(frozen=True)
class Phase:
    """From a share of the training on: the sequences' length, and whether they are packed."""

    start: float
    length: int
    packed: bool = False


@dataclass(frozen=True)
class Recipe:
    """All that decides what comes out, given the model, the corpus and the processor.

    Args:
        tokens: to read in all; batch_tokens: in a step, padding included.
        phases: in order, the first starting at 0.
        short: see `batches.Shape`.
        body_rate, head_rate, row_rate: learning rates of the layers, of the LM head, and
            of the embeddings of pieces with a character outside ASCII.
        ascii_rows: the share of the training after which the other pieces' embeddings
            are trained too, at the body's rate (1: never).
        warm_up: share of the training with rising rates; then cosine down to `floor`.

    Raises:
        ValueError: which number is wrong.
    """

    tokens: int
    batch_tokens: int = 4096
    phases: tuple[Phase, ...] = (Phase(0.0, 128),)
    masking: Masking = field(default_factory=Masking)
    short: float = 0.0
    body_rate: float = 4e-4
    head_rate: float = 1e-3
    row_rate: float = 3e-3
    ascii_rows: float = 1.0
    warm_up: float = 0.03
    floor: float = 0.02
    weight_decay: float = 0.01
    clip: float = 1.0
    dropout: float = 0.0
    seed: int = 20

    def __post_init__(self) -> None:
        if self.tokens < 1 or self.batch_tokens < 1:
            raise ValueError("recipe: train on one token at least")
        starts = [phase.start for phase in self.phases]
        if not starts or starts[0] != 0 or starts != sorted(starts):
            raise ValueError("recipe: phases start at 0 and follow each other")
        if any(phase.length < 16 or phase.length % 16 for phase in self.phases):
            raise ValueError("recipe: a length is a multiple of 16")

    def shape(self, progress: float) -> Shape:
        """How the round that starts at this share of the training is cut."""
        phase = [phase for phase in self.phases if phase.start <= progress][-1]
        tokens = max(self.tokens // 64, 64 * self.batch_tokens)
        return Shape(tokens, self.batch_tokens, phase.length, phase.packed, self.short)

    def rate(self, progress: float) -> float:
        """The share of the learning rates at a share of the training.

        >>> [round(Recipe(1, warm_up=0.5, floor=0.0).rate(p), 2) for p in (0.25, 0.5, 0.75, 1.0)]
        [0.5, 1.0, 0.5, 0.0]
        """
        if progress < self.warm_up:
            return progress / self.warm_up
        falling = (progress - self.warm_up) / max(1 - self.warm_up, 1e-9)
        return self.floor + (1 - self.floor) * (1 + math.cos(math.pi * min(falling, 1.0))) / 2


@dataclass
class Position:
    """How far it is: steps and tokens done, the round, its next batch, its start in tokens."""

    step: int = 0
    tokens: int = 0
    round: int = 0
    batch: int = 0
    round_start: int = 0


@dataclass(frozen=True)
class StepReport:
    """After a step: how far, and the loss (nats a token), still on the device: reading it waits."""

    step: int
    tokens: int
    progress: float
    loss: Tensor


class Trainer:
    """A model being trained.

    Args:
        model: a transformers `BertForMaskedLM` in float32; it is changed in place.
        ascii_rows: [V] bool, the pieces all in ASCII.
        bfloat16: compute matrix products in it; the weights stay float32.
        compiled: run the layers through torch.compile.
    """

    def __init__(
        self,
        recipe: Recipe,
        model: Any,
        sources: Sequence[Source],
        vocabulary: Vocabulary,
        ascii_rows: Tensor,
        *,
        bfloat16: bool = False,
        compiled: bool = False,
    ):
        self.recipe, self.position = recipe, Position()
        self._sources, self._vocabulary = sources, vocabulary
        self._device = next(model.parameters()).device
        self._precision = torch.bfloat16 if bfloat16 else torch.float32
        for module in model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = recipe.dropout
        torch.manual_seed(recipe.seed)
        if self._device.type == "cpu":
            # On short sequences torch's fused attention is the slower one there: 1.6 times a whole step.
            model.set_attn_implementation("eager")
        self._model = model.train()
        self._encoder = model.base_model
        if compiled:
            torch._dynamo.config.recompile_limit = 64
            self._encoder = torch.compile(model.base_model, dynamic=False)
        self._rows = model.get_input_embeddings().weight
        self._ascii = ascii_rows.to(self._device)[:, None]
        self._optimiser = torch.optim.AdamW(_parameter_groups(model, recipe), betas=(0.9, 0.98), eps=1e-6, fused=True)

    @property
    def progress(self) -> float:
        """The share of the training that is done."""
        return min(self.position.tokens / self.recipe.tokens, 1.0)

    def run(self) -> Iterator[StepReport]:
        """Train until the recipe's tokens are read. Stop it between two reports, and `save`."""
        with ThreadPoolExecutor(1) as pool:
            while self.progress < 1:
                yield from self._round(pool)

    def _round(self, pool: ThreadPoolExecutor) -> Iterator[StepReport]:
        at = self.position
        shape = self.recipe.shape(at.round_start / self.recipe.tokens)
        batches = Round(at.round, self._sources, shape, self.recipe.masking, self._vocabulary, self.recipe.seed)
        coming = [pool.submit(batches.__getitem__, i) for i in range(at.batch, min(at.batch + _AHEAD, len(batches)))]
        while coming and self.progress < 1:
            batch = coming.pop(0).result()
            if at.batch + _AHEAD < len(batches):
                coming.append(pool.submit(batches.__getitem__, at.batch + _AHEAD))
            loss = self._step(batch)
            at.step, at.tokens, at.batch = at.step + 1, at.tokens + batch.tokens, at.batch + 1
            yield StepReport(at.step, at.tokens, self.progress, loss)
        if at.batch == len(batches):
            at.round, at.batch, at.round_start = at.round + 1, 0, at.tokens

    def _step(self, batch: Batch) -> Tensor:
        rate = self.recipe.rate(self.progress)
        for group in self._optimiser.param_groups:
            group["lr"] = group["rate"] * rate
        loss = self._loss(batch)
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), self.recipe.clip)
        before = self._rows.detach().clone()
        self._optimiser.step()
        # Adam's step does not know the gradient's scale, so a row's own rate scales the step.
        share = self.recipe.body_rate / self.recipe.row_rate if self.progress >= self.recipe.ascii_rows else 0.0
        with torch.no_grad():
            self._rows.copy_(torch.lerp(before, self._rows, torch.where(self._ascii, share, 1.0)))
        return loss.detach()

    def _loss(self, batch: Batch) -> Tensor:
        """Mean cross entropy at the asked positions: [B, L] -> [B * L, d] -> [N, d] -> [N, V]."""
        shown, attention, positions, answers = (
            torch.from_numpy(part).to(self._device, non_blocking=True)
            for part in (batch.shown, batch.attention, batch.positions, batch.answers)
        )
        with self._autocast():
            mask = additive(attention, self._precision)
            hidden = self._encoder(input_ids=shown, attention_mask=mask).last_hidden_state
            asked = hidden.reshape(-1, hidden.shape[-1]).index_select(0, positions)
            logits = self._model.cls(asked)
        return torch.nn.functional.cross_entropy(logits.float(), answers)

    def _autocast(self) -> AbstractContextManager:
        low = self._precision is torch.bfloat16
        return torch.autocast(self._device.type, torch.bfloat16) if low else nullcontext()

    def save(self, folder: Path) -> None:
        """Model, optimiser, random numbers and position in one file, replaced in one go."""
        tensors = {}
        for name, weight in self._model.named_parameters():
            tensors[f"model.{name}"] = weight.detach()
            for key in ("exp_avg", "exp_avg_sq"):
                if weight in self._optimiser.state:
                    tensors[f"{key}.{name}"] = self._optimiser.state[weight][key]
        tensors["rng.cpu"] = torch.get_rng_state()
        if self._device.type == "cuda":
            tensors["rng.cuda"] = torch.cuda.get_rng_state(self._device)
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{STATE}.partial"
        save_file({name: tensor.cpu().contiguous() for name, tensor in tensors.items()}, partial, self._described())
        partial.replace(folder / STATE)

    def resume(self, folder: Path) -> None:
        """Go on from what `save` wrote.

        Raises:
            ValueError: that was another recipe.
        """
        with safe_open(folder / STATE, "pt") as state:
            described = state.metadata()
            if described["recipe"] != self._described()["recipe"]:
                raise ValueError(f"{folder} holds a run of another recipe: {described['recipe']}")
            self.position = Position(**json.loads(described["position"]))
            names = set(state.keys())
            for name, weight in self._model.named_parameters():
                with torch.no_grad():
                    weight.copy_(state.get_tensor(f"model.{name}"))
                if f"exp_avg.{name}" in names:
                    moments = {key: state.get_tensor(f"{key}.{name}") for key in ("exp_avg", "exp_avg_sq")}
                    self._optimiser.state[weight] = {
                        "step": torch.tensor(float(self.position.step), device=self._device),
                        **{key: moment.to(self._device) for key, moment in moments.items()},
                    }
            torch.set_rng_state(state.get_tensor("rng.cpu"))
            if self._device.type == "cuda" and "rng.cuda" in names:
                torch.cuda.set_rng_state(state.get_tensor("rng.cuda"), self._device)

    def _described(self) -> dict[str, str]:
        return {"recipe": json.dumps(asdict(self.recipe)), "position": json.dumps(asdict(self.position))}


def additive(attention: Tensor, precision: torch.dtype) -> Tensor:
    """Which tokens may be seen, as what is added to the attention's scores: [B, L] bool -> [B, 1, L, L].

    A mask of four dimensions is taken as it is; two would be looked at, and waited for.
    """
    mask = torch.zeros(attention.shape, dtype=precision, device=attention.device)
    mask = mask.masked_fill(~attention, torch.finfo(precision).min)
    return mask[:, None, None, :].expand(-1, 1, attention.shape[1], -1)


def _parameter_groups(model: Any, recipe: Recipe) -> list[dict[str, Any]]:
    """Body, head and rows, each with its rate; biases, norms and embeddings do not decay."""
    rows = model.get_input_embeddings().weight
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, weight in model.named_parameters():
        rate = recipe.row_rate if weight is rows else recipe.head_rate if name.startswith("cls.") else recipe.body_rate
        decay = recipe.weight_decay if weight.dim() > 1 and "embeddings" not in name else 0.0
        groups.setdefault((rate, decay), []).append(weight)
    return [{"params": weights, "rate": rate, "weight_decay": decay} for (rate, decay), weights in groups.items()]
