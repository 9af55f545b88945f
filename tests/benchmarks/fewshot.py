"""What training a prompt gains over the best hand-written one, from K examples a class.

    python -m tests.benchmarks.fewshot sst2 --train train.csv --test dev.csv --examples 16 32

For every K and seed: draw K examples a class to train on and K others to stop by; choose
the best of the set's five hand-written prompts (`quality_prompts.json`) on the K training
examples; train its words as soft tokens; read the test file once, at the end. CSV files
have the columns text and label. Reported are every seed, the hand-written prompt plain
and calibrated, and intervals of the gain that resample the examples in pairs.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from playground import load_model
from playground.datasets.sample import few_shot
from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities, score
from playground.evaluation.intervals import paired_interval
from playground.models.language_model import LanguageModel
from playground.prompting.template import Soft, Template, Text, parse
from playground.prompting.verbalizer import Verbalizer
from playground.results import Example
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, prior_plan
from playground.tuning.options import TuningOptions
from playground.tuning.spec import TuningSpec
from playground.tuning.task import TuningRun

PROMPTS = Path(__file__).parent / "quality_prompts.json"


@dataclass(frozen=True)
class Outcome:
    """One seed: which prompt was chosen, which test examples each way gets right, seconds of training."""

    seed: int
    chosen: str
    hand_written: Tensor
    calibrated: Tensor
    trained: Tensor
    best_step: int
    seconds: float


def main() -> None:
    """Print a line a seed and a summary for every K."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("prompts", help="a set of quality_prompts.json")
    flags.add_argument("--train", type=Path, required=True)
    flags.add_argument("--test", type=Path, required=True)
    flags.add_argument("--model", default="")
    flags.add_argument("--examples", type=int, nargs="+", default=[16])
    flags.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    flags.add_argument("--options", type=json.loads, default={}, help="training options as JSON")
    flags.add_argument("--output", type=Path, help="write the numbers as JSON")
    chosen = flags.parse_args()
    torch.set_num_threads(1)
    model = load_model(chosen.model)
    study = Study(
        model, json.loads(PROMPTS.read_text(encoding="utf-8"))[chosen.prompts], rows(chosen.train), rows(chosen.test)
    )
    print(
        f"{chosen.prompts}, {model.id} {model.revision}, {len(study.test)} test examples, {chosen.options or 'default options'}"
    )
    found = {}
    for examples in chosen.examples:
        outcomes = []
        for outcome in study.outcomes(examples, chosen.seeds, chosen.options):
            outcomes.append(outcome)
            print(line(outcome), flush=True)
        found[examples] = summary(examples, outcomes)
    if chosen.output:
        chosen.output.write_text(json.dumps(found, indent=1), encoding="utf-8")


