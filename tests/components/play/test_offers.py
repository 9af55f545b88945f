"""What else the two texts may be meant to say, as the page is told: beside errors and beside hardly meant readings."""

import json

import pytest

from playground.i18n import LANGUAGES
from tests.components.play import asking
from tests.components.play.test_live import STATE, apply, look, services

__all__ = ["look", "services"]


@pytest.mark.parametrize(
    ("template", "taken_over"),
    [
        ("{{text}} Good or bad? ||| {{answer_choices[label]}}", "{text} Good or bad? [MASK]"),
        ("{text} It was 😀 <mask>.", "{text} It was 😀 [MASK]."),
        ("｛text｝ It was [MASK].", "{text} It was [MASK]."),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_of_another_tool_is_offered_in_ours(look, language, template, taken_over):
    (notice,) = look(language, template=template)["offers"]["template"]
    assert notice["level"] == "warning" and notice["message"]
    assert apply({"template": template}, notice["fixes"][0]["edit"])["template"] == taken_over
    view = look(language, template=taken_over)
    assert view["problem"] is None and view["offers"] == {"template": [], "verbalizer": []}


def test_a_verbalizer_of_another_tool_is_offered_in_ours(look):
    theirs = '{"positive": ["great"], "negative": ["bad"]}'
    (notice,) = look(verbalizer=theirs)["offers"]["verbalizer"]
    assert apply({"verbalizer": theirs}, notice["fixes"][0]["edit"])["verbalizer"] == "positive: great\nnegative: bad"


def test_lines_of_words_are_offered_in_both_readings(look):
    (notice,) = look(verbalizer="neg,bad\npos,good")["offers"]["verbalizer"]
    taken = [apply({"verbalizer": "neg,bad\npos,good"}, fix["edit"])["verbalizer"] for fix in notice["fixes"]]
    assert taken == ["neg: bad\npos: good", "label 0: neg, bad\nlabel 1: pos, good"]
    assert "neg: bad" in notice["fixes"][0]["title"]


def test_a_verbalizer_too_large_to_offer_says_the_limit(look):
    theirs = '{"a": [' + ", ".join(f'"w{i}"' for i in range(2001)) + "]}"
    (notice,) = look(verbalizer=theirs)["offers"]["verbalizer"]
    assert "2000" in notice["message"] and not notice["fixes"]


@pytest.mark.parametrize(
    ("template", "after"),
    [("It was [MASK].", "{text} It was [MASK]."), ("{review} It was [MASK].", "{text} It was [MASK].")],
)
def test_a_template_that_the_example_cannot_enter_is_warned_about(look, template, after):
    (notice,) = look(template=template)["offers"]["template"]
    assert "{text}" in notice["message"]
    assert apply({"template": template}, notice["fixes"][0]["edit"])["template"] == after


def test_openprompts_slots_are_warned_about_without_a_place(look):
    (notice,) = look(template='{"placeholder": "text_a"} It was {"mask"}.')["offers"]["template"]
    assert "{text_a}" in notice["message"] and not notice["fixes"]


def test_nothing_is_missed_where_nothing_was_typed(services):
    state = {**STATE, "template": "The capital of France is [MASK].", "fields": {"text": " "}}
    assert asking.look(services, state)["offers"]["template"] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"template": "{text} \ud83d [MASK]"}, "template"),
        ({"template": '{"soft": \ud83d} {"mask"}'}, "template"),
        ({"verbalizer": "a: \ude00\nb: c"}, "verbalizer"),
        ({"fields": {"text": "a\ud800"}}, "fields"),
        ({"options": {"domain": "\ud800 [MASK]", "calibration": "pmi"}}, "options"),
    ],
)
def test_half_a_character_is_refused_beside_its_text(look, language, changes, target):
    view = look(language, **changes)
    json.dumps(view, ensure_ascii=False).encode()  # what is sent back can be sent
    problem = view["problem"]
    assert problem["target"] == target and problem["message"]
