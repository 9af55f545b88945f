"""Rows that a trained prompt knows from its training: they say nothing of how good it is.

A row is known by the texts that a template's slots take of it, whatever data set, split, label or other columns it
comes with now. A prompt's file keeps keys of these texts, never the texts (`models/soft_prompt.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from playground.results import Example


@dataclass(frozen=True)
class Seen:
    """How many of `of` rows some prompt was trained or chosen on, `None` where a prompt's file does not say; and
    whether they are left out of what is measured, which they are unless no row would be left."""

    rows: int | None
    of: int
    left_out: bool

    def to_json(self) -> dict[str, Any]:
        """For the record of a job."""
        return asdict(self)


def row_key(slots: Sequence[str], fields: Mapping[str, str]) -> int:
    """A row as a template sees it: 64 bits of the SHA-256 of its texts, in which case and blanks do not count.

    >>> row_key(["text"], {"text": "A  joy.", "id": "1"}) == row_key(["text"], {"text": "a joy."})
    True
    """
    texts = [" ".join(fields.get(slot, "").split()).casefold() for slot in slots]
    digest = hashlib.sha256(json.dumps(texts).encode("ascii")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def row_keys(slots: Sequence[str], examples: Iterable[Example]) -> tuple[int, ...]:
    """The keys of rows that were seen, each once, in an order that tells nothing of theirs."""
    return tuple(sorted({row_key(slots, example.fields) for example in examples})) if slots else ()


def seen_places(slots: Sequence[str], examples: Sequence[Example], keys: Collection[int]) -> set[int]:
    """The places of the examples that are among those of the keys."""
    if not slots or not keys:
        return set()
    known = frozenset(keys)
    return {place for place, example in enumerate(examples) if row_key(slots, example.fields) in known}
