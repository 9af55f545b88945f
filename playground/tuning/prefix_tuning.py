"""Prefix tuning: trainable keys and values in front of every layer's own.

Li & Liang 2021, "Prefix-Tuning", section 4.2: the activations of the prefix's positions
are the parameters P_theta; with 4.3 they come from a smaller matrix through an MLP while
training, P_theta[i] = MLP(P'_theta[i]), which is dropped afterwards. For understanding
tasks the same is P-tuning v2 (Liu et al. 2022).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from playground.errors import TuningError
from playground.models.language_model import LanguageModel
from playground.models.shape import ModelShape
from playground.models.soft_prompt import SoftInput
from playground.tuning.initial_values import start_keys_values
from playground.tuning.ledger_row import LedgerPart, LedgerRow, ledger_row
from playground.tuning.method import METHODS, Method
from playground.tuning.options import TuningOptions
from playground.tuning.seeding import seeded


class PrefixTuning(nn.Module):
    """layers x 2 x heads x n x d parameters.

    Args:
        start: [layers, 2, heads, n, d].
    """

    def __init__(self, start: Tensor):
        super().__init__()
        self.keys_values = nn.Parameter(start.clone())

    def forward(self) -> SoftInput:
        """The keys and values themselves."""
        return SoftInput(keys_values=self.keys_values)


class ReparameterisedPrefix(nn.Module):
    """Embeddings [n, e] -> Linear h, tanh, Linear layers x 2 x heads x d -> a prefix.

    The MLP's output is added to where the prefix starts, and its last layer starts at
    zero, so that a prefix taken from words begins as these words (the paper starts
    from random activations here).

    Args:
        start: [layers, 2, heads, n, d].
        width: e, of the smaller matrix.
        hidden: h.
        seed: of the random weights.
    """

    def __init__(self, start: Tensor, width: int, hidden: int, seed: int):
        super().__init__()
        layers, two, heads, tokens, d = start.shape
        self._shape = (tokens, layers, two, heads, d)
        self.register_buffer("start", start.clone())
        with seeded(seed):
            self.embeddings = nn.Parameter(torch.randn(tokens, width))
            first, last = nn.Linear(width, hidden), nn.Linear(hidden, layers * two * heads * d)
        self.mlp = nn.Sequential(first, nn.Tanh(), last)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def forward(self) -> SoftInput:
        """The produced keys and values."""
        produced = self.mlp(self.embeddings).view(self._shape).permute(1, 2, 3, 0, 4)
        return SoftInput(keys_values=self.start + produced)


def count(shape: ModelShape, length: int, mlp: int | None = None) -> LedgerRow:
    """Keys and values in every layer (Li & Liang 2021; Liu et al. 2022), alone or made by an MLP of `mlp` units."""
    width = shape.layers * 2 * shape.kv_width
    kept = f"{length} × {shape.layers} × 2 × {shape.kv_width:,}"
    if mlp is None:
        return ledger_row(shape, "prefix", kept, [LedgerPart("keys_values", kept, length * width)])
    d = shape.embedding
    parts = [
        LedgerPart("embeddings", f"{length} × {d:,}", length * d),
        LedgerPart("mlp", f"{d + 1:,} × {mlp:,} + {mlp + 1:,} × {width:,}", (d + 1) * mlp + (mlp + 1) * width),
    ]
    formula = " + ".join(part.formula for part in parts)
    return ledger_row(shape, "prefix", formula, parts, kept=length * width, kept_formula=kept)


def _module(ids: Sequence[int | None], options: TuningOptions, model: LanguageModel, seed: int) -> nn.Module:
    start = start_keys_values(ids, model, seed)
    width = model.embeddings.shape[1]
    return ReparameterisedPrefix(start, width, width, seed) if options.reparameterise else PrefixTuning(start)


def _refusal(model: LanguageModel) -> TuningError | None:
    return TuningError("no_prefix", family=model.family) if model.prefix_shape is None else None


METHODS.register(
    Method(
        "prefix",
        0.003,
        _module,
        lambda shape, sizes: count(shape, sizes.prefix, sizes.mlp),
        options=("reparameterise",),
        in_template=False,
        refusal=_refusal,
    )
)
