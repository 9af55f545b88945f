"""P-tuning (Liu et al. 2021, "GPT Understands, Too"): soft tokens from a small encoder.

Equations 2 and 3 (in the first version 5): h_i = MLP([h_i forward : h_i backward]) with
h from a bidirectional LSTM over trainable embeddings, the MLP two layers with a ReLU.
After training only the h_i are kept: the encoder is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor, nn

from playground.models.language_model import LanguageModel
from playground.models.shape import ModelShape
from playground.models.soft_prompt import SoftInput
from playground.tuning.initial_values import start_embeddings
from playground.tuning.ledger_row import LedgerPart, LedgerRow, ledger_row
from playground.tuning.method import METHODS, Method
from playground.tuning.options import TuningOptions
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


def count(shape: ModelShape, tokens: int, hidden: int | None = None) -> LedgerRow:
    """The same embeddings made by a two-layer BiLSTM and an MLP (Liu et al. 2021), both dropped after training."""
    e = shape.embedding
    h = hidden or e // 2
    kept = f"{tokens} × {e:,}"
    # Each direction of a layer: four gates, each with a map of input and of state, and two biases.
    lstm = 2 * 4 * h * (e + h + 2) + 2 * 4 * h * (2 * h + h + 2)
    mlp = (2 * h + 1) * 2 * h + (2 * h + 1) * e
    parts = [
        LedgerPart("embeddings", kept, tokens * e),
        LedgerPart("lstm", f"2 × 4 × {h:,} × ({e + h + 2:,} + {3 * h + 2:,})", lstm),
        LedgerPart("mlp", f"{2 * h + 1:,} × {2 * h:,} + {2 * h + 1:,} × {e:,}", mlp),
    ]
    return ledger_row(shape, "p_tuning", f"{kept} + {lstm:,} + {mlp:,}", parts, kept=tokens * e, kept_formula=kept)


def _module(ids: Sequence[int | None], options: TuningOptions, model: LanguageModel, seed: int) -> PTuning:
    return PTuning(start_embeddings(ids, model, seed), seed)


METHODS.register(Method("p_tuning", 0.0003, _module, lambda shape, sizes: count(shape, sizes.tokens, sizes.lstm)))
