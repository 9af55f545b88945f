"""What happens between a keystroke and the new picture, as a plan for the batcher.

The state is whatever a browser sent: everything is checked, and what is wrong
becomes a message beside its cause while the rest is still computed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components import view
from components.steps import steps_view
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
from playground.scoring.plans import Plan
from playground.scoring.predict import PriorCache, Task, check_fields, predict_plan


@dataclass(frozen=True)
class State:
    """The page's state, reduced to what this server understands."""

    template: str
    verbalizer: str
    fields: Mapping[str, Any]
    model: str
    options: Mapping[str, Any]

    @classmethod
    def read(cls, value: Any) -> State:
        """Whatever a browser sent, with empty values for what is not of its type."""
        value = value if isinstance(value, dict) else {}

        def of(kind: type, name: str) -> Any:
            return value[name] if isinstance(value.get(name), kind) else kind()

        return cls(of(str, "template"), of(str, "verbalizer"), of(dict, "fields"), of(str, "model"), of(dict, "options"))


@dataclass
class _Draft:
    """What is known so far on the way to a view."""

    error: PlaygroundError | None = None
    template: Template | None = None
    verbalizer: Verbalizer | None = None
    findings: tuple[Finding, ...] = ()
    prediction: Prediction | None = None
    options: Options = Options()


def live_plan(
    state: State, language: str, model: Any, card: dict[str, Any], cache: PriorCache, field_limit: int
) -> Plan[dict[str, Any]]:
    """A plan for the view that answers a state with a loaded model."""
    started = time.perf_counter()
    draft = _Draft()
    try:
        yield from _fill(draft, state, model, cache, field_limit)
    except PlaygroundError as error:
        draft.error = draft.error or error
    answer = _view(draft, state, language, model, card)
    answer["milliseconds"] = round(1000 * (time.perf_counter() - started), 1)
    return answer


def _fill(draft: _Draft, state: State, model: Any, cache: PriorCache, field_limit: int) -> Plan[None]:
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
            draft.findings = lint(draft.verbalizer, draft.template, model.tokenizer, model.kind)
        task = Task.build(draft.template, draft.verbalizer, draft.options, model)
    except VerbalizerError as error:
        draft.error = draft.error or error
        # The vocabulary can be shown even where the labels cannot.
        task = Task.build(draft.template, None, draft.options, model)
    blank = dict.fromkeys(draft.template.slots, "")
    fields = check_fields(draft.template, {**blank, **state.fields}, field_limit)
    draft.prediction = yield from predict_plan(task, fields, model, cache)


def _view(draft: _Draft, state: State, language: str, model: Any, card: dict[str, Any]) -> dict[str, Any]:
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
        "vocabulary": None,
        "steps": None,
        "reading": None,
        "model": card,
    }
    if template:
        answer["template"] = view.template_view(template, texts, draft.findings, model.kind, say)
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
