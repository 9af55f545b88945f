"""What evaluating a prompt costs, beside the bare encoder on the same batches.

    python -m tests.benchmarks.evaluation --data sst2.dev.csv

The whole evaluation is timed: encoding every prompt, the model, the label words at the
masks, both readings (plain and calibrated, the prior included) and all metrics. The
encoder is timed alone: transformers' own `BertModel`, float32, not compiled, on the very tensors that the evaluation
gives ours, nothing read from its output; and on the same prompts in batches as large as memory allows, as the
evaluation had them before its batches were made to fit a processor's caches. Each round times all in turn by the
processor's clock; reported are medians and the medians of the rounds' ratios. The CSV has columns `text,label`; without one the
demo film reviews stand in, which is said.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import torch
from transformers import AutoModelForMaskedLM

from playground import load_model
from playground.datasets import demo
from playground.datasets.dataset import DataSet
from playground.evaluation import desk
from playground.evaluation.spec import Column, Row
from playground.evaluation.task import EvaluationRun
from playground.models import language_model
from playground.models.language_model import LanguageModel
from playground.results import Example
from playground.scoring.options import Options
from playground.settings import Settings
from tests.benchmarks.timing import in_turn, ratio, table

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

    plain = AutoModelForMaskedLM.from_pretrained(Settings().bundled_model, dtype=torch.float32).eval().base_model
    batches = _batches(model, evaluation)
    with patch.object(language_model, "CACHED_TOKENS", None):
        large = _batches(model, evaluation)

    @torch.inference_mode()
    def encode(batches: list[dict[str, torch.Tensor]]) -> None:
        for inputs in batches:
            plain(**inputs)

    contestants = {
        "evaluation": evaluation,
        "bare encoder": lambda: encode(batches),
        "bare encoder, large batches": lambda: encode(large),
    }
    times = in_turn(contestants, chosen.rounds, 0)
    print(f"{len(spec.examples)} rows of {data.name}, {len(batches)} batches, accuracy {evaluation.accuracy:.3f}")
    print(table(times))
    for peer in list(contestants)[1:]:
        print(f"evaluation / {peer:28} {ratio(times, 'evaluation', peer):.3f}")


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


if __name__ == "__main__":
    main()
