"""What better readings of the mask gain: plain, contextual, batch calibration, a learnt verbalizer, and ensembles.

    python -m tests.benchmarks.readouts
    python -m tests.benchmarks.readouts --only film-reviews --seeds 1
    python -m tests.benchmarks.readouts --files folder

Every demo set's templates are asked with its first verbalizer on its test rows. Priors of `batch` are the mean over
training rows, of `batch*` over the evaluated rows; `skewed` are test rows of which nine in ten have one label, plain and
by `batch*`. A verbalizer learns from K training examples a class, with several seeds. Accuracies in per cent: the first
template's with its 95% interval, the mean over the templates, the ensemble of all of them. `--files` adds sets from a
folder of CSV files `name.train.csv` and `name.dev.csv` (columns text and label) with the prompts of
quality_prompts.json; where one of the two is missing, half of the other is held out.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from playground import load_model
from playground.datasets import demo
from playground.datasets.dataset import DataSet
from playground.datasets.sample import at_most, hold_out
from playground.evaluation.desk import make_spec
from playground.evaluation.intervals import wilson
from playground.evaluation.learning import STRENGTH, WORDS, learn
from playground.evaluation.readouts import Readouts, drawn
from playground.evaluation.spec import Column, EvaluationSpec, Row
from playground.evaluation.task import EvaluationRun
from playground.models.language_model import LanguageModel
from playground.prompting.template import parse
from playground.results import Example
from playground.scoring.options import Options
from playground.scoring.predict import Task

PROMPTS = Path(__file__).parent / "quality_prompts.json"
DOMINANT = 0.9  # of the skewed rows have one label


@dataclass(frozen=True)
class Subject:
    """A set with its prompts."""

    name: str
    dataset: DataSet
    templates: tuple[str, ...]
    verbalizers: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """A reading's right answers a template, and the ensemble's, of so many examples."""

    examples: int
    right: tuple[int, ...]
    ensemble: int | None

    @property
    def mean(self) -> float:
        """Per cent, over the templates."""
        return 100 * statistics.mean(self.right) / self.examples


def main() -> None:
    """Print a block a set and the means over the demo sets."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--model", default="")
    flags.add_argument("--only", nargs="+", help="names of sets")
    flags.add_argument("--files", type=Path, help="a folder of further sets")
    flags.add_argument("--limit", type=int, default=400, help="test rows of a set")
    flags.add_argument("--examples", type=int, default=16, help="K, for the learnt verbalizer")
    flags.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    flags.add_argument("--threads", type=int, default=1)
    chosen = flags.parse_args()
    torch.set_num_threads(chosen.threads)
    model = load_model(chosen.model)
    print(f"{model.id} {model.revision}, K = {chosen.examples}, {WORDS} words, C = {STRENGTH}, seeds {chosen.seeds}")
    subjects = [Subject(id, demo.load(id), its.templates, its.verbalizers[:1]) for id, its in demo.SETS.items()]
    if chosen.files:
        subjects += further(chosen.files)
    found: dict[str, dict[str, Measured]] = {}
    for subject in subjects:
        if chosen.only and subject.name not in chosen.only:
            continue
        found[subject.name] = measured(subject, model, chosen.limit, chosen.examples, chosen.seeds)
        show(found[subject.name])
    means = [its for name, its in found.items() if name in demo.SETS]
    if means:
        print(f"\nmean over {len(means)} demo sets")
        for reading in ("plain", "contextual", "batch", "batch*", "learnt", "skewed plain", "skewed batch*"):
            ours = [its[reading] for its in means]
            first = statistics.mean(100 * its.right[0] / its.examples for its in ours)
            print(f"  {reading:14} first {first:5.1f}  mean {statistics.mean(its.mean for its in ours):5.1f}")


def further(folder: Path) -> list[Subject]:
    """The sets of a folder; what is not there is named and passed over."""
    prompts: Mapping[str, list[dict]] = json.loads(PROMPTS.read_text(encoding="utf-8"))
    subjects = []
    for name, its in prompts.items():
        files = {split: folder / f"{name}.{split}.csv" for split in ("train", "dev")}
        rows = {split: read(path) for split, path in files.items() if path.is_file()}
        if not rows:
            print(f"{name}: no such files in {folder.name}")
            continue
        train, test = rows.get("train", ()), rows.get("dev", ())
        dataset = DataSet(name, name, train or test, (), test if train else ())
        texts = [
            "\n".join(f"{label}: {', '.join(words)}" for label, words in each["verbalizer"].items()) for each in its
        ]
        subjects.append(Subject(name, hold_out(dataset), tuple(each["template"] for each in its), tuple(texts)))
    return subjects


