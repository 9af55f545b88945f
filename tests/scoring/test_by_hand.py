"""A five-word model with given probabilities, every number computed by hand.

Vocabulary: good fine bad poor ?  (`?` stands for every other word and for the mask).
"""

import math

import pytest

from playground.errors import TemplateError, VerbalizerError
from playground.prompting import template, verbalizer
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import PriorCache, Task, predict_plan
from tests.fakes import ToyModel

X = (0.4, 0.2, 0.1, 0.1, 0.2)  # behind the text "bad"
EMPTY = (0.2, 0.2, 0.1, 0.1, 0.4)  # behind an empty text
OTHER = (0.1, 0.1, 0.2, 0.1, 0.5)  # behind an unknown word such as N/A
TEXT = {(2, 4): X, (4,): EMPTY, (4, 4): OTHER}


def model(table=None, kind="masked"):
    """A toy whose distribution is looked up by the whole sequence, or by a function."""
    return ToyModel(table or (lambda ids, position: TEXT[ids]), kind)


def predict(words, toy=None, source="{text} [MASK]", text="bad", cache=None, **options):
    """A prediction of the toy model."""
    toy = toy or model()
    labels = verbalizer.parse(words) if words else None
    task = Task.build(template.parse(source), labels, Options(**options), toy)
    return drive(predict_plan(task, {"text": text}, toy, cache), toy)


def near(value, **tolerance):
    """float32 model, four decimals and more by hand."""
    return pytest.approx(value, abs=1e-5, **tolerance)


TWO = "pos: good, fine\nneg: bad"


@pytest.mark.parametrize(
    ("how", "positive"),
    [
        ("mean", 0.75),  # (.4 + .2) / 2 = .3 against .1
        ("sum", 6 / 7),  # .6 against .1
        ("max", 0.8),  # .4 against .1
        ("geometric", 0.738796),  # sqrt(.4 * .2) = .282843 against .1
    ],
)
def test_aggregation(how, positive):
    assert predict(TWO, aggregation=how).probabilities() == near({"pos": positive, "neg": 1 - positive})


def test_every_step_is_in_the_result():
    prediction = predict(TWO)
    assert [math.exp(word.log_probability) for word in prediction.words] == near([0.4, 0.2, 0.1])
    assert [(word.label, word.word, word.pieces) for word in prediction.words] == [
        ("pos", "good", ("good",)),
        ("pos", "fine", ("fine",)),
        ("neg", "bad", ("bad",)),
    ]
    assert all(word.log_prior is None and word.log_calibrated == word.log_score for word in prediction.words)
    assert [math.exp(label.log_score) for label in prediction.labels] == near([0.3, 0.1])
    assert [token.text for token in prediction.tokens[0]][:2] == ["good", "fine"]


def test_contextual_calibration():
    # Over (good, fine, bad): empty .4 .4 .2, N/A .25 .25 .5; mean .325 .325 .35.
    # .4/.325 and .2/.325 have the mean .923077; .1/.35 is .285714; .923077 / 1.208791.
    prediction = predict(TWO, calibration="contextual", content_free=("", "N/A"))
    assert [math.exp(word.log_prior) for word in prediction.words] == near([0.325, 0.325, 0.35])
    assert prediction.probabilities()["pos"] == near(0.763636)


def test_pmi_with_the_emptied_template():
    # .4/.2 = 2 and .2/.2 = 1 have the mean 1.5; .1/.1 = 1.
    prediction = predict(TWO, calibration="pmi")
    assert [math.exp(word.log_calibrated) for word in prediction.words] == near([2, 1, 1])
    assert prediction.probabilities()["pos"] == near(0.6)


def test_pmi_with_an_own_domain_prompt():
    # Behind one unknown word: .4/.1 = 4 and .2/.1 = 2 have the mean 3; .1/.2 = .5.
    assert predict(TWO, calibration="pmi", domain="review: [MASK]").probabilities()["pos"] == near(6 / 7)


def test_one_content_free_input_and_pmi_agree_on_labels():
    # Normalising the prior over the words is a constant factor, so labels do not move.
    contextual = predict(TWO, calibration="contextual", content_free=("",)).probabilities()
    assert contextual == near(predict(TWO, calibration="pmi").probabilities())


def test_calibration_comes_before_aggregation():
    # max of .4/.2 and .2/.2 is 2; after aggregation it would be .4 / .2 too, so fine's prior is made small.
    table = {(2, 4): X, (4,): (0.4, 0.05, 0.1, 0.1, 0.35)}
    prediction = predict(TWO, model(lambda ids, at: table[ids]), calibration="pmi", aggregation="max")
    assert prediction.probabilities()["pos"] == near(0.8)  # max(.4/.4, .2/.05) = 4 against .1/.1


