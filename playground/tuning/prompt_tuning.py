"""Prompt tuning (Lester et al. 2021, "The Power of Scale for Parameter-Efficient Prompt
Tuning", section 2): the soft tokens' embeddings P_e in R^{k x e} are the parameters,
[P_e; X_e] is what the frozen model reads. Here they stand wherever the template says.
"""

from __future__ import annotations

from torch import Tensor, nn

from playground.models.soft_prompt import SoftInput


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
