"""What a trial at load found out about a model: how long, how together, and under what it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Which sequences share a forward pass: any of like length, those of one length, or none.
Together = Literal["any", "equal", "alone"]
# Where the asked positions are picked out: behind the body, or right before the last linear map.
Picked = Literal["body", "head"]


@dataclass(frozen=True)
class Abilities:
    """What one model can do.

    Args:
        max_length: the most tokens of a prompt, special tokens included.
        min_length: the fewest.
        together: sequences that may share a pass and answer as they do alone.
        picked: the first place at which picking positions changes no answer.
        soft_tokens: it takes embeddings in place of token ids, and lets gradients through.
        language: which of several languages' parts is used, where the files leave it open.
    """

    max_length: int
    together: Together = "any"
    picked: Picked = "body"
    soft_tokens: bool = True
    language: str | None = None
    min_length: int = 1

    @property
    def notes(self) -> tuple[str, ...]:
        """What is out of the ordinary, as keys below `model.note`."""
        said = {
            "equal_lengths": self.together == "equal",
            "one_by_one": self.together == "alone",
            "no_soft_tokens": not self.soft_tokens,
            "one_language": self.language is not None,
            "min_length": self.min_length > 1,
        }
        return tuple(note for note, holds in said.items() if holds)
