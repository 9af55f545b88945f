"""Options are checked where they are built."""

import math
from dataclasses import fields

import pytest

from playground.errors import OptionsError
from playground.scoring.options import CONTENT_FREE, Options


def test_defaults_are_the_plain_reading():
    options = Options.from_mapping(None)
    assert options == Options() == Options("none", CONTENT_FREE, None, "mean", "independent", False, 10)


def test_from_json():
    options = Options.from_mapping(
        {"calibration": "pmi", "content_free": ["", "无"], "domain": "x [MASK]", "top_k": 50}
    )
    assert (options.calibration, options.content_free, options.domain, options.top_k) == (
        "pmi",
        ("", "无"),
        "x [MASK]",
        50,
    )


@pytest.mark.parametrize(
    ("values", "code", "name"),
    [
        ({"calibration": "platt"}, "not_a_choice", "calibration"),
        ({"calibration": None}, "not_a_choice", "calibration"),
        ({"calibration": ["none"]}, "not_a_choice", "calibration"),
        ({"aggregation": "median"}, "not_a_choice", "aggregation"),
        ({"filling": {}}, "not_a_choice", "filling"),
        ({"length_normalised": 1}, "not_a_switch", "length_normalised"),
        ({"length_normalised": "yes"}, "not_a_switch", "length_normalised"),
        ({"domain": 3}, "not_a_text", "domain"),
        ({"top_k": 0}, "bad_top_k", None),
        ({"top_k": 51}, "bad_top_k", None),
        ({"top_k": True}, "bad_top_k", None),
        ({"top_k": 3.0}, "bad_top_k", None),
        ({"top_k": math.nan}, "bad_top_k", None),
        ({"content_free": []}, "bad_content_free", None),
        ({"content_free": ["x"] * 9}, "bad_content_free", None),
        ({"content_free": [None]}, "bad_content_free", None),
        ({"content_free": "N/A"}, "bad_content_free", None),
        ({"content_free": ["x" * 2001]}, "bad_content_free", None),
        ({"batch_rows": "one"}, "bad_batch_rows", None),
        ({"batch_rows": ["x"] * 65}, "bad_batch_rows", None),
        ({"batch_rows": [7]}, "bad_batch_rows", None),
        ({"batch_rows": ["x" * 20_001]}, "bad_batch_rows", None),
        ({"temperature": 1}, "unknown_option", "temperature"),
    ],
)
def test_bad_values_are_refused(values, code, name):
    with pytest.raises(OptionsError) as caught:
        Options.from_mapping(values)
    assert caught.value.code == code
    assert caught.value.values.get("name") == name


def test_the_message_shows_the_value_but_not_a_page_of_it():
    with pytest.raises(OptionsError) as caught:
        Options(aggregation="x" * 1000)
    assert caught.value.values["value"] == "x" * 60
    assert caught.value.values["choices"] == "mean, geometric, sum, max"


@pytest.mark.parametrize("value", [[], {}, [[]], [{}], math.nan, 10**30, "\ud800"])
@pytest.mark.parametrize("name", [field.name for field in fields(Options)])
def test_a_value_of_any_other_kind_is_taken_or_refused_in_words(name, value):
    """Unhashable ones and numbers that are none included."""
    try:
        Options.from_mapping({name: value})
    except OptionsError as error:
        assert error.message("zh")
