"""What happens between a keystroke and the new picture, as a plan for the batcher.

The state is whatever a browser sent: everything is checked, and what is wrong
becomes a message beside its cause while the rest is still computed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.play import view
from components.play.prompts_view import prompts_view, restore_notice
from components.play.steps import steps_view
from playground.errors import OptionsError, PlaygroundError, VerbalizerError
from playground.i18n import translate
from playground.prompt import read_template
from playground.prompting import verbalizer as verbalizers
from playground.prompting.encoding import at_start
from playground.prompting.lint import lint, word_pieces
from playground.prompting.template import Template
from playground.prompting.verbalizer import Verbalizer
from playground.results import Finding, Prediction
from playground.scoring.options import Options
from playground.scoring.plans import Plan, settled
from playground.scoring.predict import PriorCache, Task, check_fields, predict_plan
from playground.scoring.trained import Kept, under_trained
from playground.tuning import desk

MOST_PROMPTS = 8  # side by side


@dataclass(frozen=True)
class State:
    """The page's state, reduced to what this server understands."""

    template: str
    verbalizer: str
    fields: Mapping[str, Any]
    model: str
    options: Mapping[str, Any]
    prompts: tuple[str, ...] = ()

    @classmethod
    def read(cls, value: Any) -> State:
        """Whatever a browser sent, with empty values for what is not of its type."""
        value = value if isinstance(value, dict) else {}

        def of(kind: type, name: str) -> Any:
            return value[name] if isinstance(value.get(name), kind) else kind()

        texts = (of(str, "template"), of(str, "verbalizer"), of(dict, "fields"), of(str, "model"), of(dict, "options"))
        prompts = [id for id in of(list, "prompts") if isinstance(id, str)]
        return cls(*texts, tuple(dict.fromkeys(prompts))[:MOST_PROMPTS])


@dataclass
class _Draft:
    """What is known so far on the way to a view."""

    error: PlaygroundError | None = None
    template: Template | None = None
    verbalizer: Verbalizer | None = None
    findings: tuple[Finding, ...] = ()
    prediction: Prediction | None = None
    options: Options = Options()
    used: str | None = None
    beside: tuple[Prediction | Exception, ...] = ()


def live_plan(
    state: State,
    language: str,
    model: Any,
    card: dict[str, Any],
    cache: PriorCache,
    field_limit: int,
    kept: Sequence[Kept] = (),
) -> Plan[dict[str, Any]]:
    """A plan for the view that answers a state with a loaded model.

    Args:
        kept: the state's trained prompts. The first whose template this is, is used.
    """
    started = time.perf_counter()
    draft = _Draft()
    try:
        yield from _fill(draft, state, model, cache, field_limit, kept)
    except PlaygroundError as error:
        draft.error = draft.error or error
    answer = _view(draft, state, language, model, card, kept)
    answer["milliseconds"] = round(1000 * (time.perf_counter() - started), 1)
    return answer


def _fill(
    draft: _Draft, state: State, model: Any, cache: PriorCache, field_limit: int, kept: Sequence[Kept]
) -> Plan[None]:
    try:
        draft.options = Options.from_mapping(state.options)
    except OptionsError as error:
        draft.error = error
    broken: VerbalizerError | None = None
    try:
        draft.verbalizer = verbalizers.parse(state.verbalizer)
    except VerbalizerError as error:
        broken = error
    draft.template = read_template(state.template, model)
    try:
        if broken:
            raise broken
        if draft.verbalizer:
            draft.findings = lint(draft.verbalizer, draft.template, model.tokenizer, model.fills_masks)
        task = Task.build(draft.template, draft.verbalizer, draft.options, model)
        draft.used, task = under_trained(task, kept, model)
    except VerbalizerError as error:
        draft.error = draft.error or error
        # The vocabulary can be shown even where the labels cannot.
        task = Task.build(draft.template, None, draft.options, model)
    blank = dict.fromkeys(draft.template.slots, "")
    fields = check_fields(draft.template, {**blank, **state.fields}, field_limit)
    readable = [prompt for _, _, prompt in kept if not isinstance(prompt, Exception)]
    # One batch for all: rows may be read under different prompts.
    plans = [predict_plan(task, fields, model, cache), desk.answers(readable, fields, model)]
    found, beside = yield from settled(plans)
    answers = iter(beside if isinstance(beside, list) else ())
    draft.beside = tuple(prompt if isinstance(prompt, Exception) else next(answers, beside) for _, _, prompt in kept)
    if isinstance(found, Exception):
        raise found
    draft.prediction = found


def _view(
    draft: _Draft, state: State, language: str, model: Any, card: dict[str, Any], kept: Sequence[Kept]
) -> dict[str, Any]:
    def say(key: str, **values: Any) -> str:
        return translate(language, key, **values)

    texts = {"template": state.template, "verbalizer": state.verbalizer}
    template, prediction = draft.template, draft.prediction
    message = None if draft.error else say("labels.invitation")
    answer = {
        "of": {**texts, "model": state.model},
        "error": view.error_view(draft.error, texts, language) if draft.error else None,
        "template": None,
        "verbalizer": None,
        "labels": view.labels_view(prediction, message),
        "words": view.words_view(prediction, message, say),
        # Nothing new while the template cannot be read: the last picture stays.
        "prompts": prompts_view(kept, draft.beside, draft.used, language) if draft.beside or not kept else None,
        "vocabulary": None,
        "steps": None,
        "reading": None,
        "model": card,
    }
    if template:
        answer["template"] = view.template_view(
            template, texts, draft.findings, model.kind, say, trained=draft.used is not None
        )
        answer["template"]["notices"] += restore_notice(kept, draft.used, texts, say)
    if draft.verbalizer:
        # The table edits the text even while the template cannot be read; then it shows no pieces.
        found = word_pieces(draft.verbalizer, template, model.tokenizer) if template else {}
        pieces = {place: [model.tokenizer.piece(id) for id in ids] for place, ids in found.items()}
        answer["verbalizer"] = view.verbalizer_view(draft.verbalizer, pieces, draft.findings, texts, say)
    if template and prediction:
        answer["vocabulary"] = view.vocabulary_view(
            prediction,
            lambda id: model.tokenizer.word(id, template.leading_space, at_start(template)),
            say,
        )
        answer["reading"] = view.reading_view(prediction, say)
        answer["steps"] = steps_view(prediction, draft.options, say)
    return answer
