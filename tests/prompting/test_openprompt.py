"""OpenPrompt's syntax in and out, its other keys refused by name."""

import pytest
from hypothesis import given

from playground.errors import TemplateError
from playground.prompting import openprompt
from playground.prompting.template import parse
from tests.prompting.test_template import SOURCES


def refused(source: str) -> TemplateError:
    """What the text is refused with."""
    with pytest.raises(TemplateError) as caught:
        openprompt.read(source)
    return caught.value


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ('{"placeholder": "text_a"} It was {"mask"}.', "{text_a} It was [MASK]."),
        ('{"mask"}{"mask"}', "[MASK*2]"),
        ('{"mask": null}', "[MASK]"),
        ('{"soft"} {"soft": "Does"} {"mask"}', "[SOFT] [SOFT:Does] [MASK]"),
        ('{"placeholder":"text_a"}很{"mask"}。', "{text_a}很[MASK]。"),
        ('{text} [a] {"mask"}', "{{text}} [[a] [MASK]"),
        # Keys that mean a slot, plain text, several soft tokens; what is read and ignored.
        ('{"meta": "span"} is {"mask"}', "{span} is [MASK]"),
        ('Is "{"meta":"span"}" {"mask"}?', 'Is "{span}" [MASK]?'),
        ('{"placeholder": "text_a", "shortenable": False} {"mask"}', "{text_a} [MASK]"),
        ('{"meta":"word", "shortenable": true} {"mask"}', "{word} [MASK]"),
        ('{"text": "\\nAnswer: [a]"} {"mask"}', "\nAnswer: [[a] [MASK]"),
        ('{"soft": None, "duplicate": 5} {"mask"}', "[SOFT*5] [MASK]"),
        ('{"soft": null, "duplicate": 1}{"mask"}', "[SOFT][MASK]"),
        ('{"soft": ""} {"mask"}', "[SOFT] [MASK]"),
        # Quotation marks of Python, and of a word processor.
        ("{'placeholder': 'text_a'} It {'soft': 'was'} {'mask'}.", "{text_a} It [SOFT:was] [MASK]."),
        ('{"soft": "it\'s"} {\'mask\'}', "[SOFT:it's] [MASK]"),
        ("{“placeholder”: “text_a”} {‘mask’}", "{text_a} [MASK]"),
        ('{ "placeholder" : "text_a" , } {"mask": None}', "{text_a} [MASK]"),
    ],
)
def test_read(theirs, ours):
    assert openprompt.looks_like(theirs)
    assert str(openprompt.read(theirs)) == ours


@pytest.mark.parametrize("source", ["{text} It was [MASK].", "{{'mask'}}", "", '"mask"'])
def test_our_own_syntax_does_not_look_like_it(source):
    assert not openprompt.looks_like(source)


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ('{"special": "<eos>"} {"mask"}', "special"),
        ('{"placeholder": "text_a", "post_processing": "lambda x: x.upper()"} {"mask"}', "post_processing"),
        ('{"placeholder": "text_a", "post_processing": lambda s: {s[:-1]: "}"}} {"mask"}', "post_processing"),
        ('{"placeholder": "text_a", "add_prefix_space": " "} {"mask"}', "add_prefix_space"),
        ('{"soft": None, "duplicate": 2, "same": True} {"mask"}', "same"),
        ('{"soft": "a", "soft_id": 1} {"mask"}', "soft_id"),
        ('{"soft": None, "duplicate": "5"} {"mask"}', "duplicate"),
        ('{"soft": "a", "duplicate": 5} {"mask"}', "duplicate"),
        ('{"soft": 5} {"mask"}', "soft"),
        ('{"placeholder"} {"mask"}', "placeholder"),
    ],
)
def test_other_keys_are_refused_by_name(source, key):
    error = refused(source)
    assert (error.code, error.values["key"]) == ("openprompt_key", key)
    assert (error.start, error.end) == (0, source.index(' {"mask"}'))


def test_code_in_it_is_never_run():
    error = refused('a {"mask", "x": __import__("os")}')
    assert (error.code, error.start) == ("openprompt_unreadable", 2)


@pytest.mark.parametrize(
    "source", ['{"mask": open("/etc/passwd"', '{"mask"; "x"}', '{"a": {"a": {"a": 1}} {"mask"}', '{"mask": "a} b']
)
def test_what_is_no_object_is_refused(source):
    assert not openprompt.looks_like(source) or refused(source).code == "openprompt_unreadable"


def test_too_many_soft_tokens_are_refused_with_the_limit():
    error = refused('{"mask"} {"soft": None, "duplicate": 101}')
    assert (error.code, error.values["limit"], error.start) == ("bad_count", 100, 9)


def test_errors_after_translation_still_are_template_errors():
    assert refused('{"placeholder": "text_a"}').code == "no_mask"
    assert refused('{"placeholder": "text_a"} It was [MASK].').code == "openprompt_mask"
    error = refused('{"mask"} {"mask"}')
    assert (error.code, error.start, error.end) == ("two_masks", None, None)  # no place in another text


def test_write():
    template = parse("{text_a} It was [MASK*2][SOFT*2][SOFT:Does] [[x].")
    assert (
        openprompt.write(template)
        == '{"placeholder": "text_a"} It was {"mask"}{"mask"}{"soft"}{"soft"}{"soft": "Does"} [x].'
    )


@pytest.mark.parametrize(
    ("source", "code", "place"),
    [("[T][MASK]", "openprompt_trigger", (0, 3)), ("a{{[MASK]", "openprompt_brace", (0, 3))],
)
def test_what_it_cannot_say_is_refused(source, code, place):
    with pytest.raises(TemplateError) as caught:
        openprompt.write(parse(source))
    assert (caught.value.code, caught.value.start, caught.value.end) == (code, *place)


@given(SOURCES)
def test_write_then_read_is_the_same_prompt(source):
    try:
        template = parse(source)
        text = openprompt.write(template)
    except TemplateError:
        return
    # A run of n soft tokens is n soft objects: the same tokens, spelled apart.
    assert openprompt.write(openprompt.read(text)) == text
    assert openprompt.read(text).slots == template.slots
    assert openprompt.read(text).run_length == template.run_length
