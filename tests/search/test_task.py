"""Whole jobs: their messages in order, resumed anywhere, blind to the test examples until the end."""

import json
from dataclasses import replace

import pytest

from playground.datasets.dataset import DataSet
from playground.errors import DataError, ModelError, PlaygroundError, SearchError, TemplateError, VerbalizerError
from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities
from playground.models.abilities import Abilities
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import parse
from playground.results import Example
from playground.scoring.options import Options
from playground.scoring.predict import Task
from playground.search import desk, task
from playground.search.options import TriggerOptions, WordOptions
from playground.search.spec import OPTIONS, SearchSpec
from playground.search.task import run_of
from tests.search.conftest import spec, template_spec, told, word_spec


def accuracy(model, template: str, verbalizer: str, rows) -> float:
    """A written prompt's, by the way of an evaluation."""
    plain = Task.build(parse(template), verbalizers.parse(verbalizer), Options(), model)
    questions = EncodedExamples.of(plain, rows, model)
    return (log_probabilities(plain, questions, model).argmax(-1) == questions.gold).double().mean().item()


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_the_messages_of_a_trigger_search(tiny, family):
    model = tiny(family).ours
    made = spec(model, "{text} [T*2] It was [MASK].", seeds=(4, 2), steps=3)
    messages = list(run_of(made, model).messages())
    reports = told(messages)
    assert json.loads(json.dumps(reports)) == reports
    kinds = [report["kind"] for report in reports]
    step = ["step"] * 4
    assert kinds == ["plan", "start", *step, *["test"] * 4, "seed", "start", *step, "test", "seed", "result"]
    assert all((message.checkpoint is not None) == (message.report["kind"] == "step") for message in messages)
    plan = reports[0]
    assert plan["triggers"] == 2 and plan["hand_written"] == "{text} It was [MASK]."
    for result in (report for report in reports if report["kind"] == "seed"):
        assert len(result["words"]) == 2 and result["test"]["examples"] == 6
        if result["template"]:
            found = accuracy(model, result["template"], made.verbalizer, made.test)
            assert result["test"]["accuracy"] == pytest.approx(found)
        plain = accuracy(model, plan["hand_written"], made.verbalizer, made.test)
        assert result["test"]["hand_written"] == pytest.approx(plain)
        devs = [r["dev"]["loss"] for r in reports if r["kind"] == "step" and r["seed"] == result["seed"] and r["dev"]]
        assert result["dev"]["loss"] == min(devs)


def test_the_messages_of_a_search_for_label_words(tiny):
    model = tiny("bert").ours
    made = word_spec(model, seeds=(4, 2))
    messages = list(run_of(made, model).messages())
    reports = told(messages)
    assert json.loads(json.dumps(reports)) == reports
    kinds = [report["kind"] for report in reports]
    methods, test = ["method"] * 3, ["test"] * 4
    assert kinds == [
        "plan",
        "start",
        *methods,
        *["test"] * 3,
        *test,
        "seed",
        "start",
        *methods,
        *test,
        "seed",
        "result",
    ]
    for method in (report for report in reports if report["kind"] == "method"):
        assert list(method["words"]) == ["yes", "no"] and all(method["words"].values())
        assert not set(method["words"]["yes"]) & set(method["words"]["no"])
        assert all(len(words) <= 6 for words in method["ranked"].values())
    for result in (report for report in reports if report["kind"] == "seed"):
        mine = {r["method"]: r for r in reports if r["kind"] == "method" and r["seed"] == result["seed"]}
        assert result["dev"]["loss"] == min(its["dev"]["loss"] for its in mine.values())
        for name, line in result["methods"].items():
            found = accuracy(model, made.template, mine[name]["verbalizer"], made.test)
            assert line["test"]["accuracy"] == pytest.approx(found)


