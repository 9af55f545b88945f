"""Prompts become ids: the tokenizer's own on the whole string, and cut only where allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import FieldsError, TemplateError
from playground.prompting.encoding import encode, label_word_ids
from playground.prompting.template import parse
from tests.fakes import KINDS, ToyTokenizer

PLENTY = 100_000
TEXTS = st.lists(
    st.sampled_from(
        [
            "The film",
            "was great",
            " ",
            "  ",
            "\n",
            "\t",
            "很好看",
            "，",
            "。",
            ".",
            "'s",
            "😀",
            "👩‍👩‍👧",
            "é",
            "e\u0301",
        ]
    )
    | st.sampled_from(
        ["\x00", "\x1b", "\u200b", "\u3000", "\ufeff", "``", "##s", "▁", "Ġ", "<", "[", "𠮷", "ﬁ", "½", "İ"]
    )
    | st.text(max_size=4),
    max_size=8,
).map("".join)
# Noncharacters that the project itself writes special tokens with; no text holds them.
FREE = TEXTS.filter(lambda text: not set(text) & {"\ufdd0", "\ufdd1"})


def escaped(text: str) -> str:
    """The text as literal template text."""
    return text.replace("{", "{{").replace("}", "}}").replace("[", "[[").replace("___", "")


@pytest.mark.parametrize("kind", KINDS)
@given(before=FREE, a=FREE, b=FREE, after=FREE, run=st.integers(1, 3))
def test_ids_equal_the_tokenizers_on_the_whole_string(tokenizers, kind, before, a, b, after, run):
    ours, plain = tokenizers(kind).ours, tokenizers(kind).plain
    before, after = (text.replace("___", "") for text in (before, after))
    template = parse(f"{escaped(before)}{{a}}{escaped(after)}{{b}}: [MASK*{run}]{escaped(after)}{{a}}")
    prompt = encode(template, {"a": a, "b": b}, ours, PLENTY)
    mask = plain.mask_token * run
    assert list(prompt.ids) == plain.encode(f"{before}{a}{after}{b}:{mask}{after}{a}")
    if kind in ("wordpiece", "byte_bpe", "unigram"):  # the space before the mask is nobody's token
        assert list(prompt.ids) == plain.encode(f"{before}{a}{after}{b}: {mask}{after}{a}")
    assert [prompt.ids[i] for i in prompt.mask] == [plain.mask_token_id] * run


@pytest.mark.parametrize("kind", KINDS)
def test_special_spellings_in_a_slot_are_ordinary_text(tokenizers, kind):
    plain = tokenizers(kind).plain
    template = parse("{text} It was [MASK].")
    specials = plain.all_special_tokens
    for text in ("nice " + " and ".join(specials) + " film", "".join(specials), *specials):
        ids = encode(template, {"text": text}, tokenizers(kind).ours, PLENTY).ids
        bare = encode(template, {"text": "x"}, tokenizers(kind).ours, PLENTY).ids
        for id in {plain.mask_token_id, plain.cls_token_id, plain.sep_token_id, plain.pad_token_id}:
            assert ids.count(id) == bare.count(id)


@pytest.mark.parametrize("kind", KINDS)
def test_a_special_spelling_in_the_template_is_the_special_token(tokenizers, kind):
    plain = tokenizers(kind).plain
    sep = plain.sep_token
    prompt = encode(parse(escaped(f"a {sep} b") + " [MASK]"), {}, tokenizers(kind).ours, PLENTY)
    assert list(prompt.ids) == plain.encode(f"a {sep} b{plain.mask_token}")


@pytest.mark.parametrize("kind", KINDS)
@given(text=TEXTS | st.text(st.characters(), max_size=6) | st.just("a\ud800b\ufdd04\ufdd1"))
def test_any_text_at_all_gives_one_answer_position(tokenizers, kind, text):
    prompt = encode(parse("{text} [MASK]"), {"text": text}, tokenizers(kind).ours, PLENTY)
    assert len(prompt.mask) == 1
    assert prompt.ids.count(tokenizers(kind).plain.mask_token_id) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["great", "New York", "terribly bad", "好", "It"])
def test_label_word_pieces_are_those_of_the_word_in_its_sentence(tokenizers, kind, word):
    ours, plain = tokenizers(kind).ours, tokenizers(kind).plain

    def ids(text: str) -> list[int]:
        return plain.encode(text, add_special_tokens=False)

    assert ids("The film was") + list(ours.word_ids(word, True, False)) == ids(f"The film was {word}")
    assert list(ours.word_ids(word, False, True)) == ids(word)
    glued = "".join(ours.piece(id).removeprefix("##") for id in ours.word_ids(word, False, False))
    if kind != "wordpiece" and word.isascii():  # no piece for a space that is not there
        assert glued.replace("␣", " ") == word


def test_a_word_with_an_unknown_piece_has_no_pieces(tokenizers):
    assert label_word_ids(tokenizers("wordpiece").ours, parse("It was [MASK]."), "𠮷") == ()
    assert label_word_ids(tokenizers("wordpiece").ours, parse("It was [MASK]."), "great") != ()


def test_every_token_knows_where_it_comes_from(tokenizers):
    for kind in KINDS:
        prompt = encode(parse("It {a}, {b} is [MASK]."), {"a": "great", "b": "book"}, tokenizers(kind).ours, PLENTY)
        owners = [(piece.kind, piece.slot) for piece in prompt.model_input.pieces]
        runs = [owner for i, owner in enumerate(owners) if i == 0 or owners[i - 1] != owner]
        text, special = ("text", None), ("special", None)
        assert runs == [special, text, ("slot", "a"), text, ("slot", "b"), text, ("mask", None), text, special]


def test_soft_and_trigger_tokens_hold_their_places(tokenizers):
    ours = tokenizers("byte_bpe").ours
    prompt = encode(parse("[SOFT*2]{text}[SOFT:It was][T*3] [MASK]"), {"text": "x"}, ours, PLENTY)
    kinds = [piece.kind for piece in prompt.model_input.pieces]
    assert prompt.soft == (1, 2)
    assert kinds.count("trigger") == 3 and kinds.count("soft") > 2
    words = [piece.text for piece, kind in zip(prompt.model_input.pieces, kinds, strict=True) if kind == "soft"]
    assert "".join(words) == "[SOFT][SOFT]It␣was"


def test_a_run_of_another_length_and_an_answer(tokenizers):
    tokenizer = tokenizers("wordpiece")
    template = parse("{text} was [MASK].")
    three = encode(template, {"text": "It"}, tokenizer.ours, PLENTY, run_length=3)
    assert list(three.ids) == tokenizer.plain.encode("It was [MASK][MASK][MASK].")
    answered = encode(template, {"text": "It"}, tokenizer.ours, PLENTY, answer="great")
    assert list(answered.ids) == tokenizer.plain.encode("It was great.") and answered.mask == ()


def test_a_missing_field_is_named():
    with pytest.raises(FieldsError) as caught:
        encode(parse("{a}{b}[MASK]"), {"a": "x"}, ToyTokenizer(), PLENTY)
    assert (caught.value.code, caught.value.values) == ("missing", {"name": "b"})


def cut(source: str, limit: int, reserve: int = 0, **words: int) -> dict[str, int]:
    """How many of each slot's words are left, one word being one token."""
    fields = {name: " ".join(f"{name}{i}" for i in range(count)) for name, count in words.items()}
    prompt = encode(parse(source), fields, ToyTokenizer(), limit, reserve=reserve)
    assert len(prompt.ids) + reserve <= limit
    assert all(fields[name].startswith(text) for name, text in prompt.texts.items())
    return {name: len(text.split()) for name, text in prompt.texts.items()}


