"""How much memory a checkpoint takes, from its configuration, on torch's meta device: no number is made.

A configuration may ask for anything. While its model is described, every weight is counted as it is
registered, and the description ends as soon as there are more than the files could ever fill.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch.nn.modules.module import register_module_parameter_registration_hook
from transformers import PreTrainedConfig, initialization

from playground.errors import ModelError
from playground.models.checkpoint import Checkpoint

# A model has a few weights and numbers more than its files where they are shared or, a mistake that is
# named later, missing: this much more may be described.
SPARE_TENSORS, SPARE_NUMBERS = 1000, 32 * 1024 * 1024
# Before a description begins: transformers makes a list with an entry a layer, and more of the kind.
MOST_LAYERS, MOST_OF_ANYTHING = 10_000, 2**31
_COUNTED = re.compile(r"layer|depth|block|group|expert|label", re.IGNORECASE)
_MEASURED = re.compile(r"size|dim|width|length|token|position|window", re.IGNORECASE)


class _TooMuch(Exception):
    """The model would be larger than its files say."""


def check_plausible(checkpoint: Checkpoint) -> None:
    """Refuse numbers that no model has, before transformers reads the configuration.

    Raises:
        ModelError: which number.
    """
    for name, value in _whole_numbers(checkpoint.config):
        limit = MOST_LAYERS if _COUNTED.search(name) and not _MEASURED.search(name) else MOST_OF_ANYTHING
        if value > limit:
            raise ModelError("implausible", id=checkpoint.id, name=name[:60], value=f"{value:.6g}")


def _whole_numbers(node: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, float]]:
    """Every number of a configuration with the name it stands under, those in lists and below included."""
    if isinstance(node, bool) or depth > 20:
        return
    if isinstance(node, int):
        # A whole number may have more digits than can be written out.
        yield name, float(node) if abs(node) < 2**1000 else float("inf")
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _whole_numbers(value, str(key), depth + 1)
    elif isinstance(node, list):
        for value in node:
            yield from _whole_numbers(value, name, depth + 1)


def check_size(checkpoint: Checkpoint, config: PreTrainedConfig, memory_limit: int | None) -> int:
    """Bytes that the weights and tables take in float32.

    Args:
        memory_limit: how many they may take, `None` where nobody said.

    Raises:
        ModelError: more than the files hold (`size_disagrees`) or the server allows (`too_large`).
    """
    most = 2 * checkpoint.numbers + SPARE_NUMBERS
    try:
        with _counted(2 * checkpoint.tensors + SPARE_TENSORS, most):
            model = _described(checkpoint, config)
    except _TooMuch:
        raise ModelError(
            "size_disagrees", id=checkpoint.id, tensors=checkpoint.tensors, numbers=f"{checkpoint.numbers / 1e6:.1f}"
        ) from None
    needed = 4 * sum(weight.numel() for weight in model.parameters()) + sum(table.nbytes for table in model.buffers())
    if memory_limit is not None and needed > memory_limit:
        raise ModelError("too_large", id=checkpoint.id, size=f"{needed / 1e9:.1f}", limit=f"{memory_limit / 1e9:.1f}")
    return needed


def _described(checkpoint: Checkpoint, config: PreTrainedConfig) -> Any:
    contexts = torch.device("meta"), initialization.no_init_weights(), initialization.meta_device_safe_creation_ops()
    with contexts[0], contexts[1], contexts[2]:
        model = checkpoint.kinds[0].auto.from_config(config, dtype=torch.float32, trust_remote_code=False)
    model.tie_weights()
    return model


@contextmanager
def _counted(most_tensors: int, most_numbers: int) -> Iterator[None]:
    """Within, this thread's modules register at most so many weights."""
    mine, tensors, numbers = threading.get_ident(), 0, 0

    def count(module: Any, name: str, weight: Any) -> None:
        nonlocal tensors, numbers
        if threading.get_ident() != mine or weight is None:
            return
        tensors, numbers = tensors + 1, numbers + weight.numel()
        if tensors > most_tensors or numbers > most_numbers:
            raise _TooMuch

    handle = register_module_parameter_registration_hook(count)
    try:
        yield
    finally:
        handle.remove()
