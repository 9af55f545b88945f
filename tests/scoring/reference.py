"""What the project's numbers must be, by plain transformers: no project code in here.

Every log-probability comes from logits over all positions of one unpadded sentence.
"""

from __future__ import annotations

from typing import Any

import torch


@torch.inference_mode()
def log_probs(model: Any, ids: list[int]) -> torch.Tensor:
    """[L, V] for one sequence."""
    return torch.log_softmax(model(input_ids=torch.tensor([ids])).logits[0].float(), dim=-1)


@torch.inference_mode()
def log_probs_of_embedded(model: Any, embedded: torch.Tensor) -> torch.Tensor:
    """[L, V] for one sequence of input embeddings [L, e]."""
    return torch.log_softmax(model(inputs_embeds=embedded[None]).logits[0].float(), dim=-1)


def pieces(tokenizer: Any, left: str, word: str) -> list[int]:
    """The word's pieces behind `left`: what the longer string has more."""
    before = tokenizer.encode(left, add_special_tokens=False)
    after = tokenizer.encode(f"{left} {word}", add_special_tokens=False)
    assert after[: len(before)] == before
    return after[len(before) :]


def masked_prompt(tokenizer: Any, left: str, right: str, count: int) -> tuple[list[int], list[int]]:
    """Ids of `left [MASK]…right` and the places of the masks."""
    ids = tokenizer.encode(left + tokenizer.mask_token * count + right)
    return ids, [i for i, id in enumerate(ids) if id == tokenizer.mask_token_id]


def independent(model: Any, tokenizer: Any, left: str, right: str, word: str) -> float:
    """Masked: Σ log p_i(piece_i), all masks open."""
    target = pieces(tokenizer, left, word)
    ids, places = masked_prompt(tokenizer, left, right, len(target))
    output = log_probs(model, ids)
    return sum(output[place, piece].item() for place, piece in zip(places, target, strict=True))


def sequential(model: Any, tokenizer: Any, left: str, right: str, word: str) -> float:
    """Masked: one mask after the other, next the one surest of its own piece."""
    target = pieces(tokenizer, left, word)
    ids, places = masked_prompt(tokenizer, left, right, len(target))
    total, left_over = 0.0, list(zip(places, target, strict=True))
    while left_over:
        output = log_probs(model, ids)
        value, place, piece = max((output[place, piece].item(), place, piece) for place, piece in left_over)
        ids[place] = piece
        left_over.remove((place, piece))
        total += value
    return total


def prefix(model: Any, tokenizer: Any, left: str, word: str) -> float:
    """Causal: the chain rule over the word's pieces behind `left`."""
    context = tokenizer.encode(left)
    target = pieces(tokenizer, left, word)
    output = log_probs(model, context + target)
    return sum(output[len(context) - 1 + i, piece].item() for i, piece in enumerate(target))


def sentence(model: Any, tokenizer: Any, left: str, right: str, word: str) -> float:
    """Causal: log p(word and the rest | left), token by token of the whole sentence."""
    start = len(tokenizer.encode(left))
    ids = tokenizer.encode(f"{left} {word}{right}")
    output = log_probs(model, ids)
    return sum(output[i - 1, ids[i]].item() for i in range(start, len(ids)))
