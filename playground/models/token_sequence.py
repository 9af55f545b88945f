"""One sequence of token ids to run, and which of them share a forward pass. No model here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from playground.models.abilities import Together
from playground.models.soft_prompt import SoftInput

# Bounds of one forward pass, for memory: padded tokens, and positions given to the LM head.
MAX_BATCH_TOKENS = 16_384
MAX_BATCH_POSITIONS = 512
# A processor's caches hold about so much of a pass, and the fewer share one, the less is padded.
CACHED_TOKENS = 1024


@dataclass(frozen=True)
class TokenSequence:
    """One sequence to run.

    `positions` are the places whose output distribution is wanted; `soft` those
    whose input is a soft token: the prompt's embeddings in order, or untrained the
    vocabulary's mean embedding. With `targets`, one id a position, only their
    log-probabilities are kept. `prompt` is what the sequence is read under; sequences of one
    batch may have different ones.
    """

    ids: tuple[int, ...]
    positions: tuple[int, ...]
    soft: tuple[int, ...] = ()
    targets: tuple[int, ...] | None = None
    prompt: SoftInput | None = None

    def __post_init__(self) -> None:
        if self.positions and not 0 <= min(self.positions) <= max(self.positions) < len(self.ids):
            raise ValueError("a position outside the sequence")

    @property
    def width(self) -> int:
        """Tokens that attention looks at: the sequence's own and its prefix's."""
        prefix = self.prompt.keys_values if self.prompt else None
        return len(self.ids) + (0 if prefix is None else prefix.shape[3])

    def pieces(self) -> list[TokenSequence]:
        """The sequence itself, or copies of it that ask for a bounded share of its positions each."""
        if len(self.positions) <= MAX_BATCH_POSITIONS:
            return [self]
        starts = range(0, len(self.positions), MAX_BATCH_POSITIONS)
        shares = [slice(start, start + MAX_BATCH_POSITIONS) for start in starts]
        targets = self.targets
        return [replace(self, positions=self.positions[s], targets=targets and targets[s]) for s in shares]


def wanted(sequence: TokenSequence, output: Tensor) -> Tensor:
    """What a sequence wants of its [positions, V]: a copy of the targets alone, or all."""
    if sequence.targets is None:
        return output
    return output.gather(1, torch.tensor(sequence.targets, dtype=torch.long, device=output.device)[:, None])[:, 0]


def batches(sequences: Sequence[TokenSequence], together: Together = "any", most: int | None = None) -> list[list[int]]:
    """Indices of sequences of like length together, each batch within the bounds.

    Args:
        together: whether lengths may differ within a batch, must not, or a batch is one sequence.
        most: padded tokens of a batch, where fewer than the bound are better.
    """
    bound = min(MAX_BATCH_TOKENS, most or MAX_BATCH_TOKENS)
    found: list[list[int]] = []
    positions = 0
    for i in sorted(range(len(sequences)), key=lambda i: sequences[i].width):
        width, asked = sequences[i].width, len(sequences[i].positions)
        last = found[-1] if found else []
        # Padding a short one to a much longer neighbour costs more than a second pass.
        longest = {"any": 2 * sequences[last[0]].width + 16, "equal": sequences[last[0]].width} if last else {}
        alike = width <= longest.get(together, 0)
        if alike and width * (len(last) + 1) <= bound and positions + asked <= MAX_BATCH_POSITIONS:
            last.append(i)
            positions += asked
        else:
            found.append([i])
            positions = asked
    return found
