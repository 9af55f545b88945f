"""The table of `tests.benchmarks.methods`, made of its cells. It measures nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from playground.evaluation.intervals import paired_interval

SETS = {"sst2": "SST-2", "agnews": "AG News", "trec": "TREC", "eprstmt": "EPRSTMT", "tnews": "TNEWS"}
SEEDS = 5  # a column with fewer says so


def table(cells: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> Iterator[str]:
    """Markdown: a line a method, a column a set.

    Args:
        cells: `set`, `method`, `seed`, `seconds`, `examples` (a class), and `right`, 1 or 0 for each test row.
        titles: the methods in their order.
    """
    rights = {(cell["set"], cell["method"], cell["seed"]): torch.tensor(cell["right"]) for cell in cells}
    sets = [name for name in SETS if any(cell["set"] == name for cell in cells)]
    sizes = {name: next(len(its) for (of, *_), its in rights.items() if of == name) for name in sets}
    shown = {name: next(cell["examples"] for cell in cells if cell["set"] == name) for name in sets}
    yield (
        "| method | " + " | ".join(f"{SETS[name]} ({sizes[name]}, K = {shown[name]})" for name in sets) + " | seconds |"
    )
    yield "| --- |" + " ---: |" * (len(sets) + 1)
    for method, title in titles.items():
        columns = []
        for name in sets:
            mine = {seed: its for (of, by, seed), its in rights.items() if (of, by) == (name, method)}
            hand = {seed: rights[name, "hand_written", seed] for seed in mine if (name, "hand_written", seed) in rights}
            columns.append(column(mine, hand) if mine else "—")
        seconds = [cell["seconds"] for cell in cells if cell["method"] == method]
        span = f"{min(seconds):.0f} to {max(seconds):.0f}" if seconds and max(seconds) >= 1 else "under 1"
        yield f"| {title} | " + " | ".join(columns) + f" | {span if seconds else '—'} |"


def column(mine: Mapping[int, Tensor], hand: Mapping[int, Tensor]) -> str:
    """The mean over the seeds with its interval, an arrow where it surely differs, the seeds where not all are there."""
    mean = torch.stack(list(mine.values())).double().mean(0)
    low, high = paired_interval(mean)
    arrow = ""
    if hand.keys() == mine.keys():
        least, most = paired_interval(mean - torch.stack(list(hand.values())).double().mean(0))
        arrow = " ↑" if least > 0 else " ↓" if most < 0 else ""
    few = f"; {len(mine)} of {SEEDS} seeds" if len(mine) < SEEDS else ""
    return f"{100 * mean.mean().item():.1f} ({100 * low:.0f} to {100 * high:.0f}{few}){arrow}"
