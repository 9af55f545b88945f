"""The micro-batcher between handlers and models.

Handlers submit plans; one thread drives them all. Each round takes a share of
sequences from every plan in flight on one model and runs them as one batch, so a small
question never waits for a large one to end. Within a session the latest request
wins: an older one still in flight is dropped, its waiter told so.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.scoring.plans import Plan

log = logging.getLogger(__name__)
TOKENS_A_ROUND = 1024  # of one request; some 0.3 s of the bundled model, so nobody waits much longer


class Superseded(Exception):
    """A newer request of the same session took this one's place."""


@dataclass(eq=False)
class _Request:
    session: str
    model: LanguageModel
    plan: Plan[Any]
    future: Future = field(default_factory=Future)
    sequences: list[TokenSequence] = field(default_factory=list)
    outputs: list[Tensor] = field(default_factory=list)

    def share(self) -> list[TokenSequence]:
        """The next sequences to run: one at least, else as many as fit a round's tokens."""
        share, tokens = [], 0
        for sequence in self.sequences[len(self.outputs) :]:
            tokens += sequence.width
            if share and tokens > TOKENS_A_ROUND:
                break
            share.append(sequence)
        return share

    def advance(self) -> bool:
        """Hand the plan its outputs; whether it wants more sequences."""
        try:
            self.sequences = self.plan.send(self.outputs) if self.sequences else next(self.plan)
            self.outputs = []
        except StopIteration as stop:
            self.future.set_result(stop.value)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this plan's result
            self.future.set_exception(error)
        return not self.future.done()


class Batcher:
    """Owns the one thread in which models compute.

    Args:
        threads: torch's threads for it.
        window: seconds to wait for company once a first request is there.
    """

    def __init__(self, threads: int = 1, window: float = 0.002):
        self._threads = threads
        self._window = window
        self._arrivals: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._active: list[_Request] = []
        self._thread = threading.Thread(target=self._serve, name="batcher", daemon=True)
        self._thread.start()

    async def submit(self, session: str, model: LanguageModel, plan: Plan[Any]) -> Any:
        """The plan's result.

        Raises:
            Superseded: a newer request of this session arrived first.
            Exception: what the plan raised.
        """
        request = _Request(session, model, plan)
        self._arrivals.put(request)
        return await asyncio.wrap_future(request.future)

    def close(self) -> None:
        """Stop the thread after the round it is in."""
        self._arrivals.put(None)
        self._thread.join()

    def _serve(self) -> None:
        torch.set_num_threads(self._threads)
        while self._absorb():
            if self._active:
                self._round(self._active[0].model)

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
                self._drop_older(request)
                if request.advance():
                    self._active.append(request)
            # An idle thread lingers a moment for company; a busy one takes what is there.
            block, timeout = block and timeout is None, self._window

    def _drop_older(self, newer: _Request) -> None:
        for older in [request for request in self._active if request.session == newer.session]:
            self._active.remove(older)
            older.plan.close()
            older.future.set_exception(Superseded())

    def _round(self, model: LanguageModel) -> None:
        """One batch on one model: a share of sequences of each of its requests."""
        members = [request for request in self._active if request.model is model]
        shares = [request.share() for request in members]
        try:
            outputs = model.log_probs([sequence for share in shares for sequence in share])
        except Exception:
            log.exception("a batch of %d requests failed; running them one by one", len(members))
            for request, share in zip(members, shares, strict=True):
                self._alone(request, share)
        else:
            at = 0
            for request, share in zip(members, shares, strict=True):
                self._take(request, outputs[at : at + len(share)])
                at += len(share)
        # The next round is the next model's turn.
        self._active.sort(key=lambda request: request.model is model)

    def _alone(self, request: _Request, share: list[TokenSequence]) -> None:
        try:
            outputs = request.model.log_probs(share)
        except Exception as error:  # noqa: BLE001 - a model that fails must not stop the others
            self._active.remove(request)
            request.future.set_exception(error)
        else:
            self._take(request, outputs)

    def _take(self, request: _Request, outputs: list[Tensor]) -> None:
        request.outputs += outputs
        if len(request.outputs) == len(request.sequences):
            self._active.remove(request)
            if request.advance():
                self._active.append(request)
