"""What evaluating a prompt costs, beside the bare encoder on the same batches.

    python -m tests.benchmarks.evaluation --data sst2.dev.csv

The whole evaluation is timed: encoding every prompt, the model, the label words at the
masks, both readings (plain and calibrated, the prior included) and all metrics. The
encoder is timed alone: `BertModel` on the very tensors that the evaluation gives it,
nothing read from its output. Each round times both in turn; reported are medians and
the median of the rounds' ratios. The CSV has columns `text,label`; without one the
demo film reviews stand in, which is said.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import torch

from playground import load_model
from playground.datasets import demo
from playground.datasets.dataset import DataSet
from playground.evaluation import desk
from playground.evaluation.spec import Column, Row
from playground.evaluation.task import EvaluationRun
from playground.models.language_model import LanguageModel
from playground.results import Example
from playground.scoring.options import Options

TEMPLATE = "{text} It was [MASK]."
WORDS = ("great, good", "terrible, bad")


def main() -> None:
    """Print the two times and their ratio."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--data", type=Path)
    flags.add_argument("--rounds", type=int, default=7)
    flags.add_argument("--threads", type=int, default=1)
    chosen = flags.parse_args()
    torch.set_num_threads(chosen.threads)

    data = _data(chosen.data)
    model = load_model()
    verbalizer = "\n".join(
        f"{label}: {words}" for label, words in zip(sorted(data.labels, reverse=True), WORDS, strict=True)
    )
    spec = desk.make_spec(
        "evaluate", [Row("", TEMPLATE)], [Column("", verbalizer)], [model], data, {}, "all", Options()
    )

    def evaluation() -> None:
        for message in EvaluationRun(spec, [model]).messages():
            report = message.report
            if report["kind"] == "cell":
                evaluation.accuracy = report["plain"]["accuracy"]

    batches = _batches(model, evaluation)

    @torch.inference_mode()
    def encoder() -> None:
        for inputs in batches:
            model.network.base_model(**inputs)

    times: dict[str, list[float]] = {"evaluation": [], "encoder": []}
    for _ in range(chosen.rounds):
        for name, work in (("encoder", encoder), ("evaluation", evaluation)):
            times[name].append(_seconds(work))
    ratios = [a / b for a, b in zip(times["evaluation"], times["encoder"], strict=True)]
    print(f"{len(spec.examples)} rows of {data.name}, {len(batches)} batches, accuracy {evaluation.accuracy:.3f}")
    for name, values in times.items():
        print(f"{name:12} {1000 * statistics.median(values):8.0f} ms")
    print(f"ratio        {statistics.median(ratios):8.2f}   ({min(ratios):.2f} to {max(ratios):.2f})")


def _data(path: Path | None) -> DataSet:
    if path is None:
        print("no --data: the demo film reviews stand in")
        return demo.load("film-reviews")
    with open(path, encoding="utf-8", newline="") as file:
        rows = tuple(Example({"text": row["text"]}, row["label"]) for row in csv.DictReader(file))
    return DataSet(path.stem, path.stem, rows, (), ())


def _batches(model: LanguageModel, work: Callable[[], None]) -> list[dict[str, torch.Tensor]]:
    """The encoder's inputs of one run of `work`."""
    found: list[dict[str, torch.Tensor]] = []

    def remember(module: object, args: tuple, inputs: dict[str, torch.Tensor]) -> None:
        given = {**dict(zip(("input_ids", "attention_mask"), args, strict=False)), **inputs}
        found.append({name: given[name] for name in ("input_ids", "attention_mask") if given.get(name) is not None})

    handle = model.network.base_model.register_forward_pre_hook(remember, with_kwargs=True)
    work()
    handle.remove()
    return found


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
