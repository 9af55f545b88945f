"""Conditions and quantities of a lesson in words of the visitor's language: what was asked, and what was found."""

from __future__ import annotations

from components.contracts.learn import Fact
from components.routes.visitor import Visitor
from playground.errors import PlaygroundError
from playground.lessons.conditions import Compare, Condition, Is, Kept, Quantity, Top, Turned
from playground.lessons.seen import Judgement, Seen, judge
from playground.numbers import fixed, percent


def number_told(value: float, share: bool, visitor: Visitor) -> str:
    """A measured number: a share in percent, anything else as it is counted."""
    if share:
        return percent(value, visitor.language)
    return fixed(value, 0 if float(value).is_integer() else 1, visitor.language)


def quantity_told(quantity: Quantity, visitor: Visitor) -> str:
    """What is measured: “the share of positive”."""
    name = quantity.name.replace(" ", "_")
    if name == "parameters":
        method = visitor.say(f"ledger.row.{quantity.of}")
        key = "learn.quantity.parameters_with" if quantity.number else "learn.quantity.parameters"
        return visitor.say(key, name=method, count=quantity.number or 0)
    told = visitor.say(f"learn.quantity.{name}", name=quantity.of)
    return _at(told, quantity.number or 1, visitor)


def condition_told(condition: Condition, visitor: Visitor) -> str:
    """A condition as a sentence: “the share of positive is above 80.0%”."""
    say, rule = visitor.say, condition.rule
    match rule:
        case Top(what, name, negated, mask):
            return _at(say(f"learn.top.{what}_{'not' if negated else 'is'}", name=name), mask, visitor)
        case Turned(what, turned):
            return say(f"learn.turned.{what}_{'changes' if turned else 'stays'}")
        case Kept(what):
            return say(f"learn.kept.{what}")
        case Is("prompt", value):
            return say("learn.is.prompt", value=say(f"kind.{value}"))
        case Is(_, value):
            return say("learn.is.calibration", value=say(f"ui.options.calibration.{value}"))
    return _compared(rule, visitor)


def fact(condition: Condition, now: Seen, before: Seen | None, visitor: Visitor) -> Fact:
    """A condition judged, with what was found; one that cannot be judged here does not hold, and says why."""
    what = condition_told(condition, visitor)
    try:
        found = judge(condition, now, before)
    except PlaygroundError as error:
        return Fact(what=what, found=error.message(visitor.language), holds=False)
    told = _found(condition, found, visitor)
    if other := _other(condition, now, before, visitor):
        told = visitor.say(f"learn.found.{'before' if condition.looks_back else 'beside'}", found=told, other=other)
    return Fact(what=what, found=told, holds=found.holds)


def _other(condition: Condition, now: Seen, before: Seen | None, visitor: Visitor) -> str:
    """What it was compared with, measured as well; empty where that is a number that stands in the condition."""
    match condition.rule:
        case Compare(left, _, None) if before:
            return number_told(before.measure(left, condition.line), left.share, visitor)
        case Compare(left, _, Quantity() as right):
            return number_told(now.measure(right, condition.line), left.share, visitor)
        case Turned(what) if before:
            return before.top(what, 1, condition.line)
    return ""


def _found(condition: Condition, judged: Judgement, visitor: Visitor) -> str:
    if isinstance(judged.found, float | int):
        return number_told(judged.found, judged.share, visitor)
    match condition.rule:
        case Kept():
            return ""
        case Is("prompt"):
            return visitor.say(f"kind.{judged.found}")
        case Is():
            return visitor.say(f"ui.options.calibration.{judged.found}")
    return judged.found


def _compared(rule: Compare, visitor: Visitor) -> str:
    sign = rule.sign.replace(" ", "_")
    left = quantity_told(rule.left, visitor)
    if rule.right is None:
        right = visitor.say("learn.before")
    elif isinstance(rule.right, Quantity):
        right = quantity_told(rule.right, visitor)
    else:
        right = _given(rule.right, rule.left.share, visitor)
    return visitor.say(f"learn.compare.{sign}", left=left, right=right)


def _given(value: float, share: bool, visitor: Visitor) -> str:
    """A number as a lesson's author gives it: 80%, not 80.0%."""
    if not share:
        return number_told(value, share, visitor)
    whole = 100 * value
    return fixed(whole, 0 if abs(whole - round(whole)) < 1e-6 else 1, visitor.language) + "%"


def _at(told: str, mask: int, visitor: Visitor) -> str:
    return visitor.say("learn.at_mask", what=told, count=mask) if mask > 1 else told
