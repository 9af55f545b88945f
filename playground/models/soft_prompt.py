"""What a trained prompt is: input embeddings at the soft tokens, or keys and values
in front of every layer's own; saved and loaded as one safetensors file with its card.

How it came about (a BiLSTM, a reparameterising MLP) is not kept: only what it produced.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from playground.errors import PromptFileError
from playground.results import PromptCard

FORMAT = "prompt-playground/1"
MAX_BYTES = 64 * 1024 * 1024
MAX_CARD = 256 * 1024  # bytes of all that a file says of itself
MOST_TOKENS = 100
SEEN, MOST_SEEN = "seen", 100_000  # the tensor of the rows' keys, and how many there may be


@dataclass(frozen=True, eq=False)
class SoftInput:
    """What a row is read under: one of the two, float32.

    Args:
        embeddings: [k, e], in the order of the soft positions.
        keys_values: [layers, 2, key-value heads, n, head width]; keys first.
    """

    embeddings: Tensor | None = None
    keys_values: Tensor | None = None

    @property
    def tensors(self) -> dict[str, Tensor]:
        """The one that is there, by name."""
        both = {"embeddings": self.embeddings, "keys_values": self.keys_values}
        return {name: tensor for name, tensor in both.items() if tensor is not None}


@dataclass(frozen=True, eq=False)
class SoftPrompt:
    """A trained prompt, its card, and the keys of the rows it was trained and chosen on (`evaluation/seen.py`);
    `None` where nobody said them, as in files of earlier versions."""

    input: SoftInput
    card: PromptCard
    seen: tuple[int, ...] | None = None

    @property
    def tokens(self) -> int:
        """Number of soft tokens in its template; 0 for a prefix."""
        return 0 if self.input.embeddings is None else len(self.input.embeddings)

    @cached_property
    def data(self) -> bytes:
        """The file: the tensor, the keys of the rows as another, and the card as JSON in its metadata."""
        tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in self.input.tensors.items()}
        if self.seen is not None:
            tensors[SEEN] = torch.tensor(self.seen, dtype=torch.int64)
        # One entry: safetensors writes several in no fixed order, and equal prompts are equal files.
        return save_tensors(tensors, {FORMAT: json.dumps(asdict(self.card), ensure_ascii=False)})

    @cached_property
    def fingerprint(self) -> str:
        """First 12 hexadecimal digits of the file's SHA-256."""
        return hashlib.sha256(self.data).hexdigest()[:12]

    def check(self, model: Any, template: Any) -> None:
        """Refuse another model, or a template with another number of soft tokens.

        Raises:
            PromptFileError: what it was trained with, and what this is.
        """
        if self.card.revision != model.revision:
            raise PromptFileError("other_model", trained=self.card.model, model=model.id)
        soft, prefix = self.input.embeddings, self.input.keys_values
        if prefix is not None and not 1 <= prefix.shape[3] <= MOST_TOKENS:
            raise PromptFileError("too_long", count=prefix.shape[3], limit=MOST_TOKENS)
        wrong_width = soft is not None and len(soft) and soft.shape[1] != model.embeddings.shape[1]
        if wrong_width or (prefix is not None and (*prefix.shape[:1], *prefix.shape[2::2]) != model.prefix_shape):
            raise PromptFileError("other_model", trained=self.card.model, model=model.id)
        count = template.soft_tokens
        if count is None:
            raise PromptFileError("soft_words", count=self.tokens)
        if count != self.tokens:
            raise PromptFileError("other_count", trained=self.tokens, count=count)


def load(data: bytes) -> SoftPrompt:
    """Read a file.

    Raises:
        PromptFileError: it is no such file, too large, cut off, holds no numbers, or says too much of itself.
    """
    if len(data) > MAX_BYTES:
        raise PromptFileError("too_large", limit=MAX_BYTES // 2**20)
    if MAX_CARD < _header(data) <= len(data) - 8:
        raise PromptFileError("card_too_large", limit=MAX_CARD // 1024)
    try:
        card = _card(metadata(data))
        tensors = load_tensors(data)
        keys = tensors.pop(SEEN, None)
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise PromptFileError("unreadable") from None
    if keys is not None and (keys.ndim != 1 or keys.dtype != torch.int64 or len(keys) > MOST_SEEN):
        raise PromptFileError("unreadable")
    return SoftPrompt(_input(tensors), card, None if keys is None else tuple(keys.tolist()))


def metadata(data: bytes) -> Mapping[str, str]:
    """What a safetensors file says of itself: eight bytes of length, then JSON.

    Raises:
        ValueError, KeyError, TypeError: it is none, or says nothing.
    """
    header = json.loads(data[8 : 8 + _header(data)])
    return header["__metadata__"]


def _header(data: bytes) -> int:
    """How many bytes a safetensors file says that it says of itself."""
    return int.from_bytes(data[:8], "little")


def _card(said: Mapping[str, str]) -> PromptCard:
    if FORMAT not in said:
        raise PromptFileError("not_ours", wanted=FORMAT)
    values = json.loads(said[FORMAT])
    notes = values.pop("notes", {})
    names = {field.name for field in fields(PromptCard)} - {"notes"}
    if set(values) != names or not all(isinstance(text, str) for text in (*values.values(), *notes.values())):
        raise ValueError("not a card")
    "".join((*values.values(), *notes, *notes.values())).encode()  # half a character is no text, and a ValueError
    return PromptCard(**values, notes=notes)


def _input(tensors: Mapping[str, Tensor]) -> SoftInput:
    match dict(tensors):
        case {"embeddings": Tensor(ndim=2, dtype=torch.float32) as found, **rest} if not rest:
            made = SoftInput(embeddings=found)
        case {"keys_values": Tensor(ndim=5, dtype=torch.float32) as found, **rest} if not rest and found.shape[1] == 2:
            made = SoftInput(keys_values=found)
        case _:
            raise PromptFileError("unreadable")
    if not found.isfinite().all():
        raise PromptFileError("not_finite")
    return made