def test_the_longest_slot_is_cut_first_from_its_end():
    # Two tokens are the template's, so 8 and 4 are left for the slots.
    assert cut("{a} x {b} [MASK]", 10, a=10, b=4) == {"a": 4, "b": 4}
    assert cut("{a} x {b} [MASK]", 12, a=10, b=4) == {"a": 6, "b": 4}
    assert cut("{a} x {b} [MASK]", 6, a=10, b=4) == {"a": 2, "b": 2}
    assert cut("{a} x {b} [MASK]", 2, a=10, b=4) == {"a": 0, "b": 0}


def test_what_fits_exactly_is_not_cut():
    assert cut("{a} x {b} [MASK]", 16, a=10, b=4) == {"a": 10, "b": 4}


def test_room_is_kept_for_longer_label_words():
    assert cut("{a} x {b} [MASK]", 16, 3, a=10, b=4) == {"a": 7, "b": 4}


def test_a_slot_used_twice_is_cut_in_both_places():
    # 1 + 2 * 5 = 11 tokens; one word less frees two.
    assert cut("{a} {a} [MASK]", 10, a=5) == {"a": 4}
    assert cut("{a} {a} [MASK]", 9, a=5) == {"a": 4}
    assert cut("{a} {a} [MASK]", 8, a=5) == {"a": 3}


