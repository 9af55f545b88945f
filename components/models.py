"""Loaded models as every page's calls get them, and the model dialog's calls."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
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


class _Loading:
    """One model being loaded, for however many people wait for it."""

    def __init__(self) -> None:
        self.future: Future[Any] = Future()
        self.share: float | None = None


class Models:
    """The models of this server: in memory, being loaded, or still to be chosen."""

    def __init__(self, settings: Settings):
        self._registry = Registry(settings)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="loading")
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
        """The model, however long it takes.

        Raises:
            ModelError: why it cannot be loaded.
        """
        # Shielded: whoever gives up must not cancel the loading that others wait for.
        return await asyncio.shield(asyncio.wrap_future(self._load(id).future))

    def _load(self, id: str) -> _Loading:
        """Start loading, or join whoever already waits for the same model."""
        id = id.strip()
        with self._guard:
            if id in self._loadings:
                return self._loadings[id]
            loading = self._loadings[id] = _Loading()

        def work() -> None:
            try:
                model = self._registry.get(id, lambda share: setattr(loading, "share", share))
                self._opened.add(id)
                loading.future.set_result(model)
            except PlaygroundError as error:
                self._fail(id, loading, error)
            except Exception:
                log.exception("loading a model failed")
                self._fail(id, loading, ModelError("not_loadable", id=id[:80]))
            finally:
                with self._guard:
                    self._loadings.pop(id, None)

        self._pool.submit(work)
        return loading

    def _fail(self, id: str, loading: _Loading, error: PlaygroundError) -> None:
        loading.future.set_exception(error)
        self._failed[id] = error
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
        return _loading(id, visitor.say(key), share, None)


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