def read(path: Path) -> tuple[Example, ...]:
    """The examples of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Example({"text": row["text"]}, row["label"]) for row in csv.DictReader(file))


def measured(
    subject: Subject, model: LanguageModel, limit: int, examples: int, seeds: Sequence[int]
) -> dict[str, Measured]:
    """Every reading of one set."""
    dataset = replace(subject.dataset, test=at_most(subject.dataset.test, limit))
    print(f"\n{subject.name}: {len(subject.templates)} templates, {len(dataset.test)} test rows", flush=True)
    began = time.monotonic()
    contextual = asked(subject, dataset, model, "contextual", Readouts())
    batch = asked(subject, dataset, model, "batch", Readouts())
    found = {"plain": contextual["plain"], "contextual": contextual["calibrated"], "batch": batch["calibrated"]}
    found["batch*"] = asked(subject, dataset, model, "batch", Readouts("evaluated"))["calibrated"]
    one_sided = asked(subject, replace(dataset, test=skewed(dataset.test)), model, "batch", Readouts("evaluated"))
    found |= {"skewed plain": one_sided["plain"], "skewed batch*": one_sided["calibrated"]}
    for seed in seeds:
        its = asked(subject, dataset, model, "none", Readouts(learn=examples, seed=seed))["learnt"]
        found[f"learnt {seed}"] = its
    found["learnt"] = found[f"learnt {seeds[0]}"]
    print(f"  {time.monotonic() - began:.0f} s in all; learning takes {seconds(subject, model, examples):.2f} s")
    return found


def asked(
    subject: Subject, dataset: DataSet, model: LanguageModel, calibration: str, readouts: Readouts
) -> dict[str, Measured]:
    """One job of every template: its readings' numbers."""
    rows = [Row(template, template) for template in subject.templates]
    own = len(subject.verbalizers) > 1
    jobs = (
        [(rows, subject.verbalizers[0])]
        if not own
        else list(zip([[r] for r in rows], subject.verbalizers, strict=True))
    )
    reports = [
        report for its, words in jobs for report in reports_of(its, words, dataset, model, calibration, readouts)
    ]
    found = {}
    for name in ("plain", "calibrated", "learnt"):
        cells = [report for report in reports if report[name]]
        single = tuple(report[name]["right"] for report in cells if not report["ensemble"])
        if single:
            whole = next((report[name]["right"] for report in cells if report["ensemble"]), None)
            found[name] = Measured(len(dataset.test), single, whole)
    return found


def reports_of(
    rows: Sequence[Row], words: str, dataset: DataSet, model: LanguageModel, calibration: str, readouts: Readouts
) -> list[dict]:
    """The cells of one job."""
    columns, options = [Column("", words)], Options(calibration=calibration)
    spec: EvaluationSpec = make_spec("grid", rows, columns, [model], dataset, {}, "test", options, readouts=readouts)
    messages = EvaluationRun(spec, [model]).messages()
    return [dict(message.report) for message in messages if message.report["kind"] == "cell"]


def skewed(rows: Sequence[Example]) -> tuple[Example, ...]:
    """Nine rows of the commonest label for one of the others."""
    label = Counter(row.label for row in rows).most_common(1)[0][0]
    ones, others = ([row for row in rows if (row.label == label) == same] for same in (True, False))
    return (*ones, *others[: max(1, round(len(ones) * (1 - DOMINANT) / DOMINANT))])


def seconds(subject: Subject, model: LanguageModel, examples: int) -> float:
    """How long one verbalizer takes to learn."""
    task = Task(parse(subject.templates[0], model.tokenizer.mask_token), None, Options(), {}, ())
    shown = drawn(subject.dataset.train, examples, 1)
    began = time.monotonic()
    learn(task, shown, model)
    return time.monotonic() - began


def show(found: Mapping[str, Measured]) -> None:
    """A line a reading."""
    for name, its in found.items():
        if name == "learnt":
            continue
        low, high = wilson(its.right[0], its.examples)
        ensemble = "" if its.ensemble is None else f"  ensemble {100 * its.ensemble / its.examples:5.1f}"
        first = 100 * its.right[0] / its.examples
        print(f"  {name:14} first {first:5.1f} [{100 * low:.0f}, {100 * high:.0f}]  mean {its.mean:5.1f}{ensemble}")


if __name__ == "__main__":
    main()
