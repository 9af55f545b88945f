"""Which words move a label: what an explanation is, and leave-one-out; `slopes` has the other way.

The score is the label's log-odds, S = log P(label) - log(1 - P(label)), after the task's own
calibration and aggregation. The prior of a calibration is the whole prompt's throughout, and the
masks always stay.

Leave-one-out: Li, Monroe and Jurafsky 2016, "Understanding Neural Networks through Representation
Erasure", equation 1, there relative to S and averaged over examples; here for a word w of the text
or the template

    effect(w) = S(prompt) - S(prompt without w),

which is positive where the word speaks for the label. This module draws nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.errors import PlaygroundError, VerbalizerError
from playground.models.language_model import LanguageModel
from playground.prompting.words import Unit, erase, units
from playground.results import Prediction
from playground.scoring.aggregation import label_scores
from playground.scoring.calibration import calibrate
from playground.scoring.plans import Plan, settled, under
from playground.scoring.predict import PriorCache, Task, log_scores, predict_plan, scorer_for
from playground.scoring.scorer import Asked

METHODS = ("leave_one_out", "gradient")
MOST_WORDS = 160  # that are left out
MOST_TOKENS = 40_000  # that a model reads for one explanation; some ten seconds of the bundled one
SHARE = 16  # words whose prompts are built at once, so that others' rounds come in between

Key = tuple[str | int, int]


@dataclass(frozen=True)
class Item:
    """A word, a space or a placeholder of the prompt; the texts joined are the prompt.

    `effect` is in units of log-odds, and `without` what the label's probability is without the word
    (leave-one-out only). Where there is no effect, `reason` says why: `space`, `mask`, `soft`,
    `trigger` (cannot be left out), `cut` (the model never read it), `beyond` (more words than are
    left out), `inside` (no piece begins in it), `undefined` (a probability of 0 or 1).
    """

    text: str
    kind: str
    slot: str | None
    effect: float | None
    without: float | None
    reason: str | None


@dataclass(frozen=True)
class Explanation:
    """The prompt's items with their effects on one label, and what it was explained from."""

    label: str
    index: int
    prediction: Prediction
    items: tuple[Item, ...]

    @property
    def probability(self) -> float:
        """The label's, with every word in place."""
        return self.prediction.labels[self.index].probability


def choose(prediction: Prediction, label: str | None) -> int:
    """The label's index, by default the most probable one's.

    Raises:
        VerbalizerError: with fewer than two labels nothing can move.
    """
    if len(prediction.labels) < 2:
        raise VerbalizerError("nothing_to_explain")
    names = [score.label for score in prediction.labels]
    if label in names:
        return names.index(label)
    return max(range(len(names)), key=lambda i: prediction.labels[i].probability)


def log_odds(task: Task, scores: Tensor, prior: Tensor | None, index: int) -> Tensor:
    """S from the entries' log scores [entries], differentiable: a number."""
    calibrated = scores if prior is None else calibrate(scores, prior)
    labels = label_scores(calibrated, task.groups, task.options.aggregation)
    return labels[index] - torch.cat([labels[:index], labels[index + 1 :]]).logsumexp(0)


def leave_one_out(
    task: Task,
    fields: Mapping[str, str],
    model: LanguageModel,
    label: str | None = None,
    cache: PriorCache | None = None,
) -> Plan[Explanation]:
    """A plan that asks the prompt once without each of its words.

    Of a long prompt the first words only are left out, the template's before the text's.

    Raises:
        VerbalizerError: fewer than two labels.
        FieldsError, TemplateError: as `predict_plan`.
    """
    prediction = yield from predict_plan(task, fields, model, cache)
    index, prior = choose(prediction, label), prior_of(prediction)
    texts = read_texts(prediction, fields)
    found = units(task.template, texts, model.tokenizer)
    words = {unit.key: unit for unit in sorted(found, key=lambda unit: unit.kind == "slot") if unit.word}
    asked = list(words.values())[: _affordable(task, texts, model)]
    whole = log_odds(task, scores_of(prediction), prior, index).item()
    odds: dict[Key, float] = {}
    for start in range(0, len(asked), SHARE):
        share = asked[start : start + SHARE]
        outcomes = yield from settled([_scores_without(task, texts, unit, model) for unit in share])
        for unit, scores in zip(share, outcomes, strict=True):
            # Without this word there may be no prompt left, before a causal LM's mask say.
            failed = isinstance(scores, PlaygroundError)
            if isinstance(scores, Exception) and not failed:
                raise scores
            odds[unit.key] = math.nan if failed else log_odds(task, scores, prior, index).item()
    effects = {key: whole - value for key, value in odds.items()}
    chances = {key: _probability(value) for key, value in odds.items()}
    return Explanation(*named(prediction, index), items_of(found, effects, chances, cuts_of(prediction)))


