"""Which set goes with a prompt, and the prompt in that set's names, as the pages ask."""

from __future__ import annotations

import pytest

from components.contracts.data import GridPrompts, UploadSource
from components.data.candidates import candidates
from components.data.data_view import card_of_own, facts
from components.routes.visitor import Visitor
from playground.datasets import demo
from playground.datasets.dataset import DataSet
from playground.gallery import examples
from playground.prompting import template, verbalizer
from playground.results import Example
from tests.components.data.asking import ask

REVIEWS = "{text} It was [MASK]."


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.id)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_example_of_the_gallery_goes_with_a_set(client, example, language):
    found = ask(client, "data_fit", language=language, template=example.template, verbalizer=example.verbalizer)
    assert found["error"] is None and found["how"] in ("same", "fitted", "own")
    data = demo.load(found["source"]["demo"])
    words = verbalizer.parse(found["verbalizer"])
    assert words and {label.name for label in words.labels} == set(data.labels)
    assert set(template.parse(found["template"]).slots) <= set(data.slots)
    assert (found["how"] == "same") == (not found["message"])


@pytest.mark.parametrize(
    ("id", "goes_with"),
    [
        ("film-review", "film-reviews"),
        ("product-review", "film-reviews"),
        ("news-topic", "news-topics"),
        ("question-type", "question-types"),
        ("connection", "sentence-pairs"),
        ("kinds-zh", "product-kinds"),
        ("review-zh", "shop-reviews"),
        ("hotel-zh", "shop-reviews"),
        ("feeling-zh", "feelings"),
        ("shop-zh", "shop-reviews"),
    ],
)
def test_an_example_with_labels_fits_its_set_as_it_is(client, id, goes_with):
    example = next(each for each in examples() if each.id == id)
    found = ask(client, "data_fit", template=example.template, verbalizer=example.verbalizer)
    assert (found["source"], found["how"]) == ({"demo": goes_with}, "same")


def test_labels_are_called_as_in_the_data_in_the_order_of_the_prompt(client):
    found = ask(client, "data_fit", template="{review} [MASK]", verbalizer="bad: poor\ngood: fine", source=FILMS)
    assert (found["template"], found["verbalizer"]) == ("{text} [MASK]", "negative: poor\npositive: fine")
    assert "bad → negative, good → positive" in found["message"] and "{review} → {text}" in found["message"]


def test_a_question_about_something_else_gives_way_to_the_sets_own_prompt(client):
    found = ask(client, "data_fit", template="The capital of {country} is [MASK].", verbalizer="", source=FILMS)
    assert (found["how"], found["template"]) == ("own", demo.SETS["film-reviews"].templates[0])


def test_a_template_of_ones_own_keeps_its_words_and_gets_a_line_a_label(client):
    found = ask(client, "data_fit", template=REVIEWS, verbalizer="", source=FILMS)
    assert (found["how"], found["template"]) == ("fitted", REVIEWS)
    assert found["verbalizer"] == demo.SETS["film-reviews"].verbalizers[0]


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ('{"placeholder": "text_a"} It was {"mask"}.', "{text_a} → {text}"),
        ('{"placeholder": "text_a"} It was [MASK].', "→ {text}"),
        ("{text} It was <mask>.", "“<mask>” is plain text here"),
        ("*cls**sent_0*_It_was*mask*.*sep+*", "LM-BFF"),
    ],
)
def test_a_published_template_in_another_tools_spelling_is_brought_to_the_set_in_ours(client, theirs, said):
    found = ask(client, "data_fit", template=theirs, verbalizer="positive: great\nnegative: terrible", source=FILMS)
    assert (found["how"], found["template"]) == ("fitted", REVIEWS) and said in found["message"]


@pytest.mark.parametrize("text", ["{text", "no mask"])
def test_a_template_that_cannot_be_read_yet_is_left_to_others(client, text):
    found = ask(client, "data_fit", template=text, verbalizer="", source={"csv": "text,label\na,x\nb,y\n", "name": "t"})
    assert (found["how"], found["template"], found["message"]) == ("none", None, "")


FILMS = {"demo": "film-reviews"}


def grid_for(slot: str, labels: tuple[str, ...], language: str = "en") -> GridPrompts:
    """The prompts to compare on rows of one's own."""
    own = DataSet("x", "mine", tuple(Example({slot: f"text {label}"}, label) for label in labels), (), (), None, labels)
    return candidates(card_of_own(UploadSource(upload="x"), own.name, facts(own), None), Visitor("", language))


def test_own_rows_with_a_demo_sets_labels_bring_that_sets_prompts_in_their_names():
    found = grid_for("review", ("Good", "bad"))
    known = demo.SETS["film-reviews"]
    assert found.templates == [text.replace("{text}", "{review}") for text in known.templates]
    assert len(found.verbalizers) == len(known.verbalizers)
    first = verbalizer.parse(found.verbalizers[0])
    assert {label.name: label.words[0].text for label in first.labels} == {"Good": "great", "bad": "terrible"}


@pytest.mark.parametrize(("language", "last"), [("en", "{text} [MASK]."), ("zh", "{text}[MASK]。")])
def test_own_rows_with_other_labels_bring_plain_prompts(language, last):
    found = grid_for("text", ("cardiology", "surgery", "ward: 3"), language)
    assert found.templates[-1] == last and len(found.templates) == 5
    assert all(template.parse(text).slots == ("text",) for text in found.templates)
    named, strange = map(verbalizer.parse, found.verbalizers)
    assert {label.name for label in named.labels} == {"cardiology", "surgery", "ward: 3"}
    assert [label.words[0].text for label in named.labels] == [label.name for label in named.labels]
    assert len({label.words[0].text for label in strange.labels}) == 3


def test_a_demo_set_brings_its_own_prompts_to_compare(client):
    found = ask(client, "data_fit", template=REVIEWS, verbalizer="x: y", source=FILMS)["grid"]
    known = demo.SETS["film-reviews"]
    assert (found["templates"], found["verbalizers"]) == (list(known.templates), list(known.verbalizers))
