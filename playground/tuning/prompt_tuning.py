"""Prompt tuning (Lester et al. 2021, "The Power of Scale for Parameter-Efficient Prompt
Tuning", section 2): the soft tokens' embeddings P_e in R^{k x e} are the parameters,
[P_e; X_e] is what the frozen model reads. Here they stand wherever the template says.
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


class PromptTuning(nn.Module):
    """k x e parameters.

    Args:
        start: [k, e], what the soft tokens start as.

    >>> import torch
    >>> sum(p.numel() for p in PromptTuning(torch.zeros(3, 768)).parameters())
    2304
    """

    def __init__(self, start: Tensor):
        super().__init__()
        self.embeddings = nn.Parameter(start.clone())

    def forward(self) -> SoftInput:
        """The embeddings themselves."""
        return SoftInput(embeddings=self.embeddings)


def count(shape: ModelShape, tokens: int) -> LedgerRow:
    """k embeddings (Lester et al. 2021): T5-XXL's width 4096 makes 5 tokens 20,480."""
    formula = f"{tokens} × {shape.embedding:,}"
    return ledger_row(shape, "prompt", formula, [LedgerPart("embeddings", formula, tokens * shape.embedding)])


def _module(ids: Sequence[int | None], options: TuningOptions, model: LanguageModel, seed: int) -> PromptTuning:
    return PromptTuning(start_embeddings(ids, model, seed))


METHODS.register(Method("prompt", 0.03, _module, lambda shape, sizes: count(shape, sizes.tokens)))
