"""All benchmarks of speed and memory by one command: a table, and JSON.

    python -m tests.benchmarks
    python -m tests.benchmarks --quick --only live --only training
    python -m tests.benchmarks --json speed.json --picture assets/docs/cost.svg

Ratios are of processor time, all contestants in turn, and hold on a busy machine; seconds and milliseconds do not: the
load average stands above the table. `--quick` takes fewer rounds, which is enough to see whether something broke.
What says how good prompts are (`quality`, `fewshot`, `readouts`, `search`) runs for hours and has its own commands.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
import transformers

from playground.large_pages import start_again_with_large_pages
from tests.benchmarks import costs, ratios, served
from tests.benchmarks.measure import Measure, machine, to_json

#: Each yields its numbers as it finds them; it is told whether to hurry.
BENCHMARKS: dict[str, Callable[[bool], Iterator[Measure]]] = {
    "live": ratios.live,
    "scoring": ratios.scoring,
    "training": ratios.training,
    "cost": costs.cost,
    "start": served.start,
    "memory": served.memory,
    "typists": served.typists,
}


def main() -> None:
    """Run the chosen ones and print their lines as they come."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--only", action="append", choices=BENCHMARKS, help="may be given several times")
    flags.add_argument("--quick", action="store_true")
    flags.add_argument("--json", type=Path, metavar="FILE")
    flags.add_argument("--picture", type=Path, metavar="FILE", help="draw the costs as SVG")
    chosen = flags.parse_args()
    start_again_with_large_pages()  # as the app does, for all contestants
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    found: list[Measure] = []
    for name in chosen.only or BENCHMARKS:
        for measure in BENCHMARKS[name](chosen.quick):
            found.append(measure)
            print(measure.line, flush=True)
    if chosen.json:
        chosen.json.write_text(to_json(found) + "\n", encoding="utf-8")
    if chosen.picture:
        chosen.picture.write_text(costs.picture(found), encoding="utf-8")


if __name__ == "__main__":
    main()
