"""Label words by PETAL's likelihood ratio (Schick et al. 2020, section 4). It reads training examples only.

Candidates for a label are the words likeliest over its own examples. Each is then judged as a classifier of one label
against the rest, by the log-odds of its probability,

    sum over x of y:  s . log p(w | x) / (1 - p(w | x))   -   sum over the others:  log p(w | x) / (1 - p(w | x)),

with s the number of the others over the number of y's own examples. So a word that is likely everywhere gains nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from playground.search.reports import FoundWords
from playground.search.word_method import Material, ranked, verbalizer_of, word_method

if TYPE_CHECKING:
    from playground.search.options import WordOptions

CANDIDATES = 1_000  # a label, as in the paper


@word_method("ratio")
def find(material: Material, options: WordOptions) -> FoundWords:
    """The candidates with the largest likelihood ratio."""
    log_p = material.train.log_probabilities(material.words).double()
    log_odds = log_p - torch.log1p(-log_p.exp().clamp(max=1 - 1e-12))
    scores = torch.full((len(material.labels), log_p.shape[1]), -torch.inf, dtype=torch.double)
    for c in range(len(material.labels)):
        own = material.train.gold == c
        likely = log_p[own].sum(0).argsort(descending=True, stable=True)[:CANDIDATES]
        scale = (~own).sum() / own.sum()
        scores[c, likely] = scale * log_odds[own][:, likely].sum(0) - log_odds[~own][:, likely].sum(0)
    return FoundWords("ratio", ranked(scores, material, options.ranked), verbalizer_of(scores, material, options.words))
