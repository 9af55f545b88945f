"""Loaded models as every page's calls get them, and the model dialog's calls."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter, OrderedDict
from concurrent.futures import Future, wait
from typing import Any

from components.contracts import models as contract
from components.contracts.base import Nothing
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.errors import ModelError, PlaygroundError
from playground.i18n import translate
from playground.models.registry import BUNDLED, Card, Registry, card_of
from playground.settings import Settings

log = logging.getLogger(__name__)
FAILURES_KEPT = 50  # until whoever waits has asked how far it is
PATIENCE = 4.0  # seconds a live answer waits for a model that is being loaded
MOST_FETCHED, MOST_OPENED = 4, 8  # models at a time: from the hub, and from this machine
SILENCE = 90.0  # seconds in which a hub must have sent something
DEADLINE = 45 * 60.0  # seconds that a loading may take
OFTEN = 1.0  # seconds between two looks at a hub that is silent


class _Loading:
    """One model being loaded, for however many people wait for it."""

    def __init__(self, fetched: bool) -> None:
        self.future: Future[Any] = Future()
        self.future.set_running_or_notify_cancel()  # from here on nobody who gives up can cancel it for the others
        self.fetched = fetched
        self.share: float | None = None
        self.news = self.began = time.monotonic()

    def heard(self, share: float) -> None:
        """So much of it has been downloaded."""
        self.share, self.news = share, time.monotonic()

    @property
    def hangs(self) -> bool:
        """Whether nobody should wait any longer."""
        now = time.monotonic()
        silent = self.fetched and (self.share or 0.0) < 1 and now - self.news > SILENCE
        return silent or now - self.began > DEADLINE


class Models:
    """The models of this server: in memory, being loaded, or still to be chosen."""

    def __init__(self, settings: Settings):
        self._registry = Registry(settings)
        # Each loading has a thread of its own, so that none waits for a hub that is asked for another.
        self._threads: Counter[bool] = Counter()
        self._loadings: dict[str, _Loading] = {}
        self._opened: set[str] = {""}
        self._failed: OrderedDict[str, PlaygroundError] = OrderedDict()
        self._guard = threading.Lock()

    @property
    def bundled(self) -> Any:
        """The bundled model, loaded now if it was not."""
        return self._registry.get(BUNDLED)

    async def get(self, id: str) -> Any:
        """The model of a live answer: in memory, or one that was and is read again.

        A keystroke or a link never starts a download: another model is loaded once
        by hand, in the model dialog.

        Raises:
            ModelError: not_loaded, still_loading, or why it cannot be loaded.
        """
        id = id.strip()
        if model := self._registry.loaded(id):
            return model
        if id not in self._opened:
            raise ModelError("not_loaded", id=id[:80])
        future = asyncio.wrap_future(self._load(id).future)
        done, _ = await asyncio.wait([asyncio.shield(future)], timeout=PATIENCE)
        if not done:
            raise ModelError("still_loading", id=id)
        return future.result()

    async def load(self, id: str) -> Any:
        """The model, as long as a loading may take; one in memory at once.

        Raises:
            ModelError: why it cannot be loaded.
        """
        if model := self._registry.loaded(id):
            return model
        # Shielded: whoever gives up must not cancel the loading that others wait for.
        return await asyncio.shield(asyncio.wrap_future(self._load(id).future))

    def _load(self, id: str) -> _Loading:
        """Start loading, or join whoever already waits for the same model.

        Raises:
            ModelError: too_many_loading.
        """
        id = id.strip()
        fetched = self._registry.from_hub(id)
        with self._guard:
            if id in self._loadings:
                return self._loadings[id]
            if self._threads[fetched] >= (MOST_FETCHED if fetched else MOST_OPENED):
                raise ModelError("too_many_loading", id=id[:80])
            self._threads[fetched] += 1
            loading = self._loadings[id] = _Loading(fetched)
        threading.Thread(target=self._work, args=(id, loading), name="loading", daemon=True).start()
        if fetched:
            threading.Thread(target=self._watch, args=(id, loading), name="watching", daemon=True).start()
        return loading

    def _work(self, id: str, loading: _Loading) -> None:
        try:
            model = self._registry.get(id, loading.heard)
            self._opened.add(id)
            self._end(id, loading, model)
        except PlaygroundError as error:
            self._end(id, loading, error)
        except Exception:
            log.exception("loading a model failed")
            self._end(id, loading, ModelError("not_loadable", id=id[:80]))
        finally:
            with self._guard:
                self._threads[loading.fetched] -= 1

    def _watch(self, id: str, loading: _Loading) -> None:
        """Tell whoever waits when nothing is to be expected; the thread that hangs still counts until it ends."""
        while not loading.future.done():
            wait((loading.future,), timeout=OFTEN)
            if loading.hangs:
                self._end(id, loading, ModelError("hub_silent", id=id[:80]))

    def _end(self, id: str, loading: _Loading, found: Any) -> None:
        with self._guard:
            if loading.future.done():
                return
            self._loadings.pop(id, None)
            if not isinstance(found, PlaygroundError):
                loading.future.set_result(found)
                return
            loading.future.set_exception(found)
            self._failed[id] = found
            while len(self._failed) > FAILURES_KEPT:
                self._failed.popitem(last=False)

    # -- what a page shows of them ---------------------------------------------------

    def all(self, language: str) -> list[contract.Model]:
        """The list a user chooses from."""
        return [_line(card, language) for card in self._registry.cards()]

    def card(self, model: Any, language: str) -> contract.Model:
        """A loaded model's line."""
        return _line(card_of(model), language)

    @answers(contract.MODELS)
    async def list(self, asked: Nothing, visitor: Visitor) -> contract.Models:
        """Asked anew at each opening of the dialog."""
        return contract.Models(models=self.all(visitor.language))

    @answers(contract.MODEL_LOAD)
    async def progress(self, asked: contract.LoadAsked, visitor: Visitor) -> contract.Loading:
        """Begin, or look how far it is; it changes nobody's choice."""
        id = asked.id.strip()
        if model := self._registry.loaded(id):
            return _loading(id, visitor.say("model.ready"), 1.0, self.card(model, visitor.language))
        if asked.begin:
            self._failed.pop(id, None)
        elif id in self._failed:
            raise self._failed[id]
        loading = self._load(id)
        # Short enough that the dialog's bar moves, long enough to spare most questions.
        await asyncio.wait([asyncio.wrap_future(loading.future)], timeout=0.25)
        if loading.future.done():
            model = loading.future.result()
            return _loading(id, visitor.say("model.ready"), 1.0, self.card(model, visitor.language))
        share = loading.share
        key = "model.opening" if share is None or share >= 1 else "model.downloading"
        # How long the opening takes nobody knows.
        return _loading(id, visitor.say(key), None if share and share >= 1 else share, None)


def _loading(id: str, message: str, share: float | None, model: contract.Model | None) -> contract.Loading:
    return contract.Loading(id=id, message=message, fraction=share, done=model is not None, model=model)


def _line(card: Card, language: str) -> contract.Model:
    bundled = card.id == BUNDLED
    return contract.Model(
        id="" if bundled else card.id,
        name=translate(language, f"model.{card.id}") if bundled else card.id,
        kind=card.kind,
        kind_label=translate(language, f"kind.{card.kind}"),
        languages=translate(language, "model.bundled.languages") if bundled else "",
        parameters=_count(card.parameters),
        loaded=card.loaded,
        available=card.available,
        note=translate(language, f"model.{card.note}") if card.note else "",
        notes=[translate(language, f"model.note.{note.code}", **note.values) for note in card.notes],
    )


def _count(parameters: int | None) -> str:
    if parameters is None:
        return ""
    return f"{parameters / 1e6:.1f}M" if parameters < 1e9 else f"{parameters / 1e9:.1f}B"
