"""Every finding provoked once, and each of its fixes really removes it."""

import pytest

from playground.i18n import LANGUAGES, translate
from playground.prompting import verbalizer
from playground.prompting.lint import lint, lint_text
from playground.prompting.template import parse
from playground.results import Finding
from tests.fakes import ToyTokenizer

PLAIN = "It was [MASK]."
SPACED = "It was[MASK]."  # the mask without the space that byte-level words want


def findings(words: str, template: str, tokenizer, kind: str = "masked") -> list[Finding]:
    """What lint says of a verbalizer's text at a template's text."""
    return list(lint(verbalizer.parse(words), parse(template), tokenizer, kind == "masked"))


def found(words: str, template: str, tokenizer, kind: str = "masked") -> list[tuple]:
    """The findings' codes and places."""
    return [(it.code, it.label, it.word) for it in findings(words, template, tokenizer, kind)]


def cases(tokenizers) -> dict[str, tuple]:
    """One code after the other: a verbalizer, a template and a tokenizer that provoke it."""
    wordpiece, bpe = tokenizers("wordpiece").ours, tokenizers("byte_bpe").ours
    return {
        "empty_label": ("a: great\nb:", PLAIN, wordpiece),
        "unknown": ("a: great, 𠮷\nb: bad", PLAIN, wordpiece),
        "outer_space": ('a: " great"\nb: bad', PLAIN, wordpiece),
        "piece_spelling": ("a: Ġgreat\nb: bad", PLAIN, bpe),
        "casing": ("a: GREAT\nb: bad", PLAIN, bpe),
        "word_twice": ("a: great, good, great\nb: bad", PLAIN, wordpiece),
        "shared_word": ("a: great\nb: bad, Great", PLAIN, wordpiece),
        "shared_first_piece": ("a: greatest\nb: greatful", PLAIN, bpe),
        "missing_space": ("a: great\nb: terrible", SPACED, bpe),
        "needless_space": ("a: 好\nb: 书", "很   [MASK]。", bpe),
        "run_length": ("a: greatest\nb: greatest", PLAIN, wordpiece),
    }


CODES = [
    "empty_label",
    "unknown",
    "outer_space",
    "casing",
    "word_twice",
    "shared_word",
    "shared_first_piece",
    "missing_space",
    "needless_space",
    "run_length",
]
FIXES = {
    "empty_label": {"use_own_name", "remove_label"},
    "unknown": {"remove_word"},
    "outer_space": {"use_word"},
    "casing": {"use_word"},
    "word_twice": {"remove_word"},
    "shared_word": {"remove_word"},
    "shared_first_piece": set(),
    "missing_space": {"add_space"},
    "needless_space": {"remove_space"},
    "run_length": {"use_masks"},
}


@pytest.mark.parametrize("code", CODES)
def test_every_finding_can_be_provoked(tokenizers, code):
    mine = [it for it in findings(*cases(tokenizers)[code]) if it.code == code]
    assert mine, "not found"
    assert {name for it in mine for name, _ in it.fixes} == FIXES[code]


@pytest.mark.parametrize(("code", "fix"), [(code, fix) for code in CODES for fix in sorted(FIXES[code])])
def test_a_fix_removes_its_finding(tokenizers, code, fix):
    words, template, tokenizer = cases(tokenizers)[code]
    finding = next(it for it in findings(words, template, tokenizer) if it.code == code)
    edit = dict(finding.fixes)[fix]
    texts = {"verbalizer": words, "template": template}
    text = texts[edit.target]
    texts[edit.target] = text[: edit.start] + edit.replacement + text[edit.end :]
    assert texts[edit.target] != text
    after = found(texts["verbalizer"], texts["template"], tokenizer)
    assert (code, finding.label, finding.word) not in after


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_findings_and_fixes_have_every_value_of_their_sentences(tokenizers, language, code):
    for finding in findings(*cases(tokenizers)[code]):
        assert translate(language, f"lint.{finding.code}", **finding.values)
        for name, edit in finding.fixes:
            assert translate(language, f"fix.{name}", **{**finding.values, "replacement": edit.replacement})


def test_nothing_to_say_of_good_words(tokenizers):
    assert found("positive: great, good\nnegative: terrible, bad", PLAIN, tokenizers("wordpiece").ours) == []


def test_places_and_values():
    finding = findings("a: good\nb: fine, bad+good", "[MASK]", ToyTokenizer())[-1]
    assert (finding.code, finding.level, finding.label, finding.word) == ("run_length", "info", 1, 1)
    assert finding.values == {"word": "bad+good", "count": 2, "run": 1, "pieces": "bad · good"}
    assert finding.fixes == ()  # other words have one piece: no number of masks suits all


