"""A whole training job: several seeds, one after the other, as a stream of messages.

The face that background workers call by name. It loads its model by id and exact
revision and needs nothing else than the spec: no database, no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from torch import Tensor, nn

from playground.datasets.sample import affordable, few_shot
from playground.errors import TemplateError, TuningError
from playground.evaluation.against import compare, summary
from playground.evaluation.encoded_examples import EncodedExamples, by_parts, joined
from playground.evaluation.seen import row_keys
from playground.models.language_model import LanguageModel
from playground.models.pinned_revision import pinned
from playground.models.soft_prompt import SoftInput
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import parse
from playground.results import Message, PromptCard, StepReport
from playground.scoring.batch import cut
from playground.scoring.calibration import USUAL
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, prior_plan
from playground.tuning import checkpoint as checkpoints
from playground.tuning.loop import Material, Trainer
from playground.tuning.method import METHODS
from playground.tuning.options import TuningOptions
from playground.tuning.spec import TuningSpec
from playground.tuning.start import Start, start_ids, start_of


def tune(values: Mapping[str, Any], checkpoint: bytes | None = None) -> Iterator[Message]:
    """Run a spec's JSON, from its beginning or from a checkpoint of the same spec.

    `device` in it is where a worker that has one wants the model: `cuda`.

    Raises:
        PlaygroundError: what is wrong with the spec, or with the loss.
    """
    spec = TuningSpec.from_json(values)
    model = pinned(spec.model, spec.revision)
    if values.get("device"):
        model.move(values["device"])
    yield from TuningRun(spec, model).messages(checkpoint)


class TuningRun:
    """One spec on one model."""

    def __init__(self, spec: TuningSpec, model: LanguageModel):
        self.spec = spec
        self.model = model
        self.verbalizer = verbalizers.parse(spec.verbalizer)
        if self.verbalizer is None:
            raise TuningError("no_verbalizer")
        self.options = Options(aggregation=spec.aggregation)
        self.start: Start = start_of(parse(spec.template, model.tokenizer.mask_token), spec.options, model)
        self.task = Task.build(self.start.template, self.verbalizer, self.options, model)
        self.rival = parse(spec.rival, model.tokenizer.mask_token) if spec.rival.strip() else self.start.hand_written
        self.hand_written = Task.build(self.rival, self.verbalizer, self.options, model)

    # -- the pieces of one seed ------------------------------------------------------

    def material(self, seed: int) -> Material:
        """The seed's own training and development examples, encoded."""
        train, dev = few_shot(self.spec.train, self.spec.options.examples, seed)
        learned, chosen = self._questions(self.task, train), self._questions(self.task, dev)
        seen = row_keys(self.task.template.slots, (*train, *dev))
        return Material(self.task, learned, chosen, self._card(seed), seen)

    def _questions(self, task: Task, examples: Any) -> EncodedExamples:
        return EncodedExamples.of(task, examples, self.model)

    def _card(self, seed: int) -> PromptCard:
        options = self.spec.options
        notes = {
            "data": self.spec.data,
            "fingerprint": self.spec.fingerprint,
            "examples a class": str(options.examples),
            "seed": str(seed),
            "steps": str(options.steps),
            "learning rate": f"{options.rate:g}",
            "hand-written": str(self.rival),
        }
        return PromptCard(
            method=options.method,
            template=str(self.start.template),
            verbalizer=str(self.verbalizer),
            aggregation=self.spec.aggregation,
            model=self.spec.model,
            revision=self.model.revision,
            notes=notes,
        )

    def module(self, seed: int) -> nn.Module:
        """The method's parameters as they are before any step."""
        options, model = self.spec.options, self.model
        label_ids = [id for _, word in self.task.entries for id in self.task.words[word]]
        ids = start_ids(self.start, options, model, label_ids, seed)
        return METHODS[options.method].module(ids, options, model, seed)

    def trainer(self, seed: int) -> Trainer:
        """A fresh run of one seed."""
        return Trainer(self.module(seed), self.material(seed), self.spec.options, seed, self.model)

    # -- the whole job ---------------------------------------------------------------

    def messages(self, checkpoint: bytes | None = None) -> Iterator[Message]:
        """The plan, every seed's steps and result, and the summary."""
        options: TuningOptions = self.spec.options
        carried: dict[str, Any] = {"results": [], "test": None}
        if checkpoint is None:
            yield Message(self._plan())
        else:
            state = checkpoints.read_state(checkpoint)
            carried = state["carried"]
        for seed in options.seeds[len(carried["results"]) :]:
            trainer = self.trainer(seed)
            trainer.carried = carried
            if checkpoint is not None:
                trainer.unpack(checkpoint)
                checkpoint = None
            else:
                yield Message(self._hand_written_report(seed))
            for report in trainer.reports():
                yield _step_message(report)
            if self.spec.test and carried["test"] is None:
                carried["test"] = yield from self._baselines(seed)
            result = yield from self._result(seed, trainer, carried["test"])
            carried["results"].append(result)
            yield Message(result)
        yield Message(summary(carried["results"]))

    def _plan(self) -> dict[str, Any]:
        options = self.spec.options
        return {
            "kind": "plan",
            "method": options.method,
            "template": str(self.start.template),
            "hand_written": str(self.rival),
            "seeds": list(options.seeds),
            "steps": options.steps,
            "labels": self.task.labels,
            "parameters": sum(p.numel() for p in self.module(options.seeds[0]).parameters()),
            "test": len(self.spec.test),
        }

    def _hand_written_report(self, seed: int) -> dict[str, Any]:
        """The hand-written prompt on the seed's development examples, and the majority's share."""
        _, dev = few_shot(self.spec.train, self.spec.options.examples, seed)
        questions = self._questions(self.hand_written, dev)
        found = joined(list(by_parts(self.hand_written, questions, self.model)), self.hand_written)
        right = found.argmax(-1) == questions.gold
        majority = questions.gold.bincount().max().item() / len(questions.gold)
        return {
            "kind": "start",
            "seed": seed,
            "accuracy": right.double().mean().item(),
            "majority": majority,
            "dev": len(dev),
            "per_class": affordable(self.spec.train, self.spec.options.examples),
        }

    def _baselines(self, seed: int) -> Iterator[Message]:
        """The hand-written prompt's answers to the test examples, plain and calibrated: which are right."""
        calibrated = replace(self.hand_written, options=replace(self.options, calibration=USUAL))
        try:
            prior = drive(prior_plan(calibrated, self.model), self.model)
        except TemplateError:
            prior = None  # a template without a slot has nothing to calibrate by
        plain = yield from self._right(seed, self.hand_written, None, None)
        return {
            "hand_written": plain,
            "calibrated": None if prior is None else (yield from self._right(seed, self.hand_written, None, prior)),
        }

    def _right(self, seed: int, task: Task, prompt: SoftInput | None, prior: Tensor | None) -> Iterator[Message]:
        """1 for each test example answered right, else 0, in the file's order."""
        questions = self._questions(task, self.spec.test)
        parts = []
        for part in by_parts(task, questions, self.model, prompt, prior):
            parts.append(part)
            done = sum(len(here) for here, _ in parts)
            yield Message({"kind": "test", "seed": seed, "done": done, "of": len(questions.gold)})
        return (joined(parts, task).argmax(-1) == questions.gold).long().tolist()

    def _cut(self, seed: int) -> dict[str, list[int]]:
        """The places in the spec's `train` and `test` of the examples that this seed could not read whole."""
        places = {id(example): place for place, example in enumerate(self.spec.train)}
        train, dev = few_shot(self.spec.train, self.spec.options.examples, seed)
        found = {}
        for name, rows in (("train", [*train, *dev]), ("test", self.spec.test)):
            short = cut(self.task, [example.fields for example in rows], self.model)
            at = [places[id(example)] for example in rows] if name == "train" else range(len(rows))
            found[name] = sorted(place for place, its in zip(at, short, strict=True) if its)
        return found

    def _result(self, seed: int, trainer: Trainer, test: dict[str, Any] | None) -> Iterator[Message]:
        step, dev, prompt = trainer.best
        result: dict[str, Any] = {
            "kind": "seed",
            "seed": seed,
            "steps": trainer.step,
            "best_step": step,
            "file": f"{seed}/{step}",
            "seconds": trainer.seconds,
            "dev": asdict(dev),
            "test": None,
        }
        result["cut"] = self._cut(seed)
        if test is not None:
            right = yield from self._right(seed, self.task, prompt, None)
            result["test"] = compare(right, test)
        return result


def _step_message(report: StepReport) -> Message:
    values = {key: value for key, value in asdict(report).items() if key not in ("prompt", "checkpoint")}
    if report.prompt is None:
        return Message({"kind": "step", **values, "file": None})
    name = f"{report.seed}/{report.step}"
    return Message({"kind": "step", **values, "file": name}, {name: report.prompt}, report.checkpoint)
