"""What a page asks of searches, with no tensor in the answers: the room's face.

Plan a job before it starts, and list what can be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.choices import Choice
from playground.datasets.dataset import DataSet
from playground.datasets.sample import at_most, check_labels, few_shot, hold_out
from playground.models.language_model import LanguageModel
from playground.scoring.batch import ask_all
from playground.search.checks import from_mapping
from playground.search.options import TemplateOptions, TriggerOptions
from playground.search.spec import OPTIONS, SearchSpec
from playground.search.task import run_of
from playground.search.template_run import TemplateRun
from playground.search.template_source import TEMPLATE_SOURCES
from playground.search.trigger_run import TriggerRun
from playground.search.triggers import SHARES, STARTS, SURVIVORS
from playground.search.word_method import WORD_METHODS

MOST_TEST = 1_000  # examples that the reported accuracy is measured on
SAMPLE = 24  # examples whose length stands for all
BACKWARD = 3  # what a gradient costs, in forward passes
PROPOSING = 600  # sequences that a source reads, about


@dataclass(frozen=True)
class Outline:
    """A job before it starts.

    `template` and `hand_written` are what is searched for and what it is compared with; `triggers` how many words are
    searched for in the template, 0 for label words and templates; `candidates` the words that may stand in the first of
    them, or be a label word, or how many templates there may be. `sequences` are read by all seeds, about, and `flops` the floating-point operations that takes.
    """

    template: str
    hand_written: str
    triggers: int
    candidates: int
    train: int
    dev: int
    test: int
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
    if not dataset.test:
        dataset = hold_out(dataset)
    return SearchSpec(
        wanted=wanted,
        template=template,
        verbalizer=verbalizer,
        aggregation=aggregation,
        model=model.id,
        revision=model.revision,
        options=from_mapping(OPTIONS[wanted], options),
        data=dataset.id,
        fingerprint=dataset.fingerprint,
        train=dataset.train,
        test=at_most(dataset.test, MOST_TEST),
    )


def outline(spec: SearchSpec, model: LanguageModel) -> Outline:
    """Check everything that can be checked before a job starts, and count.

    Raises:
        PlaygroundError: what cannot be searched, and why.
    """
    run, options = run_of(spec, model), spec.options
    check_labels(spec.train + spec.test, run.task.labels)
    train, dev = few_shot(spec.train, options.examples, options.seeds[0])
    asked = ask_all(run.task, (example.fields for example in train[:SAMPLE]), model)
    length = sum(len(its.sequences[its.vocabulary].ids) for its in asked) / len(asked)
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
    sequences = len(options.seeds) * (each + len(spec.test)) + 2 * len(spec.test)
    return Outline(
        template=template,
        hand_written=hand_written,
        triggers=triggers,
        candidates=candidates,
        train=len(train),
        dev=len(dev),
        test=len(spec.test),
        sequences=sequences,
        flops=2 * sequences * length * (model.parameters - model.embeddings.numel()),
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


def defaults() -> dict[str, dict[str, Any]]:
    """Every search's options where nobody chose any, as JSON."""
    found = {}
    for wanted, options in OPTIONS.items():
        values = vars(options())
        found[wanted] = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return found


def choices() -> tuple[Choice, ...]:
    """What can be chosen, for a page to list."""
    return (WORD_METHODS.choice("methods"), TEMPLATE_SOURCES.choice("sources"))
