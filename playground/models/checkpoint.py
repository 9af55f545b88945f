"""What a model's folder holds, read from its JSON and from the headers of its weights: nothing is made yet.

Refuses early, with the reason, what transformers would refuse late, run, or make up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from playground.errors import ModelError
from playground.models.kinds import KINDS, ModelKind, kinds_of

# What a tokenizer can be read from; of the others, settings only.
VOCABULARIES = ("tokenizer.json", "vocab*", "merges*", "*.model", "*.tiktoken", "*.bpe")
MOST_CONFIG = 4 * 1024 * 1024  # characters; what is longer is cut, and then no JSON
# Numbers that several ways of quantising keep beside, or in place of, a weight.
_PACKED = re.compile(r"\.(qweight|qzeros|SCB|absmax|quant_map|weight_packed|weight_scale(_inv)?)$")
# Eight bits or fewer a number; whole numbers count only where a weight should be.
_SMALL_FLOATS = re.compile(r"F(8|6|4)_")


@dataclass(frozen=True)
class Checkpoint:
    """A folder that can be tried.

    Args:
        kinds: what it may be, most likely first.
        tensors: number of weights in its files; 0 where they cannot be counted (GGUF).
        numbers: how many numbers those hold.
    """

    folder: Path
    id: str
    kinds: tuple[ModelKind, ...]
    config: Mapping[str, Any]
    tensors: int = 0
    numbers: int = 0
    gguf: str | None = None


def read(folder: Path, id: str, gguf: str | None = None) -> Checkpoint:
    """What the folder says of itself.

    Raises:
        ModelError: what is missing or not allowed, by name.
    """
    if gguf:
        return Checkpoint(folder, id, (KINDS["causal"],), {}, gguf=gguf)
    config = _config(folder, id)
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise ModelError("no_safetensors", id=id)
    family = str(config.get("model_type", "?"))
    kinds = kinds_of(family, tuple(map(str, config.get("architectures") or ())))
    if not kinds:
        raise ModelError("remote_code" if "auto_map" in config else "not_a_language_model", id=id, family=family)
    if said := _quantised(folder, config):
        raise ModelError("quantised", id=id, method=said)
    tensors = numbers = 0
    for name, type_, shape in _tensors(files, id):
        if _PACKED.search(name) or _SMALL_FLOATS.match(type_) or (name.endswith(".weight") and type_[0] in "IU"):
            raise ModelError("quantised", id=id, method=type_)
        tensors, numbers = tensors + 1, numbers + prod(shape)
    if not any(path for pattern in VOCABULARIES for path in folder.glob(pattern)):
        raise ModelError("no_tokenizer", id=id)
    return Checkpoint(folder, id, kinds, config, tensors, numbers)


def _config(folder: Path, id: str) -> dict[str, Any]:
    try:
        with (folder / "config.json").open(encoding="utf-8") as file:
            config = json.loads(file.read(MOST_CONFIG))
    except (OSError, ValueError, RecursionError):
        config = None
    if not isinstance(config, dict) or not isinstance(config.get("architectures") or [], list):
        raise ModelError("no_config", id=id)
    return config


def _quantised(folder: Path, config: Mapping[str, Any]) -> str | None:
    """How a checkpoint says that it is quantised; `None` where it says no such thing."""
    for key in ("quantization_config", "quantization", "compression_config"):
        if said := config.get(key):
            method = said.get("quant_method") if isinstance(said, dict) else None
            return str(method or key)[:40]
    beside = ("quantize_config.json", "quant_config.json", "quantization_config.json")
    return next((name for name in beside if (folder / name).exists()), None)


def _tensors(files: list[Path], id: str) -> Iterator[tuple[str, str, list[int]]]:
    """Name, type and shape of every weight."""
    for file in files:
        try:
            with safe_open(file, "pt") as tensors:
                for name in tensors.keys():  # noqa: SIM118 - no mapping
                    part = tensors.get_slice(name)
                    yield name, part.get_dtype(), part.get_shape()
        except (OSError, SafetensorError):
            raise ModelError("not_loadable", id=id) from None