def test_a_prior_of_zero_leaves_an_impossible_word():
    table = {(2, 4): X, (4,): (0.4, 0.0, 0.1, 0.1, 0.4)}
    prediction = predict(TWO, model(lambda ids, at: table[ids]), calibration="pmi")
    assert prediction.words[1].log_calibrated == -math.inf
    assert prediction.probabilities() == near({"pos": 1 / 3, "neg": 2 / 3})  # (1 + 0) / 2 against 1


def test_impossible_words_leave_all_labels_equal():
    table = {(2, 4): (0.0, 0.0, 0.0, 0.0, 1.0)}
    assert predict(TWO, model(lambda ids, at: table[ids])).probabilities() == near({"pos": 0.5, "neg": 0.5})


PIECES = {  # two masks behind "bad", then one of them filled
    ((2, 4, 4), 1): (0.5, 0.1, 0.1, 0.1, 0.2),
    ((2, 4, 4), 2): (0.1, 0.1, 0.08, 0.02, 0.7),
    ((2, 4, 2), 1): (0.25, 0.1, 0.1, 0.1, 0.45),
    ((2, 0, 4), 2): (0.1, 0.1, 0.3, 0.1, 0.4),
    ((2, 4), 1): X,
}
LONG = "pos: good+bad\nneg: bad"


def test_a_word_of_two_pieces_independently():
    # .5 * .08 = .04 against .1
    prediction = predict(LONG, model(lambda *place: PIECES[place]))
    assert prediction.words[0].terms == (("good", near(math.log(0.5))), ("bad", near(math.log(0.08))))
    assert prediction.probabilities()["pos"] == near(0.04 / 0.14)


def test_length_normalisation_is_the_mean_over_the_words_pieces():
    # sqrt(.04) = .2 against .1
    prediction = predict(LONG, model(lambda *place: PIECES[place]), length_normalised=True)
    assert prediction.probabilities()["pos"] == near(2 / 3)
    assert math.exp(prediction.words[0].log_probability) == near(0.04)


def test_sequential_filling_takes_the_surest_first():
    # good (.5) is surer than bad (.08), so it is filled first; then bad has .3: .15 against .1
    toy = model(lambda *place: PIECES[place])
    prediction = predict(LONG, toy, filling="sequential")
    assert prediction.probabilities()["pos"] == near(0.15 / 0.25)
    assert (2, 0, 4) in [row.ids for row in toy.asked] and (2, 4, 2) not in [row.ids for row in toy.asked]


@pytest.mark.parametrize(
    ("words", "source", "options", "expected"),
    [
        (TWO, "{text} [MASK]", {}, 0.3),  # 1 - .4 - .2 - .1
        ("pos: good\nneg: bad, good", "{text} [MASK]", {}, 0.5),  # good once
        (LONG, "{text} [MASK]", {}, 0.9),  # the word of two pieces is of another space
        (TWO, "{text} [MASK]", {"filling": "sequential"}, 0.3),  # one piece: nothing in sequence
        (TWO, "{text} [MASK]", {"length_normalised": True, "aggregation": "max"}, 0.3),
        ("a: good+bad", "{text} [MASK]", {}, "run_length"),
        ("a: good+bad\nb: good+poor", "{text} [MASK*2]", {}, 0.95),  # 1 - .5 * .08 - .5 * .02
        ("a: good+bad", "{text} [MASK*2]", {"filling": "sequential"}, "sequential"),
        ("", "{text} [MASK]", {}, "no_words"),
    ],
)
def test_mass_outside_of_a_masked_model(words, source, options, expected):
    prediction = predict(words, model(lambda *place: PIECES[place]), source, **options)
    if isinstance(expected, str):
        assert (prediction.mass_outside, prediction.mass_reason) == (None, expected)
    else:
        assert (prediction.mass_outside, prediction.mass_reason) == (near(expected), None)


def test_mass_outside_is_before_calibration():
    assert predict(TWO, calibration="pmi").mass_outside == near(0.3)


NEXT = {  # what follows a left context
    (2,): X,
    (2, 0): (0.1, 0.1, 0.5, 0.1, 0.2),
    (2, 2): (0.1, 0.2, 0.1, 0.5, 0.1),
    (2, 1): (0.1, 0.6, 0.1, 0.1, 0.1),
}


def causal():
    """The same toy, read from left to right."""
    return model(lambda ids, position: NEXT[ids[: position + 1]], "causal")


def test_causal_prefix():
    # good .4; bad poor .1 * .5 = .05
    prediction = predict("pos: good\nneg: bad+poor", causal())
    assert prediction.probabilities() == near({"pos": 8 / 9, "neg": 1 / 9})
    assert [token.text for token in prediction.tokens[0]][:1] == ["good"]


def test_causal_mass_counts_a_longer_word_within_a_shorter_once():
    # good .4 has "good bad" within; fine .2; bad poor .05
    assert predict("a: good, good+bad\nb: fine, bad+poor", causal()).mass_outside == near(0.35)


