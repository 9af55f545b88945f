"""What the Train page's first training gains, over ten seeds, and how long it takes.

    python -m tests.benchmarks.first_training
    python -m tests.benchmarks.first_training question-types --options '{"learning_rate": 0.03, "steps": 100}'

Each seed is a training of its own, as a first visitor starts it: the set's template with soft tokens that mean
nothing yet, the page's own options. The test split is read once, at the end. A gain is over the stronger of the
set's hand-written prompt, plain and calibrated, on the same examples; the set's bag of words stands beside it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from statistics import mean, stdev

import torch

from playground import load_model
from playground.datasets import demo
from playground.models.language_model import LanguageModel
from playground.tuning.options import TuningOptions
from playground.tuning.spec import TuningSpec
from playground.tuning.task import TuningRun


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line a seed and the means."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("sets", nargs="*", help=f"{demo.LEARNS} by default")
    flags.add_argument("--seeds", type=int, nargs="+", default=list(range(1, 11)))
    flags.add_argument("--options", type=json.loads, default={}, help="training options as JSON")
    flags.add_argument("--soft", help="another template")
    flags.add_argument("--threads", type=int, default=2)
    chosen = flags.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    model = load_model()
    for id in chosen.sets or [demo.LEARNS]:
        gains, seconds, work = [], [], []
        for seed in chosen.seeds:
            result, took, spent = train(id, seed, chosen.options, chosen.soft, model)
            test = result["test"]
            gains.append(100 * test["gain"])
            seconds.append(took)
            work.append(spent)
            shares = ", ".join(
                f"{name} {100 * test[name]:.1f}" for name in ("hand_written", "calibrated", "accuracy") if test[name]
            )
            print(
                f"{id} seed {seed}: {shares} ({gains[-1]:+.1f}), best step {result['best_step']}, {took:.1f} s, {spent:.1f} s of processor",
                flush=True,
            )
        spread = stdev(gains) if len(gains) > 1 else 0.0
        print(
            f"{id}: gain {mean(gains):+.1f} points ± {spread:.1f} (worst {min(gains):+.1f}), "
            f"{mean(seconds):.1f} s in the mean, {max(seconds):.1f} at most, {mean(work):.1f} s of processor; bag of words {100 * demo.SETS[id].baseline['test']:.1f}"
        )


def train(id: str, seed: int, options: dict, soft: str | None, model: LanguageModel) -> tuple[dict, float, float]:
    """One seed's report, and what the whole job takes on a model that is loaded: seconds, and seconds of processor."""
    known, data = demo.SETS[id], demo.load(id)
    spec = TuningSpec(
        template=soft or known.soft,
        verbalizer=known.verbalizers[0],
        aggregation="mean",
        model=model.id,
        revision=model.revision,
        options=TuningOptions.from_mapping({**options, "seeds": [seed]}),
        data=id,
        fingerprint=data.fingerprint,
        train=data.train,
        test=data.test,
        rival=known.templates[0],
    )
    began, spent = time.perf_counter(), time.process_time()
    messages = [message.report for message in TuningRun(spec, model).messages()]
    result = next(report for report in messages if report["kind"] == "seed")
    return result, time.perf_counter() - began, time.process_time() - spent


if __name__ == "__main__":
    main()
