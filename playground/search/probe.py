"""Label words by AutoPrompt's probe (Shin et al. 2020, section 2.3). It reads training examples only.

A logistic classifier on the mask's hidden state h learns p(y | h) = softmax(h . v_y + beta_y); in place of h it is
then given each word's output embedding, and a word's score for a label is log p(y | out_w). h is what the LM head's
last map reads, which that map compares with the output embeddings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor

from playground.search.reports import FoundWords
from playground.search.word_method import Material, ranked, verbalizer_of, word_method

if TYPE_CHECKING:
    from playground.search.options import WordOptions

PENALTY = 1e-2  # of the squared weights; without one a few examples leave no single solution


@word_method("probe")
def find(material: Material, options: WordOptions) -> FoundWords:
    """The words whose output embeddings the probe takes for a label's hidden states."""
    weight, bias = probe(material.train.hidden, material.train.gold, len(material.labels))
    scores = (material.words.output.double() @ weight.T + bias).log_softmax(-1).T
    return FoundWords("probe", ranked(scores, material, options.ranked), verbalizer_of(scores, material, options.words))


def probe(hidden: Tensor, gold: Tensor, labels: int) -> tuple[Tensor, Tensor]:
    """Multinomial logistic regression: weight [labels, d] and bias [labels], float64.

    It minimises the mean of -log p(y | h) + `PENALTY` / 2 · |weight|², from zero to its one minimum by L-BFGS.

    Args:
        hidden: [examples, d]; `gold`: [examples], the labels' indices.
    """
    hidden = hidden.double()
    weight = torch.zeros(labels, hidden.shape[1], dtype=torch.double, requires_grad=True)
    bias = torch.zeros(labels, dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [weight, bias], max_iter=500, tolerance_grad=1e-8, tolerance_change=1e-12, line_search_fn="strong_wolfe"
    )

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(hidden @ weight.T + bias, gold) + PENALTY / 2 * weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return weight.detach(), bias.detach()