def test_the_mask_fix_suits_every_word():
    (first, second) = findings("a: good+fine\nb: bad+good", "x [MASK].", ToyTokenizer())
    ((name, edit),) = first.fixes
    assert (name, edit.target, edit.start, edit.end, edit.replacement) == ("use_masks", "template", 2, 8, "[MASK*2]")
    assert second.fixes == first.fixes


def test_a_causal_model_has_no_number_of_masks():
    assert found("a: good+fine\nb: bad", "x [MASK]", ToyTokenizer(), "causal") == []


def test_first_pieces_matter_across_labels_only():
    assert "shared_first_piece" not in [
        c for c, *_ in found("a: good+fine, good+bad\nb: poor", "[MASK*2]", ToyTokenizer())
    ]
    assert ("shared_first_piece", 1, 0) in found("a: good+fine\nb: good+bad", "[MASK*2]", ToyTokenizer())


def test_the_same_word_in_two_labels_names_the_other_label():
    (finding,) = findings("a: good\nb: good", "x [MASK]", ToyTokenizer())
    assert finding.values == {"word": "good", "other": "good", "label": "a"}


def test_a_label_that_is_its_own_unknown_word_keeps_its_name(tokenizers):
    finding = findings("great\n𠮷", PLAIN, tokenizers("wordpiece").ours)[0]
    ((_, edit),) = finding.fixes
    text = "great\n𠮷"
    fixed = text[: edit.start] + edit.replacement + text[edit.end :]
    assert [(label.name, label.words) for label in verbalizer.parse(fixed).labels][1] == ("𠮷", ())


def test_findings_come_in_the_order_of_the_words(tokenizers):
    codes = found("a: 𠮷, 𠮸\nb: 𠮹, bad", PLAIN, tokenizers("wordpiece").ours)
    assert codes == [("unknown", 0, 0), ("unknown", 0, 1), ("unknown", 1, 0)]


def test_the_casing_fix_is_the_spelling_of_fewest_pieces():
    class Cased(ToyTokenizer):
        def word_ids(self, word, leading_space, at_start):
            return {"GOOD": (0, 1, 2), "good": (0, 1), "Good": (0,)}[word]

    (finding,) = [it for it in findings("a: GOOD", "x [MASK]", Cased()) if it.code == "casing"]
    assert finding.values == {"word": "GOOD", "other": "Good"}


@pytest.mark.parametrize("kind", ["wordpiece", "byte_bpe", "unigram"])
@pytest.mark.parametrize(
    ("spelled", "plain"),
    [("Ġgreat", "great"), ("▁great", "great"), ("##great", "great"), ("great</w>", "great"), ("å¥½", "好")],
)
def test_a_word_in_a_vocabularys_spelling_is_offered_as_the_word(tokenizers, kind, spelled, plain):
    its = findings(f"a: {spelled}\nb: bad", PLAIN, tokenizers(kind).ours)
    offered = [it for it in its if it.code == "piece_spelling"]
    assert [(it.values["other"], it.fixes[0][0]) for it in offered] == [(plain, "use_word")]
    assert "casing" not in {it.code for it in its}


@pytest.mark.parametrize("word", ["café", "naïve", "#1", "C++", "Ångström", "ĠĠ", "##"])
def test_a_word_that_only_looks_spelled_is_left_alone(tokenizers, word):
    its = findings(f"a: {word}\nb: bad", PLAIN, tokenizers("byte_bpe").ours)
    assert "piece_spelling" not in {it.code for it in its}


@pytest.mark.parametrize(
    ("source", "code", "characters", "clean"),
    [
        ("\ufeffpos\u200b: great", "unseen", "U+FEFF, U+200B", "pos: great"),
        ("po\u200bs: great", "hidden_in_label", "U+200B", "pos: great"),
        ("po\u200ds", "hidden_in_label", "U+200D", "pos"),
        ("pos: gre\u00adat, good", "hidden_in_word", "U+00AD", "pos: great, good"),
        ('pos: "\u200bgreat"', "hidden_in_word", "U+200B", "pos: great"),
    ],
)
def test_what_nobody_sees_is_named_and_can_be_taken_out(source, code, characters, clean):
    (finding,) = lint_text(verbalizer.parse(source), source)
    assert (finding.code, finding.values["characters"]) == (code, characters)
    ((name, edit),) = finding.fixes
    assert source[: edit.start] + edit.replacement + source[edit.end :] == clean
    assert lint_text(verbalizer.parse(clean), clean) == ()
    for language in LANGUAGES:
        assert translate(language, f"lint.{code}", **finding.values)
        assert translate(language, f"fix.{name}", **{**finding.values, "replacement": ""})


def test_joiners_that_a_script_needs_are_left_alone():
    source = "می\u200cخواهم: 👩\u200d🚀"
    assert lint_text(verbalizer.parse(source), source) == ()
