"""The micro-batcher between handlers and models.

Handlers submit plans; one thread drives them all. Each round runs one batch on one model, of so
many tokens as it reads in a fraction of a second, whoever asked for them. Whoever has had least
comes first, so a small question passes a large one; in every other round whoever has waited
longest has a sequence run, so the large one ends, too. A sequence that several ask for is run once. Within a
session the latest request wins: an older one still in flight is dropped, its waiter told so; what nobody waits
for any more is dropped. Of very many requests those that came last are begun later, in the order they came; a newer one of
a session has the place in the line of the one that it drops.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import sys
import threading
import time
from collections.abc import Container
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from playground.errors import CallError, FieldsError
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.scoring.plans import Plan

log = logging.getLogger(__name__)
TOKENS_A_ROUND = 1024  # of all requests, at most
FEWEST_A_ROUND = 128  # where a model is slow, or the machine busy
SECONDS_A_ROUND = 0.15  # that a round may take, judged by the rounds before: nobody waits much longer
MOST_REQUESTS = 400  # begun
MOST_WAITING = 600  # that are begun later: a page each, and more than two cores could ever answer


class Superseded(Exception):
    """A newer request of the same session took this one's place."""


@dataclass(eq=False)
class _Request:
    session: str
    model: LanguageModel
    plan: Plan[Any]
    limit: int
    future: Future = field(default_factory=Future)
    sequences: list[TokenSequence] = field(default_factory=list)
    outputs: list[Tensor] = field(default_factory=list)
    asked: int = 0  # tokens, in all
    had: int = 0  # tokens that were run
    turn: int = 0  # the last round with a share of it
    gone: bool = False  # set from another thread: nobody waits for it

    def share(self, room: int, certain: bool, known: Container[TokenSequence]) -> list[TokenSequence]:
        """The next sequences that fit into so many tokens; where a share is certain, one at least.

        Args:
            known: sequences that are run in any case, and take no room.
        """
        share: list[TokenSequence] = []
        for sequence in self.sequences[len(self.outputs) :]:
            room -= 0 if sequence in known else sequence.width
            if room < 0 and (share or not certain):
                break
            share.append(sequence)
        return share

    def advance(self) -> bool:
        """Hand the plan its outputs; whether it wants more sequences."""
        try:
            self._ask()
            if self.asked > self.limit:
                # Told inside the plan, which may have an answer without these sequences.
                self.sequences = self.plan.throw(FieldsError("too_much_work", tokens=self.asked, limit=self.limit))
                raise RuntimeError("a plan beyond its limit asks for more")
        except StopIteration as stop:
            self.future.set_result(stop.value)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this plan's result
            self.plan.close()
            self.future.set_exception(error)
        return not self.future.done()

    def drop(self, reason: Exception) -> None:
        """Stop it where it is."""
        self.plan.close()
        self.future.set_exception(reason)

    def _ask(self) -> None:
        self.sequences = self.plan.send(self.outputs) if self.sequences else next(self.plan)
        self.outputs = []
        self.asked += sum(sequence.width for sequence in self.sequences)


