"""What a page asks of tuning, with no tensor in the answers: the room's face.

Plan a job before it starts, show a text under every checkpoint, look at what was
learnt, name what is wrong, hand a prompt out as a file or a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from playground.choices import Choice, Value
from playground.datasets.dataset import DataSet
from playground.datasets.sample import affordable
from playground.evaluation.few_examples import FirstLook, operations, spec_parts
from playground.models import soft_prompt
from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftPrompt
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import parse
from playground.results import DevScore, Prediction, StepReport
from playground.scoring.options import Options
from playground.scoring.plans import Plan, settled, together
from playground.scoring.predict import Task, predict_plan
from playground.tuning import export
from playground.tuning.doctor import Diagnosis, diagnose
from playground.tuning.ledger import LedgerRow, ledger, shape_of
from playground.tuning.method import METHODS
from playground.tuning.nearest_words import NearestWords, nearest_words
from playground.tuning.options import INITIALISATIONS, LOSSES, PRECISIONS, SCHEDULES, TuningOptions
from playground.tuning.spec import TuningSpec
from playground.tuning.task import TuningRun

MAX_BYTES = soft_prompt.MAX_BYTES


@dataclass(frozen=True)
class Outline:
    """A job before it starts.

    `template` is what will be trained, its soft tokens counted, and `hand_written`
    what it is compared with; `tokens` how many soft tokens there are. `per_class` is K,
    or what the examples leave of it. `flops` are
    the floating-point operations of all seeds, about.
    """

    template: str
    hand_written: str
    tokens: int
    parameters: int
    ledger: tuple[LedgerRow, ...]
    total: int
    train: int
    dev: int
    test: int
    per_class: int
    flops: float


def make_spec(
    template: str,
    verbalizer: str,
    aggregation: str,
    options: Mapping[str, Any],
    dataset: DataSet,
    model: LanguageModel,
    rival: str = "",
) -> TuningSpec:
    """A complete job from what a form holds; `rival` is the hand-written template to beat.

    Raises:
        PlaygroundError: what cannot be trained, and why.
    """
    parts = spec_parts(template, verbalizer, aggregation, dataset, model)
    return TuningSpec(**parts, options=TuningOptions.from_mapping(options), rival=rival)


def outline(spec: TuningSpec, model: LanguageModel) -> Outline:
    """Check everything that can be checked before a job starts, and count.

    Raises:
        PlaygroundError: what cannot be trained, and why.
    """
    run, options = TuningRun(spec, model), spec.options
    first = FirstLook.at(spec, options, run.task, model)
    length = first.length(lambda asked: sum(len(sequence.ids) for sequence in asked.sequences))
    looks = options.steps // options.evaluate_every + 2
    evaluated = looks * len(first.dev) + len(spec.test)
    # A step runs its batch forward, and backward to the prompt alone: weights get no gradients.
    work = len(options.seeds) * (2 * options.steps * options.batch + evaluated) + 2 * len(spec.test)
    tokens = run.start.template.soft_tokens or 0
    shape = shape_of(model)
    mlp = shape.embedding if options.reparameterise else None
    rows = ledger(shape, tokens=tokens or options.tokens, prefix=options.tokens, labels=len(run.task.labels), mlp=mlp)
    return Outline(
        template=str(run.start.template),
        hand_written=str(run.rival),
        tokens=tokens,
        parameters=next(row.count for row in rows if row.key == options.method),
        ledger=rows,
        total=model.parameters,
        train=len(first.train),
        dev=len(first.dev),
        test=len(spec.test),
        per_class=affordable(spec.train, options.examples),
        flops=operations(work, length, model),
    )


def defaults() -> dict[str, dict[str, Any]]:
    """Every method's options where nobody chose any, as JSON."""
    found = {}
    for method in METHODS:
        options = TuningOptions(method=method)
        found[method] = {**vars(options), "seeds": list(options.seeds), "learning_rate": options.rate}
    return found


def choices() -> tuple[Choice, ...]:
    """What can be chosen of training, for a page to list: every option with its values in their order."""
    others = {"initialisation": INITIALISATIONS, "schedule": SCHEDULES, "loss": LOSSES, "precision": PRECISIONS}
    return (
        METHODS.choice("method"),
        *(Choice(option, tuple(map(Value, names))) for option, names in others.items()),
    )


