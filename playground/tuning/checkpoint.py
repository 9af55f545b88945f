"""A run in mid-training as bytes: one safetensors file that resumes to the same numbers.

It holds the method's parameters, AdamW's moments and, in its metadata, plain JSON.
Randomness needs no state: every draw is a function of the seed and the step.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn
from torch.optim import AdamW

from playground.errors import PromptFileError
from playground.models.soft_prompt import metadata

FORMAT = "prompt-playground-checkpoint/1"


def pack(module: nn.Module, optimizer: AdamW, best: Mapping[str, Tensor], state: Mapping[str, Any]) -> bytes:
    """The file's bytes; `best` are the best prompt's tensors, `state` is JSON."""
    tensors = {f"module.{name}": tensor for name, tensor in module.state_dict().items()}
    tensors |= {f"best.{name}": tensor for name, tensor in best.items()}
    for index, slots in optimizer.state_dict()["state"].items():
        tensors |= {f"adamw.{index}.{name}": tensor for name, tensor in slots.items()}
    contiguous = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    return save(contiguous, {FORMAT: json.dumps(state)})


def read_state(data: bytes) -> dict[str, Any]:
    """The JSON that was packed.

    Raises:
        PromptFileError: the file is cut off or none of ours.
    """
    try:
        load(data)  # a file cut in half has a whole header
        return json.loads(metadata(data)[FORMAT])
    except (SafetensorError, ValueError, KeyError, TypeError):
        raise PromptFileError("damaged_checkpoint") from None


def unpack(data: bytes, module: nn.Module, optimizer: AdamW) -> dict[str, Tensor]:
    """Bring a fresh module and its optimizer to where they were; the best prompt's tensors.

    Raises:
        PromptFileError: the file is cut off, or of another module.
    """
    try:
        tensors = load(data)
        module.load_state_dict(_under("module.", tensors))
    except (SafetensorError, RuntimeError):
        raise PromptFileError("damaged_checkpoint") from None
    slots: dict[int, dict[str, Tensor]] = {}
    for name, tensor in _under("adamw.", tensors).items():
        index, slot = name.split(".")
        slots.setdefault(int(index), {})[slot] = tensor
    optimizer.load_state_dict({**optimizer.state_dict(), "state": slots})
    return _under("best.", tensors)


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
