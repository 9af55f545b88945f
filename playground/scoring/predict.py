"""From a prompt and an example to a Prediction, step by step.

pieces -> log-probabilities -> (length normalisation) -> calibration ->
aggregation -> normalisation over the labels. The order is fixed and every step's
numbers are in the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from playground.errors import FieldsError, ModelError, VerbalizerError
from playground.invisible import half, mended
from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftPrompt
from playground.prompting.encoding import label_word_ids
from playground.prompting.template import Slot, Template
from playground.prompting.verbalizer import Verbalizer
from playground.results import LabelScore, Prediction, Token, WordScore
from playground.scoring.aggregation import label_scores, normalise
from playground.scoring.calibration import CALIBRATIONS, Blank, Prior, calibrate
from playground.scoring.options import Options
from playground.scoring.plans import Plan, together, under, within
from playground.scoring.prior_cache import PriorCache
from playground.scoring.scorer import SCORERS, Scored, Scorer


@dataclass(frozen=True)
class Task:
    """A prompt ready to be asked of one model: texts parsed, words cut into pieces.

    `words` maps each word the model knows to its pieces; `unscored` are the
    (label, word) pairs it does not know.
    """

    template: Template
    verbalizer: Verbalizer | None
    options: Options
    words: Mapping[str, tuple[int, ...]]
    unscored: tuple[tuple[str, str], ...]
    prompt: SoftPrompt | None = None

    @classmethod
    def build(
        cls,
        template: Template,
        verbalizer: Verbalizer | None,
        options: Options,
        model: LanguageModel,
        prompt: SoftPrompt | None = None,
    ) -> Task:
        """Cut the words into pieces.

        Raises:
            VerbalizerError: a label has no word that the model knows.
            PromptFileError: the trained prompt is another model's or another template's.
        """
        if prompt:
            prompt.check(model, template)
        words, unscored = {}, []
        for label in verbalizer.labels if verbalizer else ():
            known = 0
            for word in label.words:
                ids = label_word_ids(model.tokenizer, template, word.text)
                if ids:
                    words[word.text] = ids
                    known += 1
                else:
                    unscored.append((label.name, word.text))
            if not known:
                code = "no_known_word" if label.words else "empty_label"
                raise VerbalizerError(code, start=label.start, end=label.end, label=label.name)
        return cls(template, verbalizer, options, words, tuple(unscored), prompt)

    @cached_property
    def entries(self) -> list[tuple[str, str]]:
        """(label, word) in the order typed, without the words the model does not know."""
        labels = self.verbalizer.labels if self.verbalizer else ()
        return [(label.name, word.text) for label in labels for word in label.words if word.text in self.words]

    @cached_property
    def labels(self) -> list[str]:
        """The labels' names in the order typed."""
        return [label.name for label in self.verbalizer.labels] if self.verbalizer else []

    @cached_property
    def groups(self) -> list[list[int]]:
        """For each label which of the entries are its words."""
        return [[i for i, (label, _) in enumerate(self.entries) if label == name] for name in self.labels]


def scorer_for(model: LanguageModel) -> Scorer:
    """The scorer of a model's kind.

    Raises:
        ModelError: none scores this kind.
    """
    if model.kind not in SCORERS:
        raise ModelError("unknown_kind", kind=model.kind, known=", ".join(SCORERS))
    return SCORERS[model.kind].scorer(model)


def predict_plan(
    task: Task,
    fields: Mapping[str, str],
    model: LanguageModel,
    cache: PriorCache | None = None,
    limit: int | None = None,
) -> Plan[Prediction]:
    """A plan for one example's Prediction.

    Args:
        limit: tokens that the model may read for it.

    Raises:
        FieldsError: as `encode`, and too_much_work.
        TemplateError: as `encode`.
    """
    scorer, filling = scorer_for(model), task.options.filling
    plans: list[Plan] = [scorer.score(task.template, fields, task.words, filling)]
    key = _prior_key(task, model)
    prior = cache.get(key) if cache and key else None
    if key and prior is None:
        plans.append(prior_plan(task, model))
    rounds = scorer.rounds(task.words, filling) if task.words else 1
    scored, *found = yield from under(task.prompt and task.prompt.input, within(limit, rounds, together(plans)))
    if key and found:
        (prior,) = found
        if cache:
            cache.put(key, prior)
    return _prediction(task, scored, prior, model)


def prior_plan(task: Task, model: LanguageModel, rows: Sequence[Mapping[str, str]] = ()) -> Plan[Tensor]:
    """A plan for the entries' log priors [entries] under the task's calibration.

    Args:
        rows: examples without labels, for a calibration that reads some.

    Raises:
        TemplateError, OptionsError: the calibration cannot be asked of this template, or of so few rows.
    """
    scorer, words = scorer_for(model), list(task.words)
    asking = _asking(task, model, rows)
    found: Tensor | None = None
    while True:
        try:
            prompts = next(asking) if found is None else asking.send(found)
        except StopIteration as stop:
            return _of_entries(task, stop.value)
        free = yield from together(
            [scorer.score(template, texts, task.words, task.options.filling) for template, texts in prompts]
        )
        values = [[_log_score(task, scored, text) for text in words] for scored in free]
        found = torch.tensor(values, dtype=torch.double)


