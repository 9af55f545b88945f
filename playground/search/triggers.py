"""Trigger tokens by gradient-guided search: AutoPrompt (Shin et al. 2020, section 2.2), one seed as a generator.

With L the mean of -log P(label) over a batch, e_cur the input embedding of the word in a place and g = dL/d e_cur,
another word w changes L by about

    (e_w - e_cur) . g

(equation 2, whose top-k is over e_w . grad log p: the same order). The k words that promise most are tried, and the
best of them is kept. The paper does not say whether also where it is worse than the word that is there; its authors'
code keeps it only if better, and so does this search: strictly better in L on the batch of the step. A beam of B keeps
the B best fillings of old and new ones instead of one. Where nothing came of a place's k words, those that promise
most after them have their turn. What comes out is the filling with the lowest loss on the
development examples, the first one included.

Two things differ from the paper. The gradient and the comparison use one batch, for there are few examples. And
candidates run a race: all on an eighth of the batch, the best quarter on three more, the best of these on all of it,
each compared with the filling it comes from on the same examples. No queue and no page here: whoever drives it may
stop between two reports and go on from a report's checkpoint to the same numbers.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor

from playground.errors import SearchError
from playground.models.language_model import LanguageModel
from playground.results import DevScore
from playground.search.objective import Objective
from playground.search.options import TriggerOptions
from playground.search.placed import Filling
from playground.search.reports import Flip, TriggerReport

LEAST_GAIN = 1e-6  # nats; less is rounding
COMMONEST = 1_000  # words that a search starts from: vocabularies begin with their commonest pieces
STARTS = 8  # fillings drawn, the best of which is the first
SHARES = (1 / 8, 1 / 2)  # of the batch, after which the race goes on with fewer
SURVIVORS = 4  # one in so many


@dataclass(frozen=True)
class Material:
    """What one seed searches on: `words[place]` are the tokens that may stand there, with their text."""

    train: Objective
    dev: Objective
    words: Sequence[Mapping[int, str]]


@dataclass(frozen=True)
class _Candidate:
    """A filling with one word changed, and the change of loss that each of the batch's examples promises."""

    filling: Filling
    of: int
    word: str
    predicted: Tensor


