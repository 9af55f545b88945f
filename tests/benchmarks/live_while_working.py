"""How fast Play's answers are while a job works, beside the same answers without one.

    python -m tests.benchmarks.live_while_working --job train
    python -m tests.benchmarks.live_while_working --job evaluate

One torch thread in the server and one in the worker. Answers are asked one after the
other with a pause between them, as by somebody who types; rounds with and without a
job take turns, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import statistics
import tempfile
import time
from pathlib import Path

from components.contracts.play import LiveAsked
from components.routes.visitor import Visitor
from components.services import Services
from components.train.kind import TrainKind
from playground.datasets import demo as demo_sets
from playground.settings import Settings

OWNER = "the benchmark's own secret"
TEXT = "The plot drags and half the jokes fall flat, but the two leads are a joy to watch right up to the very end, number {}"
PATIENCE = 120.0
ROWS = 20_000  # of the CSV to evaluate


def main() -> None:
    """Print the table."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--job", choices=("train", "evaluate"), default="train")
    flags.add_argument("--rounds", type=int, default=3)
    flags.add_argument("--answers", type=int, default=100, help="a round")
    flags.add_argument("--pause", type=float, default=0.1, help="seconds between two answers")
    chosen = flags.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        services = Services(Settings(hub=False, data=Path(data), torch_threads=1))
        try:
            asyncio.run(compare(services, chosen))
        finally:
            services.close()


async def compare(services: Services, chosen: argparse.Namespace) -> None:
    """Rounds of both kinds in turn."""
    times: dict[str, list[float]] = {"no job": [], "with a job": []}
    await answers(services, 20, chosen.pause)
    for _ in range(chosen.rounds):
        times["no job"] += await answers(services, chosen.answers, chosen.pause)
        job = await start(services, chosen.job)
        times["with a job"] += await answers(services, chosen.answers, chosen.pause)
        await asyncio.to_thread(services.jobs.delete, job, OWNER)
        await asyncio.sleep(2)
    for name, values in times.items():
        print(
            f"{name:14} median {1000 * statistics.median(values):6.1f} ms, p95 {1000 * p95(values):6.1f} ms, {len(values)} answers"
        )
    ratio = p95(times["with a job"]) / p95(times["no job"])
    print(f"p95 with a job / p95 without: {ratio:.2f}")


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


async def answers(services: Services, count: int, pause: float) -> list[float]:
    """Seconds each live answer took, view and all."""
    first = services.setup("play", "en").state.model_dump()
    live, visitor = services.handlers["live"].answer, Visitor("typist")
    taken = []
    for number in range(count):
        began = time.perf_counter()
        state = {**first, "fields": {"text": TEXT.format(number)}}
        await live(LiveAsked.model_validate({"state": state, "rev": number, "page": "typist"}), visitor)
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(pause)
    return taken


async def start(services: Services, work: str) -> str:
    """A long job that has begun."""
    prepare = {"train": training, "evaluate": evaluation}[work]
    job = await prepare(services)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        record = await services.job_calls.record(job, 0, Visitor())
        if any(report["kind"] in ("step", "part") for report in record.reports[2:]):
            return job
        await asyncio.sleep(0.2)
    raise RuntimeError(record.state)


async def training(services: Services) -> str:
    """Two thousand steps."""
    kind = TrainKind(services.shared)
    first = demo_sets.SETS["film-reviews"]
    options = {"steps": 2_000, "evaluate_every": 1_000, "seeds": [1]}
    data = {"demo": "film-reviews"}
    return await kind.queue(first.soft, first.verbalizers[0], "", "mean", options, data, OWNER)


async def evaluation(services: Services) -> str:
    """One prompt on a CSV of 20,000 rows, each somewhat different."""
    rows = demo_sets.load("film-reviews").train
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(["text", "label"])
    for number in range(ROWS):
        row = rows[number % len(rows)]
        table.writerow([f"{row.fields['text']} Review number {number}.", row.label])
    form = {
        "template": "{text} It was [MASK].",
        "verbalizer": "positive: great, good\nnegative: terrible, bad",
        "data": {"csv": file.getvalue(), "name": "many"},
        "split": "all",
    }
    answer = await services.calls["evaluate_start"]({"form": form, "owner": OWNER}, "en")
    if answer["error"]:
        raise RuntimeError(answer["error"]["message"])
    return answer["job"]


if __name__ == "__main__":
    main()
