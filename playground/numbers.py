"""Numbers as people read them, in a language's own form: the one formatter of shares and counts.

`assets/js/lib/format.js` is its twin in the browser; `tests/numbers.json` has the cases that both
must agree on. Halves go up in both.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MINUTE = 90  # seconds, from which on minutes are said


@cache
def locale(language: str) -> Locale:
    """Plural rules and number forms of a language (its code as in addresses: `en`, `zh`, `pt-BR`)."""
    return Locale.parse(language, sep="-")


@cache
def _point(language: str) -> str:
    return get_decimal_symbol(locale(language))


def fixed(value: float | Decimal, digits: int = 1, language: str = "en") -> str:
    """A number with so many digits after the point.

    >>> fixed(1234.25), fixed(1234.25, 0)
    ('1,234.3', '1,234')
    """
    exact = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if 0 <= exact < 1000 and not exact.is_signed():
        # No sign and no groups: only the point is a language's own. Pages hold dozens, and Babel takes ten times as long.
        return f"{exact:f}".replace(".", _point(language))
    return format_decimal(exact, "#,##0" + ("." + "0" * digits if digits else ""), locale(language))


def count(value: int, language: str = "en") -> str:
    """A whole number, its digits in groups: `1,234`."""
    return fixed(value, 0, language)


def percent(share: float, language: str = "en") -> str:
    """A share for people, never rounded to nothing or to all; small ones keep two digits that count.

    >>> percent(0.7136), percent(0.0032), percent(4.1e-5), percent(8e-7), percent(0)
    ('71.4%', '0.32%', '0.0041%', '8.0×10⁻⁵\\xa0%', '0%')
    >>> percent(0.99996), percent(1.0)
    ('>99.9%', '100.0%')
    """
    hundredths = Decimal(100 * share)
    if share == 0:
        return "0%"
    if 0.9995 <= share < 1:
        return f">{fixed(Decimal('99.9'), 1, language)}%"
    if share >= 0.01:
        return f"{fixed(hundredths, 1, language)}%"
    if share >= 0.001:
        return f"{fixed(hundredths, 2, language)}%"
    if share >= 1e-6:
        exact = hundredths.quantize(Decimal(1).scaleb(hundredths.adjusted() - 1), ROUND_HALF_UP).normalize()
        return f"{fixed(exact, -int(exact.as_tuple().exponent), language)}%"
    power = hundredths.adjusted()
    mantissa = hundredths.scaleb(-power).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if mantissa == 10:
        mantissa, power = Decimal(1), power + 1
    return f"{fixed(mantissa, 1, language)}×10{str(power).translate(_SUPERSCRIPTS)}\N{NO-BREAK SPACE}%"


def span(seconds: float) -> tuple[str, int]:
    """About how long, as a unit and its number: seconds, at least one, up to a minute and a half.

    >>> span(0.2), span(41.4), span(170)
    (('seconds', 1), ('seconds', 41), ('minutes', 3))
    """
    if seconds < _MINUTE:
        return "seconds", max(1, int(seconds + 0.5))
    return "minutes", int(seconds / 60 + 0.5)
