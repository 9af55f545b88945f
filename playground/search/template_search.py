"""Templates by a race: many are read on a few training examples, the better ones on twice as many, and so on.

That is successive halving (Karnin, Koren & Somekh 2013, "Almost Optimal Exploration in Multi-Armed Bandits", algorithm
1; Jamieson & Talwalkar 2016): the budget goes to the templates that promise something. Fewer than `FEWEST` examples
tell nothing, so the first round reads as many, and every round drops the same share of the templates. All are compared on the same examples, by the mean of -log P(label), which tells more apart than accuracy does. When some
finalists are left they are read on all training examples; then the best of these are edited (`edits.py`), and what
comes of it runs a race of its own. At the end the finalists are read on the development examples: the lowest loss
there is the result, and the best n make an ensemble.

Templates that differ in case or white space only are one, and so are those that a model answers alike on every example
read. One seed as a generator; no queue and no page here: whoever drives it may stop between two reports and go on from a
report's checkpoint to the same numbers.
"""

from __future__ import annotations

import itertools
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import torch

from playground.errors import PlaygroundError
from playground.evaluation.encoded_examples import score
from playground.evaluation.intervals import paired_interval
from playground.prompting.template import Template, parse
from playground.results import DevScore
from playground.scoring.aggregation import ensemble
from playground.scoring.predict import Task, scorer_for
from playground.search.edits import edited
from playground.search.options import TemplateOptions
from playground.search.reports import TemplateReport, TriedTemplate
from playground.search.template_scores import TemplateScores
from playground.search.template_source import TEMPLATE_SOURCES, Candidate, Ground, fold
from playground.search.triggers import read_state

OWN = "own"  # the hand-written template's source
EDITS = "edits"  # the source that a round of edits is
PARENTS = 4  # of the finalists, that are edited, and of the edits, that are read on all training examples
FEWEST = 8  # examples of a race's first round
ALIKE = 1e-5  # nats; less is rounding


@dataclass
class _Runner:
    """A template with what it was read on so far: the loss of each example, and whether it was right."""

    candidate: Candidate
    losses: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    @property
    def loss(self) -> float:
        return sum(self.losses) / len(self.losses) if self.losses else math.inf

    def to_json(self) -> list[Any]:
        its = self.candidate
        return [str(its.template), its.source, its.of and str(its.of), self.losses, self.right]

    @classmethod
    def from_json(cls, values: list[Any]) -> _Runner:
        template, source, of, losses, right = values
        return cls(Candidate(parse(template), source, of and parse(of)), losses, right)


@dataclass(frozen=True)
class Chosen:
    """A finalist on the development examples; `index` is its place among all templates of the search."""

    index: int
    dev: DevScore


