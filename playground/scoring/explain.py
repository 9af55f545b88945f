"""Which words move a label: what an explanation is, and leave-one-out; `gradient_attribution` has the other way.

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
from collections.abc import Mapping
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
MOST_TOKENS = 20_000  # that a model reads for one explanation; some six seconds of the bundled one
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


@dataclass(frozen=True)
class Subject:
    """A prediction to be explained: which label of it, and the units of what the model read.

    `texts` are without what did not fit: a shorter prompt must not read on behind the cut.
    `prior` is the entries' [entries], `None` without calibration.
    """

    task: Task
    prediction: Prediction
    index: int
    texts: Mapping[str, str]
    units: tuple[Unit, ...]
    prior: Tensor | None

    @classmethod
    def of(
        cls, task: Task, fields: Mapping[str, str], prediction: Prediction, label: str | None, model: LanguageModel
    ) -> Subject:
        """By default the most probable label.

        Raises:
            VerbalizerError: with fewer than two labels nothing can move.
        """
        if len(prediction.labels) < 2:
            raise VerbalizerError("nothing_to_explain")
        names, chances = zip(*prediction.probabilities().items(), strict=True)
        index = names.index(label) if label in names else chances.index(max(chances))
        cuts = {cut.slot: cut.text for cut in prediction.model_input.cuts}
        texts = {name: fields[name].removesuffix(cuts.get(name, "")) for name in task.template.slots}
        priors = [word.log_prior for word in prediction.words]
        prior = None if None in priors else torch.tensor(priors, dtype=torch.double)
        return cls(task, prediction, index, texts, tuple(units(task.template, texts, model.tokenizer)), prior)

    @property
    def scores(self) -> Tensor:
        """The entries' log scores, before calibration: [entries]."""
        return torch.tensor([word.log_score for word in self.prediction.words], dtype=torch.double)

    def log_odds(self, scores: Tensor) -> Tensor:
        """S from the entries' log scores [entries]: a number, with gradients."""
        calibrated = scores if self.prior is None else calibrate(scores, self.prior)
        labels = label_scores(calibrated, self.task.groups, self.task.options.aggregation)
        return labels[self.index] - torch.cat([labels[: self.index], labels[self.index + 1 :]]).logsumexp(0)

    def asked(self, model: LanguageModel) -> Asked:
        """What the prompt itself asks the model for."""
        return scorer_for(model).ask(self.task.template, self.texts, self.task.words)

    def explained(self, effects: Mapping[Key, float], without: Mapping[Key, float] | None) -> Explanation:
        """The effects in their places; `without` is `None` where nothing was left out."""
        cuts = {cut.slot: cut.text for cut in self.prediction.model_input.cuts}
        items: list[Item] = []
        for unit, following in zip(self.units, (*self.units[1:], None), strict=True):
            reason = _reason(unit, effects.get(unit.key), leaving_out=without is not None)
            effect = None if reason else effects[unit.key]
            chance = None if reason or without is None else without[unit.key]
            items.append(Item(unit.text, unit.kind, unit.slot, effect, chance, reason))
            if unit.slot in cuts and (following is None or following.part != unit.part):
                items.append(Item(cuts[unit.slot], "slot", unit.slot, None, None, "cut"))
        label = self.prediction.labels[self.index]
        return Explanation(label.label, self.index, self.prediction, tuple(items))


def _reason(unit: Unit, effect: float | None, leaving_out: bool) -> str | None:
    if unit.kind == "mask" or not unit.word and unit.text.isspace():
        return unit.kind if unit.kind == "mask" else "space"
    if effect is not None:
        return None if math.isfinite(effect) else "undefined"
    if not leaving_out:
        return "inside"
    return "beyond" if unit.word else unit.kind


def leave_one_out(
    task: Task,
    fields: Mapping[str, str],
    model: LanguageModel,
    label: str | None = None,
    cache: PriorCache | None = None,
    limit: int | None = None,
) -> Plan[Explanation]:
    """A plan that asks the prompt once without each of its words.

    Of a long prompt the first words only are left out, the template's before the text's.

    Raises:
        VerbalizerError: fewer than two labels.
        FieldsError, TemplateError: as `predict_plan`.
    """
    prediction = yield from predict_plan(task, fields, model, cache, limit)
    subject = Subject.of(task, fields, prediction, label, model)
    # The template's words first: there are few of them, and they matter in every text.
    ordered = sorted(subject.units, key=lambda unit: unit.slot is not None)
    words = list({unit.key: unit for unit in ordered if unit.word}.values())[: _affordable(subject, model)]
    odds: dict[Key, float] = {}
    for start in range(0, len(words), SHARE):
        share = words[start : start + SHARE]
        outcomes = yield from settled([_scores_without(subject, unit, model) for unit in share])
        for unit, scores in zip(share, outcomes, strict=True):
            # Without this word there may be no prompt left, before a causal LM's mask say.
            failed = isinstance(scores, PlaygroundError)
            if isinstance(scores, Exception) and not failed:
                raise scores
            odds[unit.key] = math.nan if failed else subject.log_odds(scores).item()
    whole = subject.log_odds(subject.scores).item()
    without = {key: torch.tensor(value, dtype=torch.double).sigmoid().item() for key, value in odds.items()}
    return subject.explained({key: whole - value for key, value in odds.items()}, without)


def _scores_without(subject: Subject, unit: Unit, model: LanguageModel) -> Plan[Tensor]:
    """The entries' log scores without one word: [entries]. The label words stay as they were cut."""
    task = subject.task
    template, shorter = erase(task.template, subject.texts, unit)
    scoring = scorer_for(model).score(template, shorter, task.words, task.options.filling)
    return log_scores(task, (yield from under(task.prompt and task.prompt.input, scoring)))


def _affordable(subject: Subject, model: LanguageModel) -> int:
    """How many words may be left out: each costs about one prediction."""
    tokens = sum(sequence.width for sequence in subject.asked(model).sequences)
    tokens *= scorer_for(model).rounds(subject.task.words, subject.task.options.filling)
    return max(1, min(MOST_WORDS, MOST_TOKENS // tokens))
