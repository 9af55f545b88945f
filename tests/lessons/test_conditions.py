"""Conditions as teachers write them: every form is read, and what has no form is refused with its line."""

import pytest

from playground.errors import LessonError
from playground.lessons.conditions import Compare, Condition, Is, Kept, Quantity, Top, Turned, parse, quantity


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("top label is positive", Top("label", "positive", False)),
        ("top label is not 好评", Top("label", "好评", True)),
        ("top word is 黎 at mask 2", Top("word", "黎", False, 2)),
        ('top word is "not"', Top("word", "not", False)),
        ("label flips", Turned("label", True)),
        ("top word stays", Turned("word", False)),
        ("share of positive above 80%", Compare(Quantity("share", "positive"), "above", 0.8)),
        ('share of "so so" at most 5%', Compare(Quantity("share", "so so"), "at most", 0.05)),
        ("mass outside below before", Compare(Quantity("mass outside"), "below", None)),
        ("rank of hot is 2", Compare(Quantity("rank", "hot", 1), "is", 2.0)),
        ("rank of 京 at mask 2 at most 5", Compare(Quantity("rank", "京", 2), "at most", 5.0)),
        (
            "probability of he above probability of she",
            Compare(Quantity("probability", "he", 1), "above", Quantity("probability", "she", 1)),
        ),
        ("pieces of 失望 at least 2", Compare(Quantity("pieces", "失望"), "at least", 2.0)),
        ("words of a is 1", Compare(Quantity("words", "a"), "is", 1.0)),
        (
            "parameters of head above parameters of prompt with 20 tokens",
            Compare(Quantity("parameters", "head"), "above", Quantity("parameters", "prompt", 20)),
        ),
        ("parameters of prompt is 1,920", Compare(Quantity("parameters", "prompt"), "is", 1920.0)),
        ("soft tokens above 0", Compare(Quantity("soft tokens"), "above", 0.0)),
        ("prompt is cloze", Is("prompt", "cloze")),
        ("calibration is none", Is("calibration", "none")),
        ("fields unchanged", Kept("fields")),
    ],
)
def test_every_form_is_read(text, rule):
    assert parse(text, 7) == Condition(text, 7, rule)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "positive wins",
        "top label is",
        "top word is paris please",
        "top word is paris at mask 0",
        "share of positive above 0.8",  # 80% or 0.8%? only a percentage says
        "rank of hot is 50%",
        "share of positive above",
        "share above 80%",
        "mass outside 80%",
        "label unchanged",
        "prompt is short",
        "parameters of prompt with 20",
        "share of positive above 80% and label flips",
    ],
)
def test_what_has_no_form_is_refused_with_its_line(text):
    with pytest.raises(LessonError) as caught:
        parse(text, 12)
    assert caught.value.code == "bad_condition" and "12" in caught.value.message("en")


def test_a_quantity_stands_alone():
    assert quantity("mass outside", 1).share and not quantity("pieces of un", 1).share
    for text in ("mass", "share of", "mass outside above 3%"):
        with pytest.raises(LessonError):
            quantity(text, 1)
