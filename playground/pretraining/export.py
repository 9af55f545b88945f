"""A trained model -> the folder that ships: float16 safetensors, tokenizer, configuration."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import torch

from playground.models import loading
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence

LIMIT = 48 * 1024 * 1024
TOKENIZER = ("tokenizer.json", "tokenizer_config.json")


def export(model: Any, tokenizer: Path, folder: Path, limit: int = LIMIT) -> LanguageModel:
    """Write the model in half precision, and load it again as the project would.

    Args:
        tokenizer: the folder whose tokenizer files go along.
        limit: the most bytes the folder may hold.

    Raises:
        ValueError: it is too large, or float16 cannot hold it.
        ModelError: the project would not load it.
    """
    half = copy.deepcopy(model).cpu().half()
    if not all(torch.isfinite(weight).all() for weight in half.parameters()):
        raise ValueError("a weight is too large for float16")
    folder.mkdir(parents=True, exist_ok=True)
    half.save_pretrained(folder, safe_serialization=True, max_shard_size="1GB")
    for name in TOKENIZER:
        if (tokenizer / name).is_file() and tokenizer.resolve() != folder.resolve():
            shutil.copyfile(tokenizer / name, folder / name)
    size = sum(file.stat().st_size for file in folder.iterdir())
    if size > limit:
        raise ValueError(f"{folder} holds {size:,} bytes, {limit:,} are allowed")
    loaded = loading.load(folder, "exported", "1")
    mask = loaded.tokenizer.mask_id
    if mask is None:
        raise ValueError("the exported model has no mask")
    (output,) = loaded.log_probs([TokenSequence((mask,), (0,))])
    if not torch.isfinite(output).all():
        raise ValueError("the exported model gives no finite probabilities")
    return loaded
