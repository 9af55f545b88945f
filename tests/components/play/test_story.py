"""Stories of what Play shows, and goals of exercises, through the services that pages ask."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from components.services import Services
from playground.settings import Settings
from tests.components.play.asking import ask, full, look, refusal
from tests.worst import question

HOSTILE = '</svg><script>alert(1)</script>" onload="alert(2)'
STATE = {
    "template": "{text} It was [MASK].",
    "verbalizer": "positive: great, good, wonderful\nnegative: terrible, bad, boring",
    "fields": {"text": "A dull start, but a wonderful ending."},
}
CALIBRATED = {**STATE, "options": {"calibration": "contextual"}}


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Iterator[Services]:
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


def story(services: Services, state: dict, language: str = "en", link: str = "") -> str:
    found = ask(services, "story", {"state": full(state), "link": link}, language)
    assert found["name"].endswith(".html")
    return base64.b64decode(found["base64"]).decode()


class Elements(HTMLParser):
    """The names of a page's elements, and what in their attributes fetches or runs something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.active: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        self.names.add(tag)
        self.active += [pair for pair in attrs if pair[0].startswith("on") or pair[0] in ("src", "href", "action")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_story_says_what_play_says(services, language):
    page, shown = html.unescape(story(services, CALIBRATED, language)), look(services, CALIBRATED, language)
    for item in (*shown["labels"]["items"], *shown["labels"]["plain"]):
        assert item["label"] in page and item["share"] in page
    assert shown["labels"]["told"] in page and shown["words"]["mass_note"] in page
    assert [row["cells"]["log"] in page for row in shown["steps"]["rows"] if row["kind"] == "word"] == [True] * 6
    assert page.count("<svg") == 3 and "default-src 'none'" in page
    assert f"<mark>{shown['sentence']['fillings'][0]['text']}</mark>" in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_whatever_is_typed_is_text_in_a_story(services, language):
    state = {
        "template": f"{HOSTILE} {{text}} [MASK].",
        "verbalizer": f'"{HOSTILE.replace(chr(34), "")}": great\nb: bad',
        "fields": {"text": HOSTILE},
    }
    plain, hostile = (Elements(story(services, its, language, "http://a/?x=1")) for its in (STATE, state))
    assert hostile.names == plain.names and "script" not in hostile.names
    assert hostile.active == [("href", "http://a/?x=1")]


def test_a_story_leads_to_the_web_alone(services):
    assert Elements(story(services, STATE, link="javascript:alert(1)")).active == []


def test_a_story_of_many_labels_tells_the_likeliest(services):
    words = (
        "good bad great poor fine nice dull sad warm cold long short old new big small fast slow hard soft deep".split()
    )
    page = story(services, {**STATE, "verbalizer": "\n".join(f"label{i}: {word}" for i, word in enumerate(words))})
    assert len(set(re.findall(r">(label\d+)</text>", page))) == 20


def test_where_there_is_no_answer_there_is_no_story(services):
    error = refusal(services, "story", {"state": full({**STATE, "template": "no gap"}), "link": ""})
    assert error.code == "nothing_to_tell" and look(services, {**STATE, "template": "no gap"})["problem"][
        "message"
    ] in (error.message())


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        ('share of "positive" above 1%', True),
        ("share of positive below 1%", False),
        ("top label is nobody", False),
        ("mass outside above 1%", True),
    ],
)
def test_a_goal_is_judged_on_the_model(services, goal, reached):
    found = ask(services, "goal", {"state": full(STATE), "goal": goal}, "zh")
    assert found["reached"] == reached and found["message"]


@pytest.mark.parametrize("goal", ["", "be happy", "label flips", "share of positive above before", "x" * 200])
def test_a_goal_that_cannot_be_checked_is_told(services, goal):
    assert refusal(services, "goal", {"state": full(STATE), "goal": goal}).code == "bad_goal"


def test_a_goal_on_a_prompt_without_a_gap_is_told_as_play_tells_it(services):
    state = {**STATE, "template": "no gap"}
    told = refusal(services, "goal", {"state": full(state), "goal": "top label is positive"}).message()
    assert told == look(services, state)["problem"]["message"]


def test_a_goal_that_would_take_hours_to_judge_is_refused_in_words(services):
    said = refusal(services, "goal", {"state": full(question(160, 48, 480)), "goal": "top label is 4"})
    assert "tokens" in said.message()
