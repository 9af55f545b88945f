"""The Learn panel's calls: lessons told without their answers, guesses and tasks judged on the model that is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from components.contracts.catalogue import calls
from components.learn.telling import condition_told
from components.learn.view import state_of
from components.routes.visitor import Visitor
from components.services import Services
from playground.i18n import LANGUAGES
from playground.lessons import shelf as shelves
from playground.lessons.conditions import parse
from playground.lessons.lesson import Choices
from playground.settings import Settings
from tests.components.play.asking import ask, full, refusal
from tests.lessons.writing import LESSON, line_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A teacher's folder."""
    return tmp_path_factory.mktemp("lessons")


@pytest.fixture(scope="module")
def services(tmp_path_factory, checkpoint, folder) -> Iterator[Services]:
    data, root = tmp_path_factory.mktemp("data"), checkpoint("bert").parent
    made = Services(Settings(hub=False, data=data, lessons=folder, models_root=root))
    yield made
    made.close()


def guess(services: Services, id: str, step: int, value: float, language: str = "en", model: str = "") -> dict:
    return ask(services, "guess", {"lesson": id, "step": step, "guess": value, "model": model}, language)


def goals(services: Services, id: str, state: dict, language: str = "en") -> dict:
    return ask(services, "goals", {"lesson": id, "state": state}, language)


def test_a_lesson_is_told_without_its_answers(services):
    told = ask(services, "lesson", {"lesson": "03-verbalizer"})
    (written,) = [its for its in shelves.shelf("en").lessons if its.id == "03-verbalizer"]
    assert [step["question"] for step in told["steps"]] == [step.question.question for step in written.steps]
    assert told["steps"][0]["choices"] == ["great", "wonderful", "loved"]
    assert told["steps"][1]["choices"] == [] and told["steps"][1]["share"]
    assert told["task"]["goals"][0] == "the share of positive is above 80%"
    everything = str(told)
    for step in written.steps:
        assert step.why not in everything
        meanings = [choice.means for choice in step.question.choices] if isinstance(step.question, Choices) else []
        assert not [means for means in meanings if means and means in everything]


def test_a_wrong_guess_says_what_it_would_have_meant_and_a_right_one_why(services):
    wrong, right = (guess(services, "03-verbalizer", 0, value) for value in (0, 1))
    assert (wrong["right"], wrong["right_choice"], wrong["answer"]) == (False, 1, "wonderful")
    assert "papers take" in wrong["meaning"] and right["right"] and right["meaning"] == ""
    assert wrong["why"] == right["why"] and wrong["paper"]["address"].startswith("https://")
    assert right["facts"] == [{"what": "the likeliest word is “wonderful”", "found": "wonderful", "holds": True}]


def test_a_number_is_near_enough_or_too_low_or_too_high(services):
    low, near, high = (guess(services, "01-what-it-knows", 1, value) for value in (2, 25.5, 90))
    assert [each["right"] for each in (low, near, high)] == [False, True, False]
    assert "hardly know" in low["meaning"] and "degree" in high["meaning"] and near["meaning"] == ""
    assert low["answer"] == near["answer"] != ""


def test_a_comparison_with_the_step_before_tells_both_numbers(services):
    found = guess(services, "03-verbalizer", 2, 0)
    assert found["right"] and ", before: " in found["facts"][0]["found"]


def test_guesses_are_judged_on_the_model_that_is_asked(services, checkpoint):
    other = str(checkpoint("bert"))
    asyncio.run(services.models.load(other))
    ours, others = (guess(services, "08-soft-prompts", 2, 1920, model=model) for model in ("", other))
    assert ours["right"] and not others["right"] and others["answer"] != "1,920"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_task_is_open_at_its_beginning_and_done_by_its_solution(services, language):
    for its in shelves.shelf(language).lessons:
        before, after = (
            goals(services, its.id, state_of(controls).model_dump(), language)
            for controls in (its.task.controls, its.task.solution)
        )
        assert not before["done"] and after["done"], its.id
        assert all(goal["holds"] for goal in after["goals"])


def test_what_is_wrong_with_the_prompt_keeps_the_goals_open_and_is_said(services):
    state = full({"template": "no gap here", "verbalizer": "a: good"})
    found = goals(services, "03-verbalizer", state)
    assert not found["done"] and "[MASK]" in found["problem"]
    assert [goal["holds"] for goal in found["goals"]] == [False] * 5
    missing = goals(
        services, "03-verbalizer", full({"template": "{other} was [MASK].", "verbalizer": "a: good\nb: bad"})
    )
    # A label that is gone is told where it was asked for.
    assert missing["problem"] is None and not missing["goals"][0]["holds"]
    assert "cannot be measured" in missing["goals"][0]["found"]


def test_a_teachers_lesson_stands_beside_ours_and_a_faulty_one_is_explained(services, folder):
    (folder / "11-mine.md").write_text(LESSON, encoding="utf-8")
    (folder / "12-broken.md").write_text(LESSON.replace("ask:", "aks:", 1), encoding="utf-8")
    for language in LANGUAGES:
        told = ask(services, "shelf", {}, language)
        assert [card["id"] for card in told["lessons"]].count("11-mine") == 1 and len(told["lessons"]) > 1
        (broken,) = told["broken"]
        assert broken["name"] == "12-broken.md" and "aks" in broken["message"]
    assert ask(services, "lesson", {"lesson": "11-mine"})["steps"]
    assert f"Line {line_of(LESSON, 'ask:')}:" in refusal(services, "lesson", {"lesson": "12-broken"}).message()
    # Mended, it is there without a new start.
    (folder / "12-broken.md").write_text(LESSON, encoding="utf-8")
    assert ask(services, "shelf", {})["broken"] == []


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e300", '"3"', "true"])
def test_a_guess_that_is_no_number_is_refused(number):
    asked = f'{{"lesson": "03-verbalizer", "step": 1, "guess": {number}, "model": ""}}'
    with pytest.raises(ValidationError):
        calls()["guess"].takes.model_validate_json(asked)


def test_a_lesson_a_step_and_an_answer_that_are_not_there_are_said(services):
    assert refusal(services, "lesson", {"lesson": "../../etc/passwd"}).code == "no_lesson"
    for step, value, code in ((99, 0, "no_such_step"), (0, 7, "no_such_answer"), (0, -1, "no_such_answer")):
        asked = {"lesson": "03-verbalizer", "step": step, "guess": value, "model": ""}
        assert refusal(services, "guess", asked).code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_the_glossary_leads_somewhere(services, language):
    terms = ask(services, "glossary", {}, language)["terms"]
    ids = {term["id"] for term in terms}
    assert len(terms) > 30 and {"verbalizer", "calibration", "soft-token"} <= ids
    assert all(set(term["see"]) <= ids and term["paper"]["address"] for term in terms)
    assert [term["id"] for term in terms if term["state"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        *("top label is positive", "top label is not positive", "top word is a", "top word is not a at mask 2"),
        *("label flips", "label stays", "top word changes", "top word stays"),
        *("share of positive above 80%", "probability of a below before", "mass outside at least 12.5%"),
        *("rank of a at mask 2 is 1", "pieces of a at most 3", "words of positive is 2", "masks is 1"),
        *("soft tokens above 0", "parameters of prompt above parameters of head with 20 tokens"),
        *("prompt is cloze", "prompt is prefix", "calibration is contextual"),
        *(f"{what} unchanged" for what in ("template", "verbalizer", "fields", "options")),
    ],
)
def test_every_condition_has_words(text, language):
    told = condition_told(parse(text, 1), Visitor(language=language))
    assert told and "{" not in told
