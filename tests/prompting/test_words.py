"""Words of a text, and the text without one of them."""

import pytest

from playground.prompting.words import cut, without


@pytest.mark.parametrize(
    ("text", "starts", "words"),
    [
        ("It's (so) good!", (), ["It's", " ", "(", "so", ")", " ", "good", "!"]),
        ("well-made ... $5", (), ["well-made", " ", "...", " ", "$", "5"]),
        ("很好看。", {0, 1, 3}, ["很", "好看", "。"]),
        ("iPhone很好，真的", {0, 6, 7, 8, 9}, ["iPhone", "很", "好", "，", "真的"]),
        ("हिन्दी है", (), ["हिन्दी", " ", "है"]),
        ("너무 좋아요", {0, 1}, ["너무", " ", "좋아요"]),
        ("", (), []),
    ],
)
def test_words_are_cut_at_spaces_or_where_the_tokenizer_cuts(text, starts, words):
    assert [text[i:j] for i, j in cut(text, starts)] == words


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        (" It was ", "was", " It "),
        (" It was.", "was", " It."),
        ("Is ", "Is", " "),
        ("The film", "The", "film"),
        ("a (good) film", "(", "a good) film"),
        ("a (good) film", ")", "a (good film"),
        ("good", "good", ""),
        ("很好看", "好", "很看"),
    ],
)
def test_what_is_left_without_a_word(text, word, rest):
    start = text.index(word)
    assert without(text, start, start + len(word)) == rest
