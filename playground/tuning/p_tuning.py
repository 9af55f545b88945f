"""P-tuning (Liu et al. 2021, "GPT Understands, Too"): soft tokens from a small encoder.

Equations 2 and 3 (in the first version 5): h_i = MLP([h_i forward : h_i backward]) with
h from a bidirectional LSTM over trainable embeddings, the MLP two layers with a ReLU.
After training only the h_i are kept: the encoder is dropped.
"""

from __future__ import annotations

from torch import Tensor, nn

from playground.models.soft_prompt import SoftInput
from playground.tuning.seeding import seeded


class PTuning(nn.Module):
    """Embeddings [k, e] -> BiLSTM (two layers, h each way) -> Linear 2h, ReLU, Linear e.

    Args:
        start: [k, e], the encoder's input at the beginning.
        seed: of the encoder's random weights.
        hidden: h; by default e / 2, so that the MLP is e wide.
    """

    def __init__(self, start: Tensor, seed: int, hidden: int | None = None):
        super().__init__()
        width = start.shape[1]
        hidden = hidden or width // 2
        with seeded(seed):
            self.embeddings = nn.Parameter(start.clone())
            self.lstm = nn.LSTM(width, hidden, num_layers=2, bidirectional=True, batch_first=True)
            self.mlp = nn.Sequential(nn.Linear(2 * hidden, 2 * hidden), nn.ReLU(), nn.Linear(2 * hidden, width))

    def forward(self) -> SoftInput:
        """The produced embeddings [k, e]."""
        states, _ = self.lstm(self.embeddings[None])
        return SoftInput(embeddings=self.mlp(states)[0])