def _scores_without(task: Task, texts: Mapping[str, str], unit: Unit, model: LanguageModel) -> Plan[Tensor]:
    """The entries' log scores without one word: [entries]. The label words stay as they were cut."""
    template, shorter = erase(task.template, texts, unit)
    scoring = scorer_for(model).score(template, shorter, task.words, task.options.filling)
    return log_scores(task, (yield from under(task.prompt and task.prompt.input, scoring)))


def _affordable(task: Task, texts: Mapping[str, str], model: LanguageModel) -> int:
    """How many words may be left out: each costs about one prediction."""
    tokens = tokens_of(scorer_for(model).ask(task.template, texts, task.words))
    if task.options.filling == "sequential" and model.kind == "masked":
        tokens *= max(map(len, task.words.values()))
    return max(1, min(MOST_WORDS, MOST_TOKENS // tokens))


def prior_of(prediction: Prediction) -> Tensor | None:
    priors = [word.log_prior for word in prediction.words]
    return None if None in priors else torch.tensor(priors, dtype=torch.double)


def scores_of(prediction: Prediction) -> Tensor:
    return torch.tensor([word.log_score for word in prediction.words], dtype=torch.double)


def _probability(odds: float) -> float:
    return odds if math.isnan(odds) else torch.tensor(odds, dtype=torch.double).sigmoid().item()


def tokens_of(asked: Asked) -> int:
    return sum(row.width for row in asked.rows)


def cuts_of(prediction: Prediction) -> dict[str, str]:
    return {cut.slot: cut.text for cut in prediction.reading.cuts}


def read_texts(prediction: Prediction, fields: Mapping[str, str]) -> dict[str, str]:
    """The texts without what did not fit: shorter prompts must not read on behind the cut."""
    cuts = cuts_of(prediction)
    return {name: text.removesuffix(cuts.get(name, "")) for name, text in fields.items()}


def named(prediction: Prediction, index: int) -> tuple[str, int, Prediction]:
    return prediction.labels[index].label, index, prediction


def items_of(
    found: Sequence[Unit],
    effects: Mapping[Key, float],
    chances: Mapping[Key, float] | None,
    cuts: Mapping[str, str],
) -> tuple[Item, ...]:
    items: list[Item] = []
    for i, unit in enumerate(found):
        effect = effects.get(unit.key) if unit.word or unit.kind in ("soft", "trigger") else None
        reason = _reason(unit, effect, chances is None)
        chance = None if reason or chances is None else chances[unit.key]
        items.append(Item(unit.text, unit.kind, unit.slot, None if reason else effect, chance, reason))
        last = i + 1 == len(found) or found[i + 1].part != unit.part
        if last and unit.slot in cuts:
            items.append(Item(cuts[unit.slot], "slot", unit.slot, None, None, "cut"))
    return tuple(items)


def _reason(unit: Unit, effect: float | None, sloped: bool) -> str | None:
    if unit.text.isspace():
        return "space"
    if effect is not None:
        return None if math.isfinite(effect) else "undefined"
    if not unit.word and (unit.kind == "mask" or not sloped):
        return unit.kind
    return "inside" if sloped else "beyond"
