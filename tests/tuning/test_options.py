"""Options are refused where they are built, by name, with what they may be."""

import pytest

from playground.errors import TuningError
from playground.tuning.method import METHODS
from playground.tuning.options import TuningOptions


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"method": "magic"}, "not_a_choice"),
        ({"initialisation": "zero"}, "not_a_choice"),
        ({"schedule": ""}, "not_a_choice"),
        ({"loss": None}, "not_a_choice"),
        ({"precision": "float16"}, "not_a_choice"),
        ({"tokens": 0}, "not_in_range"),
        ({"tokens": 101}, "not_in_range"),
        ({"tokens": "5"}, "not_in_range"),
        ({"tokens": True}, "not_in_range"),
        ({"steps": 0}, "not_in_range"),
        ({"steps": 10_001}, "not_in_range"),
        ({"steps": 1.5}, "not_in_range"),
        ({"batch": 0}, "not_in_range"),
        ({"examples": 0}, "not_in_range"),
        ({"evaluate_every": 0}, "not_in_range"),
        ({"patience": -1}, "not_in_range"),
        ({"steps": 1_000, "evaluate_every": 4}, "too_many_looks"),
        ({"learning_rate": 10**400}, "not_in_range"),
        ({"learning_rate": 0}, "not_in_range"),
        ({"learning_rate": 11}, "not_in_range"),
        ({"learning_rate": float("nan")}, "not_in_range"),
        ({"learning_rate": "fast"}, "not_in_range"),
        ({"warmup": 1.1}, "not_in_range"),
        ({"clip": -1}, "not_in_range"),
        ({"weight_decay": 2}, "not_in_range"),
        ({"reparameterise": 1}, "not_a_switch"),
        ({"words": 3}, "not_a_text"),
        ({"initialisation": "words"}, "no_words"),
        ({"initialisation": "words", "words": " "}, "no_words"),
        ({"seeds": []}, "bad_seeds"),
        ({"seeds": [1, 1]}, "bad_seeds"),
        ({"seeds": list(range(11))}, "bad_seeds"),
        ({"seeds": [1.5]}, "bad_seeds"),
        ({"seeds": [-1]}, "bad_seeds"),
        ({"seeds": "123"}, "bad_seeds"),
        ({"speed": 3}, "unknown_option"),
    ],
)
def test_what_is_refused(values, code):
    with pytest.raises(TuningError) as caught:
        TuningOptions.from_mapping(values)
    assert caught.value.code == code
    assert caught.value.message("en") and caught.value.message("zh")


def test_what_is_taken():
    assert TuningOptions.from_mapping(None) == TuningOptions()
    assert TuningOptions.from_mapping({"seeds": [3, 1]}).seeds == (3, 1)
    assert TuningOptions(learning_rate=1).rate == 1
    assert TuningOptions(method="prefix").rate == METHODS["prefix"].rate
    with pytest.raises(TuningError):
        TuningOptions.from_mapping([1])
