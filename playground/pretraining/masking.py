"""Which tokens are hidden from the model, and what stands in their place. Pure functions.

Masked language modelling: Devlin et al. 2019, "BERT", section 3.1 (15% of tokens; of
these 80% [MASK], 10% a random token, 10% unchanged). Whole words at once: Cui et al.
2021, "Pre-Training with Whole Word Masking for Chinese BERT", section 3. Runs of
several words: Cui et al. 2020, "MacBERT", section 3.1. Masks are drawn anew each time
a passage is read ("dynamic masking": Liu et al. 2019, "RoBERTa", section 4.1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Masking:
    """How to hide words.

    Args:
        share: of the tokens, expected to be hidden.
        masked: of the hidden words, the share shown as [MASK].
        random: the share shown as random pieces; the rest is shown as it is.
        whole_words: hide all pieces of a word (all characters of a Chinese word), or
            each piece for itself.
        spans: how often a hidden run is 1, 2, … words long.
        tail: the share of sequences whose last word is shown as [MASK] as well: prompts
            ask there.

    Raises:
        ValueError: a number is not a share, or the shares are more than everything.
    """

    share: float = 0.15
    masked: float = 0.8
    random: float = 0.1
    whole_words: bool = True
    spans: tuple[float, ...] = (1.0,)
    tail: float = 0.0

    def __post_init__(self) -> None:
        shares = (self.share, self.masked, self.random, self.tail, self.masked + self.random, *self.spans)
        if not all(0 <= share <= 1 + 1e-9 for share in shares) or self.share == 1:
            raise ValueError("masking: a share lies between 0 and 1")
        if not self.spans or abs(sum(self.spans) - 1) > 1e-6:
            raise ValueError("masking: the spans' shares sum to 1")


def words(first: np.ndarray) -> np.ndarray:
    """Number the words of each row. [B, L] bool -> [B, L] int.

    >>> words(np.array([[True, False, True, True]]))
    array([[0, 0, 1, 2]])
    """
    return np.maximum(first.cumsum(axis=1) - 1, 0)


def choose(first: np.ndarray, inside: np.ndarray, masking: Masking, rng: np.random.Generator) -> np.ndarray:
    """Which tokens to hide: each word (run of words) by its own throw of the dice.

    Args:
        first: [B, L] bool, whether a token opens a word. Tokens outside open their own.
        inside: [B, L] bool, whether a token may be hidden.

    Returns:
        [B, L] bool.
    """
    units = words(first if masking.whole_words else np.ones_like(first))
    dice = rng.random(first.shape)
    hidden = dice < _start_rate(masking)
    if len(masking.spans) > 1:
        lengths = 1 + np.searchsorted(np.cumsum(masking.spans)[:-1], rng.random(first.shape), side="right")
        starts = hidden.copy()
        for further in range(1, len(masking.spans)):
            hidden[:, further:] |= (starts & (lengths > further))[:, :-further]
    return np.take_along_axis(hidden, units, axis=1) & inside


def _start_rate(masking: Masking) -> float:
    """The rate r of run starts that hides `share`: share = 1 - product_k (1 - r P(length > k)).

    The right side grows with r, so it is found by halving.
    """
    longer = 1 - np.concatenate([[0.0], np.cumsum(masking.spans)[:-1]])
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        covered = 1 - np.prod(1 - middle * longer)
        low, high = (middle, high) if covered < masking.share else (low, middle)
    return high


def tails(
    ids: np.ndarray, first: np.ndarray, inside: np.ndarray, marks: np.ndarray, share: float, rng: np.random.Generator
) -> np.ndarray:
    """The last word of a `share` of the rows, marks after it skipped. [B, L] bool.

    Args:
        marks: [V] bool, the vocabulary's punctuation.
    """
    content = inside & ~marks[ids]
    last = ids.shape[1] - 1 - content[:, ::-1].argmax(axis=1)
    numbers = words(first)
    same = numbers == np.take_along_axis(numbers, last[:, None], axis=1)
    return same & content & (rng.random(len(ids)) < share)[:, None]


def hide(
    ids: np.ndarray,
    first: np.ndarray,
    inside: np.ndarray,
    masking: Masking,
    vocabulary: Vocabulary,
    rng: np.random.Generator,
    always: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """What the model is shown, and which tokens it is asked for.

    Args:
        ids: [B, L] the true tokens; first, inside: as in `choose`.
        always: [B, L] bool, tokens shown as [MASK] whatever the dice say.

    Returns:
        shown [B, L] ids, asked [B, L] bool.
    """
    chosen = choose(first, inside, masking, rng)
    units = words(first if masking.whole_words else np.ones_like(first))
    fate = np.take_along_axis(rng.random(ids.shape), units, axis=1)
    noise = rng.choice(vocabulary.ordinary, size=ids.shape)
    end = tails(ids, first, inside, vocabulary.marks, masking.tail, rng)
    if always is not None:
        end |= always & inside
    as_mask = chosen & (fate < masking.masked) | end
    as_noise = chosen & ~as_mask & (fate < masking.masked + masking.random)
    shown = np.where(as_mask, vocabulary.mask, np.where(as_noise, noise, ids))
    return shown, chosen | end


@dataclass(frozen=True)
class Vocabulary:
    """What masking needs to know of a tokenizer.

    Args:
        mask, cls, sep, pad, unknown: ids of the special tokens.
        ordinary: ids of all other pieces.
        marks: [V] bool, pieces without a letter or digit.
    """

    mask: int
    cls: int
    sep: int
    pad: int
    unknown: int
    ordinary: np.ndarray
    marks: np.ndarray

    @classmethod
    def of(cls, pieces: dict[str, int]) -> Vocabulary:
        """From a BERT vocabulary, piece -> id."""
        names = ("[MASK]", "[CLS]", "[SEP]", "[PAD]", "[UNK]")
        mask, cls_, sep, pad, unknown = specials = [pieces[name] for name in names]
        marks = np.zeros(max(pieces.values()) + 1, np.bool_)
        for piece, id in pieces.items():
            marks[id] = not any(character.isalnum() for character in piece)
        ordinary = np.array(sorted(set(pieces.values()) - set(specials)))
        return cls(mask, cls_, sep, pad, unknown, ordinary, marks)