def script(prompt: SoftPrompt, model: LanguageModel, source: str | None, file: str) -> str:
    """Python source that gives the prompt's probabilities without this project; see `export`."""
    return export.script(prompt, model, source=source, file=file)


def read_prompt(data: bytes) -> SoftPrompt:
    """A trained prompt from its file.

    Raises:
        PromptFileError: why it cannot be read.
    """
    return soft_prompt.load(data)


def task_of(prompt: SoftPrompt, model: LanguageModel) -> Task:
    """The question a trained prompt was trained for.

    Raises:
        PlaygroundError: it belongs to another model, or its card is broken.
    """
    card = prompt.card
    options = Options(aggregation=card.aggregation, top_k=1)
    return Task.build(parse(card.template), verbalizers.parse(card.verbalizer), options, model, prompt)


def answers(
    prompts: Sequence[SoftPrompt], fields: Mapping[str, str], model: LanguageModel
) -> Plan[list[Prediction | Exception]]:
    """One text under many prompts, in one batch: each its own template and verbalizer.

    A prompt that cannot be used has its error in its place.
    """
    plans: list[Plan[Prediction]] = [_answer(prompt, fields, model) for prompt in prompts]
    return (yield from settled(plans))


def _answer(prompt: SoftPrompt, fields: Mapping[str, str], model: LanguageModel) -> Plan[Prediction]:
    task = task_of(prompt, model)
    blank = dict.fromkeys(task.template.slots, "")
    return (yield from predict_plan(task, {**blank, **fields}, model))


def shifts(prompts: Sequence[SoftPrompt], fields: Mapping[str, str], model: LanguageModel) -> Plan[list[Prediction]]:
    """One text under a run's checkpoints, in one batch.

    Raises:
        PlaygroundError: the run belongs to another model.
    """
    return (yield from together([_answer(prompt, fields, model) for prompt in prompts]))


def look(trained: SoftPrompt, start: SoftPrompt, model: LanguageModel) -> NearestWords | None:
    """What the soft tokens are near to; `None` for a prefix, which lies in no vocabulary.

    Raises:
        PlaygroundError: the prompt belongs to another model.
    """
    task = task_of(trained, model)
    if trained.input.embeddings is None or start.input.embeddings is None:
        return None
    words = [(word, task.labels.index(label), task.words[word]) for label, word in task.entries]
    with torch.no_grad():
        return nearest_words(
            trained.input.embeddings,
            start.input.embeddings,
            model.embeddings,
            lambda id: model.tokenizer.word(id, True, False),
            words,
        )


def diagnoses(
    reports: Iterable[Mapping[str, Any]], spec: Mapping[str, Any], finished: bool
) -> list[tuple[int, Diagnosis]]:
    """What is wrong with a job, seed by seed, from its reports as they are kept."""
    reports = list(reports)
    seeds = dict.fromkeys(report["seed"] for report in reports if report["kind"] == "step")
    mine = {seed: [report for report in reports if report.get("seed") == seed] for seed in seeds}
    return [(seed, found) for seed, its in mine.items() for found in _diagnose(its, spec, finished)]


def _diagnose(mine: Sequence[Mapping[str, Any]], spec: Mapping[str, Any], finished: bool) -> tuple[Diagnosis, ...]:
    steps = [_step(report) for report in mine if report["kind"] == "step"]
    first = next((report for report in mine if report["kind"] == "start"), None)
    if not steps or steps[0].dev is None or first is None:
        return ()
    options = TuningOptions.from_mapping(spec["options"])
    over = finished or any(report["kind"] == "seed" for report in mine)
    return diagnose(
        steps,
        majority=first["majority"],
        start=steps[0].dev,
        per_class=first.get("per_class", options.examples),
        learning_rate=options.rate,
        labels=list(steps[0].dev.predicted),
        finished=over,
    )


def _step(report: Mapping[str, Any]) -> StepReport:
    dev = DevScore(**report["dev"]) if report["dev"] else None
    names = ("seed", "step", "loss", "gradient", "learning_rate", "seconds")
    return StepReport(**{name: report[name] for name in names}, dev=dev)