def test_a_cut_says_what_was_cut():
    prompt = encode(parse("{a} [MASK]"), {"a": "good  fine bad"}, ToyTokenizer(), 3)
    (it,) = prompt.model_input.cuts
    assert (it.slot, it.text, it.tokens) == ("a", " bad", 1)
    assert prompt.texts == {"a": "good  fine"} and prompt.model_input.used == 3 == prompt.model_input.limit


def test_a_template_that_does_not_fit_alone_is_refused():
    with pytest.raises(TemplateError) as caught:
        encode(parse("{a} x y z [MASK]"), {"a": "good"}, ToyTokenizer(), 5, reserve=2)
    assert caught.value.code == "too_long_for_model"
    assert caught.value.values == {"count": 6, "limit": 5}


@pytest.mark.parametrize("kind", KINDS)
@given(a=FREE, b=FREE, limit=st.integers(4, 40), reserve=st.integers(0, 3))
def test_cutting_touches_only_the_ends_of_slots(tokenizers, kind, a, b, limit, reserve):
    ours, fields = tokenizers(kind).ours, {"a": a, "b": b}
    template = parse("It {a} was. {b}: [MASK*2] {a}")
    try:
        prompt = encode(template, fields, ours, limit, reserve=reserve)
    except TemplateError:
        assert len(encode(template, {"a": "", "b": ""}, ours, PLENTY).ids) + reserve > limit
        return
    assert len(prompt.ids) + reserve <= limit
    assert prompt.ids == encode(template, prompt.texts, ours, PLENTY).ids
    lost = {it.slot: it.text for it in prompt.model_input.cuts}
    assert {name: text + lost.get(name, "") for name, text in prompt.texts.items()} == fields
    assert len(prompt.mask) == 2
    if len(encode(template, fields, ours, PLENTY).ids) + reserve <= limit:
        assert prompt.model_input.cuts == ()


@pytest.mark.parametrize("kind", KINDS)
def test_an_escaped_mask_is_no_second_answer_position(tokenizers, kind):
    spelling = tokenizers(kind).plain.mask_token
    prompt = encode(parse(escaped(f"Write {spelling} here: ") + "[MASK]."), {}, tokenizers(kind).ours, PLENTY)
    assert prompt.ids.count(tokenizers(kind).plain.mask_token_id) == 1


@pytest.mark.parametrize("kind", ["byte_bpe", "byte_bpe_bare", "unigram"])
def test_a_slot_whose_token_begins_elsewhere_is_cut_too(tokenizers, kind):
    template, ours = parse("x{a}y [MASK]"), tokenizers(kind).ours
    room = len(encode(template, {"a": ""}, ours, PLENTY).ids)
    assert len(encode(template, {"a": " "}, ours, PLENTY).ids) > room
    assert encode(template, {"a": " "}, ours, room).texts == {"a": ""}
