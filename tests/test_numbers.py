"""Numbers and counted sentences as people read them; `tests/js/lib/format.test.js` has the same cases."""

import json
from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel.numbers import format_decimal

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


@pytest.mark.parametrize("language", ["en", "zh", "de", "fr", "ar", "hi", "pt-BR"])
def test_numbers_without_sign_and_groups_are_written_as_babel_writes_them(language):
    for value in (0, 0.05, 0.25, 1, 9.95, 71.36, 999.94, 999.96, 1000, -0.04, -3.5):
        for digits in (0, 1, 2, 5):
            exact = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
            form = "#,##0" + ("." + "0" * digits if digits else "")
            assert numbers.fixed(value, digits, language) == format_decimal(exact, form, numbers.locale(language))
