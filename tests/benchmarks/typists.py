"""A class typing on the Play page: some people, each with so many edits a second, every text different.

    python -m tests.benchmarks.typists --people 30 --rate 2 --seconds 15

As the page does, a person has one question under way; what is typed meanwhile goes out when its answer is back, the
latest text only, and it says which parts of the answer are there already. An edit's time runs from the key to the first
answer for it or for a newer text. The server's memory is looked at after ten seconds and at the end; the load average says
what else the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx
import psutil

from components.play.answering import first_state
from tests.server import Server, running

SETTLED = 10  # seconds after which memory is to stay
WORDS = (
    "the plot drags and half the jokes fall flat but two leads are a joy to watch right up to the very end "
    "film story music acting long boring warm"
).split()


@dataclass
class Class:
    """What all typists found: seconds an edit took, and what went wrong how often."""

    times: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    questions: int = 0
    bytes: int = 0


def main() -> None:
    """Print one line."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--people", type=int, default=30)
    flags.add_argument("--rate", type=float, default=2, help="edits a second")
    flags.add_argument("--seconds", type=float, default=15)
    chosen = flags.parse_args()
    with running() as server:
        process = psutil.Process(server.pid)
        before = sum(process.cpu_times()[:2])
        found, warm = asyncio.run(_watched(process, server, chosen.people, 1 / chosen.rate, chosen.seconds))
        used, memory = sum(process.cpu_times()[:2]) - before, _memory(process)
    found.times.sort()
    p50, p95, p99 = (1000 * found.times[int(share * (len(found.times) - 1))] for share in (0.5, 0.95, 0.99))
    print(
        f"{chosen.people} people, {chosen.rate:g} edits/s: {found.edits} edits, {len(found.times)} answered, "
        f"errors {dict(found.wrong)}; p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms; "
        f"{found.questions} questions of {1000 * used / found.questions:.1f} ms server CPU, "
        f"{found.bytes / found.questions / 1000:.1f} kB each; memory {warm:.0f} MiB after {SETTLED} s, {memory:.0f} at the "
        f"end; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )


def _memory(process: psutil.Process) -> float:
    return process.memory_info().rss / 2**20


async def _watched(
    process: psutil.Process, server: Server, people: int, pause: float, seconds: float
) -> tuple[Class, float]:
    """What the typists found, and the server's memory once it has settled."""

    async def settled() -> float:
        await asyncio.sleep(min(SETTLED, seconds))
        return _memory(process)

    found, warm = await asyncio.gather(typing(server, people, pause, seconds), settled())
    return found, warm


async def typing(server: Server, people: int, pause: float, seconds: float) -> Class:
    """All of them, until the time is over and everything is answered."""
    found = Class()
    limits = httpx.Limits(max_connections=people + 10, max_keepalive_connections=people + 10)
    async with httpx.AsyncClient(base_url=server.url, limits=limits, timeout=60) as client:
        end = time.perf_counter() + seconds
        await asyncio.gather(*(Typist(number, client, found).type(end, pause) for number in range(people)))
    return found


class Typist:
    """One person with one page."""

    def __init__(self, number: int, client: httpx.AsyncClient, found: Class):
        self._number = number
        self._client = client
        self._found = found
        self._typed: list[tuple[float, int, str]] = []
        self._news = asyncio.Event()
        self._state = first_state("en").model_dump()
        self._has: dict[str, str] = {}

    async def type(self, end: float, pause: float) -> None:
        """Another text every so often."""
        draw = random.Random(self._number)
        sender = asyncio.create_task(self._send(end))
        await asyncio.sleep(draw.random() * pause)
        rev = 0
        while time.perf_counter() < end:
            rev += 1
            text = f"student {self._number}: " + " ".join(draw.choice(WORDS) for _ in range(18))
            self._typed.append((time.perf_counter(), rev, text))
            self._news.set()
            await asyncio.sleep(pause)
        await sender
        self._found.edits += rev

    async def _send(self, end: float) -> None:
        while time.perf_counter() < end or self._typed:
            if not self._typed:
                self._news.clear()
                try:
                    await asyncio.wait_for(self._news.wait(), 0.5)
                except TimeoutError:
                    continue
            under_way, self._typed = self._typed, []
            _, rev, text = under_way[-1]
            if await self._ask(rev, text):
                now = time.perf_counter()
                self._found.times += [now - at for at, _, _ in under_way]

    async def _ask(self, rev: int, text: str) -> bool:
        """Whether there was an answer; one to another revision, or with a problem, is counted as wrong."""
        state = {**self._state, "fields": {"text": text}}
        asked = {"state": state, "rev": rev, "page": f"page {self._number}", "has": self._has}
        self._found.questions += 1
        try:
            answer = await self._client.post(
                "/playground/api/live", json=asked, headers={"x-playground-owner": f"person {self._number}"}
            )
            answer.raise_for_status()
        except httpx.HTTPStatusError as error:
            self._found.wrong[f"status {error.response.status_code}"] += 1
            return False
        except httpx.HTTPError as error:
            self._found.wrong[type(error).__name__] += 1
            return False
        found = answer.json() if answer.content else {}
        self._found.bytes += len(answer.content)
        self._has |= found.get("marks", {})
        if found.get("rev") != rev or found.get("problem"):
            self._found.wrong["another answer"] += 1
        return True


if __name__ == "__main__":
    main()
