"""What Play shows first: the sentence with its gap, what each number is, calibration's effect, and the gallery."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from components.play.answering import examples
from components.services import Services
from playground import gallery
from playground.i18n import LANGUAGES
from playground.settings import Settings
from tests.components.play import asking

STATE = {
    "template": "{text} It was [MASK].",
    "verbalizer": "positive: great, good\nnegative: terrible",
    "fields": {"text": "A joy to watch."},
}
# Labels that mean the same have the same place, and so the same colour, in every example of either language.
SAME = (
    ("positive", "好评", "好心情"),
    ("negative", "差评", "坏心情"),
    ("sports", "体育"),
    ("business", "财经"),
    ("technology", "科技"),
)


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Iterator[Services]:
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data")))
    yield made
    made.close()


@pytest.fixture(scope="module")
def look(services):
    """`look(**changes)` -> the view of the state with these changes."""
    return lambda language="en", **changes: asking.look(services, {**STATE, **changes}, language)


def shown(services, id: str, fields: dict[str, str] | None = None, **options: str) -> dict:
    """The answer to an example of the gallery, in its own language; with other `fields` where some are given."""
    example = next(each for each in gallery.examples() if each.id == id)
    state = {"template": example.template, "verbalizer": example.verbalizer, "fields": fields or example.fields}
    return asking.look(services, {**state, "options": {**example.options, **options}}, example.language)


def said(view: dict) -> str:
    return "".join("___" if part["kind"] == "mask" else part["text"] for part in view["sentence"]["parts"])


def top(items: list[dict]) -> str:
    return max(items, key=lambda item: item["probability"])["label"]


@pytest.mark.parametrize("verbalizer", [STATE["verbalizer"], ""])
def test_the_sentence_stands_with_the_likeliest_words_for_its_gap(look, verbalizer):
    view = look(verbalizer=verbalizer)
    assert said(view) == "A joy to watch. It was ___."
    tokens = view["vocabulary"]["columns"][0]["tokens"]
    assert view["sentence"]["fillings"] == tokens[: len(view["sentence"]["fillings"])] and tokens[0]["word"]


def test_at_several_masks_the_label_words_compete_for_the_gap(services, look):
    view = shown(services, "news-zh")
    words = [filling["text"] for filling in view["sentence"]["fillings"]]
    assert (
        view["sentence"]["gaps"] == 2 and words[0] == "科技" and set(words) == {"教育", "体育", "财经", "科技", "娱乐"}
    )
    apart = look(template="{text} It was [MASK*2].", verbalizer="")
    assert len(apart["sentence"]["fillings"]) == 1 and "own" in apart["sentence"]["note"]


def test_of_a_long_text_the_sentence_shows_what_the_model_read_without_its_middle(look):
    view = look(fields={"text": "begin " + "word " * 900 + "end"})
    assert view["reading"]["cut"] and said(view).startswith("begin word") and " … " in said(view)
    assert "end" not in said(view) and len(said(view)) < 500


def test_every_number_has_its_sentence(look):
    view = look()
    share = view["labels"]["items"][0]["share"]
    assert view["labels"]["told"] == f"Among your label words, {share} goes to positive."
    assert view["words"]["mass_note"].startswith("Your label words together get ")
    assert "axis ends at" in view["words"]["figure"]["layout"]["xaxis"]["title"]["text"]
    assert view["labels"]["plain"] is None and view["labels"]["badge"] is None


@pytest.mark.parametrize(
    ("id", "before", "after"),
    [
        ("calibrated", "business", "technology"),
        ("connection", "result", "reason"),
        ("kinds-zh", "水果", "电脑"),
        ("feeling-zh", "好心情", "坏心情"),
    ],
)
def test_the_examples_of_calibration_are_ones_that_it_rescues(services, id, before, after):
    labels, plain = shown(services, id)["labels"], shown(services, id, calibration="none")["labels"]
    assert top(labels["items"]) == after and top(labels["plain"]) == before
    assert [item["share"] for item in labels["plain"]] == [item["share"] for item in plain["items"]]
    assert before in labels["told"] and after in labels["told"] and labels["badge"]


def test_the_example_of_two_sentences_turns_when_they_change_places(services):
    """Its words stay the same, so counting them could not tell."""
    first, second = "The room was hot", "she opened the window"
    labels = shown(services, "connection", fields={"first": first, "second": second})["labels"]
    assert top(labels["items"]) == "result"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_screens_bars_are_led_by_a_word_that_fits_its_verdict(services, language):
    view = shown(services, examples(language)[0].id)
    leading = next(filling for filling in view["sentence"]["fillings"] if filling["label"])
    assert leading["label"] == top(view["labels"]["items"])


def test_each_example_says_what_it_shows_and_what_to_try_next():
    for example in gallery.examples():
        for language in LANGUAGES:
            assert all(example.told(language)[key] for key in ("title", "description", "next")), example.id


def test_labels_that_mean_the_same_have_the_same_colour():
    for names in SAME:
        places = set()
        for example in gallery.examples():
            labels = [line.replace("：", ":").split(":")[0] for line in example.verbalizer.splitlines()]
            places |= {labels.index(name) for name in names if name in labels}
        assert len(places) == 1, names
