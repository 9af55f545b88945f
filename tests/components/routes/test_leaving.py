"""Whoever leaves is worked for no longer."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import ClientDisconnect, Request

from components.routes.leaving import while_there


def request(*messages: dict, left: asyncio.Event) -> Request:
    waiting = list(messages)

    async def receive() -> dict:
        if waiting:
            return waiting.pop(0)
        await left.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


def test_the_answer_of_who_stays():
    async def asked():
        return await while_there(request(left=asyncio.Event()), asyncio.sleep(0, "an answer"))

    assert asyncio.run(asked()) == "an answer"


def test_the_mistake_of_who_stays():
    async def wrong():
        raise KeyError("mine")

    async def asked():
        return await while_there(request(left=asyncio.Event()), wrong())

    with pytest.raises(KeyError):
        asyncio.run(asked())


def test_work_ends_with_the_connection():
    stopped = []

    async def asked():
        left = asyncio.Event()

        async def work():
            left.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                stopped.append(True)
                raise

        try:
            await while_there(request({"type": "http.request"}, left=left), work())
        finally:
            await asyncio.sleep(0)

    with pytest.raises(ClientDisconnect):
        asyncio.run(asked())
    assert stopped == [True]
