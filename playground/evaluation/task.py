"""A whole evaluation job as a stream of messages: the face that background workers call by name.

It goes on from a checkpoint to the very same numbers: what is kept are the words'
scores, and everything else follows from them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import torch
from safetensors.torch import load, save
from torch import Tensor

from playground.errors import DataError
from playground.evaluation import baseline, predictions
from playground.evaluation.intervals import compare, wilson
from playground.evaluation.metrics import evaluate as measure
from playground.evaluation.outcome import READINGS
from playground.evaluation.passes import Pass, Question, Reading, passes, prior_shares
from playground.evaluation.readouts import told
from playground.evaluation.sensitivity import reported
from playground.evaluation.spec import Cell, EvaluationSpec
from playground.models.language_model import LanguageModel
from playground.models.pinned_revision import pinned
from playground.prompting.wordings import wordings
from playground.results import Message
from playground.scoring.aggregation import ensemble

CHECKPOINT_EVERY = 2_048  # examples, within one pass


def evaluate(values: Mapping[str, Any], checkpoint: bytes | None = None) -> Iterator[Message]:
    """Run a spec's JSON, from its beginning or from a checkpoint of the same spec.

    Raises:
        PlaygroundError: what is wrong with the spec; a single cell's error is in its report.
    """
    spec = EvaluationSpec.from_json(values)
    models = [pinned(model.id, model.revision) for model in spec.models]
    if values.get("device"):
        for model in models:
            model.move(values["device"])
    yield from EvaluationRun(spec, models).messages(checkpoint)


class EvaluationRun:
    """One spec on its models."""

    def __init__(self, spec: EvaluationSpec, models: Sequence[LanguageModel]):
        if not spec.examples:
            raise DataError("empty")
        self.spec = spec
        self.passes, self.errors = passes(spec, models)
        self._order = spec.order
        self._examples = [spec.examples[place] for place in self._order]
        # What counts for each seed, as places among those asked.
        at = {place: i for i, place in enumerate(self._order)}
        self._draws = [[at[place] for place in draw] for draw in spec.draws]
        # The only prompt, where it is to be read in other wordings, and on what.
        rows = self._examples[: spec.wording_rows] if self.passes else []
        self._reworded = (self.passes[0].questions[0].task, rows, self.passes[0].model) if rows else None
        self._readings: dict[tuple[Cell, str], Reading] = {}
        self._gold: dict[Cell, Tensor] = {}

    def messages(self, checkpoint: bytes | None = None) -> Iterator[Message]:
        """The plan, every pass's parts and cells, the ensembles, and what is best and tied."""
        kept = load(checkpoint) if checkpoint else {}
        # What it took before an interruption counts, too.
        self._started = time.monotonic() - float(kept.pop("seconds", 0.0))
        if not kept:
            yield Message(self._plan())
            for cell, error in self.errors.items():
                yield Message(_cell_report(cell, error={"key": error.key, "values": _plain(error.values)}))
        for number, its in enumerate(self.passes):
            scores = [kept[f"{number}"]] if f"{number}" in kept else []
            if sum(map(len, scores)) == len(self._examples):
                # Its cells were reported together with this checkpoint.
                for question in its.questions:
                    self._cell(its, question, scores[0], None)
                continue
            cut = yield from self._ask(number, its, scores, kept)
            kept[f"{number}"] = whole = torch.cat(scores)
            found = [self._cell(its, question, whole, cut) for question in its.questions]
            yield from found[:-1]
            yield Message(found[-1].report, found[-1].files, self._checkpoint(kept))
        yield from self._ensembles()
        result = self._result()
        if self._reworded:  # not kept: they are few
            result["wordings"] = yield from reported(*self._reworded)
        yield Message({**result, "seconds": time.monotonic() - self._started})

    def _checkpoint(self, kept: Mapping[str, Tensor]) -> bytes:
        return save({**kept, "seconds": torch.tensor(time.monotonic() - self._started, dtype=torch.double)})

    def _plan(self) -> dict[str, Any]:
        cells = len(self.errors) + sum(len(its.questions) for its in self.passes)
        plan = {"kind": "plan", "cells": cells, "prompts": len(self.passes), "examples": len(self._examples)}
        if self._reworded:
            plan |= {"wordings": len(wordings(self._reworded[0].template)), "wording_rows": self.spec.wording_rows}
        return plan

    # -- one pass ------------------------------------------------------------------------

    def _ask(
        self, number: int, its: Pass, scores: list[Tensor], kept: Mapping[str, Tensor]
    ) -> Generator[Message, None, list[bool]]:
        """Fill `scores`, one tensor a chunk, and tell how far it is; in the end which examples were cut."""
        begun = sum(map(len, scores))
        saved = begun
        cut = its.cut(self._examples[:begun])
        for done, chunk in its.chunks(self._examples[begun:]):
            if chunk is not None:
                scores.append(chunk)
            ready = sum(map(len, scores))
            cut += its.cut(self._examples[len(cut) : ready])
            report = {
                "kind": "part",
                "prompt": number,
                "prompts": len(self.passes),
                "done": begun + done,
                "of": len(self._examples),
                "cells": self._so_far(its, scores) if chunk is not None else None,
            }
            if chunk is not None and ready - saved >= CHECKPOINT_EVERY and ready < len(self._examples):
                saved = ready
                yield Message(report, checkpoint=self._checkpoint({**kept, f"{number}": torch.cat(scores)}))
            else:
                yield Message(report)
        return cut

    def _so_far(self, its: Pass, scores: Sequence[Tensor]) -> list[dict[str, Any]]:
        """The cells' accuracy on what is asked by now; examples come in random order, so it is a fair estimate."""
        found = torch.cat(list(scores))
        reports = []
        for question in its.questions:
            gold = self._truth(question)[: len(found)]
            readings = self._read(its, question, found)
            numbers = {name: _accuracy(reading, gold) if reading else None for name, reading in readings.items()}
            reports.append({**question.cell._asdict(), **numbers})
        return reports

    def _read(self, its: Pass, question: Question, scores: Tensor) -> dict[str, Reading | None]:
        """One cell's readings of what is asked so far."""
        mine = scores[:, its.columns(question)]
        prior = its.prior(question, self._examples[: len(scores)], scores)
        return {
            "plain": question.plain(mine),
            "calibrated": question.calibrated(mine, prior),
            "learnt": its.by_learnt(question, scores),
        }

    def _truth(self, question: Question) -> Tensor:
        """The true labels of all examples in one cell's verbalizer: [examples]."""
        if question.cell not in self._gold:
            self._gold[question.cell] = question.gold(self._examples)
        return self._gold[question.cell]

    def _cell(self, its: Pass, question: Question, scores: Tensor, cut: list[bool] | None) -> Message:
        """What a complete cell came to; `cut` are the examples that the model could not read whole."""
        mass = its.mass_outside(question, scores[:, its.columns(question)])
        prior = prior_shares(question, its.prior(question, self._examples, scores), self.spec.options.calibration)
        if prior and its.rows:
            prior = {**prior, "rows": told(its.rows, self._examples, len(question.task.labels))}
        readings, learnt = self._read(its, question, scores), its.learnt
        more: dict[str, Any] = {"prior": prior, "learnt_words": learnt and learnt.told()}
        report = self._report(question.cell, question.task.labels, self._truth(question), readings, mass, cut, more)
        if learnt is None:
            return report
        kept = json.dumps(learnt.to_json()).encode()
        return Message(report.report, {**report.files, learnt_file(question.cell): kept})

    def _report(
        self,
        cell: Cell,
        labels: Sequence[str],
        gold: Tensor,
        readings: Mapping[str, Reading | None],
        mass: Tensor | None = None,
        cut: list[bool] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> Message:
        self._gold[cell] = gold
        found: dict[str, Any] = {}
        for name, reading in readings.items():
            found[name] = None
            if reading:
                self._readings[cell, name] = reading
                found[name] = asdict(measure(reading.log_probabilities, gold, labels))
        file = "/".join(map(str, cell))
        answers = {name: reading and reading.log_probabilities for name, reading in readings.items()}
        data = predictions.write(self._order, gold, answers, mass, cut)
        report = _cell_report(
            cell,
            **found,
            seeds=self._by_seed(readings, gold),
            mass_outside=None if mass is None else mass.mean().item(),
            cut=None if cut is None else sum(cut),
            file=file,
            ensemble=cell.row == len(self.spec.rows),
            **(more or {}),
        )
        return Message(report, {file: data})

    def _by_seed(self, readings: Mapping[str, Reading | None], gold: Tensor) -> list[dict[str, Any]]:
        """Each draw's accuracy; empty where there is one draw only."""
        if len(self._draws) < 2:
            return []
        return [
            {
                "seed": seed,
                **{
                    name: _accuracy(reading, gold, draw)["accuracy"] if reading else None
                    for name, reading in readings.items()
                },
            }
            for seed, draw in zip(self.spec.seeds, self._draws, strict=True)
        ]

    # -- all cells together ----------------------------------------------------------------

    def _ensembles(self) -> Iterator[Message]:
        """For every model and verbalizer the average of its templates, in every reading that all of them have."""
        if self.spec.view != "grid":
            return
        groups: dict[tuple[int, int], list[Question]] = {}
        for its in self.passes:
            for question in its.questions:
                groups.setdefault((question.cell.model, question.cell.column), []).append(question)
        for (model, column), questions in groups.items():
            if len(questions) > 1:
                cells = [question.cell for question in questions]
                readings = {name: self._average(cells, name) for name in READINGS}
                cell = Cell(model, len(self.spec.rows), column)
                if readings["plain"]:
                    yield self._report(cell, questions[0].task.labels, self._gold[cells[0]], readings)

    def _average(self, cells: Sequence[Cell], name: str) -> Reading | None:
        found = [reading for cell in cells if (reading := self._readings.get((cell, name)))]
        if len(found) < len(cells):
            return None
        return Reading(ensemble([reading.log_probabilities for reading in found]))

    def _result(self) -> dict[str, Any]:
        examples = self._examples
        return {
            "kind": "result",
            "readings": {name: self._compared(name) for name in READINGS},
            "baseline": {
                "majority": baseline.majority(examples),
                "bag_of_words": baseline.bag_of_words(self.spec.train, examples) if self.spec.train else None,
            },
        }

    def _compared(self, name: str) -> dict[str, Any] | None:
        """Every cell against the best one; in the view `words` against the whole template."""
        right = {
            cell: (reading.predicted == self._gold[cell]).long().tolist()
            for (cell, its), reading in self._readings.items()
            if its == name
        }
        if not right:
            return None
        whole = Cell(0, 0, 0)
        # The first of several best ones, in the order of the page.
        best = max(sorted(right), key=lambda cell: sum(right[cell]))
        if self.spec.view == "words" and whole not in right:
            return None
        reference = whole if self.spec.view == "words" else best
        against = []
        for cell in sorted(right):
            found = compare(right[cell], right[reference])
            against.append({**cell._asdict(), **asdict(found), "tied": found.tied})
        return {"best": best._asdict(), "reference": reference._asdict(), "against": against}


def _accuracy(reading: Reading, gold: Tensor, places: Sequence[int] | None = None) -> dict[str, Any]:
    hits = reading.predicted == gold
    hits = hits if places is None else hits[torch.tensor(places)]
    right, examples = int(hits.sum()), len(hits)
    return {"examples": examples, "right": right, "accuracy": right / examples, "interval": wilson(right, examples)}


def learnt_file(cell: Cell) -> str:
    """The name of the file with a cell's learnt verbalizer."""
    return f"{'/'.join(map(str, cell))}/learnt"


def _cell_report(cell: Cell, **values: Any) -> dict[str, Any]:
    names = (*READINGS, "seeds", "mass_outside", "prior", "learnt_words", "cut", "file", "error")
    empty = dict.fromkeys(names)
    return {"kind": "cell", **cell._asdict(), "ensemble": False, **empty, **values}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | float | str) else str(value) for name, value in values.items()}
