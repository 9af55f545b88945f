"""Hand-made evaluation jobs and their reports, as a worker would tell them."""

from __future__ import annotations

from typing import Any

from playground.results import Job
from playground.scoring.options import Options

LABELS = ["good", "bad"]
WORDS = "good: great\nbad: terrible"
PLAIN = Options().to_json()
#: What the pages send to have a prompt, or a grid of them, evaluated.
FORM = {
    "template": "{text} It was [MASK].",
    "verbalizer": "positive: great\nnegative: terrible",
    "model": "",
    "options": PLAIN,
    "prompts": [],
    "data": {"demo": "film-reviews"},
    "split": "",
    "sample": None,
    "seed": 1,
}
GRID = {
    "templates": ["{text} It was [MASK].", "{text} A [MASK] film."],
    "verbalizers": [FORM["verbalizer"], "positive: good\nnegative: bad"],
    "models": [""],
    "prompts": [],
    "options": PLAIN,
    "data": {"demo": "film-reviews"},
    "split": "dev",
    "sample": 10,
    "seeds": [1, 2],
}


def row(template: str, **values: Any) -> dict[str, Any]:
    """A row of the spec."""
    empty = dict.fromkeys(("prompt", "word", "by", "start", "end"))
    return {"name": template, "template": template, **empty, **values}


def spec(
    view: str = "evaluate", rows: list[dict[str, Any]] | None = None, columns: int = 1, **changes: Any
) -> dict[str, Any]:
    """An evaluation's record without its bulk."""
    return {
        "view": view,
        "data": {
            "source": {"demo": "film-reviews"},
            "name": "film-reviews",
            "fingerprint": "0123456789ab",
            "split": "dev",
            "language": "en",
            "slots": ["text"],
            "labels": LABELS,
            "rows": 20,
        },
        "rows": rows or [row("{text} It was [MASK].")],
        "columns": [{"name": "great / terrible", "verbalizer": WORDS}] * columns,
        "models": [{"id": "bundled", "revision": "1"}],
        "options": PLAIN,
        "sample": None,
        "seeds": [1],
        "kept": {},
        "asked": 20,
        "flops": 1e9,
        "versions": {},
        **changes,
    }


def job(state: str = "done", values: dict[str, Any] | None = None, **changes: Any) -> Job:
    """A job of twenty examples."""
    fields = {
        "id": "0" * 32,
        "kind": (values or {}).get("view", "evaluate"),
        "title": "",
        "state": state,
        "size": 20,
        "spec": values or spec(),
        "created": 0.0,
        "started": 1.0,
        "ended": 2.0,
        "error": None,
        "ahead": 0,
        "reports": 0,
    }
    return Job(**{**fields, **changes})


def evaluation(right: int, examples: int = 20) -> dict[str, Any]:
    """An `Evaluation` as JSON: all mistakes are bad ones called good."""
    accuracy, half = right / examples, examples // 2
    bins = [{"low": 0.0, "high": 0.5, "count": 0, "confidence": None, "accuracy": None, "interval": None}]
    bins.append(
        {"low": 0.5, "high": 1.0, "count": examples, "confidence": 0.7, "accuracy": accuracy, "interval": [0.4, 0.9]}
    )
    label = {"precision": 0.5, "recall": 0.5, "f1": 0.5, "support": half}
    return {
        "examples": examples,
        "right": right,
        "accuracy": accuracy,
        "interval": [max(0.0, accuracy - 0.2), min(1.0, accuracy + 0.1)],
        "macro_f1": accuracy,
        "loss": 0.5,
        "confusion": [[half, 0], [examples - right, right - half]],
        "labels": [
            {"label": "good", "predicted": examples - right + half, **label},
            {"label": "bad", "predicted": right - half, **label},
        ],
        "ece": 0.05,
        "bins": bins,
    }


PLAN = {"kind": "plan", "cells": 1, "prompts": 1, "examples": 20}


def part(done: int, right: int, **place: int) -> dict[str, Any]:
    """How far one prompt is."""
    numbers = {"examples": done, "right": right, "accuracy": right / done, "interval": [0.4, 0.9]}
    cell = {"model": 0, "row": 0, "column": 0, **place, "plain": numbers, "calibrated": numbers}
    return {"kind": "part", "prompt": cell["row"], "prompts": 1, "done": done, "of": 20, "cells": [cell]}


def cell(right: int | None, calibrated: int | None = None, **values: Any) -> dict[str, Any]:
    """What a finished cell reported; without `right` it could not be asked."""
    return {
        "kind": "cell",
        "model": 0,
        "row": 0,
        "column": 0,
        "ensemble": False,
        "seeds": [],
        "mass_outside": 0.3,
        "prior": None,
        "plain": None if right is None else evaluation(right),
        "calibrated": None if calibrated is None else evaluation(calibrated),
        "file": "0/0/0",
        "error": None,
        **values,
    }


def against(row: int, difference: float, p: float, column: int = 0) -> dict[str, Any]:
    """One cell against the best."""
    place = {"model": 0, "row": row, "column": column}
    return {
        **place,
        "difference": difference,
        "interval": [difference - 0.1, difference + 0.1],
        "p": p,
        "tied": p >= 0.05,
    }


def result(
    best: int = 0, others: list[dict[str, Any]] | None = None, majority: float = 0.5, counting: float | None = 0.6
) -> dict[str, Any]:
    """The last report."""
    place = {"model": 0, "row": best, "column": 0}
    plain = {"best": place, "reference": place, "against": others or [against(0, 0.0, 1.0)]}
    baseline = {"majority": majority, "bag_of_words": counting}
    return {"kind": "result", "readings": {"plain": plain, "calibrated": None}, "baseline": baseline, "seconds": 2.0}
