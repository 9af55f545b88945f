"""The worst that a request can ask, on loopback: it is refused in words, or it costs others little."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time

import httpx
import pytest

from components.play.answering import first_state
from playground.scoring.options import Options
from tests.benchmarks import sessions
from tests.server import ROOT
from tests.worst import predict, question

SECOND = 1.0
HOURS = question(160, 48, 480)


def state(**changes: object) -> dict:
    """What a page sends with each question."""
    return {**first_state("en").model_dump(), **changes}


async def answered(client: httpx.AsyncClient, page: str, number: int) -> float:
    """Seconds until a keystroke is answered."""
    asked = {"state": state(fields={"text": f"It drags a {number}th time."}), "rev": number, "page": page}
    began = time.perf_counter()
    found = await client.post("/playground/api/live", json=asked)
    assert found.status_code == 200 and found.json()["labels"]["items"]
    return time.perf_counter() - began


@pytest.fixture
def ask(server):
    """`ask(work)` -> what `work(client)` comes to."""

    def run(work):
        async def opened():
            async with httpx.AsyncClient(base_url=server.url, timeout=120) as client:
                return await work(client)

        return asyncio.run(opened())

    return run


def test_hours_of_work_in_thirty_kilobytes_are_refused_in_words(ask):
    assert len(json.dumps(HOURS, ensure_ascii=False).encode()) < 32_000
    status, said = ask(lambda client: predict(client, HOURS))
    assert status == 500 and "tokens for this" in said and "Shorten the text" in said


def test_the_page_is_told_beside_the_text_and_the_rest_is_shown(ask):
    async def work(client):
        options = {**Options().to_json(), **HOURS["options"]}
        asked = {"state": state(**{**HOURS, "options": options}), "rev": 1, "page": "p"}
        return (await client.post("/playground/api/live", json=asked)).json()

    answer = ask(work)
    assert answer["problem"]["target"] == "fields" and "tokens" in answer["problem"]["message"]
    assert answer["template"] and answer["verbalizer"]


def test_beside_the_six_worst_requests_a_typist_is_answered_within_a_second(ask, server):
    async def both(client):
        idle = statistics.median([await answered(client, "before", i) for i in range(5)])
        command = (sys.executable, "-m", "tests.worst", server.url)
        worst = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        try:
            assert worst.stdout and await worst.stdout.readline() == b"asking\n"
            await asyncio.sleep(2 * SECOND)
            beside = [await answered(client, "beside", i) for i in range(12)]
            assert worst.returncode is None
        finally:
            worst.kill()
            await worst.communicate()
        return idle, beside

    idle, beside = ask(both)
    # A machine that is busy with other things takes longer for everything.
    assert statistics.median(beside) < max(SECOND, 15 * idle), (idle, beside)


def test_sessions_that_nobody_comes_back_to_are_forgotten(server):
    """Each is some 80 KiB: 600 would be 47 MiB, and ten times that in an app whose pages had two hundred components."""
    sessions.first(server, 120, "before")
    before = sessions.memory(server)
    sessions.first(server, 600, "after")
    assert sessions.memory(server) - before < 25 * 2**20
