"""A trained prompt on its way to Play: what is kept of it, and Play's state with it."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from components.contracts import train as contract
from components.contracts.play import ScoringOptions
from playground.errors import PromptFileError
from playground.models.registry import BUNDLED
from playground.results import PromptCard
from playground.scoring.options import Options
from playground.tuning import desk

LARGEST = 4 * desk.MAX_BYTES // 3 + 4  # base64


def unpacked(packed: str, model: Any) -> tuple[bytes, Any]:
    """A file that came as base64, and the prompt in it. Takes time: for a thread.

    Raises:
        PromptFileError: it is too large, or cannot be read.
        PlaygroundError: its prompt belongs to another model, or its card is broken.
    """
    if len(packed) > LARGEST:
        raise PromptFileError("too_large", limit=desk.MAX_BYTES // 2**20)
    try:
        data = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        raise PromptFileError("unreadable") from None
    prompt = desk.read_prompt(data)
    desk.task_of(prompt, model)
    return data, prompt


def model_of(model: str) -> str:
    """A model as pages name it: the bundled one's id is empty."""
    return "" if model == BUNDLED else model


def kept(card: PromptCard, id: str, model: str) -> contract.KeptPrompt:
    """A prompt that the server keeps under an id."""
    # As it was trained: another calibration would show other numbers than its own.
    options = ScoringOptions(**Options(aggregation=card.aggregation).to_json())
    state = contract.TrainedState(
        template=card.template, verbalizer=card.verbalizer, model=model, prompts=[id], options=options
    )
    return contract.KeptPrompt(prompt=id, state=state)
