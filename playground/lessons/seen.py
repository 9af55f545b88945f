"""What a model answers under some controls, and whether a condition holds there. Live: nothing is stored."""

from __future__ import annotations

import math
from dataclasses import dataclass

from torch import Tensor

from playground.errors import LessonError
from playground.lessons.conditions import Compare, Condition, Is, Kept, Quantity, Top, Turned
from playground.lessons.lesson import Controls
from playground.models.language_model import LanguageModel
from playground.prompting import openprompt
from playground.prompting import template as templates
from playground.prompting import verbalizer as verbalizers
from playground.prompting.encoding import label_word_ids
from playground.prompting.template import Template
from playground.results import Prediction
from playground.scoring.plans import Plan, together
from playground.scoring.predict import Task, check_fields, predict_plan, scorer_for
from playground.settings import Settings
from playground.tuning.ledger import ledger, shape_of

NEAR = 1e-9


@dataclass(frozen=True, eq=False)
class Seen:
    """An answer: the prediction, and the whole vocabulary at each answer position, [positions, V] log-probabilities."""

    controls: Controls
    template: Template
    prediction: Prediction
    vocabulary: Tensor
    model: LanguageModel

    def measure(self, quantity: Quantity, line: int) -> float:
        """A quantity's value, shares in [0, 1].

        Raises:
            LessonError: it does not exist here, or it names a word, a method or a mask that is not there.
        """
        value = self._measured(quantity, line)
        if value is None:
            raise LessonError("not_measured", line=line, quantity=quantity.name)
        return float(value)

    def _measured(self, quantity: Quantity, line: int) -> float | None:
        match quantity.name:
            case "share":
                return self.prediction.probabilities().get(quantity.of)
            case "mass outside":
                return self.prediction.mass_outside
            case "words":
                return sum(word.label == quantity.of for word in self.prediction.words)
            case "masks":
                return self.template.run_length
            case "soft tokens":
                return self.template.soft_tokens
            case "pieces":
                return len(label_word_ids(self.model.tokenizer, self.template, quantity.of)) or None
            case "parameters":
                return self._parameters(quantity, line)
        column, id = self._column(quantity, line)
        own = column[id]
        return math.exp(own) if quantity.name == "probability" else 1 + int((column > own).sum())

    def _column(self, quantity: Quantity, line: int) -> tuple[Tensor, int]:
        ids = label_word_ids(self.model.tokenizer, self.template, quantity.of)
        if len(ids) != 1:
            raise LessonError("not_one_piece", line=line, word=quantity.of, count=len(ids))
        return self.vocabulary[self._mask(quantity.number or 1, line)], ids[0]

    def _mask(self, number: int, line: int) -> int:
        if number > len(self.vocabulary):
            raise LessonError("no_such_mask", line=line, number=number, count=len(self.vocabulary))
        return number - 1

    def _parameters(self, quantity: Quantity, line: int) -> int:
        tokens = quantity.number or self.template.soft_tokens or 1
        rows = {row.key: row.count for row in ledger(shape_of(self.model), tokens=tokens)}
        if quantity.of not in rows:
            raise LessonError("unknown_method", line=line, name=quantity.of, known=", ".join(rows))
        return rows[quantity.of]

    def top(self, what: str, mask: int, line: int) -> str:
        """The likeliest label, or the likeliest word at a mask; empty where there is none."""
        if what == "label":
            return (
                max(self.prediction.labels, key=lambda score: score.probability).label if self.prediction.labels else ""
            )
        self._mask(mask, line)
        return self.prediction.tokens[mask - 1][0].text


@dataclass(frozen=True)
class Judgement:
    """Whether a condition holds, and what was found: a number or a name. `share` numbers are in [0, 1]."""

    holds: bool
    found: float | str
    share: bool = False


def seen_plan(controls: Controls, model: LanguageModel, settings: Settings | None = None) -> Plan[Seen]:
    """A plan for what a model answers under some controls: a student's may be any.

    Raises:
        PlaygroundError: as Play would say.
    """
    limits = settings or Settings()
    source, mask = controls.template, model.tokenizer.mask_token
    template = openprompt.read(source) if openprompt.looks_like(source) else templates.parse(source, mask)
    task = Task.build(template, verbalizers.parse(controls.verbalizer), controls.options, model)
    fields = check_fields(template, controls.fields, limits.field_limit)
    scorer = scorer_for(model)
    # Without a word, so that the prediction's own sequences are asked and no others.
    plain = scorer.score(template, fields, {}, controls.options.filling)
    prediction, scored = yield from together([predict_plan(task, fields, model, limit=limits.tokens_limit), plain])
    return Seen(controls, template, prediction, scored.vocabulary, model)


def judge(condition: Condition, now: Seen, before: Seen | None = None) -> Judgement:
    """Whether a condition holds.

    Args:
        before: the step before, or a task's beginning.

    Raises:
        LessonError: it asks for what is not there.
    """
    rule, line = condition.rule, condition.line
    match rule:
        case Compare():
            return _compared(rule, line, now, before)
        case Top():
            found = now.top(rule.what, rule.mask, line)
            same = found.casefold() == rule.name.casefold() if rule.what == "word" else found == rule.name
            return Judgement(same != rule.negated, found)
        case Is("prompt"):
            return Judgement(now.template.kind == rule.value, now.template.kind)
        case Is():
            return Judgement(now.controls.options.calibration == rule.value, now.controls.options.calibration)
    earlier = _needed(before, condition)
    if isinstance(rule, Turned):
        found = now.top(rule.what, 1, line)
        return Judgement((found != earlier.top(rule.what, 1, line)) == rule.turned, found)
    return Judgement(_kept(rule, now, earlier), rule.what)


def _needed(before: Seen | None, condition: Condition) -> Seen:
    if before is None:
        raise LessonError("nothing_before", line=condition.line, text=condition.text[:80])
    return before


def _compared(rule: Compare, line: int, now: Seen, before: Seen | None) -> Judgement:
    left = now.measure(rule.left, line)
    if rule.right is None:
        if before is None:
            raise LessonError("nothing_before", line=line, text=rule.left.name)
        right = before.measure(rule.left, line)
    else:
        right = now.measure(rule.right, line) if isinstance(rule.right, Quantity) else rule.right
    holds = {
        "is": abs(left - right) <= NEAR,
        "above": left > right + NEAR,
        "below": left < right - NEAR,
        "at least": left >= right - NEAR,
        "at most": left <= right + NEAR,
    }
    return Judgement(holds[rule.sign], left, rule.left.share)


def _kept(rule: Kept, now: Seen, before: Seen) -> bool:
    match rule.what:
        case "template":
            return now.template == before.template
        case "fields":
            slots = before.template.slots
            return all(now.controls.fields.get(name) == before.controls.fields.get(name) for name in slots)
        case "options":
            return now.controls.options == before.controls.options
    return verbalizers.parse(now.controls.verbalizer) == verbalizers.parse(before.controls.verbalizer)