def test_causal_cloze():
    # "bad good fine": .4 * .1; "bad bad fine": .1 * .2; "bad fine fine": .2 * .6
    prediction = predict("a: good\nb: bad\nc: fine", causal(), "{text} [MASK] fine")
    assert prediction.probabilities() == near({"a": 0.04 / 0.18, "b": 0.02 / 0.18, "c": 0.12 / 0.18})
    assert [term for term, _ in prediction.words[0].terms] == ["good", "fine"]
    assert (prediction.mass_outside, prediction.mass_reason) == (None, "whole_sentence")
    assert prediction.tokens[0][0].log_probability == near(math.log(0.4))


def test_a_causal_model_with_nothing_before_the_mask_and_no_start_token():
    for source in ("[MASK]", "[MASK] fine"):
        with pytest.raises(TemplateError) as caught:
            predict("a: good", causal(), source)
        assert caught.value.code == "nothing_before_mask"


def test_unknown_words_are_listed_not_dropped():
    prediction = predict("pos: good, splendid\nneg: bad")
    assert prediction.unscored == (("pos", "splendid"),)
    assert prediction.probabilities()["pos"] == near(0.8)


@pytest.mark.parametrize(
    ("words", "code"), [("pos: splendid\nneg: bad", "no_known_word"), ("neg: bad\npos:", "empty_label")]
)
def test_a_label_without_a_known_word_is_refused(words, code):
    with pytest.raises(VerbalizerError) as caught:
        predict(words)
    start = words.index("pos")
    assert (caught.value.code, caught.value.values) == (code, {"label": "pos"})
    assert (caught.value.start, caught.value.end) == (start, len(words.split("\n")[0]) if start == 0 else len(words))


def test_more_entries_asked_than_the_vocabulary_has():
    assert len(predict("", top_k=50).tokens[0]) == 5


def test_contextual_calibration_needs_a_slot():
    toy = model(lambda ids, at: X)
    with pytest.raises(TemplateError) as caught:
        predict(TWO, toy, "It [MASK]", calibration="contextual")
    assert caught.value.code == "no_slot_to_calibrate"


def test_a_masked_models_domain_prompt_may_be_cloze():
    table = {**TEXT, (4, 4, 4): OTHER}
    prediction = predict(TWO, model(lambda ids, at: table[ids]), calibration="pmi", domain="a [MASK] b")
    assert [math.exp(word.log_prior) for word in prediction.words] == near([0.1, 0.1, 0.2])


@pytest.mark.parametrize("domain", ["bad [MASK] fine", "no mask", "[MASK] [MASK]"])
def test_a_bad_domain_prompt_is_an_error_beside_the_options(domain):
    with pytest.raises(TemplateError) as caught:
        predict("pos: good\nneg: bad", causal(), calibration="pmi", domain=domain)
    assert (caught.value.place, caught.value.start) == ("options", None)
    assert caught.value.code in {"domain_kind", "no_mask", "two_masks"}


def test_priors_are_remembered_and_only_where_they_hold():
    cache, toy = PriorCache(), model()
    first = predict(TWO, toy, cache=cache, calibration="contextual", content_free=("", "N/A"))
    asked = len(toy.asked)
    again = predict(TWO, toy, cache=cache, calibration="contextual", content_free=("", "N/A"), top_k=3)
    assert len(toy.asked) == asked + 1 and again.words == first.words
    other = predict(TWO, toy, cache=cache, calibration="contextual", content_free=("",))
    assert other.words != first.words
    assert predict(TWO, toy, cache=cache).words[0].log_prior is None
    fewer = predict("pos: good\nneg: bad", toy, cache=cache, calibration="contextual", content_free=("", "N/A"))
    # Over (good, bad): empty 2/3 1/3, N/A 1/3 2/3.
    assert [math.exp(word.log_prior) for word in fewer.words] == near([0.5, 0.5])


def test_the_cache_forgets_the_oldest():
    cache = PriorCache(size=2)
    for key in "ab":
        cache.put((key,), [0.0])
    cache.get(("a",))
    cache.put(("c",), [0.0])
    assert (cache.get(("a",)), cache.get(("b",)), cache.get(("c",))) == ([0.0], None, [0.0])


def test_a_word_under_two_labels_is_one_word_in_the_contextual_prior():
    # Empty input: good .2, bad .1 -> normalised over the two distinct words 2/3 and 1/3,
    # whether or not "good" is listed a second time.
    once = predict("a: good\nb: bad", calibration="contextual", content_free=("",))
    twice = predict("a: good\nb: bad, good", calibration="contextual", content_free=("",))
    assert math.exp(once.words[0].log_prior) == near(2 / 3)
    assert [math.exp(word.log_prior) for word in twice.words] == [near(2 / 3), near(1 / 3), near(2 / 3)]
