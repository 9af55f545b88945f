"""A prompt that something found, against the hand-written one on the same test examples, and over several seeds.

Training and searches report in one form, so that their results can stand in one table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, stdev
from typing import Any

import torch

from playground.evaluation.intervals import paired_interval, wilson


def compare(right: Sequence[int], test: Mapping[str, Any]) -> dict[str, Any]:
    """Accuracies and the gain over the better of the hand-written prompt and its calibrated answers, with 95% intervals.

    Args:
        right: 1 for each test example that the found prompt answers right, else 0.
        test: the same of the prompt `hand_written`, `calibrated` (`None` where it cannot be), and by a `learnt` verbalizer
            where one stands beside it: that one's accuracy is told, but it has seen examples, and is no rival.
    """
    rivals = {name: test[name] for name in ("hand_written", "calibrated") if test[name] is not None}
    rival = max(rivals, key=lambda name: sum(rivals[name]))
    gains = torch.tensor(right) - torch.tensor(rivals[rival])
    return {
        "examples": len(right),
        "accuracy": mean(right),
        "interval": list(wilson(sum(right), len(right))),
        "hand_written": mean(test["hand_written"]),
        "calibrated": None if test["calibrated"] is None else mean(test["calibrated"]),
        "learnt": mean(test["learnt"]) if test.get("learnt") else None,
        "rival": rival,
        "gain": gains.double().mean().item(),
        "gain_interval": list(paired_interval(gains)),
    }


def summary(results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Mean and spread (standard deviation) over the seeds' results, each with its `test` (or `None`) and `dev`."""
    tests = [result["test"] for result in results if result["test"]]
    accuracies = [test["accuracy"] for test in tests] or [result["dev"]["accuracy"] for result in results]
    return {
        "kind": "result",
        "on": "test" if tests else "dev",
        "mean": mean(accuracies),
        "spread": stdev(accuracies) if len(accuracies) > 1 else None,
        "low": min(accuracies),
        "high": max(accuracies),
        "gain": mean(test["gain"] for test in tests) if tests else None,
    }
