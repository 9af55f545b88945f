"""Prefix tuning: trainable keys and values in front of every layer's own.

Li & Liang 2021, "Prefix-Tuning", section 4.2: the activations of the prefix's positions
are the parameters P_theta; with 4.3 they come from a smaller matrix through an MLP while
training, P_theta[i] = MLP(P'_theta[i]), which is dropped afterwards. For understanding
tasks the same is P-tuning v2 (Liu et al. 2022).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from playground.models.soft_prompt import SoftInput
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
            self.mlp = nn.Sequential(nn.Linear(width, hidden), nn.Tanh(), nn.Linear(hidden, layers * two * heads * d))
        nn.init.zeros_(self.mlp[2].weight)
        nn.init.zeros_(self.mlp[2].bias)

    def forward(self) -> SoftInput:
        """The produced keys and values."""
        produced = self.mlp(self.embeddings).view(self._shape).permute(1, 2, 3, 0, 4)
        return SoftInput(keys_values=self.start + produced)
