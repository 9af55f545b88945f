"""Masking by hand, and its proportions over many draws."""

import numpy as np
import pytest

from playground.pretraining.masking import Masking, Vocabulary, choose, hide, tails, words

PIECES = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "un": 5, "##do": 6, ".": 7, "好": 8, "##a": 9}
VOCABULARY = Vocabulary.of(PIECES)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def made(rows: int = 4_000, width: int = 24):
    """Random rows of words of one to three pieces; the ends are outside."""
    dice = rng(1)
    first = dice.random((rows, width)) < 0.6
    first[:, 0] = first[:, 1] = first[:, -1] = True
    inside = np.ones_like(first)
    inside[:, 0] = inside[:, -1] = False
    ids = dice.choice(VOCABULARY.ordinary, size=first.shape)
    return ids, first, inside


def test_words_are_hidden_whole():
    _, first, inside = made()
    hidden = choose(first, inside, Masking(0.3), rng())
    units = words(first)
    for row in range(200):
        for word in set(units[row].tolist()):
            members = (units[row] == word) & inside[row]
            assert hidden[row][members].all() or not hidden[row][members].any()
    assert not hidden[~inside].any()


@pytest.mark.parametrize(
    "masking", [Masking(0.15), Masking(0.3, whole_words=False), Masking(0.2, spans=(0.5, 0.3, 0.2))]
)
def test_the_share_is_hidden(masking):
    _, first, inside = made(20_000, 40)
    # A run at a row's start has no run before it to be covered by: a little less is hidden there.
    assert abs(choose(first, inside, masking, rng())[inside].mean() - masking.share) < 0.008


def test_single_pieces_may_be_hidden_without_their_word():
    _, first, inside = made()
    hidden = choose(first, inside, Masking(0.3, whole_words=False), rng())
    torn = ~first[:, 1:] & (hidden[:, 1:] != hidden[:, :-1]) & inside[:, 1:] & inside[:, :-1]
    assert torn.any()


def test_runs_of_words():
    first = np.ones((1, 6), np.bool_)

    class Dice:
        """Given numbers instead of random ones: the second word opens a run of three."""

        def __init__(self):
            self.draws = [np.array([[0.9, 0.0, 0.9, 0.9, 0.9, 0.9]]), np.array([[0.0, 0.99, 0.0, 0.0, 0.0, 0.0]])]

        def random(self, shape):
            return self.draws.pop(0)

    hidden = choose(first, first, Masking(0.15, spans=(0.5, 0.3, 0.2)), Dice())
    assert hidden.tolist() == [[False, True, True, True, False, False]]


def test_what_stands_in_the_place_of_a_hidden_word():
    ids, first, inside = made(20_000)
    shown, asked = hide(ids, first, inside, Masking(0.2, masked=0.8, random=0.1), VOCABULARY, rng())
    assert (shown[~asked] == ids[~asked]).all()
    masked = shown[asked] == VOCABULARY.mask
    assert abs(masked.mean() - 0.8) < 0.01
    # Of five ordinary pieces one in five is drawn again by chance.
    changed = (shown[asked] != ids[asked]) & ~masked
    assert abs(changed.mean() - 0.1 * 4 / 5) < 0.01
    assert set(np.unique(shown[asked]).tolist()) <= {VOCABULARY.mask, *VOCABULARY.ordinary.tolist()}
    # One fate a word: no word is half [MASK].
    together = asked[:, 1:] & asked[:, :-1] & ~first[:, 1:]
    mask = shown == VOCABULARY.mask
    assert (mask[:, 1:] == mask[:, :-1])[together].all()


def test_the_same_seed_hides_the_same():
    ids, first, inside = made(50)
    one, two, other = (hide(ids, first, inside, Masking(), VOCABULARY, rng(seed)) for seed in (3, 3, 4))
    assert (one[0] == two[0]).all() and (one[1] == two[1]).all()
    assert (one[1] != other[1]).any()


def test_the_last_word_before_the_full_stop():
    # [CLS] 好 un ##do . [SEP] [PAD]
    ids = np.array([[2, 8, 5, 6, 7, 3, 0]])
    first = np.array([[True, True, True, False, True, True, True]])
    inside = np.array([[False, True, True, True, True, False, False]])
    end = tails(ids, first, inside, VOCABULARY.marks, 1.0, rng())
    assert end.tolist() == [[False, False, True, True, False, False, False]]
    shown, asked = hide(ids, first, inside, Masking(0.0, tail=1.0), VOCABULARY, rng())
    assert shown.tolist() == [[2, 8, 4, 4, 7, 3, 0]]
    assert (asked == end).all()
    only_marks = np.array([[2, 7, 7, 7, 7, 3, 0]])
    assert not tails(only_marks, np.ones_like(first), inside, VOCABULARY.marks, 1.0, rng()).any()


def test_a_vocabulary_knows_its_marks():
    assert np.flatnonzero(~VOCABULARY.marks).tolist() == [0, 1, 2, 3, 4, 5, 6, 8, 9]
    assert VOCABULARY.ordinary.tolist() == [5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    "options", [{"share": 1.0}, {"share": -0.1}, {"masked": 0.9, "random": 0.2}, {"spans": (0.5,)}, {"tail": 2.0}]
)
def test_wrong_shares_are_refused(options):
    with pytest.raises(ValueError, match="masking"):
        Masking(**options)
