"""What questions about data may cost: memory for what was read, and threads."""

from __future__ import annotations

import asyncio
import threading

from components.data.cache import LEAST, Lately, key_of
from components.data.sets import Data
from playground.datasets import hub
from playground.jobs.queue import Jobs
from playground.settings import Settings

ME = "my secret of some length"


def test_what_was_read_lately_is_bounded():
    lately, made = Lately(10 * LEAST), []

    def get(key, size):
        return lately.get(key_of(key), lambda: made.append(key) or "x" * size, lambda value: [value])

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
    assert made[4:] == ["large", "larger"] and len(lately._kept) == 2
    for key in range(100):
        get(key, 0)
    assert len(lately._kept) < 10 and all(len(key) == 64 for key in lately._kept)


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

    async def several():
        asked = {"owner": ME, "name": "owner/name"}
        slow = [asyncio.create_task(data.calls["data_hub"](asked, language)) for language in ("en", "zh", "en")]
        paste = await data.calls["data_paste"]({"owner": ME, "text": "text,label\na,x\nb,y\n"}, "en")
        seen = await data.calls["data_preview"]({"owner": ME, "upload": paste["upload"]}, "en")
        assert seen["good"] == 2
        return [answer["error"]["message"] for answer in await asyncio.gather(*slow)]

    try:
        assert all("owner/name" in message for message in asyncio.run(several()))
    finally:
        ends.set()
        data.close()
        queue.close()
    assert len(names) == 2 and all(name.startswith("hub") for name in names)