def rows(path: Path) -> tuple[Example, ...]:
    """The examples of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Example({"text": row["text"]}, row["label"]) for row in csv.DictReader(file))


class Study:
    """One data set and its hand-written prompts."""

    def __init__(
        self, model: LanguageModel, prompts: list[dict], train: tuple[Example, ...], test: tuple[Example, ...]
    ):
        self.model, self.prompts, self.train, self.test = model, prompts, train, test
        self._right: dict[tuple[int, str], Tensor] = {}

    def outcomes(self, examples: int, seeds: list[int], options: dict) -> Iterator[Outcome]:
        """One seed after the other."""
        for seed in seeds:
            index = self.choose(few_shot(self.train, examples, seed)[0])
            began = time.perf_counter()
            made = self.run(index, TuningOptions(examples=examples, seeds=(seed,), **options))
            trainer = made.trainer(seed)
            for _ in trainer.reports():
                pass
            seconds = time.perf_counter() - began
            step, _, prompt = trainer.best
            questions = EncodedExamples.of(made.task, self.test, self.model)
            trained = (
                log_probabilities(made.task, questions, self.model, prompt).argmax(-1) == questions.gold
            ).double()
            hand, calibrated = self.right(index, "none"), self.right(index, "contextual")
            yield Outcome(seed, str(made.start.template), hand, calibrated, trained, step, seconds)

    def choose(self, examples: tuple[Example, ...]) -> int:
        """The prompt that is best on these examples: most right, then the lower loss."""
        scores = []
        for index in range(len(self.prompts)):
            task = self.task(index, "none")
            questions = EncodedExamples.of(task, examples, self.model)
            found = score(log_probabilities(task, questions, self.model), questions.gold, task.labels)
            scores.append((found.accuracy, -found.loss))
        return scores.index(max(scores))

    def task(self, index: int, calibration: str) -> Task:
        """A hand-written prompt."""
        prompt = self.prompts[index]
        words = Verbalizer.from_mapping(prompt["verbalizer"])
        return Task.build(parse(prompt["template"]), words, Options(calibration=calibration), self.model)

    def right(self, index: int, calibration: str) -> Tensor:
        """Which test examples a hand-written prompt gets right: [examples], 1 or 0. Asked once."""
        key = (index, calibration)
        if key not in self._right:
            task = self.task(index, calibration)
            prior = drive(prior_plan(task, self.model), self.model) if calibration != "none" else None
            questions = EncodedExamples.of(task, self.test, self.model)
            found = log_probabilities(task, questions, self.model, prior=prior)
            self._right[key] = (found.argmax(-1) == questions.gold).double()
        return self._right[key]

    def run(self, index: int, options: TuningOptions) -> TuningRun:
        """The chosen prompt, its words soft, ready to train."""
        prompt = self.prompts[index]
        spec = TuningSpec(
            template=str(softened(parse(prompt["template"]))),
            verbalizer=str(Verbalizer.from_mapping(prompt["verbalizer"])),
            aggregation="mean",
            model=self.model.id,
            revision=self.model.revision,
            options=options,
            data="file",
            fingerprint="",
            train=self.train,
            test=(),
        )
        return TuningRun(spec, self.model)


def softened(template: Template) -> Template:
    """Every literal text with words in it becomes soft tokens that start from these words.

    >>> str(softened(parse("{text} It was [MASK].")))
    '{text} [SOFT:It was] [MASK].'
    """
    parts = []
    for part in template.parts:
        words = re.fullmatch(r"(\s*)(.*\w.*?)(\s*)", part.text, re.DOTALL) if isinstance(part, Text) else None
        if words is None:
            parts.append(part)
            continue
        before, text, after = words.groups()
        parts += [Text(before)] * bool(before) + [Soft(words=text)] + [Text(after)] * bool(after)
    return Template(tuple(parts))


def line(outcome: Outcome) -> str:
    """One seed."""
    hand, calibrated, trained = (
        100 * its.mean().item() for its in (outcome.hand_written, outcome.calibrated, outcome.trained)
    )
    return (
        f"  seed {outcome.seed}: hand-written {hand:.1f}, calibrated {calibrated:.1f}, trained {trained:.1f} "
        f"({trained - hand:+.1f}), best step {outcome.best_step}, {outcome.seconds:.0f} s, {outcome.chosen}"
    )


def summary(examples: int, outcomes: list[Outcome]) -> dict:
    """Means over the seeds, and the gains' intervals."""
    columns = {
        name: [getattr(its, name).mean().item() for its in outcomes]
        for name in ("hand_written", "calibrated", "trained")
    }
    means = {name: statistics.mean(values) for name, values in columns.items()}
    gains = {
        name: torch.stack([its.trained - getattr(its, name) for its in outcomes]).mean(0)
        for name in ("hand_written", "calibrated")
    }
    spread = statistics.stdev(columns["trained"]) if len(outcomes) > 1 else 0.0
    print(
        f"K = {examples}: hand-written {100 * means['hand_written']:.1f}, calibrated {100 * means['calibrated']:.1f}, "
        f"trained {100 * means['trained']:.1f} ± {100 * spread:.1f}"
    )
    intervals = {}
    for name, gain in gains.items():
        low, high = intervals[name] = paired_interval(gain)
        print(
            f"  gain over {name}: {100 * gain.mean().item():+.1f} points, 95% interval {100 * low:+.1f} to {100 * high:+.1f}"
        )
    return {"means": means, "spread": spread, "seeds": columns, "gain_intervals": intervals}


if __name__ == "__main__":
    main()
