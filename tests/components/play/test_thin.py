"""What of an answer is told again, and which answers are shared: equal to the whole ones, whoever asks and how often."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from components.contracts.models import Model
from components.contracts.play import Answered, LiveAnswer, LiveAsked
from components.play import answering
from components.play.live import live_plan
from components.play.thin import PARTS, Answers, marked, thin
from components.play.understood import Understandings
from components.services import Services
from playground.scoring.plans import drive
from playground.scoring.predict import PriorCache
from playground.settings import Settings
from tests.components.play import asking
from tests.components.play.test_live import STATE, pages

# Which parts another example leaves as they are.
OF_THE_TEXTS = {"offers", "template", "verbalizer", "prompts", "model"}


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Iterator[Services]:
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


def ask(services, text: str, language: str = "en", **more) -> dict:
    state = asking.full({**STATE, "fields": {"text": text}})
    return asking.ask(services, "live", {"state": state, "rev": 1, "page": "test", **more}, language)


def without_time(answer: dict) -> dict:
    return {name: value for name, value in answer.items() if name != "milliseconds"}


def test_parts_that_the_page_has_are_not_told_again(services):
    first = ask(services, "A joy to watch.")
    assert set(first["marks"]) == {name for name in PARTS if first[name] is not None} and not first["same"]
    second = ask(services, "A bore.", has=first["marks"])
    assert set(second["same"]) >= OF_THE_TEXTS and set(second["marks"]).isdisjoint(second["same"])
    assert all(second[name] is None for name in second["same"])
    whole = ask(services, "A bore.")
    for name in PARTS:
        assert (first if name in second["same"] else second)[name] == whole[name]


def test_marks_that_nobody_knows_bring_everything(services):
    whole = ask(services, "A joy to watch.")
    found = ask(services, "A joy to watch.", has={"labels": "nonsense", "another version's part": "x"})
    assert without_time(found) == without_time(whole) and not found["same"]


def test_another_language_is_told_anew(services):
    first = ask(services, "A joy to watch.")
    second = ask(services, "A joy to watch.", language="zh", has=first["marks"])
    assert {"template", "steps", "model"}.isdisjoint(second["same"])


def test_the_answer_to_another_key_is_smaller(services):
    client = pages(services)
    has = ask(services, "A film.")["marks"]

    def size(**more) -> int:
        state = asking.full({**STATE, "fields": {"text": "A dull film."}})
        asked = {"state": state, "rev": 1, "page": "test", **more}
        return len(client.post("/playground/api/live", json=asked).content)

    assert size(has=has) < 0.9 * size()


def test_what_is_kept_of_a_prompt_gives_the_answer_that_a_fresh_server_gives(services):
    for text in ("A joy to watch.", "A bore.", "A joy to watch."):
        fresh = _fresh(services, text)
        assert without_time(ask(services, text)) == without_time(fresh)


def _fresh(services: Services, text: str) -> dict:
    state = LiveAsked.model_validate({"state": asking.full({**STATE, "fields": {"text": text}}), "rev": 1, "page": "x"})
    model = services.models.bundled
    card = services.models.card(model, "en")
    plan = live_plan(state.state, "en", model, card, PriorCache(), Understandings(), 10_000)
    return marked(drive(plan, model)).model_copy(update={"rev": 1}).model_dump(mode="json")


def test_a_question_asked_twice_is_answered_without_the_model_from_then_on(services, monkeypatch):
    answers = [ask(services, "The film a class opens.") for _ in range(2)]

    def never(*_args, **_more):
        raise AssertionError("it is known")

    monkeypatch.setattr(answering, "live_plan", never)
    third = ask(services, "The film a class opens.")
    assert without_time(third) == without_time(answers[0]) == without_time(answers[1])
    with pytest.raises(AssertionError):
        ask(services, "A film that one person typed.")


def test_an_example_that_has_no_slot_is_noticed_beside_texts_that_are_known(services):
    def offered(fields: dict[str, str]) -> list:
        state = asking.full({**STATE, "fields": fields})
        return asking.ask(services, "live", {"state": state, "rev": 1, "page": "test"})["offers"]["template"]

    assert not offered({"text": "A film."})
    (notice,) = offered({"review": "A film."})
    assert "review" in notice["message"]
    assert not offered({"review": " ", "text": "A film."})


def test_an_error_is_told_anew_after_a_right_prompt(services):
    state = asking.full({**STATE, "verbalizer": "positive great, good"})
    for _ in range(3):
        broken = asking.ask(services, "live", {"state": state, "rev": 1, "page": "test"})
        assert broken["problem"]["target"] == "verbalizer" and broken["vocabulary"]
    assert ask(services, "A joy to watch.")["problem"] is None


def test_answers_under_trained_prompts_are_not_shared():
    asked = {"state": asking.full(STATE), "rev": 1, "page": "x"}
    card = _card()
    assert Answers.key(LiveAsked.model_validate(asked), "en", "r", card) is not None
    asked["state"] = {**asked["state"], "prompts": ["somebody's"]}
    assert Answers.key(LiveAsked.model_validate(asked), "en", "r", card) is None


def test_what_an_answer_depends_on_is_in_its_key():
    asked = {"state": asking.full(STATE), "rev": 1, "page": "x"}

    def key(language="en", revision="r", **more):
        return Answers.key(LiveAsked.model_validate({**asked, **more}), language, revision, _card())

    assert key() == key(rev=7, page="another", has={"labels": "x"})
    others = [key("zh"), key(revision="s"), key(steps_from=80), key(state=asking.full({**STATE, "verbalizer": "a: b"}))]
    assert len({key(), *others}) == 5


def _card():
    words = dict.fromkeys(("id", "name", "kind", "kind_label", "languages", "parameters", "note"), "")
    return Model(**words, loaded=True, available=True, notes=[])


def test_an_empty_answer_has_no_marks():
    answer = LiveAnswer(rev=1, of=Answered(template="", verbalizer="", model=""), problem=None)
    assert thin(marked(answer), {"labels": "x"}).same == []
