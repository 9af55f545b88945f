"""What happens between a keystroke and the new picture, as a plan for the batcher.

What is wrong with the state becomes a message beside its cause while the rest is still computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from components.contracts.models import Model
from components.contracts.play import Answered, LiveAnswer, PromptState
from components.play import view
from components.play.labels_view import labels_view, words_view
from components.play.offers import offers
from components.play.prompts_view import prompts_view, restore_notice
from components.play.sentence_view import sentence_view
from components.play.steps import steps_view
from components.play.understood import Understandings, Understood, Views
from components.play.verbalizer_view import verbalizer_view
from playground.errors import OptionsError, PlaygroundError, VerbalizerError
from playground.i18n import translate
from playground.invisible import mended
from playground.prompt import read_template
from playground.prompting import verbalizer as verbalizers
from playground.prompting.encoding import at_start
from playground.prompting.lint import lint, lint_text, word_pieces
from playground.prompting.template import Template
from playground.prompting.verbalizer import Verbalizer
from playground.results import Finding, Prediction
from playground.scoring.options import Options
from playground.scoring.plans import Plan, settled
from playground.scoring.predict import PriorCache, Task, check_fields, predict_plan
from playground.scoring.trained import Kept, under_trained
from playground.tuning import desk

MOST_PROMPTS = 8  # side by side


@dataclass
class _Draft:
    """What is known so far on the way to a view."""

    error: PlaygroundError | None = None
    wrong: bool = False  # the verbalizer, so that there are no labels
    template: Template | None = None
    verbalizer: Verbalizer | None = None
    findings: tuple[Finding, ...] = ()
    prediction: Prediction | None = None
    options: Options = field(default_factory=Options)
    used: str | None = None
    untrained: Prediction | Exception | None = None
    beside: tuple[Prediction | Exception, ...] = ()


def options_of(state: PromptState) -> Options:
    """The state's options as the core checks them.

    Raises:
        OptionsError: one of them has a value that does not exist.
    """
    return Options.from_mapping(state.options.model_dump())


def live_plan(
    state: PromptState,
    language: str,
    model: Any,
    card: Model,
    cache: PriorCache,
    known: Understandings,
    field_limit: int,
    kept: Sequence[Kept] = (),
    steps_from: int = 0,
    tokens_limit: int | None = None,
) -> Plan[LiveAnswer]:
    """A plan for the answer to a state with a loaded model.

    Args:
        steps_from: the first row of the steps to be told.
        kept: the state's trained prompts. The first whose template this is, is used.
        tokens_limit: tokens that the model may read for the prompt.
    """
    draft = _Draft()
    try:
        task = _read(draft, state, model, known)
        yield from _fill(draft, task, state, model, cache, field_limit, kept, tokens_limit)
    except PlaygroundError as error:
        draft.error = draft.error or error
    return _answer(draft, state, language, model, card, known, kept, steps_from)


def _read(draft: _Draft, state: PromptState, model: Any, known: Understandings) -> Task:
    """What the texts and the options mean.

    Raises:
        PlaygroundError: the template cannot be read.
    """
    try:
        draft.options = options_of(state)
    except OptionsError as error:
        draft.error = error
    if found := known.get(state, draft.options, model):
        draft.template, draft.verbalizer, draft.findings = found.template, found.verbalizer, found.findings
        return found.task
    broken: VerbalizerError | None = None
    try:
        draft.verbalizer = verbalizers.parse(state.verbalizer)
        draft.findings = lint_text(draft.verbalizer, state.verbalizer) if draft.verbalizer else ()
    except VerbalizerError as error:
        broken = error
    draft.template = read_template(state.template, model)
    try:
        if broken:
            raise broken
        if draft.verbalizer:
            draft.findings += lint(draft.verbalizer, draft.template, model.tokenizer, model.fills_masks)
        task = Task.build(draft.template, draft.verbalizer, draft.options, model)
    except VerbalizerError as error:
        draft.error, draft.wrong = draft.error or error, True
        # The vocabulary can be shown even where the labels cannot.
        return Task.build(draft.template, None, draft.options, model)
    known.put(state, draft.options, model, Understood(draft.template, draft.verbalizer, draft.findings, task))
    return task


def _fill(
    draft: _Draft,
    task: Task,
    state: PromptState,
    model: Any,
    cache: PriorCache,
    field_limit: int,
    kept: Sequence[Kept],
    tokens_limit: int | None,
) -> Plan[None]:
    if not draft.wrong:
        draft.used, task = under_trained(task, kept, model)
    blank = dict.fromkeys(task.template.slots, "")
    fields = check_fields(task.template, {**blank, **state.fields}, field_limit)
    readable = [prompt for _, _, prompt in kept if not isinstance(prompt, Exception)]
    # One batch for all: rows may be read under different prompts.
    plans = [predict_plan(task, fields, model, cache, tokens_limit), desk.answers(readable, fields, model)]
    plans += [desk.untrained(prompt, fields, model) for id, _, prompt in kept if id == draft.used]
    found, beside, *bare = yield from settled(plans)
    draft.untrained = next(iter(bare), None)
    each: list[Prediction | Exception] = [beside] * len(readable) if isinstance(beside, Exception) else list(beside)
    answers = iter(each)
    draft.beside = tuple(prompt if isinstance(prompt, Exception) else next(answers) for _, _, prompt in kept)
    if isinstance(found, Exception):
        raise found
    draft.prediction = found


def texts_of(state: PromptState) -> view.Texts:
    """The two texts that errors and edits have positions in."""
    return {"template": state.template, "verbalizer": state.verbalizer}


def answered(state: PromptState) -> Answered:
    """What an answer says it is about."""
    # Half a character, which is refused, could not be sent back.
    return Answered(template=mended(state.template), verbalizer=mended(state.verbalizer), model=state.model)


def _answer(
    draft: _Draft,
    state: PromptState,
    language: str,
    model: Any,
    card: Model,
    known: Understandings,
    kept: Sequence[Kept],
    steps_from: int,
) -> LiveAnswer:
    def say(key: str, **values: Any) -> str:
        return translate(language, key, **values)

    texts = texts_of(state)
    template, prediction = draft.template, draft.prediction
    message = None if draft.error else say("labels.invitation")
    found = LiveAnswer(
        rev=0,
        of=answered(state),
        problem=view.problem_view(draft.error, texts, language) if draft.error else None,
        labels=labels_view(prediction, message, draft.options.calibration, say),
        words=words_view(prediction, message, say),
        # Nothing new while the template cannot be read: the last picture stays.
        prompts=prompts_view(kept, draft.beside, draft.used, draft.untrained, language)
        if draft.beside or not kept
        else None,
        model=card,
    )

    def make() -> Views:
        return _views(draft, state, language, model, kept, say)

    # Where nothing is wrong they are the texts' alone.
    settled_texts = not kept and not draft.error
    views = known.views(state, draft.options, model, language, make) if settled_texts else make()
    more: dict[str, Any] = {**vars(views)}
    if template and prediction:
        start = at_start(template)
        vocabulary = view.vocabulary_view(
            prediction, lambda id: model.tokenizer.word(id, template.leading_space, start), say
        )
        more["vocabulary"] = vocabulary
        more["sentence"] = sentence_view(template, state.fields, prediction, vocabulary, say)
        more["reading"] = view.reading_view(prediction, say)
        more["steps"] = steps_view(prediction, draft.options, say, steps_from)
    return found.model_copy(update=more)


def _views(draft: _Draft, state: PromptState, language: str, model: Any, kept: Sequence[Kept], say: view.Say) -> Views:
    """What the two texts are, and what else they may be meant to say."""
    texts, template, about, table = texts_of(state), draft.template, None, None
    if template:
        back = restore_notice(kept, draft.used, texts, say)
        about = view.template_view(
            template, texts, draft.findings, model.kind, say, trained=draft.used is not None, more=back
        )
    if draft.verbalizer:
        # The table edits the text even while the template cannot be read; then it shows no pieces.
        ids = word_pieces(draft.verbalizer, template, model.tokenizer) if template else {}
        pieces = {place: [model.tokenizer.piece(id) for id in word] for place, word in ids.items()}
        table = verbalizer_view(draft.verbalizer, pieces, draft.findings, texts, say)
    return Views(about, table, offers(texts, state.fields, template, model.tokenizer.mask_token, language, say))
