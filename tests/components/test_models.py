"""Loading for many: what is in memory waits for nobody, a silent hub for nobody's patience."""

from __future__ import annotations

import asyncio
import socket
import threading
import time

import pytest

from components import models
from components.models import Models
from playground.errors import ModelError
from playground.models import registry
from playground.settings import Settings


@pytest.fixture
def silent(monkeypatch):
    """A hub whose answers never come; `set` lets them go."""
    answered, asked = threading.Event(), []

    def fetch(id, *_):
        asked.append(id)
        answered.wait(60)
        raise ModelError("unreachable", id=id)

    monkeypatch.setattr(registry.hub, "fetch", fetch)
    yield asked
    answered.set()


@pytest.fixture
def loaded(checkpoint) -> Models:
    return Models(Settings(models_root=checkpoint("bert").parent))


def code(error: BaseException) -> str:
    assert isinstance(error, ModelError) and error.message("zh")
    return error.code


def test_neither_a_loaded_nor_a_local_model_waits_for_a_silent_hub(loaded, silent, checkpoint):
    async def asked() -> None:
        waiting = [asyncio.create_task(loaded.load(f"nobody/model-{i}")) for i in range(models.MOST_FETCHED)]
        while len(silent) < models.MOST_FETCHED:
            await asyncio.sleep(0.01)
        local = await asyncio.wait_for(loaded.load(checkpoint("bert").name), 60)
        assert await asyncio.wait_for(loaded.load(checkpoint("bert").name), 1) is local
        with pytest.raises(ModelError) as refused:
            await loaded.load("nobody/one-too-many")
        assert code(refused.value) == "too_many_loading"
        assert not any(task.done() for task in waiting)
        for task in waiting:
            task.cancel()

    asyncio.run(asked())
    assert len(loaded._loadings) == models.MOST_FETCHED


def test_a_hub_that_says_nothing_is_given_up_and_may_be_asked_again(loaded, silent, monkeypatch):
    monkeypatch.setattr(models, "SILENCE", 0.05)
    monkeypatch.setattr(models, "OFTEN", 0.01)
    for _ in range(2):
        with pytest.raises(ModelError) as refused:
            asyncio.run(loaded.load("nobody/model"))
        assert code(refused.value) == "hub_silent"
    assert silent == ["nobody/model"] * 2 and loaded._loadings == {}
    # What hangs still counts: no more threads than that, however often somebody asks.
    codes = []
    for i in range(2 * models.MOST_FETCHED):
        with pytest.raises(ModelError) as refused:
            asyncio.run(loaded.load(f"nobody/{i}"))
        codes.append(code(refused.value))
    assert codes.count("hub_silent") == models.MOST_FETCHED - 2
    assert codes.count("too_many_loading") == models.MOST_FETCHED + 2


def test_a_hub_that_sends_slowly_is_waited_for(loaded, monkeypatch):
    monkeypatch.setattr(models, "SILENCE", 0.2)
    monkeypatch.setattr(models, "OFTEN", 0.01)
    folder = Settings().bundled_model

    def fetch(id, revision, limit, report):
        for i in range(20):
            time.sleep(0.02)
            report(i / 20)
        return folder, "1"

    monkeypatch.setattr(registry.hub, "fetch", fetch)
    assert asyncio.run(loaded.load("nobody/slow")).kind == "masked"


def test_a_silent_port_is_a_silent_hub(loaded, monkeypatch):
    """The client's own patience is longer than anybody's here."""
    with socket.create_server(("127.0.0.1", 0)) as port:
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", f"http://127.0.0.1:{port.getsockname()[1]}")
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        monkeypatch.setattr(models, "SILENCE", 0.3)
        monkeypatch.setattr(models, "OFTEN", 0.05)
        bundled = loaded.bundled

        async def asked():
            silent = [asyncio.create_task(loaded.load(f"nobody/{i}")) for i in range(2)]
            await asyncio.sleep(0)
            began = time.monotonic()
            assert await loaded.load("") is bundled
            assert time.monotonic() - began < 1
            return await asyncio.gather(*silent, return_exceptions=True)

        codes = {code(error) for error in asyncio.run(asked())}
        assert codes <= {"hub_silent", "unreachable", "offline"}
