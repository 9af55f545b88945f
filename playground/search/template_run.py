"""A whole search for templates: several seeds, one after the other, as a stream of messages. It knows no queue and no
page.

The prompt's verbalizer stays as it is; the template is one candidate among the others.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import torch

from playground.datasets.sample import few_shot
from playground.errors import SearchError
from playground.evaluation.against import compare
from playground.evaluation.baseline import majority
from playground.evaluation.encoded_examples import TOGETHER
from playground.evaluation.intervals import wilson
from playground.models.language_model import LanguageModel
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import Soft, Trigger, parse
from playground.results import Example, Message
from playground.scoring.aggregation import ensemble
from playground.scoring.options import Options
from playground.scoring.predict import Task
from playground.search import template_bank
from playground.search.held_out import on_dev
from playground.search.in_turn import in_turn
from playground.search.options import TemplateOptions
from playground.search.reports import TemplateReport, TriedTemplate
from playground.search.spec import SearchSpec
from playground.search.template_scores import TemplateScores
from playground.search.template_search import TemplateSearch
from playground.search.template_source import TEMPLATE_SOURCES, Ground

SHOWN = 16  # training examples that the model fills gaps for


class TemplateRun:
    """One spec on one model.

    Raises:
        SearchError: no verbalizer, no slot, or a template with soft or trigger tokens, which edits cannot keep.
        PlaygroundError: the template or verbalizer cannot be used.
    """

    def __init__(self, spec: SearchSpec, model: LanguageModel):
        if not isinstance(spec.options, TemplateOptions):
            raise TypeError(spec.wanted)
        verbalizer = verbalizers.parse(spec.verbalizer)
        if verbalizer is None:
            raise SearchError("no_verbalizer")
        template = parse(spec.template, model.tokenizer.mask_token)
        if not template.slots:
            raise SearchError("no_slot")
        if any(isinstance(part, Soft | Trigger) for part in template.parts):
            raise SearchError("words_only")
        self.spec, self.options, self.model = spec, spec.options, model
        self.task = Task.build(template, verbalizer, Options(aggregation=spec.aggregation), model)

    @property
    def most(self) -> int:
        """Templates of all sources together, at most, the hand-written one included; edits are none of them."""
        found = 1
        for name in self.options.sources:
            reads = TEMPLATE_SOURCES[name].options
            found += self.options.proposals if "proposals" in reads else template_bank.count(self.options.bank)
        return found

    def search(self, seed: int) -> TemplateSearch:
        """A fresh search of one seed."""
        train, dev = few_shot(self.spec.train, self.options.examples, seed)
        ground = Ground(self.task, train, _balanced(train, SHOWN), self.options, self.model)
        scores = TemplateScores(self.task.labels, train, self.model)
        return TemplateSearch(ground, scores, TemplateScores(self.task.labels, dev, self.model), seed)

    def messages(self, checkpoint: bytes | None = None) -> Iterator[Message]:
        """The plan, every seed's steps and result, and the summary."""
        return in_turn(
            self.spec,
            self.model,
            self.task,
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
            "verbalizer": str(self.task.verbalizer),
            "sources": list(self.options.sources),
            "rounds": self.options.rounds,
            "seeds": list(self.options.seeds),
            "labels": self.task.labels,
            "test": len(self.spec.test),
        }

    def _start(self, seed: int) -> dict[str, Any]:
        """The hand-written template on the seed's development examples."""
        _, dev = few_shot(self.spec.train, self.options.examples, seed)
        found = on_dev(self.task, dev, self.model)
        return {"kind": "start", "seed": seed, "dev": asdict(found), "majority": majority(dev), "examples": len(dev)}

    def _result(
        self, seed: int, search: TemplateSearch, test: dict[str, Any] | None
    ) -> Generator[Message, None, dict[str, Any]]:
        """The best template and the ensemble of the best on the test examples, which are read once."""
        best, together = search.chosen[: self.options.ensemble], search.together
        ranked = [{**_told(search.tried(its.index)), "dev": asdict(its.dev)} for its in search.chosen]
        result: dict[str, Any] = {
            "kind": "seed",
            "seed": seed,
            "steps": search.step,
            "template": ranked[0]["template"],
            "source": ranked[0]["source"],
            "ranked": ranked,
            "seconds": search.seconds,
            "dev": ranked[0]["dev"],
            "test": None,
            "ensemble": {
                "templates": [its["template"] for its in ranked[: len(best)]],
                "dev": together and asdict(together),
                "test": None,
            },
        }
        if test is not None:
            alone, joint = yield from self._right(seed, [search.task(its.index) for its in best])
            result["test"], result["ensemble"]["test"] = compare(alone, test), compare(joint, test)
        return result

    def _right(self, seed: int, tasks: Sequence[Task]) -> Generator[Message, None, tuple[list[int], list[int]]]:
        """Which test examples the first template answers right, and which all of them together."""
        scores, parts = TemplateScores(self.task.labels, self.spec.test, self.model), []
        count = len(self.spec.test)
        for start in range(0, count, TOGETHER):
            rows = range(start, min(start + TOGETHER, count))
            parts.append(scores.log_probabilities(tasks, rows))
            yield Message({"kind": "test", "seed": seed, "done": rows.stop, "of": count})
        found = torch.cat(parts, dim=1)
        both = (found[0], ensemble(list(found)))
        alone, joint = ((its.argmax(-1) == scores.gold).long().tolist() for its in both)
        return alone, joint


def _balanced(examples: Sequence[Example], count: int) -> list[Example]:
    """Some of them, the labels in turn."""
    turns: dict[str, int] = {}
    keyed = []
    for example in examples:
        turns[example.label] = turns.get(example.label, 0) + 1
        keyed.append((turns[example.label], example))
    return [example for _, example in sorted(keyed, key=lambda pair: pair[0])][:count]


def _told(tried: TriedTemplate) -> dict[str, Any]:
    """As JSON, with the interval of its accuracy."""
    values, share, count = asdict(tried), tried.accuracy, tried.examples
    accuracy = None if share is None else list(wilson(round(share * count), count))
    gain = tried.gain_interval and list(tried.gain_interval)
    return {**values, "gain_interval": gain, "interval": accuracy}


def _step_message(report: TemplateReport) -> Message:
    values = {name: value for name, value in asdict(report).items() if name != "checkpoint"}
    return Message({"kind": "step", **values, "tried": list(map(_told, report.tried))}, {}, report.checkpoint)
