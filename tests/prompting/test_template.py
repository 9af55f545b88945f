"""The template language: every spelling, every error's place, parse -> print -> parse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import TemplateError
from playground.prompting.template import Mask, Slot, Soft, Text, Trigger, parse


def refused(source: str, mask_token: str | None = None) -> tuple:
    """What a template is refused with: code and place."""
    with pytest.raises(TemplateError) as caught:
        parse(source, mask_token)
    return caught.value.code, caught.value.start, caught.value.end


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("{text} It was [MASK].", (Slot("text"), Text(" It was "), Mask(1), Text("."))),
        ("[MASK][MASK]", (Mask(2),)),
        ("[MASK*2][MASK]", (Mask(3),)),
        ("[mask*3]", (Mask(3),)),
        ("a ___ b", (Text("a "), Mask(1), Text(" b"))),
        ("a ______ b", (Text("a "), Mask(1), Text(" b"))),
        ("a__ [MASK]", (Text("a__ "), Mask(1))),
        ("[SOFT][SOFT*5][MASK]", (Soft(1), Soft(5), Mask(1))),
        ("[SOFT: It was ] [MASK]", (Soft(1, "It was"), Text(" "), Mask(1))),
        ("[T][T*3][MASK]", (Trigger(1), Trigger(3), Mask(1))),
        ("{{a}} [[MASK] [MASK]", (Text("{a} [MASK] "), Mask(1))),
        ("{{{a}}}[[[MASK]", (Text("{"), Slot("a"), Text("}["), Mask(1))),
        ("{ my field }[MASK]", (Slot("my field"), Mask(1))),
        ("{标题}：很[MASK]。", (Slot("标题"), Text("：很"), Mask(1), Text("。"))),
        ("a] [MASK]", (Text("a] "), Mask(1))),
    ],
)
def test_spellings(source, parts):
    assert parse(source).parts == parts


@pytest.mark.parametrize(("spelling", "count"), [("<mask>", 1), ("<mask><mask>", 2), ("[MASK]<mask>", 2)])
def test_the_models_own_mask_spelling_is_a_mask(spelling, count):
    assert parse(f"It was {spelling}.", "<mask>").run_length == count


def test_another_models_mask_spelling_is_text():
    assert parse("<mask> [MASK]", "[MASK]").parts[0] == Text("<mask> ")


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("no answer", ("no_mask", None, None)),
        ("", ("no_mask", None, None)),
        ("[MASK] or [MASK]", ("two_masks", 10, 16)),
        ("ab {text [MASK]", ("open_brace", 3, 4)),
        ("ab {te\nxt} [MASK]", ("open_brace", 3, 4)),
        ("ab } [MASK]", ("lone_closing_brace", 3, 4)),
        ("a {} [MASK]", ("empty_slot", 2, 4)),
        ("a {  } [MASK]", ("empty_slot", 2, 6)),
        ("{" + "n" * 41 + "}[MASK]", ("long_slot_name", 0, 43)),
        ("a [CLS] [MASK]", ("unknown_token", 2, 7)),
        ("a [", ("unknown_token", 2, 3)),
        ("a [MASK", ("unknown_token", 2, 3)),
        ("[MASK:good]", ("unknown_token", 0, 11)),
        ("[T:good] [MASK]", ("unknown_token", 0, 8)),
        ("[SOFT: ] [MASK]", ("empty_soft", 0, 8)),
        ("[MASK*0]", ("bad_count", 0, 8)),
        ("x[MASK*17]", ("bad_count", 1, 10)),
        ("x[MASK*16][MASK]", ("bad_count", 1, 16)),
        ("[SOFT*101] [MASK]", ("bad_count", 0, 10)),
        ("[T*51] [MASK]", ("bad_count", 0, 6)),
        ("[MAS\u212a]", ("unknown_token", 0, 6)),  # the Kelvin sign lower-cases to k
        ("a" * 2001, ("too_many_characters", None, None)),
    ],
)
def test_errors_and_their_places(source, error):
    assert refused(source) == error


def test_an_error_says_the_values_of_its_message():
    with pytest.raises(TemplateError) as caught:
        parse("[MASK*17]")
    assert caught.value.values == {"found": "[MASK*17]", "limit": 16}


def test_python_in_a_template_is_text():
    assert parse("{__import__('os').getcwd()}[MASK]").slots == ("__import__('os').getcwd()",)


def test_slots_are_named_once_in_order():
    assert parse("{b}{a}{b}[MASK]").slots == ("b", "a")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("{text} It was [MASK]", "prefix"),
        ("It was [MASK] \n", "prefix"),
        ("It was [MASK].", "cloze"),
        ("[MASK]{text}", "cloze"),
        ("[MASK][SOFT]", "cloze"),
    ],
)
def test_cloze_has_something_after_the_mask(source, kind):
    assert parse(source).kind == kind


@pytest.mark.parametrize(
    ("source", "leading"),
    [("was [MASK]", True), ("was[MASK]", False), ("[MASK]", False), ("{text}[MASK]", False), ("a\n[MASK]", False)],
)
def test_leading_space(source, leading):
    assert parse(source).leading_space is leading


def test_every_part_knows_its_place():
    source = "{{ {text}[SOFT:a b] ___."
    places = [source[part.start : part.end] for part in parse(source).parts]
    assert places == ["{{ ", "{text}", "[SOFT:a b]", " ", "___", "."]


def test_print_is_canonical():
    assert str(parse("{ a } ____ [SOFT*1][soft: x ] }}{{")) == "{a} [MASK] [SOFT][SOFT:x] }}{{"


PIECES = st.sampled_from(
    ["[MASK]", "[MASK*2]", "___", "_", "<mask>", "{text}", "{ a }", "[SOFT]", "[SOFT*5]", "[SOFT: 它 was ]", "[T]"]
    + ["[T*3]", "{{", "}}", "[[", "{", "}", "[", "]", " ", "\n", "It was", "很好", "，", "*", ":", "😀", "\u0301"]
)
SOURCES = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@given(SOURCES, st.sampled_from([None, "[MASK]", "<mask>"]))
def test_parse_print_parse_is_the_identity(source, mask_token):
    try:
        template = parse(source, mask_token)
    except TemplateError as error:
        assert error.start is None or 0 <= error.start < error.end <= len(source)
        return
    assert parse(str(template), mask_token) == template
    assert str(parse(str(template), mask_token)) == str(template)


@given(st.text(max_size=40))
def test_escaped_text_is_that_text(text):
    escaped = text.replace("{", "{{").replace("}", "}}").replace("[", "[[").replace("_", "")
    assert parse(escaped + "[MASK]").parts[:-1] == ((Text(text.replace("_", "")),) if escaped else ())
