"""Which words may stand in a prompt, and a found filling as text."""

import pytest

from playground.prompting.template import parse
from playground.prompting.verbalizer import Verbalizer
from playground.search import vocabulary, written
from tests.search.conftest import ROWS, task_on

VERBALIZER = Verbalizer.from_mapping({"yes": "good", "no": "bad"})


def words_for(model, template="{text} [T] [MASK]", texts=(), **filters) -> set[str]:
    (found,) = vocabulary.triggers(model, parse(template), VERBALIZER, texts, **filters)
    return set(found.values())


def test_label_words_and_their_labels_are_left_out(toy):
    assert not words_for(toy) & {"good", "bad", "yes", "no"}
    assert words_for(toy, label_words=True) >= {"good", "bad", "yes", "no", "film"}


def test_special_tokens_and_pieces_of_words_are_left_out(toy):
    found = words_for(toy, label_words=True, scripts=True)
    assert found == {"good", "bad", *"film food story it was the a nice poor very so yes no . 好 差".split()}


def test_words_of_another_script_are_left_out(toy):
    assert not words_for(toy, texts=["a film"] * 20) & {"好", "差"}
    chinese = words_for(toy, "{text}[T]，很[MASK]。", texts=["饭菜很差，服务也不好"])
    assert chinese == {"好", "差", "."}
    assert words_for(toy, texts=["a film 很好"]) >= {"好", "film"}


@pytest.mark.parametrize("family", ["roberta", "gpt2"])
def test_words_with_a_capital_are_left_out(tiny, family):
    model = tiny(family).ours
    assert not any(word[0].isupper() for word in words_for(model))
    assert any(word[0].isupper() for word in words_for(model, capitals=True))


@pytest.mark.parametrize("family", ["bert", "roberta", "xlm-roberta", "gpt2", "llama"])
def test_every_word_is_one_token_at_its_place(tiny, family):
    model = tiny(family).ours
    template = parse("[T*2] {text}[T] [MASK]")
    specials = set(model.tokenizer._original.all_special_ids)
    places = [(False, True), (True, False), (False, False)]
    found = vocabulary.triggers(model, template, VERBALIZER, [], scripts=True, capitals=True, label_words=True)
    for its, (space, start) in zip(found, places, strict=True):
        assert its and not specials & set(its)
        for id, word in its.items():
            assert model.tokenizer.word_ids(word, space, start) == (id,)


def test_label_words_are_words_of_letters(tiny):
    found = set(vocabulary.label_words(tiny("bert").ours, parse("{text} [MASK]"), []).values())
    assert "great" in found and not found & {".", "1", "b", "##s", "[MASK]"}
    assert all(word.isalpha() for word in found)
    chinese = set(vocabulary.label_words(tiny("bert").ours, parse("{text}很[MASK]。"), ["饭菜很差"]).values())
    assert "好" in chinese and "great" not in chinese


@pytest.mark.parametrize(
    ("template", "words", "expected"),
    [
        ("{text} [T*2] It [MASK].", ["the", "film"], "{text} the film It [MASK]."),
        ("[T] {text}[T*2]很[MASK]。", ["film", "好", "差"], "film {text}好差很[MASK]。"),
        ("{text} [T*3] [MASK]", ["好", "film", "差"], "{text} 好 film 差 [MASK]"),
    ],
)
def test_a_found_filling_is_written_as_text(toy, template, words, expected):
    task = task_on(toy, template)
    ids = {
        word: id
        for its in vocabulary.triggers(toy, task.template, VERBALIZER, [], scripts=True)
        for id, word in its.items()
    }
    found = written.with_words(task, tuple(ids[word] for word in words), words, ROWS, toy)
    assert str(found) == expected


def test_a_filling_that_text_would_change_is_not_written(toy):
    """What a template reads as a mask, and a word whose text is other tokens."""
    task = task_on(toy, "{text} [T] [MASK]")
    film = toy.tokenizer.word_ids("film", True, False)
    assert written.with_words(task, film, ["food"], ROWS, toy) is None
    assert written.with_words(task, film, ["___"], ROWS, toy) is None
    assert str(written.replaced(task.template, ["{so}"])) == "{text} {{so}} [MASK]"
