"""Claims asked of a model: those of all lessons hold on the bundled one, and one that does not is found."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from playground.errors import LessonError
from playground.i18n import LANGUAGES
from playground.lessons import conditions
from playground.lessons.__main__ import main
from playground.lessons.checking import check_glossary, check_lesson
from playground.lessons.glossary import glossary_of
from playground.lessons.lesson import Controls
from playground.lessons.reading import lesson_of
from playground.lessons.seen import judge, seen_plan
from playground.lessons.shelf import FOLDER, GLOSSARY
from playground.scoring.options import Options
from playground.scoring.plans import drive
from tests.lessons.writing import LESSON, line_of

FILES = sorted(path for language in LANGUAGES for path in (FOLDER / language).glob("*.md"))
LESSONS = [path for path in FILES if path.name != GLOSSARY]


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_claim_of_every_lesson_holds_on_the_bundled_model(bundled, path):
    checked = list(check_lesson(lesson_of(path.read_text(encoding="utf-8"), path.stem), bundled))
    assert len(checked) > 10
    assert [f"{one.line}: {one.what}: {one.found}{one.error or ''}" for one in checked if not one.holds] == []


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_lesson_says_why_in_two_sentences_and_asks_before_it_tells(path):
    lesson = lesson_of(path.read_text(encoding="utf-8"), path.stem)
    assert 4 <= len(lesson.steps) <= 8 and 5 <= lesson.minutes <= 10
    for step in lesson.steps:
        ends = re.findall(r"[.?!](?=\s|$)|[。？！](?!”)", step.why)
        assert len(ends) == 2, step.why
        assert step.text, step.title


def test_both_languages_have_the_same_lessons_and_terms():
    first, second = ({path.name for path in LESSONS if path.parent.name == language} for language in LANGUAGES)
    assert first == second and len(first) == 10
    terms = [
        {term.id for term in glossary_of((FOLDER / language / GLOSSARY).read_text(encoding="utf-8")).terms}
        for language in LANGUAGES
    ]
    assert terms[0] == terms[1]
    assert {
        "template",
        "verbalizer",
        "label-word",
        "soft-token",
        "calibration",
        "prior",
        "mass-outside",
        "trigger",
    } <= terms[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_of_the_glossary_can_be_asked(bundled, language):
    found = glossary_of((FOLDER / language / GLOSSARY).read_text(encoding="utf-8"))
    checked = list(check_glossary(found, bundled))
    assert len(checked) == sum(term.controls is not None for term in found.terms)
    assert all(one.holds for one in checked)
    assert all(re.search(r"[.。]$", term.sentence) for term in found.terms)


def test_the_example_of_the_documentation_is_a_lesson_that_holds(bundled):
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    example = text[text.index("    ---\n") : text.index("`kind` is the kind")]
    checked = list(check_lesson(lesson_of(textwrap.dedent(example), "x"), bundled))
    assert len(checked) == 6 and all(one.holds for one in checked), checked


def test_the_command_prints_a_table_and_says_with_its_status_whether_all_hold(bundled, tmp_path, capsys):
    good = tmp_path / "20-good.md"
    good.write_text(LESSON, encoding="utf-8")
    assert main(["check", str(good)], bundled) == 0
    assert "0 of them" in capsys.readouterr().out
    bad = tmp_path / "21-bad.md"
    bad.write_text(LESSON.replace("share of positive above 60%", "share of positive below 1%"), encoding="utf-8")
    assert main(["check", str(good), str(bad)], bundled) == 1
    table = capsys.readouterr().out
    (row,) = [line for line in table.splitlines() if "✗" in line]
    assert str(line_of(LESSON, "claim:")) in row and "below 1%" in row and "%" in row.split()[-1]
    broken = tmp_path / "22-broken.md"
    broken.write_text(LESSON.replace("template:", "templte:", 1), encoding="utf-8")
    assert main(["check", str(broken), "--language", "zh"], bundled) == 1
    assert "22-broken.md" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "gone.md")], bundled) == 1
    assert str(tmp_path) not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (
            "- [x] positive\n  when: top label is positive",
            "- [x] positive\n  when: top label is negative",
            "- [x] positive",
        ),
        ("  when: top label is negative", "  when: top label is positive", "- [ ] negative"),
        ("expect: 80%\nwithin: 30%", "expect: 10%\nwithin: 5%", "ask: How much"),
        ("field text: A film.\ngoal", "field text: A bad film.\ngoal", "## Your turn"),
        ("field text: A bad, bad film.", "field text: A good film.", "goal: share"),
        ("claim: share of positive above 60%", "claim: rank of unwatchable is 1", "claim:"),
        ("claim: share of positive above 60%", "claim: top word is great at mask 2", "claim:"),
        ("claim: share of positive above 60%", "claim: parameters of magic is 1", "claim:"),
        ("label negative: terrible", "label negative: ☃☃☃", "## First step"),
    ],
)
def test_what_does_not_hold_is_found_where_it_stands(bundled, old, new, part):
    assert old in LESSON
    text = LESSON.replace(old, new, 1)
    failed = [one for one in check_lesson(lesson_of(text, "x"), bundled) if not one.holds]
    assert [one.line for one in failed[:1]] == [line_of(text, part)]


def test_a_lesson_about_another_kind_of_model_is_not_checked(bundled, tmp_path, capsys):
    causal = tmp_path / "20-causal.md"
    causal.write_text(LESSON.replace("minutes: 5", "minutes: 5\nkind: causal"), encoding="utf-8")
    assert main(["check", str(causal)], bundled) == 0
    assert "causal" in capsys.readouterr().out


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_conditions_by_hand_on_both_kinds_of_models(tiny, family):
    """Against the prediction and its vocabulary: the judge reads no other numbers."""
    model = tiny(family).ours
    source, fields = "{text} It was [MASK]", {"text": "The film was good."}
    before = drive(seen_plan(Controls(source, "a: great\nb: bad", fields), model), model)
    now = drive(seen_plan(Controls(source, "a: bad\nb: great", fields), model), model)

    def holds(text: str, seen=now) -> bool:
        return judge(conditions.parse(text, 1), seen, before).holds

    label, share = max(now.prediction.probabilities().items(), key=lambda item: item[1])
    assert holds(f"share of {label} above {100 * share - 0.01:.4f}%")
    assert not holds(f"share of {label} above {100 * share + 0.01:.4f}%")
    assert holds("label flips") and holds("top word stays") and not holds("label stays")
    assert holds("template unchanged") and holds("fields unchanged") and not holds("verbalizer unchanged")
    assert holds("share of a above before") != holds("share of a below before")
    assert holds("mass outside at most before") and holds("mass outside at least before")
    column = now.vocabulary[0].exp()
    (great,) = now.prediction.words[1:]
    place = 1 + int((column > 2.718281828459045**great.log_probability * (1 + 1e-6)).sum())
    assert holds(f"rank of great is {place}") and not holds(f"rank of great is {place + 1}")
    assert holds("prompt is prefix") and holds("calibration is none") and holds("masks is 1")
    # An extra field is no change of what the template asks for; another option is one.
    more = drive(seen_plan(Controls(source, "a: great", {**fields, "x": "y"}, Options(top_k=5)), model), model)
    assert holds("fields unchanged", more) and not holds("options unchanged", more)
    with pytest.raises(LessonError, match="before"):
        judge(conditions.parse("label flips", 3), now)
