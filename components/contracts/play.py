"""The Play page: the live answer to what is typed, and the two closer looks at it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from components.contracts.base import Contract, Id
from components.contracts.models import ModelId

MOST_PROMPTS = 64  # ids that a link may carry; the page shows fewer


class ScoringOptions(Contract):
    """How scores become labels, as `playground/scoring/options.py` has it. Wide, for a link can carry anything: which
    values there are is the core's to say."""

    calibration: str
    content_free: list[str]
    domain: str | None
    aggregation: str
    filling: str
    length_normalised: bool
    top_k: int


class PlayState(Contract):
    """What a person typed and chose: `model` is empty for the bundled one, `prompts` are ids of trained prompts."""

    template: str
    verbalizer: str
    fields: dict[str, str]
    model: ModelId
    options: ScoringOptions
    prompts: Annotated[list[Id], Field(max_length=MOST_PROMPTS)]
