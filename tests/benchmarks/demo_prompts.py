"""What the prompts offered with each demo set get right, plain and calibrated, beside counting words.

    python -m tests.benchmarks.demo_prompts --markdown
    python -m tests.benchmarks.demo_prompts feelings --all

By default the first template with the first verbalizer, and the best of the set's grid; `--all` prints
every cell. Calibrated is by the usual prior (contextual). Nothing is trained; the test split is measured
unless `--split` says otherwise, the grid's best is chosen on the development split.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from playground import load_model
from playground.datasets import demo
from playground.errors import PlaygroundError
from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities
from playground.models.language_model import LanguageModel
from playground.prompting.template import parse
from playground.prompting.verbalizer import parse as parse_verbalizer
from playground.results import Example
from playground.scoring.calibration import USUAL
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, prior_plan


@dataclass(frozen=True)
class Cell:
    """One prompt on one split: shares of the examples it gets right."""

    template: str
    verbalizer: str
    plain: float
    calibrated: float

    @property
    def better(self) -> float:
        """The higher of the two."""
        return max(self.plain, self.calibrated)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("sets", nargs="*", help=f"of {', '.join(demo.SETS)}; all by default")
    flags.add_argument("--split", default="test", choices=("dev", "test"))
    flags.add_argument("--all", action="store_true", help="every cell of each grid")
    flags.add_argument("--markdown", action="store_true", help="as the README has it")
    chosen = flags.parse_args(arguments)
    torch.set_num_threads(1)
    model = load_model()
    if chosen.markdown:
        print("| demo set | first prompt | plain | calibrated | counting words |\n| --- | --- | ---: | ---: | ---: |")
    for id in chosen.sets or demo.SETS:
        known = demo.SETS[id]
        counting = known.baseline[chosen.split]
        examples = demo.load(id).split(chosen.split)
        if chosen.all:
            for cell in cells(known, examples, model):
                mark = "*" if cell.better > counting else " "
                words = cell.verbalizer.replace("\n", "; ")
                shares = f"{100 * cell.plain:6.1f} {100 * cell.calibrated:6.1f} {100 * counting:6.1f}"
                print(f"{id:16} {shares} {mark} {cell.template}  {words}", flush=True)
            continue
        first = next(cells(known, examples, model))
        if chosen.markdown:
            shares = " | ".join(f"{100 * share:.1f}" for share in (first.plain, first.calibrated, counting))
            print(f"| `{id}` | `{first.template}` | {shares} |", flush=True)
        else:
            shares = f"{100 * first.plain:6.1f} {100 * first.calibrated:6.1f} {100 * counting:6.1f}"
            print(f"{id:16} {shares} {'above' if first.better > counting else 'BELOW'}  {first.template}", flush=True)


def cells(known: demo.Demo, examples: Sequence[Example], model: LanguageModel) -> Iterator[Cell]:
    """The grid of a set, template by template."""
    for template in known.templates:
        for verbalizer in known.verbalizers:
            try:
                yield Cell(
                    template, verbalizer, *(right(template, verbalizer, c, examples, model) for c in ("none", USUAL))
                )
            except PlaygroundError as error:
                print(f"not measured: {error}  {template}")


def right(template: str, verbalizer: str, calibration: str, examples: Sequence[Example], model: LanguageModel) -> float:
    """The share of the examples that a prompt gets right."""
    words = parse_verbalizer(verbalizer)
    assert words is not None
    task = Task.build(parse(template), words, Options(calibration=calibration), model)
    prior = None if calibration == "none" else drive(prior_plan(task, model), model)
    questions = EncodedExamples.of(task, examples, model)
    found = log_probabilities(task, questions, model, prior=prior)
    return (found.argmax(-1) == questions.gold).double().mean().item()


if __name__ == "__main__":
    main()