class Batcher:
    """Owns the one thread in which models compute.

    Args:
        threads: torch's threads for it.
        window: seconds to wait for company once a first request is there.
        limit: tokens that one request may have run.
    """

    def __init__(self, threads: int = 1, window: float = 0.002, limit: int = sys.maxsize):
        self._threads = threads
        self._window = window
        self._limit = limit
        self._arrivals: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._active: list[_Request] = []
        self._waiting: dict[str, _Request] = {}  # by session, in the order of the line
        self._turn = 0
        self._speeds: WeakKeyDictionary[LanguageModel, float] = WeakKeyDictionary()
        self._thread = threading.Thread(target=self._serve, name="batcher", daemon=True)
        self._thread.start()

    async def submit(self, session: str, model: LanguageModel, plan: Plan[Any]) -> Any:
        """The plan's result; whoever stops waiting for it stops the plan.

        Raises:
            Superseded: a newer request of this session arrived first.
            CallError: busy.
            FieldsError: too_much_work, unless the plan answers in spite of it.
            Exception: what the plan raised.
        """
        request = _Request(session, model, plan, self._limit)
        self._arrivals.put(request)
        try:
            return await asyncio.wrap_future(request.future)
        except asyncio.CancelledError:
            request.gone = True
            raise

    def close(self) -> None:
        """Stop the thread after the round it is in."""
        self._arrivals.put(None)
        self._thread.join()

    def _serve(self) -> None:
        torch.set_num_threads(self._threads)
        while self._absorb():
            self._drop_gone()
            self._begin()
            if self._active:
                self._round()

    def _absorb(self) -> bool:
        """Take in what has arrived, waiting only when there is nothing to do."""
        block, timeout = not self._active, None
        while True:
            try:
                request = self._arrivals.get(block, timeout)
            except queue.Empty:
                return True
            if request is None:
                return False
            # From here on nobody can cancel the future, so that setting it cannot fail.
            if request.future.set_running_or_notify_cancel():
                self._line_up(request)
            # An idle thread lingers a moment for company; a busy one takes what is there.
            block, timeout = block and timeout is None, self._window

    def _line_up(self, newer: _Request) -> None:
        """Let it wait for its beginning, in the place of its session's older one if there is one."""
        for older in [request for request in self._active if request.session == newer.session]:
            self._active.remove(older)
            older.drop(Superseded())
        if older := self._waiting.get(newer.session):
            older.drop(Superseded())
        elif len(self._active) + len(self._waiting) >= MOST_REQUESTS + MOST_WAITING:
            newer.drop(CallError("busy"))
            return
        self._waiting[newer.session] = newer

    def _begin(self) -> None:
        """Begin those that waited longest, as many as there is room for."""
        while self._waiting and len(self._active) < MOST_REQUESTS:
            request = self._waiting.pop(next(iter(self._waiting)))
            if request.advance():
                request.turn = self._turn
                self._active.append(request)

    def _drop_gone(self) -> None:
        for request in [request for request in self._active if request.gone]:
            self._active.remove(request)
            request.drop(Superseded())
        for session in [session for session, request in self._waiting.items() if request.gone]:
            self._waiting.pop(session).drop(Superseded())

    def _round(self) -> None:
        """One batch on one model, of a bounded number of tokens."""
        self._turn += 1
        order = sorted(self._active, key=lambda request: request.had)
        # Whose the round is: one sequence of theirs is certain to run, beside what fits of the others on the same model.
        chosen = order[0]
        if self._turn % 2:
            chosen = min(order, key=lambda request: request.turn)
            order.sort(key=lambda request: request is chosen)
        model = chosen.model
        room = self._room(model)
        members: list[tuple[_Request, list[TokenSequence]]] = []
        run: dict[TokenSequence, None] = {}
        for request in order:
            share = request.share(room, request is chosen, run) if request.model is model else []
            if share:
                members.append((request, share))
                room -= sum(sequence.width for sequence in share if sequence not in run)
                run |= dict.fromkeys(share)
        began = time.perf_counter()
        try:
            outputs = dict(zip(run, model.log_probs(list(run)), strict=True))
        except Exception:
            log.exception("a batch of %d requests failed; running them one by one", len(members))
            for request, share in members:
                self._alone(request, share)
        else:
            self._learn(model, sum(sequence.width for sequence in run), time.perf_counter() - began)
            for request, share in members:
                self._take(request, share, [outputs[sequence] for sequence in share])

    def _room(self, model: LanguageModel) -> int:
        """Tokens that this model is likely to read in the time a round may take."""
        speed = self._speeds.get(model, TOKENS_A_ROUND / SECONDS_A_ROUND)
        return max(FEWEST_A_ROUND, min(TOKENS_A_ROUND, int(speed * SECONDS_A_ROUND)))

    def _learn(self, model: LanguageModel, tokens: int, seconds: float) -> None:
        """How many tokens a second the model reads just now; of very few tokens nothing can be learnt."""
        if tokens >= FEWEST_A_ROUND // 2:
            speed = tokens / max(seconds, 1e-6)
            self._speeds[model] = (self._speeds.get(model, speed) + speed) / 2

    def _alone(self, request: _Request, share: list[TokenSequence]) -> None:
        try:
            outputs = request.model.log_probs(share)
        except Exception as error:  # noqa: BLE001 - a model that fails must not stop the others
            self._active.remove(request)
            request.drop(error)
        else:
            self._take(request, share, outputs)

    def _take(self, request: _Request, share: list[TokenSequence], outputs: list[Tensor]) -> None:
        request.outputs += outputs
        request.had += sum(sequence.width for sequence in share)
        request.turn = self._turn
        if len(request.outputs) == len(request.sequences):
            self._active.remove(request)
            if request.advance():
                self._active.append(request)
