"""What pages ask about data, as `contracts/data.py` has it. The sets themselves are `sets.py`'s."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from components.contracts import data as contract
from components.contracts.base import Nothing
from components.data import data_view
from components.data.cache import Cache
from components.data.fitted import best_fit
from components.data.sets import NAME, Data
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.datasets import hub
from playground.datasets.table import tidy
from playground.errors import DataError, VerbalizerError
from playground.evaluation import baseline
from playground.prompting import verbalizer as verbalizers
from playground.settings import MIB, Settings


class DataCalls:
    """Answers the calls of every page with a data picker."""

    def __init__(self, data: Data, settings: Settings):
        self._data, self._settings = data, settings
        # Of their own: the hub takes seconds, and neither a file nor a page shall wait for it.
        self._fetchers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hub")
        self._baselines = Cache(MIB)

    def close(self) -> None:
        """Fetch nothing more; what is on its way is not waited for."""
        self._fetchers.shutdown(wait=False, cancel_futures=True)

    @answers(contract.LIST)
    async def list(self, asked: Nothing, visitor: Visitor) -> contract.DataCards:
        """Asked once a page and after each change."""
        cards = await asyncio.to_thread(self._data.cards, visitor.owner, visitor.language)
        return contract.DataCards(sets=cards)

    @answers(contract.BASELINE)
    async def baseline(self, asked: contract.BaselineAsked, visitor: Visitor) -> contract.Baseline:
        """Asked once a set of one's own, beside everything else: it may take seconds."""

        def counted() -> dict[str, float]:
            dataset, _ = self._data.resolve(asked.source, visitor.owner)
            return self._baselines.get(dataset.fingerprint, lambda: baseline.by_split(dataset), lambda _: ())

        return contract.Baseline(baseline=await self._data.in_turn(counted))

    @answers(contract.LABELS)
    async def labels(self, asked: contract.LabelsAsked, visitor: Visitor) -> contract.VerbalizerLabels:
        """Where it cannot be understood, the page says so in another place: this is about data."""
        try:
            found = verbalizers.parse(asked.verbalizer)
        except VerbalizerError:
            return contract.VerbalizerLabels(labels=None)
        return contract.VerbalizerLabels(labels=[label.name for label in found.labels] if found else [])

    @answers(contract.FIT)
    async def fit(self, asked: contract.FitAsked, visitor: Visitor) -> contract.DataFit:
        """Asked where a page begins, and where another set is chosen."""

        def cards() -> Sequence[contract.DataCard]:
            if asked.source is None:
                return self._data.cards(visitor.owner, visitor.language)
            return [self._data.card(asked.source, visitor.owner, visitor.language)]

        return best_fit(asked, await self._data.in_turn(cards), visitor)

    @answers(contract.PASTE)
    async def paste(self, asked: contract.PasteAsked, visitor: Visitor) -> contract.Draft:
        """The text is a file like any other."""
        name = tidy(asked.name)[:NAME] or visitor.say("data.pasted")
        return contract.Draft(upload=await self._data.take(asked.text.encode("utf-8"), name, visitor.owner))

    @answers(contract.HUB)
    async def fetch(self, asked: contract.HubAsked, visitor: Visitor) -> contract.Draft:
        """In a thread of the hub's own, and no longer than anybody would wait."""
        if not self._settings.hub:
            raise DataError("hub_off")
        name, config, split = map(tidy, (asked.name, asked.config, asked.split))
        limits = (self._settings.rows_limit, self._settings.upload_limit)
        loop = asyncio.get_running_loop()
        fetching = loop.run_in_executor(self._fetchers, hub.fetch, name, config, split, *limits)
        try:
            # The library may wait for the network longer than it should, and others before this one.
            data = await asyncio.wait_for(fetching, hub.PATIENCE)
        except TimeoutError:
            raise hub.too_slow(name) from None
        return contract.Draft(upload=await self._data.take(data, f"{name.rpartition('/')[2]}.jsonl", visitor.owner))

    @answers(contract.PREVIEW)
    async def preview(self, asked: contract.PreviewAsked, visitor: Visitor) -> contract.FilePreview:
        """Asked at every choice in the dialog."""
        return await self._data.in_turn(self._data.preview, asked, visitor.owner, visitor.language)

    @answers(contract.SAVE)
    async def save(self, asked: contract.SaveAsked, visitor: Visitor) -> contract.SavedData:
        """A draft becomes a set; a set can be saved anew."""
        return await self._data.in_turn(self._data.save, asked, visitor.owner, visitor.language)

    @answers(contract.DELETE)
    async def delete(self, asked: contract.DeleteAsked, visitor: Visitor) -> Nothing:
        """Also of a draft that nobody wants any more."""
        await asyncio.to_thread(self._data.delete, asked.upload, visitor.owner)
        return Nothing()

    @answers(contract.ROWS)
    async def rows(self, asked: contract.RowsAsked, visitor: Visitor) -> contract.DataRows:
        """Fifty at a time."""
        dataset, _ = await self._data.in_turn(self._data.resolve, asked.source, visitor.owner)
        return data_view.rows(dataset, asked.split, asked.start)