class TriggerSearch:
    """Everything of one seed's search that changes.

    `carried` is JSON that belongs to others and is kept in the checkpoints.

    Raises:
        SearchError: a place that no word may stand in.
    """

    def __init__(self, material: Material, options: TriggerOptions, seed: int, model: LanguageModel):
        if not all(material.words):
            raise SearchError("no_candidates")
        self.step = 0
        self.seconds = 0.0
        self.carried: dict[str, Any] = {}
        self._material, self._options, self._seed = material, options, seed
        self._ids = [torch.tensor(sorted(its)) for its in material.words]
        self._embedded = {tuple(ids.tolist()): model.look_up(ids.tolist()).float().cpu() for ids in self._ids}
        chance = random.Random(f"{seed}/start")
        common = [sorted(its)[:COMMONEST] for its in material.words]
        self._beam: list[Filling] = [tuple(map(chance.choice, common)) for _ in range(STARTS)]
        self._dev: DevScore | None = None
        self._best: tuple[int, Filling, DevScore] | None = None
        self._tried = [0] * len(self._ids)  # of each place's words since anything changed, a filling of the beam

    @property
    def best(self) -> tuple[int, Filling, DevScore]:
        """The step, filling and score of the lowest development loss."""
        if self._best is None:
            raise ValueError("not begun")
        return self._best

    @property
    def finished(self) -> bool:
        """Whether all steps are done, or every word was tried in every place on every example."""
        whole = self._options.batch >= len(self._material.train.gold)
        every = all(tried >= len(ids) - 1 for tried, ids in zip(self._tried, self._ids, strict=True))
        stuck = whole and not self._options.race and every
        return self.step >= self._options.steps or stuck

    def reports(self) -> Iterator[TriggerReport]:
        """Search; a report a step, the first (step 0) before any."""
        if self._best is None:
            yield self._first()
        while not self.finished:
            yield self._next()

    def _first(self) -> TriggerReport:
        started = time.perf_counter()
        losses = self._material.train.losses(self._beam, self._batch(0)).mean(1)
        loss, first = (its.item() for its in losses.min(0))
        self._beam = [self._beam[int(first)]]
        dev = self._look()
        self.seconds += time.perf_counter() - started
        return TriggerReport(
            self._seed, 0, None, self.text(self._beam[0]), None, loss, (), self.seconds, dev, self.pack()
        )

    def _next(self) -> TriggerReport:
        started = time.perf_counter()
        batch, place, leader = self._batch(self.step), self._place(), self._beam[0]
        losses, candidates = self._promising(batch, place)
        gains, tried = self._race(candidates, losses, batch)
        # Only who came to the end was compared on the whole batch.
        ended = [i for i in range(len(candidates)) if tried[i] == len(batch)]
        scored = [(losses[of].mean().item(), 0, of, filling) for of, filling in enumerate(self._beam)]
        scored += [
            (losses[candidates[i].of].mean().item() - gains[i] + LEAST_GAIN, 1, i, candidates[i].filling) for i in ended
        ]
        scored.sort()
        before = self._beam
        self._beam = [filling for _, _, _, filling in scored[: self._options.beam]]
        self.step += 1
        self._tried[place] += self._options.candidates
        if set(before) != set(self._beam):
            self._tried = [0] * len(self._ids)
        dev = self._look() if self._beam[0] != leader else None
        kept = set(self._beam) - set(before)
        flips = tuple(
            Flip(
                of=its.of,
                word=its.word,
                predicted=its.predicted[: tried[i]].mean().item(),
                actual=gains[i],
                examples=tried[i],
                kept=its.filling in kept,
            )
            for i, its in enumerate(candidates)
        )
        self.seconds += time.perf_counter() - started
        return TriggerReport(
            seed=self._seed,
            step=self.step,
            place=place,
            words=self.text(self._beam[0]),
            before=losses[before.index(leader)].mean().item(),
            loss=scored[0][0],
            flips=flips,
            seconds=self.seconds,
            dev=dev,
            checkpoint=self.pack(),
        )

    def _batch(self, step: int) -> list[int]:
        """The step's examples, the labels in turn, so that a part of them has something of each."""
        gold = self._material.train.gold.tolist()
        order = list(range(len(gold)))
        random.Random(f"{self._seed}/{step}/batch").shuffle(order)
        seen: dict[int, int] = {}
        turns = {row: seen.setdefault(gold[row], 0) for row in order}
        for row in order:
            turns[row] = seen[gold[row]]
            seen[gold[row]] += 1
        return sorted(order, key=lambda row: turns[row])[: self._options.batch]

    def _place(self) -> int:
        """Every place once a round, each round in an order of its own."""
        turn, at = divmod(self.step, len(self._ids))
        order = list(range(len(self._ids)))
        random.Random(f"{self._seed}/{turn}/places").shuffle(order)
        return order[at]

    def _promising(self, batch: list[int], place: int) -> tuple[Tensor, list[_Candidate]]:
        """The beam's losses [beam, batch], and for each of its fillings the words that promise most; where they were
        tried in vain, the next ones."""
        ids = self._ids[place]
        embedded = self._embedded[tuple(ids.tolist())]
        losses, candidates = [], []
        known = set(self._beam)
        for of, filling in enumerate(self._beam):
            its_losses, gradients = self._material.train.gradient(filling, batch)
            losses.append(its_losses)
            slopes = gradients[:, place]  # [batch, e]
            own = ids.tolist().index(filling[place])
            current = embedded[own]
            promised = first_order_gains(embedded, current, slopes.mean(0))
            order = [at for at in promised.argsort(descending=True, stable=True).tolist() if at != own]
            for at in order[self._tried[place] : self._tried[place] + self._options.candidates]:
                changed = (*filling[:place], int(ids[at]), *filling[place + 1 :])
                if changed in known:
                    continue
                known.add(changed)
                gains = -(slopes @ (embedded[at] - current))
                candidates.append(_Candidate(changed, of, self._material.words[place][int(ids[at])], gains))
        return torch.stack(losses), candidates

    def _race(
        self, candidates: Sequence[_Candidate], losses: Tensor, batch: list[int]
    ) -> tuple[list[float], list[int]]:
        """Each candidate's mean gain over the filling it changes, and on how many of the batch's examples it was tried."""
        shares = SHARES if self._options.race else ()
        labels = int(self._material.train.gold.max()) + 1
        ends = sorted({min(len(batch), max(labels, round(share * len(batch)))) for share in shares} | {len(batch)})
        totals, tried = [0.0] * len(candidates), [0] * len(candidates)
        running, start = list(range(len(candidates))), 0
        for end in ends:
            found = self._material.train.losses([candidates[i].filling for i in running], batch[start:end])
            for row, i in enumerate(running):
                totals[i] += (losses[candidates[i].of, start:end] - found[row]).sum().item()
                tried[i] = end
            # By what is left of the loss, for those of a beam begin at different ones.
            left = {i: losses[candidates[i].of, :end].sum().item() - totals[i] for i in running}
            running.sort(key=lambda i: (left[i], i))
            running, start = running[: max(self._options.beam, 2, -(-len(running) // SURVIVORS))], end
        return [total / max(1, count) for total, count in zip(totals, tried, strict=True)], tried

    def _look(self) -> DevScore:
        """The best filling on the development examples."""
        found = self._material.dev.score(self._beam[0])
        if self._best is None or found.loss < self._best[2].loss:
            self._best = (self.step, self._beam[0], found)
        return found

    def text(self, filling: Filling) -> tuple[str, ...]:
        """The words of a filling."""
        return tuple(words[id] for words, id in zip(self._material.words, filling, strict=True))

    def pack(self) -> bytes:
        """The search as it is now, and what it carries for others: JSON."""
        step, filling, dev = self.best
        state = {"step": self.step, "seconds": self.seconds, "tried": self._tried, "beam": self._beam}
        state |= {"best": [step, filling, asdict(dev)], "carried": self.carried}
        return json.dumps(state).encode()

    def unpack(self, data: bytes) -> None:
        """Go on from `pack`'s bytes.

        Raises:
            SearchError: they are damaged.
        """
        state = read_state(data)
        step, filling, dev = state["best"]
        self.step, self.seconds, self._tried = state["step"], state["seconds"], state["tried"]
        self._beam = [tuple(its) for its in state["beam"]]
        self._best = (step, tuple(filling), DevScore(**dev))
        self.carried = state["carried"]


def first_order_gains(embedded: Tensor, current: Tensor, slope: Tensor) -> Tensor:
    """What each word promises: -(e_w - e_cur) . dL/d e_cur, nats.

    Args:
        embedded: [words, e]; `current`: [e], the word that is there; `slope`: [e], the mean gradient of L.

    >>> first_order_gains(torch.eye(2), torch.tensor([1.0, 0.0]), torch.tensor([0.5, -0.25])).tolist()
    [-0.0, 0.75]
    """
    return -((embedded - current) @ slope)


def read_state(data: bytes) -> dict[str, Any]:
    """The JSON of a checkpoint.

    Raises:
        SearchError: it is none of ours, or cut off.
    """
    try:
        state = json.loads(data)
    except ValueError:
        state = None
    if not isinstance(state, dict) or "carried" not in state:
        raise SearchError("damaged_checkpoint")
    return state