@pytest.mark.parametrize("make", [spec, word_spec, template_spec])
def test_a_job_goes_on_from_any_checkpoint_to_the_same(tiny, make):
    model = tiny("bert").ours
    made = SearchSpec.from_json(json.loads(json.dumps(make(model, seeds=(4, 2)).to_json())))
    whole = list(run_of(made, model).messages())
    for at, message in enumerate(whole):
        if message.checkpoint is not None:
            rest = told(list(run_of(made, model).messages(message.checkpoint)))
            # The hand-written prompt's answers are asked again where an interruption took them.
            assert [r for r in rest if r["kind"] != "test"] == [r for r in told(whole)[at + 1 :] if r["kind"] != "test"]


@pytest.mark.parametrize("make", [spec, word_spec, template_spec])
def test_a_search_does_not_see_the_test_examples(tiny, make):
    model = tiny("bert").ours

    def steps(test):
        found = told(list(run_of(replace(make(model), test=test), model).messages()))
        return [r for r in found if r["kind"] in ("start", "step", "method")]

    rows = make(model).test
    turned = tuple(replace(row, label={"yes": "no", "no": "yes"}[row.label]) for row in rows)
    assert steps(rows) == steps(turned) == steps(())


@pytest.mark.parametrize(("make", "size"), [(spec, 8), (word_spec, 6), (template_spec, 6)])
def test_a_spec_survives_json(tiny, make, size):
    made = make(tiny("bert").ours, seeds=(1, 2))
    assert SearchSpec.from_json(json.loads(json.dumps(made.to_json()))) == made
    assert made.size == size


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"verbalizer": ""}, SearchError),
        ({"verbalizer": "yes: good"}, DataError),
        ({"verbalizer": "yes: good\nno: 🦄🦄"}, VerbalizerError),
        ({"template": "{text} It was [MASK]."}, SearchError),
        ({"template": "{text} [T] [SOFT] [MASK]"}, SearchError),
        ({"template": "{text} [T]"}, TemplateError),
        ({"template": "{words} [T] [MASK]"}, PlaygroundError),
        ({"train": ()}, DataError),
        ({"train": (Example({"text": "a"}, "yes"),) * 20}, DataError),
        ({"aggregation": "median"}, PlaygroundError),
    ],
)
def test_what_cannot_be_searched_is_refused_before_it_starts(tiny, change, error):
    model = tiny("bert").ours
    with pytest.raises(error) as caught:
        desk.outline(replace(spec(model), **change), model)
    assert caught.value.message("en") and caught.value.message("zh")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"verbalizer": ""}, "no_verbalizer"),
        ({"template": "It was [MASK]."}, "no_slot"),
        ({"template": "{text} [T] [MASK]"}, "words_only"),
        ({"template": "{text} [SOFT:It was] [MASK]"}, "words_only"),
    ],
)
def test_a_template_that_cannot_be_changed_is_refused(tiny, change, code):
    model = tiny("bert").ours
    with pytest.raises(SearchError) as caught:
        desk.outline(replace(template_spec(model), **change), model)
    assert caught.value.code == code and caught.value.message("en") and caught.value.message("zh")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"sources": ["luck"]}, "not_choices"),
        ({"bank": "poems"}, "not_choices"),
        ({"text": 5}, "not_a_text_up_to"),
        ({"pairs": "Paris, France"}, "not_lines"),
        ({"pairs": [["Paris", "France"]]}, "not_lines"),
        ({"ensemble": 0}, "not_in_range"),
    ],
)
def test_an_option_of_templates_that_makes_no_sense_is_refused(tiny, values, code):
    given = {**template_spec(tiny("bert").ours).to_json(), "options": values}
    with pytest.raises(SearchError) as caught:
        SearchSpec.from_json(given)
    assert caught.value.code == code and caught.value.message("en") and caught.value.message("zh")


