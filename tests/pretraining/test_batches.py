"""What a batch holds: passages as they are in the cache, each once before any twice."""

import numpy as np
import pytest

from playground.pretraining.batches import Round, Shape, Source
from playground.pretraining.masking import Masking, Vocabulary

SHAPE = Shape(tokens=4_000, batch=512, length=32)


@pytest.fixture
def vocabulary(tokenizer):
    return Vocabulary.of(tokenizer.get_vocab())


MASKING = Masking()


def rounds(caches, vocabulary, shape=SHAPE, number=0, seed=3, masking=MASKING, english=0.5):
    sources = [Source(caches["en"], english), Source(caches["zh"], 1 - english)]
    return Round(number, sources, shape, masking, vocabulary, seed)


def truth(batch) -> np.ndarray:
    ids = batch.shown.copy()
    ids.reshape(-1)[batch.positions] = batch.answers
    return ids


def sequences(batches) -> list[tuple[int, ...]]:
    """Every sequence of a round without special tokens and padding."""
    return [
        tuple(ids[attention][1:-1].tolist())
        for n in range(len(batches))
        for ids, attention in zip(truth(batches[n]), batches[n].attention, strict=True)
    ]


def cached_passages(cache) -> set[tuple[int, ...]]:
    return {tuple(cache.ids[a:b].tolist()) for a, b in zip(cache.offsets[:-1], cache.offsets[1:], strict=True)}


def test_sequences_are_passages_with_special_tokens(caches, vocabulary):
    known = cached_passages(caches["en"]) | cached_passages(caches["zh"])
    batches = rounds(caches, vocabulary)
    cut = [sequence for sequence in sequences(batches) if sequence not in known]
    assert all(len(sequence) > 24 and any(whole[: len(sequence)] == sequence for whole in known) for sequence in cut)
    batch = batches[0]
    ids = truth(batch)
    assert (ids[:, 0] == vocabulary.cls).all()
    assert ((ids == vocabulary.sep).sum(axis=1) == 1).all()
    assert (ids[~batch.attention] == vocabulary.pad).all()
    assert not np.isin(batch.answers, [vocabulary.pad, vocabulary.cls, vocabulary.sep, vocabulary.unknown]).any()
    assert batch.shown.size <= 512


def test_a_batch_depends_on_seed_round_and_number_only(caches, vocabulary):
    one, again = rounds(caches, vocabulary), rounds(caches, vocabulary)
    again[0]
    assert (one[1].shown == again[1].shown).all() and (one[1].positions == again[1].positions).all()
    assert sorted(sequences(one)) != sorted(sequences(rounds(caches, vocabulary, seed=4)))
    assert sorted(sequences(one)) != sorted(sequences(rounds(caches, vocabulary, number=1)))


def test_no_passage_comes_twice_before_all_came_once(caches, vocabulary):
    cache = caches["zh"]
    offsets = {int(offset) for offset in cache.offsets[:-1]}
    seen: list[int] = []
    number = 0
    while len(seen) < 800:
        seen += rounds(caches, vocabulary, number=number, english=0.0)._starts.tolist()
        number += 1
    assert len(set(seen)) == len(seen) and set(seen) <= offsets


def test_the_mix_is_in_tokens(caches, vocabulary):
    for english in (0.3, 0.8):
        batches = rounds(caches, vocabulary, Shape(20_000, 512, 64), english=english)
        counts = [(batches._lengths + 2)[batches._source == i].sum() for i in range(2)]
        assert abs(counts[0] / sum(counts) - english) < 0.03


def test_packed_sequences_are_full(caches, vocabulary):
    batches = rounds(caches, vocabulary, Shape(8_000, 512, 48, packed=True))
    lengths = [len(sequence) for sequence in sequences(batches)]
    assert np.mean(lengths) > 42
    assert max(lengths) <= 46


def test_short_sequences_end_where_their_passage_ends(caches, vocabulary, tokenizer):
    batches = rounds(caches, vocabulary, Shape(8_000, 512, 64, short=1.0))
    found = sequences(batches)
    assert max(map(len, found)) <= 20
    stops = {tokenizer.token_to_id("."), tokenizer.token_to_id("。")}
    assert all(sequence[-1] in stops for sequence in found)


def test_chinese_may_come_in_other_characters(caches, vocabulary):
    table = np.arange(len(vocabulary.marks))
    old, new = int(caches["zh"].ids[0]), int(vocabulary.ordinary[-1])
    table[old] = new
    sources = [Source(caches["zh"], 1.0, table, 0.5)]
    ids = np.concatenate([sequence for sequence in sequences(Round(0, sources, SHAPE, Masking(), vocabulary, 1))])
    plain = np.concatenate([sequence for sequence in sequences(rounds(caches, vocabulary, english=0.0))])
    assert 0.3 < (ids == old).mean() / (plain == old).mean() < 0.7


def test_something_is_always_asked(caches, vocabulary):
    assert len(rounds(caches, vocabulary, masking=Masking(0.0))[0].positions) == 1
