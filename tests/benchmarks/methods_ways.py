"""Each way to better a hand-written prompt from K examples a class, with its default options, for `methods.py`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from playground.datasets.sample import at_most, few_shot
from playground.evaluation.encoded_examples import TOGETHER, EncodedExamples, joined, log_probabilities
from playground.evaluation.learning import learn
from playground.evaluation.readouts import BATCH_ROWS
from playground.models.language_model import LanguageModel
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import Mask, Slot, Template, Text, Trigger, parse
from playground.results import Example
from playground.scoring.aggregation import ensemble
from playground.scoring.batch import word_scores
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, prior_plan
from playground.search.objective import Objective
from playground.search.options import TemplateOptions, TriggerOptions, WordOptions
from playground.search.spec import SearchSpec
from playground.search.template_run import TemplateRun
from playground.search.template_search import TemplateSearch
from playground.search.trigger_run import TriggerRun
from playground.search.word_run import WordRun
from playground.tuning.options import TuningOptions
from tests.benchmarks.fewshot import Study

TRIGGERS = 3


@dataclass(frozen=True)
class Shot:
    """One seed of one set: what is learnt from and chosen by, and the hand-written prompt to begin with."""

    study: Study
    seed: int
    examples: int

    @cached_property
    def drawn(self) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
        """To learn from, to choose by."""
        return few_shot(self.study.train, self.examples, self.seed)

    @cached_property
    def index(self) -> int:
        """The prompt that is best on what is learnt from."""
        return self.study.choose(self.drawn[0])

    @cached_property
    def templates(self) -> tuple[TemplateRun, TemplateSearch]:
        """A search for templates, done."""
        run = TemplateRun(self.spec("templates", self.task, options(TemplateOptions, self)), self.model)
        search = run.search(self.seed)
        for _ in search.reports():
            pass
        return run, search

    @property
    def task(self) -> Task:
        """The hand-written prompt."""
        return self.study.task(self.index, "none")

    @property
    def model(self) -> LanguageModel:
        """The language model."""
        return self.study.model

    def right(self, found: Tensor) -> Tensor:
        """log P(label) of the test rows [rows, labels] -> 1 where it is right, else 0: [rows]."""
        gold = torch.tensor([self.task.labels.index(row.label) for row in self.study.test])
        return (found.argmax(-1) == gold).long()

    def asked(self, task: Task, prior: Tensor | None = None, prompt: object = None) -> Tensor:
        """A task's log P(label) of the test rows: [rows, labels]."""
        questions = EncodedExamples.of(task, self.study.test, self.model)
        return log_probabilities(task, questions, self.model, prompt, prior)

    def spec(self, wanted: str, task: Task, options: object) -> SearchSpec:
        """A search that sees no test row."""
        return SearchSpec(
            wanted=wanted,
            template=str(task.template),
            verbalizer=str(task.verbalizer),
            aggregation="mean",
            model=self.model.id,
            revision=self.model.revision,
            options=options,
            data="file",
            fingerprint="",
            train=self.study.train,
            test=(),
        )


#: What was found, as text, and how to ask it: which test rows it gets right.
Found = tuple[str, Callable[[], Tensor]]


def hand_written(shot: Shot) -> Found:
    """The prompt chosen on the K examples."""
    return str(shot.task.template), lambda: shot.study.right(shot.index, "none").long()


def calibrated(shot: Shot) -> Found:
    """The same, contextual calibration."""
    return str(shot.task.template), lambda: shot.study.right(shot.index, "contextual").long()


def batch(shot: Shot) -> Found:
    """The same, batch calibration over training rows without their labels."""
    task, rows = shot.study.task(shot.index, "batch"), at_most(shot.study.train, BATCH_ROWS)
    prior = drive(prior_plan(task, shot.model, [row.fields for row in rows]), shot.model)
    return str(task.template), lambda: shot.right(shot.asked(task, prior))


