"""What a page asks of searches, with no tensor in the answers: the room's face.

Plan a job before it starts, and list what can be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from playground.datasets.dataset import DataSet
from playground.evaluation.few_examples import FirstLook, operations, spec_parts
from playground.models.language_model import LanguageModel
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import Template, Trigger, parse
from playground.prompting.verbalizer import Verbalizer
from playground.search import template_bank
from playground.search.checks import from_mapping
from playground.search.options import TemplateOptions, TriggerOptions
from playground.search.spec import OPTIONS, SearchSpec
from playground.search.task import run_of
from playground.search.template_run import TemplateRun
from playground.search.template_source import TEMPLATE_SOURCES, TemplateSource
from playground.search.trigger_run import TriggerRun
from playground.search.triggers import SHARES, STARTS, SURVIVORS
from playground.search.word_method import WORD_METHODS, WordMethod

CHOICES = {"methods": WORD_METHODS, "sources": TEMPLATE_SOURCES}  # of options that are some of a registry
READINGS = 3  # of the hand-written prompt beside what is found: plain, calibrated, by a learnt verbalizer
BACKWARD = 3  # what a gradient costs, in forward passes
PROPOSING = 600  # sequences that a source reads, about


@dataclass(frozen=True)
class Outline:
    """A job before it starts.

    `template` and `hand_written` are what is searched for and what it is compared with; `triggers` how many words are
    searched for in the template, 0 for label words and templates; `candidates` the words that may stand in the first of
    them, or be a label word, or how many templates there may be. One seed's search reads `each` sequences and all of the
    job `sequences`, about; `flops` are the floating-point operations that takes.
    """

    template: str
    hand_written: str
    triggers: int
    candidates: int
    train: int
    dev: int
    test: int
    each: int
    sequences: int
    flops: float


def make_spec(
    wanted: str,
    template: str,
    verbalizer: str,
    aggregation: str,
    options: Mapping[str, Any],
    dataset: DataSet,
    model: LanguageModel,
) -> SearchSpec:
    """A complete job from what a form holds; `wanted` is one of `OPTIONS`.

    Raises:
        PlaygroundError: what cannot be searched, and why.
    """
    parts = spec_parts(template, verbalizer, aggregation, dataset, model)
    return SearchSpec(**parts, wanted=wanted, options=from_mapping(OPTIONS[wanted], options))


def outline(spec: SearchSpec, model: LanguageModel) -> Outline:
    """Check everything that can be checked before a job starts, and count.

    Raises:
        PlaygroundError: what cannot be searched, and why.
    """
    run, options = run_of(spec, model), spec.options
    first = FirstLook.at(spec, options, run.task, model)
    train, dev = first.train, first.dev
    length = first.length(lambda asked: len(asked.sequences[asked.vocabulary].ids))
    if isinstance(run, TriggerRun):
        run.search(options.seeds[0])  # refuses what no word may stand in
        template, hand_written, triggers = str(run.task.template), str(run.hand_written.template), run.triggers
        candidates, each = len(run.words[0]), _trigger_work(run.options, len(train), len(dev))
    elif isinstance(run, TemplateRun):
        template = hand_written = str(run.task.template)
        triggers, candidates, each = 0, run.most, _template_work(run.options, run.most, len(train), len(dev))
    else:
        run.material(train[:1], dev[:1])
        template = hand_written = str(run.task.template)
        triggers, candidates, each = 0, len(run.words.texts), len(train) + 2 * len(dev)
    beside = READINGS * len(spec.test) + len(train) if spec.test else 0
    sequences = len(options.seeds) * (each + len(spec.test)) + beside
    return Outline(
        template=template,
        hand_written=hand_written,
        triggers=triggers,
        candidates=candidates,
        train=len(train),
        dev=len(dev),
        test=len(spec.test),
        each=each,
        sequences=sequences,
        flops=operations(sequences, length, model),
    )


def _trigger_work(options: TriggerOptions, train: int, dev: int) -> int:
    """Sequences that one seed's trigger search reads, at most; a gradient counts as several."""
    batch = min(options.batch, train)
    running, tried, before = options.beam * options.candidates, 0.0, 0.0
    for share in (*(SHARES if options.race else ()), 1.0):
        tried += running * (share - before) * batch
        running, before = max(options.beam, 2, running // SURVIVORS), share
    return round(options.steps * (tried + options.beam * BACKWARD * batch + dev) + STARTS * batch + 2 * dev)


def _template_work(options: TemplateOptions, templates: int, train: int, dev: int) -> int:
    """Sequences that one seed's template search reads, about."""
    races = templates * train // 3 + options.rounds * options.edits * train // 2
    return races + options.finalists * (train + 2 * dev) + PROPOSING * len(options.sources)


@dataclass(frozen=True)
class Option:
    """An option of a search, for a form: its `kind` is a `whole` number within bounds, a `switch`, `some` or `one` of the
    choices, a `text`, `lines` of text, or `seeds`; `value` is the one where nobody chose any."""

    name: str
    kind: Literal["whole", "switch", "some", "one", "text", "lines", "seeds"]
    value: int | bool | str | tuple[int | str, ...]
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()


def options_of(wanted: str) -> tuple[Option, ...]:
    """Every option of a kind of search, in the order of its class."""
    made = OPTIONS[wanted]()
    return tuple(_option(name, value, made.BOUNDS) for name, value in vars(made).items())


def _option(name: str, value: Any, bounds: Mapping[str, tuple[int, int]]) -> Option:
    if name == "seeds":
        return Option(name, "seeds", value)
    if isinstance(value, bool):
        return Option(name, "switch", value)
    if name in bounds:
        return Option(name, "whole", value, *bounds[name])
    if name in CHOICES:
        return Option(name, "some", value, choices=tuple(CHOICES[name]))
    if name == "bank":
        return Option(name, "one", value, choices=template_bank.kinds())
    return Option(name, "text" if isinstance(value, str) else "lines", value)


def methods() -> Mapping[str, WordMethod]:
    """The ways to find label words, by name."""
    return WORD_METHODS


def sources() -> Mapping[str, TemplateSource]:
    """Where templates come from, by name."""
    return TEMPLATE_SOURCES


def words_of(verbalizer: str) -> dict[str, list[str]]:
    """Label -> the words that a verbalizer's text gives it."""
    found = verbalizers.parse(verbalizer)
    return {label.name: [word.text for word in label.words] for label in found.labels} if found else {}


def written(words: Mapping[str, Sequence[str]]) -> str:
    """A verbalizer's text with these words for each label."""
    return str(Verbalizer.from_mapping(words))


def filled(template: str, words: Sequence[str]) -> list[tuple[str, str]]:
    """A template with words in its triggers' places, in pieces: the text of each, and what it is.

    >>> filled("{text} [T*2] It was [MASK].", ["oh", "so"])
    [('{text}', 'slot'), (' ', 'text'), ('oh so', 'trigger'), (' It was ', 'text'), ('[MASK]', 'mask'), ('.', 'text')]
    """
    left, pieces = list(words), []
    for part in parse(template).parts:
        kind = type(part).__name__.lower()
        text = str(Template((part,)))
        if isinstance(part, Trigger):
            mine, left = left[: part.count], left[part.count :]
            text = " ".join(mine)
        pieces.append((text, kind))
    return pieces
