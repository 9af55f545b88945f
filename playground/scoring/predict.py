"""From a prompt and an example to a Prediction, step by step.

pieces -> log-probabilities -> (length normalisation) -> calibration ->
aggregation -> normalisation over the labels. The order is fixed and every step's
numbers are in the result.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from playground.errors import FieldsError, TemplateError, VerbalizerError
from playground.models.language_model import LanguageModel
from playground.prompting.encoding import label_word_ids
from playground.prompting.template import Slot, Template, parse
from playground.prompting.verbalizer import Verbalizer
from playground.results import LabelScore, Prediction, Token, WordScore
from playground.scoring.aggregation import aggregate, normalise
from playground.scoring.calibration import calibrate, contextual_prior
from playground.scoring.causal import CausalScorer
from playground.scoring.masked import MaskedScorer
from playground.scoring.options import Options
from playground.scoring.plans import Plan, together
from playground.scoring.scorer import Scored, Scorer


class PriorCache:
    """Word priors do not depend on the example: keep the last few hundred."""

    def __init__(self, size: int = 256):
        self._size = size
        self._entries: OrderedDict[tuple, list[float]] = OrderedDict()

    def get(self, key: tuple) -> list[float] | None:
        """The prior under a key, now the most recently used."""
        if key in self._entries:
            self._entries.move_to_end(key)
        return self._entries.get(key)

    def put(self, key: tuple, prior: list[float]) -> None:
        """Remember, and forget the oldest."""
        self._entries[key] = prior
        while len(self._entries) > self._size:
            self._entries.popitem(last=False)


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

    @classmethod
    def build(
        cls, template: Template, verbalizer: Verbalizer | None, options: Options, model: LanguageModel
    ) -> Task:
        """Cut the words into pieces.

        Raises:
            VerbalizerError: a label has no word that the model knows.
        """
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
        return cls(template, verbalizer, options, words, tuple(unscored))


def scorer_for(model: LanguageModel) -> Scorer:
    """The scorer of a model's family."""
    return MaskedScorer(model) if model.kind == "masked" else CausalScorer(model)


def predict_plan(
    task: Task, fields: Mapping[str, str], model: LanguageModel, cache: PriorCache | None = None
) -> Plan[Prediction]:
    """A plan for one example's Prediction.

    Raises:
        FieldsError, TemplateError: as `encode`.
    """
    scorer, filling = scorer_for(model), task.options.filling
    plans = [scorer.score(task.template, fields, task.words, filling)]
    key = _prior_key(task, model)
    prior = cache.get(key) if cache and key else None
    wanted = _prior_prompts(task, model) if task.words and prior is None else []
    plans += [scorer.score(template, texts, task.words, filling) for template, texts in wanted]
    scored, *free = yield from together(plans)
    if wanted:
        prior = _prior(task, free)
        if cache and key:
            cache.put(key, prior)
    return _prediction(task, scored, prior, model)


def _prior(task: Task, free: list[Scored]) -> list[float]:
    """The entries' log priors. A word listed twice is one word where words are normalised."""
    if task.options.calibration == "pmi":
        return _log_scores(task, free[0])
    distinct = list({ids: text for text, ids in task.words.items()}.values())
    rows = [[_log_score(task, scored, text) for text in distinct] for scored in free]
    priors = dict(zip((task.words[text] for text in distinct), contextual_prior(rows), strict=True))
    return [priors[task.words[text]] for _, text in _entries(task)]


def _prior_key(task: Task, model: LanguageModel) -> tuple | None:
    options = task.options
    if options.calibration == "none" or not task.words:
        return None
    return (model.id, model.revision, str(task.template), tuple(_entries(task)), replace(options, top_k=1))


def _prior_prompts(task: Task, model: LanguageModel) -> list[tuple[Template, dict[str, str]]]:
    """The prompts without the example, each with what fills its slots."""
    options, slots = task.options, task.template.slots
    match options.calibration:
        case "contextual":
            if not slots:
                raise TemplateError("no_slot_to_calibrate").beside("options")
            return [(task.template, dict.fromkeys(slots, text)) for text in options.content_free]
        case "pmi":
            domain = _domain(task, model)
            return [(domain, dict.fromkeys(domain.slots, ""))]
    return []


