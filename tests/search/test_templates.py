"""Where templates come from: the bank, the model, mined text, edits; and that each is a template."""

import random

import pytest
import torch

from playground.prompting.template import parse
from playground.results import Example
from playground.scoring.batch import ask_all, vocabularies
from playground.search import edits, infilling, mining, paraphrase, template_bank
from playground.search.atoms import inserted, put_together, take_apart
from playground.search.options import TemplateOptions
from playground.search.refill import refill
from playground.search.template_source import Candidate, Ground, fold
from tests.search.conftest import ROWS, task_on

CHINESE = tuple(Example({"text": text}, label) for text, label in (("很好看", "yes"), ("很差", "no"), ("好书", "yes")))


def ground(model, template: str = "{text} It was [MASK].", rows=ROWS, words=None, **options) -> Ground:
    task = task_on(model, template, words or {"yes": ["good", "great"], "no": ["bad"]})
    return Ground(task, rows, rows[:4], TemplateOptions(**options), model)


def test_the_bank_has_the_same_kinds_in_both_languages_and_every_template_once():
    english, chinese = template_bank.bank()["en"], template_bank.bank()["zh"]
    assert list(english) == list(chinese) == list(template_bank.kinds()[1:])
    for kinds in (english, chinese):
        for name, texts in kinds.items():
            assert len(set(texts)) == len(texts) >= 6
            for text in texts:
                template = parse(text)
                assert str(template) == text and template.run_length == 1
                assert set(template.slots) == ({"first", "second"} if name == "pair" else {"text"})
    letters = [letter for texts in english.values() for text in texts for letter in text]
    assert max(letters) < "\u2e80"


def test_the_bank_speaks_the_language_of_the_texts_in_the_slots_and_masks_of_the_prompt(tiny):
    model = tiny("bert").ours
    english = [str(template) for template, _ in template_bank.make(ground(model, bank="opinion"))]
    assert "{text} All in all, it was [MASK]." in english and len(english) == 16
    mine = ground(model, "{text}很[MASK*2]", CHINESE, {"yes": "很好", "no": "很差"}, bank="opinion")
    chinese = [str(template) for template, _ in template_bank.make(mine)]
    assert "{text}感觉很[MASK*2]。" in chinese and len(chinese) == 14
    rows = tuple(Example({"a": "it was", "b": "so"}, label) for label in ("yes", "no"))
    pairs = [str(template) for template, _ in template_bank.make(ground(model, "{a} {b} [MASK]", rows))]
    assert "{a}? [MASK], {b}" in pairs and len(pairs) == 8


@pytest.mark.parametrize(
    "text",
    [
        *(text for kinds in template_bank.bank().values() for texts in kinds.values() for text in texts),
        "{{so}} {text}  it's [[ 3.5% ]\n[MASK*2]…好，不好 ok",
        "[MASK]",
    ],
)
def test_a_template_taken_apart_is_itself_again(text):
    template = parse(text)
    assert put_together(take_apart(template)) == template


def test_an_atom_is_a_word_or_a_character_by_its_script():
    assert [atom.value for atom in take_apart(parse("{text}很好 very-good[MASK]")) if atom.is_word] == [
        *"很好",
        "very",
        "good",
    ]
    chinese = take_apart(parse("{text}很[MASK]。"))
    assert str(put_together(inserted(chinese, 2, "太", spaced=False))) == "{text}很太[MASK]。"


@pytest.mark.parametrize("family", ["bert", "roberta", "gpt2"])
def test_a_gap_is_filled_by_the_mean_over_the_answered_examples(tiny, family):
    model = tiny(family).ours
    mine = ground(model)
    atoms = take_apart(mine.task.template)
    found = refill(mine, atoms, 2, 5)
    each = []
    for example in mine.shown:
        answered = task_on(model, f"{{text}} It [MASK] {'good' if example.label == 'yes' else 'bad'}.")
        each.append(vocabularies(ask_all(answered, [example.fields], model), model.log_probs)[0][0])
    mean = torch.stack(each).mean(0)
    words = mine.words(parse("{text} It [MASK] x"))
    expected = sorted(((mean[id].item(), word) for id, word in words.items()), reverse=True)[:5]
    assert [word for word, _ in found] == [word for _, word in expected]
    assert [score for _, score in found] == pytest.approx([score for score, _ in expected], abs=1e-4)
    assert not {word.casefold() for _, word in expected} & {"good", "great", "bad", "yes", "no"}


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_paraphrases_differ_from_the_template_in_one_word_or_two_neighbours(tiny, family):
    mine = ground(tiny(family).ours, "{text} It was so [MASK].")
    own = [atom.value for atom in take_apart(mine.task.template)]
    found = list(paraphrase.make(mine))
    for template, of in found:
        assert of == mine.task.template
        places = [i for i, (a, b) in enumerate(zip(take_apart(template), own, strict=True)) if a.value != b]
        assert len(places) in (1, 2) and places[-1] - places[0] == len(places) - 1
    assert len({str(template) for template, _ in found}) > 10


