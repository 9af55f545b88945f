"""The weighted mean of several models' weights, from one start: often better than each of them.

Wortsman et al. 2022, "Model soups", section 2: theta = sum_i w_i theta_i, here with given weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForMaskedLM


def averaged(parts: Sequence[tuple[Path, float]]) -> Any:
    """The first folder's model with the mean weights of all.

    Args:
        parts: folders of models of one shape, and their weights, which are made to sum to 1.

    Raises:
        ValueError: the models differ in shape.
    """
    total = sum(weight for _, weight in parts)
    models = [AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32) for folder, _ in parts]
    states = [model.state_dict() for model in models]
    if any(
        {name: part.shape for name, part in state.items()} != {name: part.shape for name, part in states[0].items()}
        for state in states
    ):
        raise ValueError("only models of one shape can be averaged")
    mean = {
        name: sum(weight / total * state[name] for state, (_, weight) in zip(states, parts, strict=True))
        for name in states[0]
    }
    models[0].load_state_dict(mean)
    models[0].tie_weights()
    return models[0].eval()
