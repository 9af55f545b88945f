"""Token caches -> batches, each a function of the seed, the round and its number alone.

Training goes in rounds. A round draws passages of each language, none twice before all
were drawn once, and lays those of like length side by side. Since nothing else decides
what a batch holds, an interrupted run goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.pretraining.corpus import TokenCache
from playground.pretraining.masking import Masking, Vocabulary, hide

WIDTH = 16
SHORTEST, SHORT = 4, 20
_ROUND, _ORDER, _BATCH = range(3)


@dataclass(frozen=True)
class Source:
    """One language's passages.

    Args:
        share: of the tokens of a round.
        variants: [V] ids to write a passage in (its traditional characters), or `None`.
        variant_share: of the passages written so.
    """

    cache: TokenCache
    share: float
    variants: np.ndarray | None = None
    variant_share: float = 0.0


@dataclass(frozen=True)
class Shape:
    """How a round is cut.

    Args:
        tokens: of the round, about; batch: of a batch, padding included.
        length: the most tokens of a sequence, special tokens included.
        packed: fill every sequence with passages, one after another.
        short: the share of passages of which only the end is kept, 4 to 20 tokens.
    """

    tokens: int
    batch: int
    length: int = 128
    packed: bool = False
    short: float = 0.0


@dataclass(frozen=True)
class Batch:
    """What one step reads.

    Args:
        shown: [B, L] ids with words hidden; attention: [B, L] bool, false on padding.
        positions: [N] places asked for, in the flattened batch; answers: [N] ids.
    """

    shown: np.ndarray
    attention: np.ndarray
    positions: np.ndarray
    answers: np.ndarray

    @property
    def tokens(self) -> int:
        """Without padding."""
        return int(self.attention.sum())


class Round:
    """The batches of one round.

    Args:
        number: which round, from 0.
    """

    def __init__(
        self, number: int, sources: Sequence[Source], shape: Shape, masking: Masking, vocabulary: Vocabulary, seed: int
    ):
        self._sources, self._masking, self._vocabulary = sources, masking, vocabulary
        self._seed = (seed, _BATCH, number)
        rng = np.random.default_rng((seed, _ROUND, number))
        drawn = [_windows(number, i, source, shape, seed, rng) for i, source in enumerate(sources)]
        self._source = np.concatenate([np.full(len(starts), i) for i, (starts, _) in enumerate(drawn)])
        self._starts = np.concatenate([starts for starts, _ in drawn])
        self._lengths = np.concatenate([lengths for _, lengths in drawn])
        self._batches = _cut(self._lengths, shape, rng)

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, index: int) -> Batch:
        """Gather the tokens of a batch, and hide some."""
        rows, width = self._batches[index]
        rng = np.random.default_rng((*self._seed, index))
        vocabulary, lengths = self._vocabulary, self._lengths[rows][:, None]
        columns = np.arange(width - 2)[None]
        inside = np.zeros((len(rows), width), np.bool_)
        inside[:, 1:-1] = columns < lengths
        places = self._starts[rows][:, None] + np.minimum(columns, lengths - 1)
        ids = np.full(inside.shape, vocabulary.pad, np.int64)
        first, always = np.ones(inside.shape, np.bool_), np.zeros(inside.shape, np.bool_)
        for i, source in enumerate(self._sources):
            of = self._source[rows] == i
            ids[of, 1:-1], first[of, 1:-1], always[of, 1:-1] = _gather(source, places[of], rng)
        first[:, 1] = True
        first |= ~inside
        ids[~inside] = vocabulary.pad
        ids[:, 0] = vocabulary.cls
        np.put_along_axis(ids, lengths + 1, vocabulary.sep, axis=1)
        attention = np.arange(width)[None] < lengths + 2
        shown, asked = hide(ids, first, inside & (ids != vocabulary.unknown), self._masking, vocabulary, rng, always)
        if not asked.any():
            shown[0, 1], asked[0, 1] = vocabulary.mask, True
        positions = np.flatnonzero(asked)
        return Batch(shown, attention, positions, ids.reshape(-1)[positions])


def _windows(
    number: int, language: int, source: Source, shape: Shape, seed: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Where a language's sequences of this round start in its cache, and their lengths."""
    offsets, first, room = source.cache.offsets, source.cache.first, shape.length - 2
    passages, mean = len(offsets) - 1, offsets[-1] / (len(offsets) - 1) + 2
    count = max(1, round(source.share * shape.tokens / mean)) if source.share else 0
    drawn = _draw(number * count, count, passages, (seed, _ORDER, language))
    if shape.packed:
        drawn = drawn[: max(1, round(count * mean / shape.length))]
    starts, ends = offsets[drawn], offsets[drawn + 1]
    if shape.packed:
        ends = np.full_like(starts, offsets[-1])
    else:
        shorter = rng.random(len(drawn)) < shape.short
        kept = rng.integers(SHORTEST, SHORT + 1, len(drawn))
        starts = np.where(shorter, np.maximum(starts, ends - kept), starts)
    stops = np.minimum(ends, starts + room)
    # A sequence does not end within a word, unless the word is all of it.
    while (torn := (stops < ends) & (stops > starts + 1) & ~first[np.minimum(stops, len(first) - 1)]).any():
        stops = stops - torn
    return starts, stops - starts


def _draw(begin: int, count: int, passages: int, seed: tuple[int, ...]) -> np.ndarray:
    """Entries `begin` to `begin + count` of all passages shuffled, shuffled anew, and so on."""
    places = np.arange(begin, begin + count)
    drawn = np.empty(count, np.int64)
    for turn in np.unique(places // passages):
        now = places // passages == turn
        drawn[now] = np.random.default_rng((*seed, turn)).permutation(passages)[places[now] % passages]
    return drawn


def _cut(lengths: np.ndarray, shape: Shape, rng: np.random.Generator) -> list[tuple[np.ndarray, int]]:
    """Rows of like length together as (rows, padded width), in random order.

    Widths are multiples of 16 and each width has one number of rows, so that a compiled
    model meets few shapes; rows left over join the next width, the last are dropped.
    """
    widths = np.minimum(-(-(lengths + 2) // WIDTH) * WIDTH, max(shape.length, WIDTH))
    shuffled = rng.permutation(len(lengths))
    batches, left = [], np.empty(0, np.int64)
    for width in np.unique(widths).tolist():
        rows = np.concatenate([left, shuffled[widths[shuffled] == width]])
        size = max(1, shape.batch // width)
        whole = len(rows) // size * size
        batches += [(group, width) for group in rows[:whole].reshape(-1, size)]
        left = rows[whole:]
    if not batches:
        batches.append((left, int(widths.max())))
    return [batches[i] for i in rng.permutation(len(batches))]


def _gather(source: Source, places: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """ids, first and asked, [rows, columns], at places in the cache."""
    ids = source.cache.ids[places].astype(np.int64)
    if source.variants is not None:
        other = rng.random(len(ids)) < source.variant_share
        ids[other] = source.variants[ids[other]]
    return ids, source.cache.first[places], source.cache.asked[places]
