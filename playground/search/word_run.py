"""A whole search for label words: every seed, every method, as a stream of messages. It knows no queue and no page.

A seed's examples are read once, whatever the number of methods; a method's step is a message with a checkpoint.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from torch import Tensor

from playground.datasets.sample import few_shot
from playground.errors import SearchError
from playground.evaluation.against import compare, summary
from playground.evaluation.baseline import majority
from playground.evaluation.encoded_examples import TOGETHER, score
from playground.models.language_model import LanguageModel
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import parse
from playground.prompting.verbalizer import Verbalizer
from playground.results import Example, Message
from playground.scoring.aggregation import label_scores, normalise
from playground.scoring.options import Options
from playground.scoring.predict import Task
from playground.search import vocabulary
from playground.search.held_out import baselines, on_dev, right
from playground.search.mask_states import MaskStates, Words
from playground.search.options import WordOptions
from playground.search.spec import SearchSpec
from playground.search.triggers import read_state
from playground.search.word_method import WORD_METHODS, Material


class WordRun:
    """One spec on one model; its verbalizer gives the labels, and the words that are compared with.

    Raises:
        SearchError: no verbalizer, or a template that no single token answers.
        PlaygroundError: the template or verbalizer cannot be used.
    """

    def __init__(self, spec: SearchSpec, model: LanguageModel):
        if not isinstance(spec.options, WordOptions):
            raise TypeError(spec.wanted)
        verbalizer = verbalizers.parse(spec.verbalizer)
        if verbalizer is None:
            raise SearchError("no_verbalizer")
        self.spec, self.options, self.model = spec, spec.options, model
        template = parse(spec.template, model.tokenizer.mask_token)
        self.task = Task.build(template, verbalizer, Options(aggregation=spec.aggregation), model)
        self._found: Words | None = None

    @property
    def words(self) -> Words:
        """The words that may be label words."""
        if self._found is None:
            texts = [text for example in self.spec.train for text in example.fields.values()]
            self._found = Words.of(self.model, vocabulary.label_words(self.model, self.task.template, texts))
        return self._found

    def material(self, train: Sequence[Example], dev: Sequence[Example]) -> Material:
        """The examples, read once."""
        return Material(self.task.labels, self.words, self._states(train), self._states(dev))

    def _states(self, examples: Sequence[Example]) -> MaskStates:
        return MaskStates.of(self.task, examples, self.model)

    def messages(self, checkpoint: bytes | None = None) -> Iterator[Message]:
        """The plan, every seed's methods and result, and the summary."""
        carried: dict[str, Any] = {"results": [], "test": None, "methods": []}
        if checkpoint is None:
            yield Message(self._plan())
        else:
            carried = read_state(checkpoint)["carried"]
        for seed in self.options.seeds[len(carried["results"]) :]:
            train, dev = few_shot(self.spec.train, self.options.examples, seed)
            material = self.material(train, dev)
            if not carried["methods"]:
                yield Message(self._start(seed, dev))
            for name in self.options.methods[len(carried["methods"]) :]:
                carried["methods"].append(self._method(seed, name, material))
                yield Message(carried["methods"][-1], {}, json.dumps({"carried": carried}).encode())
            if self.spec.test and carried["test"] is None:
                carried["test"] = yield from baselines(seed, self.task, train, self.spec.test, self.model)
            result = yield from self._result(seed, carried["methods"], carried["test"])
            carried["results"].append(result)
            carried["methods"] = []
            yield Message(result, {}, json.dumps({"carried": carried}).encode())
        yield Message(summary(carried["results"]))

    def _plan(self) -> dict[str, Any]:
        return {
            "kind": "plan",
            "wanted": self.spec.wanted,
            "template": str(self.task.template),
            "verbalizer": str(self.task.verbalizer),
            "candidates": len(self.words.texts),
            "methods": list(self.options.methods),
            "seeds": list(self.options.seeds),
            "labels": self.task.labels,
            "test": len(self.spec.test),
        }

    def _start(self, seed: int, dev: Sequence[Example]) -> dict[str, Any]:
        """The hand-written words on the seed's development examples."""
        found = on_dev(self.task, dev, self.model)
        return {"kind": "start", "seed": seed, "dev": asdict(found), "majority": majority(dev), "examples": len(dev)}

    def _method(self, seed: int, name: str, material: Material) -> dict[str, Any]:
        """What one method finds, and how good its verbalizer is on the development examples."""
        started = time.perf_counter()
        found = WORD_METHODS[name].find(material, self.options)
        log_p = self.log_probabilities(material.dev, found.verbalizer)
        return {
            "kind": "method",
            "seed": seed,
            "method": name,
            "ranked": {label: [asdict(word) for word in words] for label, words in found.ranked.items()},
            "words": {label: list(words) for label, words in found.verbalizer.items()},
            "verbalizer": str(Verbalizer.from_mapping(found.verbalizer)),
            "assignments": [{**asdict(its), "words": list(its.words)} for its in found.assignments],
            "dev": asdict(score(log_p, material.dev.gold, self.task.labels)),
            "seconds": time.perf_counter() - started,
        }

    def log_probabilities(self, states: MaskStates, words: Mapping[str, Sequence[str]]) -> Tensor:
        """log P(label) [examples, labels], float64, with some of `words` for each label, aggregated as the spec says."""
        texts = [word for its in words.values() for word in its]
        index = [self.words.index[text] for text in texts]
        lengths = [len(its) for its in words.values()]
        ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
        groups = [list(range(end - length, end)) for end, length in zip(ends, lengths, strict=True)]
        scores = states.log_probabilities(self.words, Tensor(index).long()).double()
        return normalise(label_scores(scores, groups, self.spec.aggregation))

    def _result(
        self, seed: int, methods: Sequence[dict[str, Any]], test: dict[str, Any] | None
    ) -> Generator[Message, None, dict[str, Any]]:
        """Every method on the test examples, which are read once; the best by the development loss is the result."""
        best = min(methods, key=lambda its: its["dev"]["loss"])
        lines = {its["method"]: {"verbalizer": its["verbalizer"], "dev": its["dev"], "test": None} for its in methods}
        if test is not None:
            parts: dict[str, list[tuple[list[int], Tensor]]] = {its["method"]: [] for its in methods}
            gold = []
            for start in range(0, len(self.spec.test), TOGETHER):
                states = self._states(self.spec.test[start : start + TOGETHER])
                here = list(range(start, start + len(states.gold)))
                gold += states.gold.tolist()
                for its in methods:
                    parts[its["method"]].append((here, self.log_probabilities(states, its["words"])))
                yield Message({"kind": "test", "seed": seed, "done": len(gold), "of": len(self.spec.test)})
            for name, its in parts.items():
                answers = yield from right(seed, self.task, its, Tensor(gold).long())
                lines[name]["test"] = compare(answers, test)
        return {
            "kind": "seed",
            "seed": seed,
            "method": best["method"],
            "verbalizer": best["verbalizer"],
            "methods": lines,
            "seconds": sum(its["seconds"] for its in methods),
            "dev": best["dev"],
            "test": lines[best["method"]]["test"],
        }
