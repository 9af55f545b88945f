"""A lesson's file -> its steps; and a faulty one -> what is wrong, with its line, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.errors import LessonError
from playground.i18n import LANGUAGES
from playground.lessons.glossary import glossary_of
from playground.lessons.lesson import Choices, Number
from playground.lessons.reading import lesson_of
from tests.lessons.writing import LESSON, line_of


def test_a_lesson_is_read_with_its_lines():
    lesson = lesson_of(LESSON, "01-a-test")
    assert (lesson.id, lesson.title, lesson.minutes, lesson.kind) == ("01-a-test", "A test", 5, "masked")
    assert lesson.text == ("Opening text.", "A second paragraph.")
    first, second = lesson.steps
    assert first.text == ("Read this.",) and first.line == line_of(LESSON, "## First step")
    assert isinstance(first.question, Choices)
    yes, no = first.question.choices
    assert yes.expected and not no.expected and no.means == "You thought otherwise."
    assert no.line == line_of(LESSON, "- [ ] negative")
    assert first.claims[0].line == line_of(LESSON, "claim:")
    assert first.paper.name == 'Somebody 2020, "A title"' and first.paper.address == "https://example.org/a"
    assert first.controls.verbalizer == "positive: great, good\nnegative: terrible"
    # What the second step leaves out stays.
    assert second.controls.template == first.controls.template
    assert second.controls.fields == {"text": "A bad film."}
    assert isinstance(second.question, Number) and second.question.expected == 0.8
    assert lesson.task.controls.verbalizer == first.controls.verbalizer
    assert lesson.task.solution.fields == {"text": "A bad, bad film."}
    assert lesson.task.solution.template == lesson.task.controls.template


def test_windows_line_ends_full_width_colons_and_chinese_paragraphs_are_read():
    text = LESSON.replace("minutes: 5", "minutes：5").replace("Read this.", "先读\n这段。").replace("\n", "\r\n")
    lesson = lesson_of("\ufeff" + text, "x")
    assert lesson.minutes == 5 and lesson.steps[0].text == ("先读这段。",)


def test_options_fields_and_labels_are_set_and_taken_away():
    block = "field text: A bad film."
    text = LESSON.replace(
        block,
        "template: {a} [MASK]\nfield a:\nverbalizer: none\noption calibration: contextual\noption content_free: N/A\n"
        "option content_free:\noption length_normalised: yes\noption top_k: 5",
    ).replace("answer: share of negative", "answer: probability of good")
    text = text.replace(
        "field text: A film.\ngoal: share of negative above 60%", "goal: soft tokens is 0\noption calibration: none"
    )
    text = text.replace("field text: A bad, bad film.", "field a: x")
    lesson = lesson_of(text, "x")
    controls = lesson.steps[1].controls
    assert controls.fields == {"a": ""} and controls.verbalizer == ""
    assert controls.options.content_free == ("N/A", "") and controls.options.length_normalised
    assert controls.options.top_k == 5 and controls.options.calibration == "contextual"
    assert lesson.task.controls.options.calibration == "none" and lesson.task.controls.options.top_k == 5


NUMBER = "answer: share of negative\nexpect: 80%\n"
FAULTS = {
    # What the teacher wrote instead of what: code, and a part of the line that is named.
    "no_front": ("---\ntitle: A test", "title: A test", "title: A test"),
    "front_open": ("about: One sentence.\n---\n", "about: One sentence.\n", "---"),
    "missing title": ("title: A test\n", "", "---"),
    "bad_number": ("minutes: 5", "minutes: soon", "minutes"),
    "bad_kind": ("about: One", "kind: oracle\nabout: One", "kind"),
    "unknown_key": ("template: {text}", "templte: {text}", "templte"),
    "twice": ("ask: Which label?", "ask: Which label?\nask: Again?", "ask: Again?"),
    "not_a_line": ("claim: share of positive", "claims share of positive", "claims"),
    "no_value": ("hint: Try.", "hint:", "hint:"),
    "missing paper": (
        'why: Because. And so.\npaper: Somebody 2020, "A title" <https://example.org/a>\n```\n\n## Second',
        "why: Because. And so.\n```\n\n## Second",
        "```step",
    ),
    "bad_paper": ("<https://example.org/a>\n```\n\n## Second", "example.org\n```\n\n## Second", "paper:"),
    "bad_prompt": ("It was [MASK].", "It was.", "template:"),
    "bad_prompt label": ("label positive: great, good", 'label positive: "great', "label positive"),
    "bad_prompt option": ("ask: Which", "option calibration: magic\nask: Which", "option"),
    "unknown_field": ("field text: A good", "field txt: A good", "field txt"),
    "missing field": ("field text: A good film.\n", "", "```step"),
    "bad_verbalizer": ("ask: Which", "verbalizer: none\nask: Which", "verbalizer"),
    "bad_condition": ("share of positive above 60%", "positive is good", "claim:"),
    "unknown_label": ("share of positive above 60%", "share of neutral above 60%", "claim:"),
    "nothing_before": ("share of positive above 60%", "label flips", "claim:"),
    "few_choices": (
        "- [ ] negative\n  when: top label is negative\n  means: You thought\n    otherwise.\n",
        "",
        "- [x] positive",
    ),
    "one_right": ("- [x] positive", "- [ ] positive\n  means: No.", "ask: Which"),
    "choice_without when": ("  when: top label is negative\n", "", "- [ ] negative"),
    "choice_without means": ("  means: You thought\n    otherwise.\n", "", "- [ ] negative"),
    "two_questions": ("ask: Which label?", "ask: Which label?\nlow: Too low.", "low:"),
    "bad_number expect": ("expect: 80%", "expect: much", "expect"),
    "bad_number within": ("within: 30%", "within: 30", "within"),
    "one_block": ("## Second step\n", "## Second step\n\n## Third\n", "## Second step"),
    "unknown_block": ("```solution", "```solutions\n```\n\n```solution", "```solutions"),
    "no_heading": ("## First step\n\nRead this.\n", "Read this.\n", "```step"),
    "fence_open": ("field text: A bad, bad film.\n```", "field text: A bad, bad film.", "```solution"),
    "task_last": ("## Your turn", "## Early\n\n```task\ngoal: label flips\nhint: x\n```\n\n## Your turn", "```task"),
    "missing goal": (
        "goal: share of negative above 60%\ngoal: template unchanged\n",
        "",
        "```task",
    ),
    "half_character": ("Do it.", "Do \ud83d it.", "Do "),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_lesson_is_refused_with_its_line_in_both_languages(fault):
    old, new, part = FAULTS[fault]
    assert old in LESSON
    text = LESSON.replace(old, new, 1)
    with pytest.raises(LessonError) as caught:
        lesson_of(text, "x")
    assert caught.value.code == fault.split()[0]
    line = line_of(text, part)
    assert caught.value.values["line"] == line
    for language in LANGUAGES:
        assert str(line) in caught.value.message(language)


@settings(max_examples=60)
@given(st.data())
def test_no_broken_file_raises_anything_but_a_lessons_error(data):
    start = data.draw(st.integers(0, len(LESSON)))
    end = data.draw(st.integers(start, min(len(LESSON), start + 60)))
    put = data.draw(st.text(max_size=8) | st.sampled_from(["\n", "---\n", "```\n", "## ", "- [x] a\n", '"', ": ", "{"]))
    try:
        lesson_of(LESSON[:start] + put + LESSON[end:], "x")
    except LessonError as error:
        assert all(error.message(language) for language in LANGUAGES)


def test_what_play_would_refuse_is_said_in_the_readers_language():
    with pytest.raises(LessonError) as caught:
        lesson_of(LESSON.replace("It was [MASK].", "It was."), "x")
    inner = caught.value.values["why"]
    assert caught.value.message("zh").endswith(inner.message("zh")) and inner.message("zh") != inner.message("en")


def test_a_lesson_needs_a_step_and_a_task():
    only = LESSON[: LESSON.index("## Second step")]
    with pytest.raises(LessonError) as caught:
        lesson_of(only, "x")
    assert caught.value.code == "how_many"


def test_a_number_is_right_within_its_bounds_and_means_something_beyond():
    question = lesson_of(LESSON, "x").steps[1].question
    assert isinstance(question, Number)
    assert question.right(0.7, 0.9) and not question.right(0.5, 0.9)
    assert [question.meaning(guess, 0.5) for guess in (0.1, 0.6, 0.9)] == ["Too low.", "", "Too high."]


TERMS = """---
title: Words
---

## mask

The mask is a gap.

```term
id: mask
paper: Somebody <https://example.org>
see: slot
```

## slot

A slot is a place.

```term
id: slot
template: {text} [MASK]
field text: x
paper: Somebody <https://example.org>
```
"""


def test_a_glossary_is_read():
    found = glossary_of(TERMS)
    mask, slot = found.terms
    assert (found.title, mask.id, mask.sentence, mask.controls, mask.see) == (
        "Words",
        "mask",
        "The mask is a gap.",
        None,
        ("slot",),
    )
    assert slot.controls is not None and slot.controls.fields == {"text": "x"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("see: slot", "see: slots", "unknown_term"),
        ("id: slot", "id: mask", "twice"),
        ("id: slot", "id: Slot!", "bad_id"),
        ("A slot is a place.", "A slot.\n\nIs a place.", "one_sentence"),
        ("```term\nid: slot", "```terms\nid: slot", "one_block"),
    ],
)
def test_a_faulty_glossary_is_refused(old, new, code):
    with pytest.raises(LessonError) as caught:
        glossary_of(TERMS.replace(old, new, 1))
    assert caught.value.code == code and caught.value.message("zh")
