"""Whatever is registered has its words in both languages, and a new entry works from the options to the page."""

import math

import pytest

from components.play.steps import steps_view
from playground import i18n
from playground.choices import Choice, Value
from playground.errors import ModelError, OptionsError
from playground.models.kinds import KINDS, kind_named
from playground.prompting.template import parse
from playground.prompting.verbalizer import parse as parse_verbalizer
from playground.scoring.aggregation import AGGREGATIONS, aggregation
from playground.scoring.calibration import CALIBRATIONS, calibration
from playground.scoring.choices import choices
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan, scorer_for
from playground.scoring.scorer import FILLINGS, SCORERS
from playground.search.template_source import TEMPLATE_SOURCES
from playground.search.word_method import WORD_METHODS
from playground.tuning import desk
from playground.tuning.method import METHODS
from tests.fakes import ToyModel

REGISTRIES = (CALIBRATIONS, AGGREGATIONS, KINDS, SCORERS, METHODS, WORD_METHODS, TEMPLATE_SOURCES)
REGISTERED = [entry for all_ in REGISTRIES for entry in all_.values()]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("entry", REGISTERED, ids=lambda entry: f"{type(entry).__name__}-{entry.name}")
def test_every_entry_has_its_words(entry, language):
    assert entry.keys and [key for key in entry.keys if key not in i18n.catalogue(language)] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_option_that_can_be_chosen_has_its_words(language):
    sentences = i18n.catalogue(language)
    for choice in choices():
        stem = f"ui.options.{choice.option}"
        named = [f"{stem}.{value.name}" for value in choice.values]
        assert {stem, f"{stem}.help", *named, *(f"{key}.line" for key in named)} <= set(sentences)


def test_pages_get_the_choices_in_order_with_what_each_reads():
    calibrations, aggregations, fillings = choices()
    assert calibrations.option == "calibration" and calibrations.values[:3] == (
        Value("none"),
        Value("contextual", ("content_free",)),
        Value("pmi", ("domain",)),
    )
    assert aggregations.option == "aggregation" and aggregations.values[:2] == (Value("mean"), Value("geometric"))
    assert fillings == Choice("filling", tuple(map(Value, FILLINGS)), ("masked",))
    method, *_ = desk.choices()
    assert method.option == "method" and method.values[:3] == (
        Value("prompt"),
        Value("p_tuning"),
        Value("prefix", ("reparameterise",)),
    )


def test_every_kind_of_model_has_a_scorer():
    assert list(KINDS) == list(SCORERS)


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(ModelError) as caught:
        scorer_for(ToyModel(None, "diffusion"))
    assert (caught.value.code, caught.value.values["kind"]) == ("unknown_kind", "diffusion")
    assert ", ".join(SCORERS) in caught.value.message()
    with pytest.raises(ModelError, match="diffusion"):
        kind_named("diffusion")
    with pytest.raises(ModelError, match="diffusion"):
        desk.script(None, ToyModel(None, "diffusion"), None, "prompt.safetensors")


def test_a_name_is_registered_once():
    before = dict(CALIBRATIONS)
    with pytest.raises(ValueError, match="pmi"):
        calibration("pmi")(lambda blank: iter(()))
    assert dict(CALIBRATIONS) == before


@pytest.fixture
def doubled():
    """A calibration of two rounds: the second asks with what the first found."""

    @calibration("doubled", options=("domain",), note=lambda options: "toy.note" if options.domain else None)
    def doubled(blank):
        first = yield [(blank.template, {"text": "a"}), (blank.template, {"text": "b"})]
        second = yield [(blank.template, {"text": "a" if first[0, 0] > first[1, 0] else "b"})]
        return second[0]

    yield "doubled"
    CALIBRATIONS.remove("doubled")


@pytest.fixture
def smallest():
    """An aggregation."""

    @aggregation("smallest", script="scores.min()")
    def smallest(log_scores):
        return log_scores.amin(-1)

    yield "smallest"
    AGGREGATIONS.remove("smallest")


def test_a_new_calibration_works_from_the_options_to_the_table(doubled, smallest):
    model = ToyModel(lambda ids, position: (0.1, 0.2, 0.3, 0.3, 0.1))
    task = Task.build(
        parse("{text} was [MASK]."),
        parse_verbalizer("up: good, fine\ndown: bad"),
        Options.from_mapping({"calibration": doubled, "aggregation": smallest, "domain": "x [MASK]"}),
        model,
    )
    prediction = drive(predict_plan(task, {"text": "good"}, model), model)
    assert [word.log_calibrated for word in prediction.words] == [0.0, 0.0, 0.0], "what was asked is taken away"
    assert prediction.probabilities() == pytest.approx({"up": 0.5, "down": 0.5})
    said = []
    view = steps_view(prediction, task.options, lambda key, **values: said.append(key) or key)
    assert [formula.text for formula in view.formulas] == [
        "formula.masked",
        "formula.doubled",
        "formula.smallest",
        "formula.share",
    ]
    assert view.notes == ["toy.note"] and "steps.aggregation.smallest" in said
    assert math.isclose(float(view.rows[0].cells["score"]), 1.0)
    assert Value(doubled, ("domain",)) in choices()[0].values and Value(smallest) in choices()[1].values


def test_what_is_not_registered_is_no_option(doubled):
    assert Options(calibration=doubled).calibrates
    with pytest.raises(OptionsError) as caught:
        Options(calibration="tripled")
    assert caught.value.values["choices"].startswith("none, contextual, pmi")
    assert caught.value.values["choices"].endswith(doubled)