@pytest.mark.parametrize(
    ("template", "rows", "words"),
    [("{text} It was [MASK].", ROWS, None), ("{text}很[MASK]", CHINESE, {"yes": "好", "no": "差"})],
)
def test_infilled_templates_have_words_between_text_and_label_word(tiny, template, rows, words):
    mine = ground(tiny("bert").ours, template, rows, words)
    found = [template for template, _ in infilling.make(mine)]
    assert all(template.slots == ("text",) and template.run_length == 1 for template in found)
    lengths = {sum(atom.is_word for atom in take_apart(template)) for template in found}
    assert lengths == {1, 2, 3, 4}
    spaces = {" " in str(template) for template in found}
    assert (spaces == {False}) == (rows is CHINESE)


@pytest.mark.parametrize(
    ("text", "pairs", "expected"),
    [
        ("Rome lies in Italy. Oslo lies in Norway.", ["Rome, Italy", "Oslo\tNorway"], {"{text} lies in [MASK].": 2}),
        ("France has Paris.", ["Paris -> France"], {"[MASK] has {text}.": 1}),
        ("C++ was made by Bjarne (so they say).", ["C++, Bjarne"], {}),  # no word ends at the plus
        ("Romeo lies in Italy.", ["Rome, Italy"], {}),
        ("Rome, Italy", ["Rome, Italy"], {}),
        ("巴黎是法国的首都。罗马是意大利的首都。", ["巴黎，法国", "罗马，意大利"], {"{text}是[MASK].": 2}),
        ("Rome is {in} [Italy].", ["Rome, Italy"], {"{text} is {{in}} [[[MASK].": 1}),
        ("Rome is in Italy.", ["nothing"], {}),
    ],
)
def test_templates_are_mined_from_what_stands_between_pairs(tiny, text, pairs, expected):
    mine = ground(tiny("bert").ours, text=text, pairs=tuple(pairs))
    assert [str(template) for template, _ in mining.make(mine)] == list(expected)
    assert list(mining.middles(text, mining._pairs(mine)).values()) == list(expected.values())


def test_without_pairs_the_training_examples_and_their_words_are_the_pairs(tiny):
    rows = (Example({"text": "the film"}, "yes"), Example({"text": "the food"}, "no"))
    mine = ground(tiny("bert").ours, rows=rows, text="The film was so good. The food was so bad! The film was bad.")
    assert [str(template) for template, _ in mining.make(mine)] == ["{text} was so [MASK]."]


@pytest.mark.parametrize(
    ("template", "rows", "words"),
    [
        ("{text} All in all, it was [MASK].", ROWS, None),
        ("[MASK]: {text}", ROWS, None),
        ("{text}总之，很[MASK]。", CHINESE, {"yes": "好", "no": "差"}),
    ],
)
def test_edits_are_templates_with_the_same_slots_and_mask(tiny, template, rows, words):
    mine = ground(tiny("bert").ours, template, rows, words)
    own, deleted = mine.task.template, []
    found = edits.edited(mine, [own], random.Random(1), deleted, 40)
    again = edits.edited(mine, [own], random.Random(1), [], 40)
    assert found == again, "by chance of the seed alone"
    names = {candidate.source for candidate in found}
    count = sum(atom.is_word for atom in take_apart(own))
    assert names == (set(edits.EDITS) if count else {"add"})
    for candidate in found:
        its = candidate.template
        assert parse(str(its)) == its and its.slots == own.slots and its.run_length == own.run_length
        change = sum(atom.is_word for atom in take_apart(its)) - count
        low, high = {"delete": (-2, -1), "swap": (0, 0), "paraphrase": (0, 0), "add": (1, 2)}[candidate.source]
        assert low <= change <= high and candidate.of == own


def test_what_was_deleted_is_added_elsewhere(tiny):
    mine = ground(tiny("bert").ours, "{text} All in all, it was [MASK].")
    found = edits.edited(mine, [mine.task.template], random.Random(3), ["never before"], 60)
    assert any("never before" in str(its.template) for its in found if its.source == "add")


def test_templates_alike_but_for_case_and_space_are_folded(tiny):
    task = task_on(tiny("bert").ours, "{text} It was [MASK].")
    texts = ["{text} it  was [MASK].", "{text} So [MASK].", "{text} so [MASK].", "{words} so [MASK].", "It [MASK]."]
    found = fold([Candidate(parse(text), "bank") for text in texts], [task.template], task)
    assert [str(its.template) for its in found] == ["{text} So [MASK]."]