def prior_of(task: Task, model: LanguageModel, rows: Sequence[Mapping[str, str]], scores: Tensor) -> Tensor:
    """As `prior_plan` for a calibration that asks just its rows, where their entries' scores [rows, entries] are
    there already.

    Raises:
        TemplateError, OptionsError: as there.
    """
    asking = _asking(task, model, rows)
    next(asking)
    entries = [text for _, text in task.entries]
    try:
        asking.send(scores[:, [entries.index(text) for text in task.words]].double())
    except StopIteration as stop:
        return _of_entries(task, stop.value)
    raise ValueError("a calibration that asks more than its rows")


def _asking(task: Task, model: LanguageModel, rows: Sequence[Mapping[str, str]]) -> Prior:
    prior, words = CALIBRATIONS[task.options.calibration].prior, list(task.words)
    if prior is None:
        raise ValueError("no calibration, no prior")
    labels = tuple(tuple(words.index(task.entries[i][1]) for i in group) for group in task.groups)
    alike = scorer_for(model).alike
    return prior(Blank(task.template, task.words, task.options, model.tokenizer.mask_token, alike, labels, tuple(rows)))


def _of_entries(task: Task, prior: Tensor) -> Tensor:
    """[words] or [labels] -> [entries]."""
    if CALIBRATIONS[task.options.calibration].of == "labels":
        return prior[[task.labels.index(label) for label, _ in task.entries]]
    words = list(task.words)
    return prior[[words.index(text) for _, text in task.entries]]


def _prior_key(task: Task, model: LanguageModel) -> tuple | None:
    options = task.options
    if not options.calibrates or not task.words:
        return None
    trained = task.prompt.fingerprint if task.prompt else None
    return (model.id, model.revision, trained, str(task.template), tuple(task.entries), replace(options, top_k=1))


def log_scores(task: Task, scored: Scored) -> Tensor:
    """Every entry's log score, length-normalised if asked: [entries]."""
    return torch.tensor([_log_score(task, scored, text) for _, text in task.entries], dtype=torch.double)


def _log_score(task: Task, scored: Scored, text: str) -> float:
    word = scored.words[text]
    return word.length_normalised if task.options.length_normalised else word.log_probability


def _prediction(task: Task, scored: Scored, prior: Tensor | None, model: LanguageModel) -> Prediction:
    piece = model.tokenizer.piece
    scores = log_scores(task, scored)
    calibrated = scores if prior is None else calibrate(scores, prior)
    columns = zip(
        scores.tolist(), [None] * len(scores) if prior is None else prior.tolist(), calibrated.tolist(), strict=True
    )
    words = tuple(
        WordScore(
            label=label,
            word=text,
            pieces=tuple(map(piece, scored.words[text].ids)),
            terms=tuple((piece(id), value) for id, value in scored.words[text].terms),
            log_probability=scored.words[text].log_probability,
            log_score=score,
            log_prior=its_prior,
            log_calibrated=its_calibrated,
        )
        for (label, text), (score, its_prior, its_calibrated) in zip(task.entries, columns, strict=True)
    )
    return Prediction(
        model=model.id,
        kind=model.kind,
        prompt_kind=task.template.kind,
        labels=_labels(task, calibrated),
        words=words,
        unscored=task.unscored,
        tokens=_tokens(scored, task.options.top_k, model),
        mass_outside=scored.mass_outside,
        mass_reason=scored.mass_reason,
        model_input=scored.prompt.model_input,
        plain=() if prior is None else _labels(task, scores),
    )


def _labels(task: Task, words: Tensor) -> tuple[LabelScore, ...]:
    if not task.labels:
        return ()
    scores = label_scores(words, task.groups, task.options.aggregation)
    columns = zip(task.labels, scores.tolist(), normalise(scores).exp().tolist(), strict=True)
    return tuple(LabelScore(name, score, probability) for name, score, probability in columns)


def _tokens(scored: Scored, top_k: int, model: LanguageModel) -> tuple[tuple[Token, ...], ...]:
    piece = model.tokenizer.piece
    columns = []
    top = scored.vocabulary.topk(min(top_k, scored.vocabulary.shape[-1]))
    for values, ids in zip(*(part.tolist() for part in top), strict=True):
        columns.append(
            tuple(
                Token(id, piece(id), piece(id).removeprefix("␣"), value) for id, value in zip(ids, values, strict=True)
            )
        )
    return tuple(columns)


def check_fields(template: Template, fields: Mapping[str, object], characters: int) -> dict[str, str]:
    """The fields that the template asks for, as text; `characters` bounds the filled template.

    Raises:
        FieldsError: one is missing, not a text, too long, or holds half a character.
    """
    checked: dict[str, str] = {}
    total = 0
    for part in template.parts:
        if not isinstance(part, Slot):
            continue
        if part.name not in fields:
            raise FieldsError("missing", name=part.name)
        value = fields[part.name]
        if not isinstance(value, str):
            raise FieldsError("not_a_text", name=part.name)
        if (at := half(value)) is not None:
            raise FieldsError("half_character", name=mended(part.name), place=at + 1)
        total += len(value)
        if total > characters:
            raise FieldsError("too_many_characters", name=part.name, count=total, limit=characters)
        checked[part.name] = value
    return checked