def learnt(shot: Shot) -> Found:
    """A verbalizer learnt under the same template."""
    task = shot.task
    verbalizer = learn(task, shot.drawn[0], shot.model)

    def right() -> Tensor:
        fields = [row.fields for row in shot.study.test]
        parts = [fields[start : start + TOGETHER] for start in range(0, len(fields), TOGETHER)]
        values = torch.cat([word_scores(task, part, shot.model, verbalizer.places) for part in parts])
        return shot.right(verbalizer.over(task.labels, values[:, len(task.entries) :]))

    return json.dumps(verbalizer.told(3), ensure_ascii=False), right


def label_words(shot: Shot) -> Found:
    """The best on the development examples of the three searches for label words, one mask in the same template."""
    parts = tuple(Mask() if isinstance(part, Mask) else part for part in shot.task.template.parts)
    spec = shot.spec("label_words", replace(shot.task, template=Template(parts)), options(WordOptions, shot))
    *_, result, _ = (message.report for message in WordRun(spec, shot.model).messages())
    task = Task.build(Template(parts), verbalizers.parse(result["verbalizer"]), Options(), shot.model)
    return f"{result['method']}: {result['verbalizer']}", lambda: shot.right(shot.asked(task))


def triggers(shot: Shot) -> Found:
    """Three words behind the text, found by gradient."""
    spec = shot.spec(
        "triggers", replace(shot.task, template=triggered(shot.task.template)), options(TriggerOptions, shot)
    )
    run = TriggerRun(spec, shot.model)
    search = run.search(shot.seed)
    for _ in search.reports():
        pass
    _, filling, _ = search.best

    def right() -> Tensor:
        return shot.right(joined(list(Objective(run.task, shot.study.test, shot.model).by_parts(filling)), run.task))

    return " ".join(search.text(filling)), right


def prompt_tuning(shot: Shot) -> Found:
    """The words of the template as soft tokens."""
    made = shot.study.run(shot.index, options(TuningOptions, shot))
    trainer = made.trainer(shot.seed)
    for _ in trainer.reports():
        pass
    _, _, prompt = trainer.best
    return str(made.start.template), lambda: shot.right(shot.asked(made.task, prompt=prompt))


def templates(shot: Shot) -> Found:
    """The best of many templates on the development examples, the verbalizer as it is."""
    _, search = shot.templates
    task = search.task(search.best)
    return str(task.template), lambda: shot.right(shot.asked(task))


def templates_together(shot: Shot) -> Found:
    """The best few of the same search, answering together."""
    run, search = shot.templates
    tasks = [search.task(its.index) for its in search.chosen[: run.options.ensemble]]
    texts = " / ".join(str(task.template) for task in tasks)
    return texts, lambda: shot.right(ensemble([shot.asked(task) for task in tasks]))


METHODS: dict[str, tuple[str, Callable[[Shot], Found]]] = {
    "hand_written": ("hand-written", hand_written),
    "calibrated": ("calibrated (contextual)", calibrated),
    "batch": ("calibrated (batch)", batch),
    "learnt": ("learnt verbalizer", learnt),
    "label_words": ("label-word search", label_words),
    "templates": ("template search", templates),
    "together": ("the best 3 templates together", templates_together),
    "tuning": ("prompt tuning", prompt_tuning),
    "triggers": ("triggers", triggers),
}


def options(cls: type, shot: Shot) -> object:
    """A method's default options, for this seed and K."""
    return cls(seeds=(shot.seed,), examples=shot.examples)


def triggered(template: Template) -> Template:
    """A template with triggers behind its text, or at its end where its text is.

    >>> str(triggered(parse("{text} It was [MASK]."))), str(triggered(parse("[MASK]新闻：{text}")))
    ('{text} [T*3] It was [MASK].', '[MASK]新闻：{text} [T*3]')
    """
    at = next(i for i, part in enumerate(template.parts) if isinstance(part, Slot)) + 1
    rest = template.parts[at:]
    first = rest[0].text if rest and isinstance(rest[0], Text) else ""
    between = [Text(" "), Trigger(TRIGGERS)] if first[:1] in ("", " ") else [Trigger(TRIGGERS)]
    return parse(str(Template((*template.parts[:at], *between, *rest))))
