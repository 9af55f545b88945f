"""What questions about data may cost: memory for what was read, and threads."""

from __future__ import annotations

import asyncio
import threading

from components.contracts.data import HubAsked, PasteAsked, PreviewAsked
from components.data.cache import LEAST, Cache, key_of
from components.data.calls import DataCalls
from components.data.sets import Data
from components.routes.visitor import Visitor
from playground.datasets import hub
from playground.jobs.queue import Jobs
from playground.settings import Settings

ME = "my secret of some length"


def test_what_was_read_lately_is_bounded():
    cache, made = Cache(10 * LEAST), []

    def get(key, size):
        return cache.get(key_of(key), lambda: made.append(key) or "x" * size, lambda value: [value])

    for key in ("a", "b", "a"):
        get(key, 2 * LEAST)
    assert made == ["a", "b"]
    get("c", 4 * LEAST)  # too much: b, used longest ago, goes
    get("a", 2 * LEAST)
    assert made == ["a", "b", "c"]
    get("b", 2 * LEAST)
    assert made == ["a", "b", "c", "b"]
    for key in ("large", "larger", "large", "larger"):
        get(key, 20 * LEAST)
    assert made[4:] == ["large", "larger"] and len(cache._kept) == 2
    for key in range(100):
        get(key, 0)
    assert len(cache._kept) < 10 and all(len(key) == 64 for key in cache._kept)


def test_the_hub_is_waited_for_in_threads_of_its_own(tmp_path, monkeypatch):
    """Two fetches that hang keep neither a file nor a page from being read."""
    ends, names = threading.Event(), []

    def hangs(*asked):
        names.append(threading.current_thread().name)
        ends.wait(20)

    monkeypatch.setattr(hub, "fetch", hangs)
    monkeypatch.setattr(hub, "PATIENCE", 0.2)
    settings = Settings(hub=True, data=tmp_path)
    queue = Jobs(settings, {})
    data = Data(queue, settings)
    calls = DataCalls(data, settings)

    async def several():
        asked = HubAsked(name="owner/name")
        slow = [asyncio.create_task(calls.fetch(asked, Visitor(ME, language))) for language in ("en", "zh", "en")]
        paste = await calls.paste(PasteAsked(text="text,label\na,x\nb,y\n"), Visitor(ME))
        seen = await calls.preview(PreviewAsked(upload=paste.upload), Visitor(ME))
        assert seen.good == 2
        return [error.message() for error in await asyncio.gather(*slow, return_exceptions=True)]

    try:
        assert all("owner/name" in message for message in asyncio.run(several()))
    finally:
        ends.set()
        calls.close()
        data.close()
        queue.close()
    assert len(names) == 2 and all(name.startswith("hub") for name in names)
