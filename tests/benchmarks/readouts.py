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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from playground import load_model
from playground.datasets import demo
from playground.datasets.dataset import DataSet
from playground.datasets.sample import at_most, hold_out
from playground.evaluation import predictions
from playground.evaluation.desk import make_spec
from playground.evaluation.intervals import wilson
from playground.evaluation.learning import STRENGTH, WORDS, learn
from playground.evaluation.readouts import Readouts, drawn
from playground.evaluation.spec import Column, Row
from playground.evaluation.task import EvaluationRun
from playground.models.language_model import LanguageModel
from playground.prompting.template import parse
from playground.results import Example
from playground.scoring.aggregation import ensemble, normalise
from playground.scoring.calibration import contextual_prior
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
class Answers:
    """One reading of every template: log P(label) [examples, labels] each, and the true labels [examples].

    The ensemble exists where the templates share a verbalizer.
    """

    templates: tuple[Tensor, ...]
    gold: Tensor
    shared: bool

    def batch(self) -> Answers:
        """Divided by each template's own mean answer."""
        return replace(self, templates=tuple(found - contextual_prior(found) for found in self.templates))

    def skewed(self) -> Answers:
        """Of nine rows of the commonest label one of the others."""
        common = self.gold.bincount().argmax()
        ones, others = ((self.gold == common).nonzero()[:, 0], (self.gold != common).nonzero()[:, 0])
        places = torch.cat([ones, others[: max(1, round(len(ones) * (1 - DOMINANT) / DOMINANT))]])
        return replace(self, templates=tuple(found[places] for found in self.templates), gold=self.gold[places])

    def right(self, scores: Tensor) -> float:
        """Accuracy, per cent."""
        return 100 * (scores.argmax(-1) == self.gold).double().mean().item()

    @property
    def first(self) -> float:
        """Of the first template."""
        return self.right(self.templates[0])

    @property
    def mean(self) -> float:
        """Over the templates."""
        return statistics.mean(map(self.right, self.templates))

    @property
    def ensemble(self) -> float | None:
        """Of all templates together."""
        return self.right(ensemble([normalise(found) for found in self.templates])) if self.shared else None


def main() -> None:
    """Print a block a set and the means over the demo sets."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--model", default="")
    flags.add_argument("--only", nargs="+", help="names of sets")
    flags.add_argument("--templates", type=int, help="the first so many of a set; all without it")
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
    found: dict[str, dict[str, Answers]] = {}
    for subject in subjects:
        if chosen.only and subject.name not in chosen.only:
            continue
        own = len(subject.verbalizers) > 1
        subject = replace(
            subject,
            templates=subject.templates[: chosen.templates],
            verbalizers=subject.verbalizers[: chosen.templates] if own else subject.verbalizers,
        )
        found[subject.name] = measured(subject, model, chosen.limit, chosen.examples, chosen.seeds)
        show(found[subject.name])
    means = [its for name, its in found.items() if name in demo.SETS]
    if means:
        print(f"\nmean over {len(means)} demo sets")
        for reading in ("plain", "contextual", "batch", "batch*", "learnt", "skewed plain", "skewed batch*"):
            # Each set counts as one, and so does each seed of it.
            ours = [[answers for name, answers in its.items() if name.split(" seed")[0] == reading] for its in means]
            first, mean = (
                statistics.mean(statistics.mean(getattr(each, number) for each in its) for its in ours)
                for number in ("first", "mean")
            )
            print(f"  {reading:14} first {first:5.1f}  mean {mean:5.1f}")


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
) -> dict[str, Answers]:
    """Every reading of one set."""
    dataset = replace(subject.dataset, test=at_most(subject.dataset.test, limit))
    print(f"\n{subject.name}: {len(subject.templates)} templates, {len(dataset.test)} test rows", flush=True)
    began = time.monotonic()
    contextual = asked(subject, dataset, model, "contextual", Readouts())
    plain = contextual["plain"]
    found = {"plain": plain, "contextual": contextual["calibrated"]}
    found["batch"] = asked(subject, dataset, model, "batch", Readouts())["calibrated"]
    found |= {"batch*": plain.batch(), "skewed plain": plain.skewed(), "skewed batch*": plain.skewed().batch()}
    for seed in seeds:
        learnt = asked(subject, dataset, model, "none", Readouts(learn=examples, seed=seed))["learnt"]
        found[f"learnt seed {seed}"] = learnt
    print(f"  {time.monotonic() - began:.0f} s in all; learning takes {seconds(subject, model, examples):.2f} s")
    return found


def asked(
    subject: Subject, dataset: DataSet, model: LanguageModel, calibration: str, readouts: Readouts
) -> dict[str, Answers]:
    """Every template's answers in one job, or in one each where each has its own verbalizer."""
    rows = [Row(template, template) for template in subject.templates]
    shared = len(subject.verbalizers) == 1
    jobs = [rows] if shared else [[row] for row in rows]
    found: dict[str, list[Tensor]] = {}
    gold = torch.tensor([])
    for its, words in zip(jobs, subject.verbalizers, strict=True):
        spec = make_spec(
            "grid",
            its,
            [Column("", words)],
            [model],
            dataset,
            {},
            "test",
            Options(calibration=calibration),
            readouts=readouts,
        )
        run = EvaluationRun(spec, [model])
        files = {name: data for message in run.messages() for name, data in message.files.items()}
        for row in range(len(its)):
            answers = predictions.read(files[f"0/{row}/0"])
            gold = torch.tensor(answers.gold)
            for name, values in answers.readings.items():
                found.setdefault(name, []).append(torch.tensor(values))
    return {name: Answers(tuple(parts), gold, shared) for name, parts in found.items()}


def seconds(subject: Subject, model: LanguageModel, examples: int) -> float:
    """How long one verbalizer takes to learn."""
    task = Task(parse(subject.templates[0], model.tokenizer.mask_token), None, Options(), {}, ())
    shown = drawn(subject.dataset.train, examples, 1)
    began = time.monotonic()
    learn(task, shown, model)
    return time.monotonic() - began


def show(found: Mapping[str, Answers]) -> None:
    """A line a reading."""
    for name, its in found.items():
        count = len(its.gold)
        low, high = wilson(round(its.first * count / 100), count)
        whole = "" if its.ensemble is None else f"  ensemble {its.ensemble:5.1f}"
        print(f"  {name:14} first {its.first:5.1f} [{100 * low:.0f}, {100 * high:.0f}]  mean {its.mean:5.1f}{whole}")


if __name__ == "__main__":
    main()
