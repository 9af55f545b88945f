"""The LM head alone: to a few words instead of the vocabulary, or what it reads, for whoever asks it many times.

Both hold inside a `with` and in its thread only: others may ask the same model meanwhile. Where a family's
last map is no module of its own, what comes out is the whole vocabulary, and `narrow` says so beforehand.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from playground.models.language_model import LanguageModel
from playground.models.packed_linear import dense_weight
from playground.models.token_sequence import TokenSequence


@contextmanager
def narrow(model: LanguageModel, ids: Sequence[int]) -> Iterator[None]:
    """Inside, `forward` and `log_probs` give [positions, len(ids)]: log softmax over these tokens alone.

    Sequences with targets cannot be asked so.
    """
    head = _head(model)
    chosen = torch.tensor(ids, device=model.device)
    weight = dense_weight(head).index_select(0, chosen)
    bias = None if head.bias is None else head.bias.index_select(0, chosen)
    thread, read = threading.get_ident(), []

    def keep(module: Any, args: Any) -> Any:
        if threading.get_ident() != thread:
            return None
        read.append(args[0])
        return (args[0][..., :0, :],)  # the whole map has nothing to do

    def answer(module: Any, args: Any, output: Tensor) -> Tensor | None:
        return torch.nn.functional.linear(read.pop(), weight, bias) if threading.get_ident() == thread else None

    hooks = [head.register_forward_pre_hook(keep), head.register_forward_hook(answer)]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def can_narrow(model: LanguageModel, sequence: TokenSequence, ids: Sequence[int]) -> bool:
    """Whether `narrow` gives what the whole head gives, normalised over the same tokens: tried on one sequence."""
    if not _is_linear(model):
        return False
    whole = model.log_probs([sequence])[0][:, list(ids)].log_softmax(-1)
    with narrow(model, ids):
        few = model.log_probs([sequence])[0]
    return few.shape == whole.shape and torch.allclose(few, whole, atol=1e-3)


@contextmanager
def head_inputs(model: LanguageModel) -> Iterator[list[Tensor]]:
    """A list that fills with what the head's last map reads, [positions, d] on the CPU a forward pass."""
    head = _head(model)
    thread, found = threading.get_ident(), []

    def keep(module: Any, args: Any) -> None:
        if threading.get_ident() == thread:
            found.append(args[0].detach()[0].float().cpu())

    hook = head.register_forward_pre_hook(keep)
    try:
        yield found
    finally:
        hook.remove()


def _head(model: LanguageModel) -> Any:
    network: Any = model.network
    return network.get_output_embeddings()


def _is_linear(model: LanguageModel) -> bool:
    return isinstance(_head(model), torch.nn.Linear)


def head_weights(model: LanguageModel) -> tuple[Tensor, Tensor] | None:
    """The last map's weight [V, d] and bias [V], on the CPU; `None` where it is no linear map."""
    if not _is_linear(model):
        return None
    head = _head(model)
    weight = dense_weight(head).detach().float().cpu()
    bias = torch.zeros(len(weight)) if head.bias is None else head.bias.detach().float().cpu()
    return weight, bias
