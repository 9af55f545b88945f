"""The app as it is served, in a process of its own: its start, its memory, a class that types while jobs run or not."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Iterator

import httpx
import psutil

from components.contracts.train import TrainOptions
from playground.datasets import demo
from playground.tuning import desk
from tests.benchmarks.measure import Measure
from tests.benchmarks.typists import typing
from tests.server import Server, running

MIB = 2**20
OWNER = "the benchmark's own secret"
PATIENCE = 120.0
_OPTIONS = set(TrainOptions.model_fields)
CLASSES = (1, 10, 30, 100)
#: What the 95th percentile of an edit may take, in ms: with so many people, without and with a job.
LIMITS = {(100, False): 500, (30, True): 300}


def start(quick: bool) -> Iterator[Measure]:
    """From the command to the first page and to the first answer of the model, and the processor time of both."""
    pages, answers, works = [], [], []
    for _ in range(1 if quick else 3):
        with running() as server:
            pages.append(server.seconds_to_start)
            answers.append(server.seconds_to_answer)
            works.append(sum(psutil.Process(server.pid).cpu_times()[:2]))
    yield Measure("start", "from the command to the first page", min(pages), "s", 3.5, f"load {_load()}")
    yield Measure("start", "from the command to the first answer", min(answers), "s")
    yield Measure("start", "processor time of both", statistics.median(works), "s")


def memory(quick: bool) -> Iterator[Measure]:
    """Resident memory of the app as it starts, and of it and its workers while a training runs."""
    with running() as server:
        process = psutil.Process(server.pid)
        yield Measure("memory", "app, as it starts", process.memory_info().rss / MIB, "MiB")
        asyncio.run(_job(server))
        yield Measure("memory", "app, while a training runs", process.memory_info().rss / MIB, "MiB")
        workers = [child.memory_info().rss / MIB for child in process.children(recursive=True)]
        yield Measure("memory", "the worker that trains", max(workers), "MiB")
        yield Measure("memory", "all processes beside the app", sum(workers), "MiB", note=f"{len(workers)} processes")


def typists(quick: bool) -> Iterator[Measure]:
    """People who type, two edits a second each, without and with a training under way."""
    seconds = 5.0 if quick else 20.0
    for people in CLASSES[:2] if quick else CLASSES:
        for busy in (False, True):
            with running() as server:
                if busy:
                    asyncio.run(_job(server))
                asyncio.run(typing(server, people, 0.5, 2.0))
                found = asyncio.run(typing(server, people, 0.5, seconds))
            found.times.sort()
            name = f"{people} people, p95 of an edit{', while a training runs' if busy else ''}"
            p95 = 1000 * found.times[int(0.95 * (len(found.times) - 1))] if found.times else None
            p50 = 1000 * statistics.median(found.times) if found.times else 0
            note = f"p50 {p50:.0f} ms, errors {sum(found.wrong.values())}, load {_load()}"
            yield Measure("typists", name, p95, "ms", LIMITS.get((people, busy)), note)


async def _job(server: Server) -> None:
    """A long training that has begun."""
    its = demo.SETS["film-reviews"]
    form = {
        **{name: value for name, value in desk.defaults()["prompt"].items() if name in _OPTIONS},
        "steps": 5_000,
        "evaluate_every": 1_000,
        "patience": 0,
        "template": its.soft,
        "verbalizer": its.verbalizers[0],
        "data": {"demo": "film-reviews"},
        "model": "",
        "aggregation": "mean",
    }
    headers = {"x-playground-owner": OWNER}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE) as client:
        started = (await client.post("/playground/api/train_start", json=form)).raise_for_status().json()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            seen = (await client.post("/playground/api/train_watch", json={"job": started["job"]})).json()
            if seen["line"]["state"] == "running" and seen["line"]["progress"] > 0:
                return
            await asyncio.sleep(0.3)
    raise RuntimeError("the training did not begin")


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