def test_a_model_without_gradients_is_refused(tiny):
    model = tiny("bert").ours
    able = model.abilities
    model.adopt(Abilities(able.max_length, soft_tokens=False))
    try:
        with pytest.raises(SearchError) as caught:
            desk.outline(spec(model), model)
    finally:
        model.adopt(able)
    assert caught.value.code == "no_gradients"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"steps": 0}, "not_in_range"),
        ({"candidates": "5"}, "not_in_range"),
        ({"beam": True}, "not_in_range"),
        ({"race": "yes"}, "not_a_switch"),
        ({"seeds": []}, "bad_seeds"),
        ({"seeds": [1, 1]}, "bad_seeds"),
        ({"tokens": 5}, "unknown_option"),
        ([1], "not_an_object"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(tiny, values, code):
    given = {**spec(tiny("bert").ours).to_json(), "options": values}
    with pytest.raises(SearchError) as caught:
        SearchSpec.from_json(given)
    assert caught.value.code == code and caught.value.message("en") and caught.value.message("zh")


@pytest.mark.parametrize("methods", [[], ["luck"], ["probe", "probe"], "probe"])
def test_methods_that_do_not_exist_are_refused(tiny, methods):
    given = {**word_spec(tiny("bert").ours).to_json(), "options": {"methods": methods}}
    with pytest.raises(SearchError) as caught:
        SearchSpec.from_json(given)
    assert caught.value.code == "not_choices"


@pytest.mark.parametrize("change", [{"wanted": "luck"}, {"template": 1}])
def test_a_spec_that_is_none_is_refused(tiny, change):
    with pytest.raises(SearchError):
        SearchSpec.from_json({**spec(tiny("bert").ours).to_json(), **change})


def test_another_revision_is_refused(tiny):
    made = replace(spec(tiny("bert").ours), model="", revision="0" * 12)
    with pytest.raises(ModelError) as caught:
        next(task.search(made.to_json()))
    assert caught.value.code == "other_revision"


def test_the_outline_counts_what_is_read(tiny):
    model = tiny("bert").ours
    seen = desk.outline(spec(model), model)
    assert (seen.triggers, seen.train, seen.dev, seen.test) == (2, 6, 6, 6) and seen.candidates > 50
    more = desk.outline(spec(model, steps=8), model)
    assert more.sequences > seen.sequences and more.flops > seen.flops
    words = desk.outline(word_spec(model), model)
    assert words.triggers == 0 and words.sequences == 6 + 2 * 6 + 4 * 6 + 6 and words.candidates > 30
    templates = desk.outline(template_spec(model), model)
    assert templates.triggers == 0 and templates.candidates == 1 + 8 + 3
    assert desk.outline(template_spec(model, rounds=5), model).sequences > templates.sequences


def test_a_form_makes_a_spec_with_rows_held_out(tiny):
    model = tiny("bert").ours
    rows = tuple(Example({"text": str(i)}, "yes" if i % 2 else "no") for i in range(40))
    dataset = DataSet("mine", "mine", rows, (), ())
    made = desk.make_spec("triggers", "{text} [T] [MASK]", "yes: good\nno: bad", "mean", {}, dataset, model)
    assert made.options == TriggerOptions() and len(made.train) == len(made.test) == 20


def test_a_form_is_told_every_option_with_its_bounds():
    steps, *_, scripts = desk.options_of("triggers")
    assert (steps.name, steps.kind, steps.value, steps.low, steps.high) == ("steps", "whole", 24, 1, 1_000)
    assert (scripts.name, scripts.kind, scripts.value) == ("scripts", "switch", False)
    methods, *others = desk.options_of("label_words")
    assert methods.kind == "some" and methods.value == methods.choices == WordOptions().methods
    for wanted, cls in OPTIONS.items():
        for option in desk.options_of(wanted):
            for value in (option.low, option.high):
                assert value is None or cls(**{option.name: value})
    assert [option.kind for option in others if option.name == "seeds"] == ["seeds"]
    kinds = {option.name: option.kind for option in desk.options_of("templates")}
    assert (kinds["sources"], kinds["bank"], kinds["text"], kinds["pairs"]) == ("some", "one", "text", "lines")