class TemplateSearch:
    """Everything of one seed's search that changes.

    `carried` is JSON that belongs to others and is kept in the checkpoints.
    """

    def __init__(self, ground: Ground, train: TemplateScores, dev: TemplateScores, seed: int):
        self.step, self.seconds = 0, 0.0
        self.carried: dict[str, Any] = {}
        self.chosen: list[Chosen] = []
        self.together: DevScore | None = None
        self._ground, self._train, self._dev, self._seed = ground, train, dev, seed
        self._runners = [_Runner(Candidate(ground.task.template, OWN))]
        self._running, self._ends, self._most = [0], list[int](), 0
        self._todo = [*ground.options.sources, "race", *[EDITS, "race"] * ground.options.rounds, "choose"]
        self._deleted: list[str] = []
        self._leader: int | None = None

    @property
    def options(self) -> TemplateOptions:
        """The user's choices."""
        return self._ground.options

    @property
    def finished(self) -> bool:
        """Whether the finalists were chosen among."""
        return not self._todo

    @cached_property
    def _order(self) -> list[int]:
        """The training examples, the labels in turn, so that the first few have something of each."""
        gold = self._train.gold.tolist()
        order = list(range(len(gold)))
        random.Random(f"{self._seed}/order").shuffle(order)
        turns: dict[int, int] = {}
        place = {}
        for row in order:
            place[row] = turns[gold[row]] = turns.get(gold[row], -1) + 1
        return sorted(order, key=place.__getitem__)

    def reports(self) -> Iterator[TemplateReport]:
        """Search; a report a step."""
        while self._todo:
            started = time.perf_counter()
            self.step += 1
            what = self._todo[0]
            if what == "race":
                report = self._race()
            else:
                self._todo.pop(0)
                report = self._choose() if what == "choose" else self._gather(what)
            self.seconds += time.perf_counter() - started
            yield TemplateReport(
                self._seed, self.step, *report, str(self._template(self.best)), self._look(), self.seconds, self.pack()
            )

    @property
    def best(self) -> int:
        """Which is best: of those chosen by the development examples, or before that of those read on all examples."""
        return self.chosen[0].index if self.chosen else next(iter(self._finalists()), 0)

    def task(self, index: int) -> Task:
        """A template as a task of the same verbalizer and options."""
        own = self._ground.task
        return Task.build(self._template(index), own.verbalizer, own.options, self._ground.model)

    def tried(self, index: int, kept: bool = True, same_as: int | None = None) -> TriedTemplate:
        """A template as reports tell of it."""
        its = self._runners[index]
        count = len(its.losses)
        gains = torch.tensor(self._runners[0].losses[:count]) - torch.tensor(its.losses)
        return TriedTemplate(
            template=str(its.candidate.template),
            source=its.candidate.source,
            of=its.candidate.of and str(its.candidate.of),
            examples=count,
            loss=its.loss if count else None,
            gain=gains.mean().item() if count else None,
            gain_interval=paired_interval(gains) if count else None,
            accuracy=sum(its.right) / count if count else None,
            kept=kept,
            same_as=None if same_as is None else str(self._template(same_as)),
        )

    def _template(self, index: int) -> Template:
        return self._runners[index].candidate.template

    def _finalists(self) -> list[int]:
        """Those that were read on all training examples, the best first, as many as there may be."""
        read = [i for i, its in enumerate(self._runners) if len(its.losses) == len(self._order)]
        return sorted(read, key=lambda i: (self._runners[i].loss, i))[: self.options.finalists]

    def _gather(self, source: str) -> tuple[str, str, int, tuple[TriedTemplate, ...]]:
        """New templates, and the beginning of their race where they are edits."""
        known = [its.candidate.template for its in self._runners]
        if source == EDITS:
            parents = [self._template(i) for i in self._finalists()[:PARENTS]]
            chance = random.Random(f"{self._seed}/{self.step}/edits")
            made = edited(self._ground, parents, chance, self._deleted, self.options.edits)
            self._running, most = [], None
        else:
            its = TEMPLATE_SOURCES[source]
            made = [Candidate(template, source, of) for template, of in its.make(self._ground)]
            most = self.options.proposals if "proposals" in its.options else None
        first = len(self._runners)
        fitting = filter(self._fits, fold(made, known, self._ground.task))
        self._runners += map(_Runner, itertools.islice(fitting, most))
        new = list(range(first, len(self._runners)))
        self._running += new
        self._ends = []
        return "gather", source, 0, tuple(self.tried(i) for i in new)

    def _fits(self, candidate: Candidate) -> bool:
        """Whether the model can read the template: short enough, and with the same words as the hand-written one."""
        own = self._ground.task
        try:
            made = Task.build(candidate.template, own.verbalizer, own.options, self._ground.model)
            scorer_for(self._ground.model).ask(made.template, self._ground.shown[0].fields, made.words)
        except PlaygroundError:
            return False
        return made.entries == own.entries

    def _race(self) -> tuple[str, None, int, tuple[TriedTemplate, ...]]:
        """The running ones on more examples; the worse ones go, and who is like another one."""
        whole = len(self._order)
        if not self._ends:
            self._most = self.options.finalists if 0 in self._running else PARENTS
            halvings = max(0, math.ceil(math.log2(max(1, len(self._running)) / self._most)))
            least = max(FEWEST, len(self._ground.task.labels))
            ends = {min(whole, max(least, math.ceil(whole / 2**left))) for left in range(halvings, -1, -1)}
            self._ends = sorted(ends)
        end = self._ends.pop(0)
        self._read(self._running, end)
        same = self._same(end)
        order = sorted((i for i in self._running if i not in same), key=lambda i: (self._runners[i].loss, i))
        share = min(1.0, self._most / max(1, len(self._running))) ** (1 / max(1, len(self._ends)))
        kept = order[: max(self._most, math.ceil(share * len(self._running)))]
        # The hand-written one is what all others are compared with, so it is read to the end.
        kept += [0] * (0 in order and 0 not in kept)
        tried = tuple(self.tried(i, i in kept) for i in order)
        tried += tuple(self.tried(i, False, other) for i, other in same.items())
        self._running = kept
        if not self._ends:
            self._todo.pop(0)
        return "race", None, end, tried

    def _read(self, which: Sequence[int], end: int) -> None:
        by_start: dict[int, list[int]] = {}
        for i in which:
            by_start.setdefault(len(self._runners[i].losses), []).append(i)
        for start, its in by_start.items():
            rows = self._order[start:end]
            found = self._train.log_probabilities([self.task(i) for i in its], rows)
            gold = self._train.gold[rows]
            losses = -found.gather(2, gold[None, :, None].expand(len(its), -1, 1))[..., 0]
            right = found.argmax(-1) == gold
            for row, i in enumerate(its):
                self._runners[i].losses += losses[row].tolist()
                self._runners[i].right += right[row].tolist()

    def _same(self, end: int) -> dict[int, int]:
        """Of the running ones those that answer as one before them does: index -> that one's index."""
        found: dict[int, int] = {}
        for at, i in enumerate(self._running):
            mine = torch.tensor(self._runners[i].losses[:end])
            others = [j for j in self._running[:at] if j not in found] + [j for j in self._finalists() if j < i]
            for j in dict.fromkeys(others):
                if torch.allclose(mine, torch.tensor(self._runners[j].losses[:end]), rtol=0, atol=ALIKE):
                    found[i] = j
                    break
        return found

    def _choose(self) -> tuple[str, None, int, tuple[TriedTemplate, ...]]:
        """The finalists on the development examples."""
        finalists = self._finalists()
        log_p = self._dev.log_probabilities([self.task(i) for i in finalists], range(len(self._dev.gold)))
        labels, gold = self._ground.task.labels, self._dev.gold
        scores = {i: score(its, gold, labels) for i, its in zip(finalists, log_p, strict=True)}
        order = sorted(range(len(finalists)), key=lambda at: (scores[finalists[at]].loss, at))
        self.chosen = [Chosen(finalists[at], scores[finalists[at]]) for at in order]
        best = [log_p[at] for at in order[: self.options.ensemble]]
        self.together = score(ensemble(best), gold, labels)
        return "choose", None, len(gold), tuple(self.tried(its.index) for its in self.chosen)

    def _look(self) -> DevScore | None:
        """The leader on the development examples, where it is a new one."""
        if self.chosen:
            return self.chosen[0].dev
        leader = self.best
        if leader == self._leader:
            return None
        self._leader = leader
        (found,) = self._dev.log_probabilities([self.task(leader)], range(len(self._dev.gold)))
        return score(found, self._dev.gold, self._ground.task.labels)

    def pack(self) -> bytes:
        """The search as it is now, and what it carries for others: JSON."""
        state = {"step": self.step, "seconds": self.seconds, "todo": self._todo, "leader": self._leader}
        state |= {"runners": [its.to_json() for its in self._runners], "running": self._running}
        state |= {"ends": self._ends, "most": self._most}
        state |= {"deleted": self._deleted, "chosen": [[its.index, asdict(its.dev)] for its in self.chosen]}
        state |= {"together": self.together and asdict(self.together), "carried": self.carried}
        return json.dumps(state).encode()

    def unpack(self, data: bytes) -> None:
        """Go on from `pack`'s bytes.

        Raises:
            SearchError: they are damaged.
        """
        state = read_state(data)
        self.step, self.seconds, self._todo = state["step"], state["seconds"], state["todo"]
        self._runners = [_Runner.from_json(its) for its in state["runners"]]
        self._running, self._ends, self._most = state["running"], state["ends"], state["most"]
        self._deleted, self._leader, self.carried = state["deleted"], state["leader"], state["carried"]
        self.chosen = [Chosen(index, DevScore(**dev)) for index, dev in state["chosen"]]
        self.together = state["together"] and DevScore(**state["together"])
