"""What the top of the list at the mask says about the label words."""

import math

import pytest

from playground.prompting.asked import Verdict, judge
from playground.results import LabelScore, ModelInput, Prediction, Token, WordScore


def prediction(columns: list[str], words: dict[str, str], kind: str = "masked") -> Prediction:
    """A prediction with these likeliest tokens at each position, and label words spelled in pieces."""
    tokens = tuple(
        tuple(Token(i, piece, piece.removeprefix("##"), -0.5 - i) for i, piece in enumerate(column.split()))
        for column in columns
    )
    scores = tuple(
        WordScore("a", word, tuple(pieces.split()), (), math.log(1e-4), 0.0, None, 0.0)
        for word, pieces in words.items()
    )
    labels = (LabelScore("a", 0.0, 1.0),)
    return Prediction("m", kind, "prefix", labels, scores, (), tokens, 0.99, None, ModelInput((), 512, ()))


@pytest.mark.parametrize(
    ("columns", "words", "verdict"),
    [
        # A word on top is on top, however small its share.
        (["great good , the"], {"great": "great"}, Verdict("top")),
        (["the a great"], {"great": "great"}, Verdict("top")),
        # Words of the same kind above: the verbalizer is short.
        (["nice funny sad long great"], {"great": "great"}, Verdict("short", ("nice", "funny", "sad"))),
        (["好 差 美 长 妙"], {"妙": "妙"}, Verdict("short", ("好", "差", "美"))),
        # Punctuation and function words above: another question.
        ([". the , and ! great"], {"great": "great"}, Verdict("elsewhere", (".", "the", ","))),
        (["。 的 了 是"], {"妙": "妙"}, Verdict("elsewhere", ("。", "的", "了"))),
        (["##ing ##s 12 nice great"], {"great": "great"}, Verdict("elsewhere", ("ing", "s", "12"))),
        # Words of several pieces: each position counts, and a small product does not.
        (["hum great", "##drum ##ing"], {"humdrum": "hum ##drum"}, Verdict("top")),
        (["hum great", ". , ! ? ##drum"], {"humdrum": "hum ##drum"}, Verdict("elsewhere", (".", ",", "!"))),
        # No word of this run: the list says nothing.
        (["the a"], {"humdrum": "hum ##drum"}, Verdict("unseen")),
    ],
)
def test_the_top_of_the_list_decides(columns, words, verdict):
    assert judge(prediction(columns, words)) == verdict


def test_a_causal_models_words_begin_with_their_first_piece():
    assert judge(prediction(["hum the"], {"humdrum": "hum drum"}, "causal")) == Verdict("top")
