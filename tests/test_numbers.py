"""Numbers and counted sentences as people read them; `tests/js/lib/format.test.js` has the same cases."""

import json

import pytest

from playground import i18n, numbers
from tests.test_docs import ROOT

CASES = json.loads((ROOT / "tests" / "numbers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("value", "language", "text"), CASES["percent"])
def test_a_share_is_never_rounded_to_nothing_or_to_all(value, language, text):
    assert numbers.percent(value, language) == text


@pytest.mark.parametrize(("value", "language", "text"), CASES["count"])
def test_digits_are_grouped_as_the_language_does(value, language, text):
    assert numbers.count(value, language) == text


@pytest.mark.parametrize(("seconds", "unit", "number"), CASES["span"])
def test_time_is_told_in_seconds_or_minutes(seconds, unit, number):
    assert numbers.span(seconds) == (unit, number)


@pytest.mark.parametrize(("sentence", "language", "values", "text"), CASES["sentences"])
def test_a_counted_place_takes_the_form_that_the_language_wants(sentence, language, values, text, monkeypatch):
    monkeypatch.setattr(i18n, "catalogue", lambda language: {"it": sentence})
    assert i18n.translate(language, "it", **values) == text
    assert i18n.places(sentence) == set(values)
