"""The tokenizer with template and user text kept apart: pieces, words, added tokens."""

import pytest
from tokenizers import AddedToken

from playground.errors import ModelError
from playground.models.tokenizer import PromptTokenizer
from playground.results import Chunk
from tests.fakes import FAMILIES, KINDS, MASKED, tiny_tokenizer

SENTENCES = ["It was great.", "这部电影很好看，great 😀!", "  two  spaces ", "", "a\nb\tc", "Café ½ ``x''"]


@pytest.mark.parametrize("family", FAMILIES)
def test_text_alone_gives_the_tokenizers_ids(tiny, family):
    for text in SENTENCES:
        tokens = tiny(family).ours.tokenizer.encode([Chunk("slot", text)])
        assert list(tokens.ids) == tiny(family).tokenizer.encode(text)


@pytest.mark.parametrize("family", MASKED)
def test_masks_of_every_family_stand_where_the_tokenizer_puts_them(tiny, family):
    plain = tiny(family).tokenizer
    tokens = tiny(family).ours.tokenizer.encode(
        [Chunk("slot", "很好"), Chunk("mask", placeholders=2), Chunk("text", ", x")]
    )
    assert list(tokens.ids) == plain.encode(f"很好{plain.mask_token * 2}, x")


@pytest.mark.parametrize("kind", KINDS)
def test_tokens_that_the_owner_added_keep_their_ids(kind):
    plain = tiny_tokenizer(kind)
    plain.add_tokens(["neologism", AddedToken("<brand>", normalized=False)])
    plain.add_special_tokens({"additional_special_tokens": ["<extra>"]})
    tokens = PromptTokenizer(plain).encode([Chunk("text", "a neologism <brand> <extra> b")])
    assert list(tokens.ids) == plain.encode("a neologism <brand> <extra> b")
    assert plain.convert_tokens_to_ids("neologism") in tokens.ids


@pytest.mark.parametrize("kind", KINDS)
def test_the_wrapped_tokenizer_is_left_as_it_was(kind):
    plain = tiny_tokenizer(kind)
    before = plain.backend_tokenizer.to_str()
    PromptTokenizer(plain).encode([Chunk("text", "a"), Chunk("mask", placeholders=1)])
    assert plain.backend_tokenizer.to_str() == before


def test_pieces_are_spelled_for_people(tokenizers):
    bpe, unigram, wordpiece = (tokenizers(kind).ours for kind in ("byte_bpe", "unigram", "wordpiece"))
    assert [bpe.piece(id) for id in bpe.word_ids("great", True, False)] == ["␣great"]
    assert [unigram.piece(id) for id in unigram.word_ids("great", True, False)] == ["␣great"]
    assert [wordpiece.piece(id) for id in wordpiece.word_ids("great", True, False)] == ["great"]
    assert all(
        piece.startswith("##") for piece in map(wordpiece.piece, wordpiece.word_ids("greatest", True, False)[1:])
    )
    assert [bpe.piece(id) for id in bpe.word_ids("\n", False, False)] == ["⏎"]
    assert bpe.piece(bpe.mask_id) == "<mask>"


def test_half_a_character_keeps_the_vocabularys_spelling(tokenizers):
    bpe = tokenizers("byte_bpe")
    pieces = [bpe.ours.piece(id) for id in bpe.ours.word_ids("😀", False, False)]
    assert len(pieces) > 1 and pieces == bpe.plain.tokenize("😀")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("leading", "start"), [(True, False), (False, False), (False, True)])
def test_a_vocabulary_word_is_a_label_word_of_that_piece(tokenizers, kind, leading, start):
    ours, plain = tokenizers(kind).ours, tokenizers(kind).plain
    words = {id: ours.word(id, leading, start) for id in range(len(plain))}
    found = {id: word for id, word in words.items() if word is not None}
    assert len(found) > 25
    assert all(ours.word_ids(word, leading, start) == (id,) for id, word in found.items())
    assert not set(found) & set(plain.all_special_ids)
    assert "great" in found.values() or not (leading or kind == "wordpiece")


def test_a_causal_tokenizer_has_something_to_open_a_prompt_with(tiny):
    assert tiny("gpt2").ours.tokenizer.start_id == tiny("gpt2").tokenizer.bos_token_id
    assert tiny("llama").ours.tokenizer.start_id == tiny("llama").tokenizer.bos_token_id


def test_a_slow_tokenizer_is_refused_by_name():
    class OldTokenizer:
        backend_tokenizer = None

    with pytest.raises(ModelError) as caught:
        PromptTokenizer(OldTokenizer())
    assert (caught.value.code, caught.value.values) == ("slow_tokenizer", {"name": "OldTokenizer"})


def test_the_bundled_tokenizer_reads_both_languages(bundled):
    for word in ("great", "terrible", "Great", "好"):
        assert len(bundled.tokenizer.word_ids(word, True, False)) == 1
        assert bundled.tokenizer.unknown_id not in bundled.tokenizer.word_ids(word, True, False)
    tokens = bundled.tokenizer.encode([Chunk("slot", "[MASK] 好 [SEP]"), Chunk("mask", placeholders=1)])
    assert tokens.ids.count(bundled.tokenizer.mask_id) == 1
