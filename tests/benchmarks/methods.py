"""All ways to better a prompt from K examples a class, on the same sets, seeds and test rows: one table.

    python -m tests.benchmarks.methods --files folder --kept methods.jsonl
    python -m tests.benchmarks.methods --kept methods.jsonl --table

The folder has CSV files `name.train.csv` and `name.dev.csv` (columns text and label); where one of the two is missing,
some of the other's rows are held out. Every seed draws K examples a class to learn from and K others to choose by, and begins
with the hand-written prompt of quality_prompts.json that is best on the former. Test rows are read once a cell, at its
end; at most `--limit` of them, the same for all. A cell is a line of the file `--kept`, and what is there is not done
again. Seconds are processor time without the reading of test rows. Intervals are 95% and resample the test rows, each
with its mean over the seeds; an arrow is a gain or loss against the hand-written prompt whose interval leaves out zero.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path

import torch

from playground import load_model
from playground.datasets.dataset import DataSet
from playground.datasets.sample import affordable, at_most, hold_out
from playground.results import Example
from tests.benchmarks.fewshot import PROMPTS, Study, rows
from tests.benchmarks.measure import machine
from tests.benchmarks.methods_table import SETS, table
from tests.benchmarks.methods_ways import METHODS, Shot


def main() -> None:
    """Do what is not done yet, then print the table."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--files", type=Path, help="the folder of sets")
    flags.add_argument("--kept", type=Path, required=True, metavar="FILE", help="JSON lines, read and added to")
    flags.add_argument("--model", default="")
    flags.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    flags.add_argument("--methods", nargs="+", default=list(METHODS), choices=METHODS)
    flags.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    flags.add_argument("--examples", type=int, default=16, help="K")
    flags.add_argument("--limit", type=int, default=300, help="test rows of a set")
    flags.add_argument("--threads", type=int, default=1)
    flags.add_argument("--table", action="store_true", help="print the table of what is kept, and do no more")
    chosen = flags.parse_args()
    torch.set_num_threads(chosen.threads)
    if not chosen.table:
        fill(chosen)
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    print("\n".join(table(kept(chosen.kept), {name: title for name, (title, _) in METHODS.items()})))


def fill(chosen: argparse.Namespace) -> None:
    """Add the cells that are lacking, the cheap methods of all sets and seeds first."""
    if chosen.files is None or not chosen.files.is_dir():
        print(f"no folder of sets: {chosen.files or '--files was not given'}")
        return
    model = load_model(chosen.model)
    prompts = json.loads(PROMPTS.read_text(encoding="utf-8"))
    studies, shots = {}, {}
    for name in chosen.sets:
        if (parts := read(chosen.files, name, chosen.limit)) is None:
            print(f"{name}: no such files in {chosen.files.name}")
        else:
            studies[name] = Study(model, prompts[name], *parts)
    done = {(cell["set"], cell["method"], cell["seed"]) for cell in kept(chosen.kept)}
    for method in chosen.methods:
        for seed in chosen.seeds:
            for name, study in studies.items():
                if (name, method, seed) in done:
                    continue
                shot = shots.setdefault((name, seed), Shot(study, seed, chosen.examples))
                shot.index  # noqa: B018 - chosen once, and no method's cost
                began = time.process_time()
                text, ask = METHODS[method][1](shot)
                seconds = time.process_time() - began
                right = ask().tolist()
                cell = {"set": name, "method": method, "seed": seed, "seconds": seconds, "found": text, "right": right}
                cell["examples"] = affordable(study.train, chosen.examples)
                with chosen.kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(cell, ensure_ascii=False) + "\n")
                print(
                    f"{name:8} {method:13} seed {seed} {100 * statistics.mean(right):5.1f} {seconds:6.1f} s", flush=True
                )


def read(folder: Path, name: str, limit: int) -> tuple[tuple[Example, ...], tuple[Example, ...]] | None:
    """The training and test rows of a set, `None` where it has no file."""
    files = [path for split in ("train", "dev") if (path := folder / f"{name}.{split}.csv").is_file()]
    if not files:
        return None
    train, *test = map(rows, files)
    held = hold_out(DataSet(name, name, train, (), test[0] if test else ()), min(0.5, limit / len(train)))
    return held.train, at_most(held.test, limit)


def kept(path: Path) -> list[dict]:
    """The cells of a file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
