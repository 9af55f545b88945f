"""What soft tokens and prefixes are before any step: numbers, from pieces of the vocabulary or at random."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import islice

import torch
from torch import Tensor

from playground.models.language_model import LanguageModel

COMMON = 5_000  # "the 5,000 most common tokens"; vocabularies are listed roughly by frequency


def sample(model: LanguageModel, count: int, seed: int) -> list[int]:
    """Some of the vocabulary's first whole words."""
    words = (id for id in range(len(model.embeddings)) if model.tokenizer.word(id, True, False))
    return random.Random(seed).sample(list(islice(words, COMMON)), count)


def start_embeddings(ids: Sequence[int | None], model: LanguageModel, seed: int) -> Tensor:
    """[k, e]: the pieces' embeddings; random ones are as wide as the vocabulary's."""
    table = model.embeddings.detach()
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(len(ids), table.shape[1], generator=generator) * table.std().cpu()
    rows = [noise[i] if id is None else table[id].float().cpu() for i, id in enumerate(ids)]
    return torch.stack(rows).clone()


def start_keys_values(ids: Sequence[int | None], model: LanguageModel, seed: int) -> Tensor:
    """[layers, 2, heads, n, d]: what the pieces' own keys and values are, read alone.

    Li & Liang 2021, section 7.4: activations of real words are a better start than
    random numbers. A random start is as wide as these.
    """
    words = [other if id is None else id for id, other in zip(ids, sample(model, len(ids), seed), strict=True)]
    found = model.keys_values(tuple(words))
    if any(id is None for id in ids):
        generator = torch.Generator().manual_seed(seed)
        found = torch.randn(found.shape, generator=generator) * found.std()
    return found
