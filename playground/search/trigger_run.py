"""A whole trigger search: several seeds, one after the other, as a stream of messages. It knows no queue and no page."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import asdict
from typing import Any

from playground.datasets.sample import few_shot
from playground.errors import SearchError
from playground.evaluation.against import compare
from playground.evaluation.baseline import majority
from playground.models.language_model import LanguageModel
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import parse
from playground.results import Message
from playground.scoring.options import Options
from playground.scoring.predict import Task
from playground.search import placed, vocabulary, written
from playground.search.held_out import on_dev, right
from playground.search.in_turn import in_turn
from playground.search.objective import Objective
from playground.search.options import TriggerOptions
from playground.search.reports import TriggerReport
from playground.search.spec import SearchSpec
from playground.search.triggers import Material, TriggerSearch

TRIED = 8  # examples that the found words are tried on as text


class TriggerRun:
    """One spec on one model.

    Raises:
        SearchError: no verbalizer, no triggers, or a model that takes no embeddings.
        PlaygroundError: the template or verbalizer cannot be used.
    """

    def __init__(self, spec: SearchSpec, model: LanguageModel):
        if not isinstance(spec.options, TriggerOptions):
            raise TypeError(spec.wanted)
        if not model.abilities.soft_tokens:
            raise SearchError("no_gradients", family=model.family)
        verbalizer = verbalizers.parse(spec.verbalizer)
        if verbalizer is None:
            raise SearchError("no_verbalizer")
        self.spec, self.options, self.model = spec, spec.options, model
        template = parse(spec.template, model.tokenizer.mask_token)
        self.triggers = placed.count(template)
        self.task = Task.build(template, verbalizer, Options(aggregation=spec.aggregation), model)
        bare = written.without_triggers(template)
        self.hand_written = Task.build(bare, verbalizer, Options(aggregation=spec.aggregation), model)
        self._verbalizer = verbalizer
        self._words: list[dict[int, str]] | None = None

    @property
    def words(self) -> list[dict[int, str]]:
        """For every trigger the tokens that may stand there."""
        if self._words is None:
            options = self.options
            self._words = vocabulary.triggers(
                self.model,
                self.task.template,
                self._verbalizer,
                [text for example in self.spec.train for text in example.fields.values()],
                label_words=options.label_words,
                capitals=options.capitals,
                scripts=options.scripts,
            )
        return self._words

    def search(self, seed: int) -> TriggerSearch:
        """A fresh search of one seed."""
        train, dev = few_shot(self.spec.train, self.options.examples, seed)
        material = Material(Objective(self.task, train, self.model), Objective(self.task, dev, self.model), self.words)
        return TriggerSearch(material, self.options, seed, self.model)

    def messages(self, checkpoint: bytes | None = None) -> Iterator[Message]:
        """The plan, every seed's steps and result, and the summary."""
        return in_turn(
            self.spec,
            self.model,
            self.hand_written,
            search=self.search,
            plan=self._plan,
            start=self._start,
            step=_step_message,
            result=self._result,
            checkpoint=checkpoint,
        )

    def _plan(self) -> dict[str, Any]:
        return {
            "kind": "plan",
            "wanted": self.spec.wanted,
            "template": str(self.task.template),
            "hand_written": str(self.hand_written.template),
            "triggers": self.triggers,
            "candidates": [len(its) for its in self.words],
            "seeds": list(self.options.seeds),
            "steps": self.options.steps,
            "labels": self.task.labels,
            "test": len(self.spec.test),
        }

    def _start(self, seed: int) -> dict[str, Any]:
        """The template without triggers on the seed's development examples."""
        _, dev = few_shot(self.spec.train, self.options.examples, seed)
        found = on_dev(self.hand_written, dev, self.model)
        return {"kind": "start", "seed": seed, "dev": asdict(found), "majority": majority(dev), "examples": len(dev)}

    def _result(
        self, seed: int, search: TriggerSearch, test: dict[str, Any] | None
    ) -> Generator[Message, None, dict[str, Any]]:
        step, filling, dev = search.best
        words = search.text(filling)
        template = written.with_words(self.task, filling, words, self.spec.train[:TRIED], self.model)
        result: dict[str, Any] = {
            "kind": "seed",
            "seed": seed,
            "steps": search.step,
            "best_step": step,
            "words": list(words),
            "template": None if template is None else str(template),
            "seconds": search.seconds,
            "dev": asdict(dev),
            "test": None,
        }
        if test is not None:
            objective = Objective(self.task, self.spec.test, self.model)
            found = yield from right(seed, self.task, objective.by_parts(filling), objective.gold)
            result["test"] = compare(found, test)
        return result


def _step_message(report: TriggerReport) -> Message:
    values = {name: value for name, value in asdict(report).items() if name != "checkpoint"}
    values |= {"words": list(report.words), "flips": [asdict(flip) for flip in report.flips]}
    return Message({"kind": "step", **values}, {}, report.checkpoint)