def _domain(task: Task, model: LanguageModel) -> Template:
    """PMI's domain prompt, asking for words of the template's run length.

    A causal LM scores prefix and cloze prompts in different ways, so there both
    must be of one kind.
    """
    if not task.options.domain:
        if not task.template.slots:
            raise TemplateError("no_slot_for_pmi").beside("options")
        return task.template
    try:
        domain = parse(task.options.domain, model.tokenizer.mask_token)
        if model.kind == "causal" and domain.kind != task.template.kind:
            raise TemplateError("domain_kind", kind=task.template.kind)
    except TemplateError as error:
        raise error.beside("options") from None
    parts = list(domain.parts)
    parts[domain.mask] = replace(parts[domain.mask], count=task.template.run_length)
    return Template(tuple(parts))


def _entries(task: Task) -> list[tuple[str, str]]:
    """(label, word) in the order typed, without the words the model does not know."""
    labels = task.verbalizer.labels if task.verbalizer else ()
    return [(label.name, word.text) for label in labels for word in label.words if word.text in task.words]


def _log_scores(task: Task, scored: Scored) -> list[float]:
    return [_log_score(task, scored, text) for _, text in _entries(task)]


def _log_score(task: Task, scored: Scored, text: str) -> float:
    word = scored.words[text]
    return word.length_normalised if task.options.length_normalised else word.log_probability


def _prediction(task: Task, scored: Scored, prior: list[float] | None, model: LanguageModel) -> Prediction:
    piece = model.tokenizer.piece
    entries, scores = _entries(task), _log_scores(task, scored)
    calibrated = calibrate(scores, prior) if prior is not None else scores
    words = tuple(
        WordScore(
            label=label,
            word=text,
            pieces=tuple(map(piece, scored.words[text].ids)),
            terms=tuple((piece(id), value) for id, value in scored.words[text].terms),
            log_probability=scored.words[text].log_probability,
            log_score=scores[i],
            log_prior=None if prior is None else prior[i],
            log_calibrated=calibrated[i],
        )
        for i, (label, text) in enumerate(entries)
    )
    return Prediction(
        model=model.id,
        kind=model.kind,
        prompt_kind=task.template.kind,
        labels=_labels(task, words),
        words=words,
        unscored=task.unscored,
        tokens=_tokens(scored, task.options.top_k, model),
        mass_outside=scored.mass_outside,
        mass_reason=scored.mass_reason,
        reading=scored.prompt.reading,
    )


def _labels(task: Task, words: tuple[WordScore, ...]) -> tuple[LabelScore, ...]:
    if not task.verbalizer:
        return ()
    names = [label.name for label in task.verbalizer.labels]
    scores = [
        aggregate([word.log_calibrated for word in words if word.label == name], task.options.aggregation)
        for name in names
    ]
    return tuple(
        LabelScore(name, score, math.exp(log_probability))
        for name, score, log_probability in zip(names, scores, normalise(scores), strict=True)
    )


def _tokens(scored: Scored, top_k: int, model: LanguageModel) -> tuple[tuple[Token, ...], ...]:
    piece = model.tokenizer.piece
    columns = []
    top = scored.vocabulary.topk(min(top_k, scored.vocabulary.shape[-1]))
    for values, ids in zip(*(part.tolist() for part in top), strict=True):
        columns.append(
            tuple(
                Token(id, piece(id), piece(id).removeprefix("␣"), value)
                for id, value in zip(ids, values, strict=True)
            )
        )
    return tuple(columns)


def check_fields(template: Template, fields: Mapping[str, object], characters: int) -> dict[str, str]:
    """The fields that the template asks for, as text; `characters` bounds the filled template.

    Raises:
        FieldsError: one is missing, not a text, or too long.
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
        total += len(value)
        if total > characters:
            raise FieldsError("too_many_characters", name=part.name, count=total, limit=characters)
        checked[part.name] = value
    return checked
