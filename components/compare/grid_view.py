"""Many prompts at once as the page's JSON: a grid of templates × verbalizers, and one template
with each of its words dropped or replaced in turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import stdev
from typing import Any

from components.evaluate import evaluation_view as view
from components.evaluate.evaluation_view import Place, Reports
from components.jobs.any_job import Say, speaking
from components.play.view import units
from playground.figures import changes, grid
from playground.numbers import percent
from playground.prompting.template import Mask, Slot, Soft, Trigger, parse
from playground.results import Job

KINDS = {Slot: "slot", Mask: "mask", Soft: "soft", Trigger: "trigger"}


def watch(job: Job, reports: Reports, asked: Any, language: str) -> dict[str, Any]:
    """A grid as it is now: a table and a heatmap for each model."""
    say = speaking(language)
    reading, has = view.reading_of(job, reports, asked)
    models = [view.model_name(model["id"], say) for model in job.spec["models"]]
    tables = [
        {
            "model": name,
            "rows": _rows(job.spec, reports, number, reading, say),
            "columns": [column["name"] for column in job.spec["columns"]],
        }
        for number, name in enumerate(models)
    ]
    return {
        "row": view.row(job, reports, language),
        "last": job.reports,
        "summary": view.waiting(job, say) or _summary(job, reports, reading, say),
        "reading": reading,
        "has_calibrated": has,
        "models": models,
        "figures": [grid.draw(picture, say) for picture in grid.heatmaps([heat_table(table) for table in tables])],
        "grid": tables,
        "record": view.record(job, language),
    }


def _rows(spec: Mapping[str, Any], reports: Reports, model: int, reading: str, say: Say) -> list[dict[str, Any]]:
    columns = range(len(spec["columns"]))

    def cells(row: int) -> list[dict[str, Any]]:
        return [_cell(reports, (model, row, column), reading, say) for column in columns]

    rows = [
        {"name": row["name"], "template": row["template"], "ensemble": False, "cells": cells(i)}
        for i, row in enumerate(spec["rows"])
    ]
    # The average comes at the end; before it, its row would be one more row of blanks.
    if any(cell.get("ensemble") for cell in view.cells(reports).values()):
        last = len(rows)
        rows.append({"name": _ensemble(rows, say), "template": None, "ensemble": True, "cells": cells(last)})
    return rows


def heat_table(table: Mapping[str, Any]) -> grid.Table:
    """A model's table as the heatmap takes it."""
    rows = table["rows"]
    return grid.Table(
        table["model"],
        tuple(row["name"] if row.get("ensemble") else row.get("template") or row["name"] for row in rows),
        tuple(table["columns"]),
        tuple(tuple(_heat_cell(cell) for cell in row["cells"]) for row in rows),
        bool(rows) and bool(rows[-1].get("ensemble")),
    )


def _heat_cell(cell: Mapping[str, Any]) -> grid.Cell:
    interval = cell.get("interval")
    mark = "best" if cell.get("best") else "tied" if cell.get("tied") else ""
    return grid.Cell(
        cell.get("accuracy"), tuple(interval) if interval else None, cell.get("spread"), mark, bool(cell.get("error"))
    )


def word_changes(items: Sequence[Mapping[str, Any]]) -> tuple[changes.Change, ...]:
    """The measured words of a template in their order, as their figure takes them."""
    return tuple(
        changes.Change(
            item["text"],
            item.get("by"),
            item["change"],
            tuple(item["interval"]) if item.get("interval") else None,
            item.get("p"),
        )
        for item in items
        if item.get("change") is not None
    )


def _ensemble(rows: Sequence[Mapping[str, Any]], say: Say) -> str:
    """The average's name: of all templates, or of the fewest that some column could ask."""
    columns = zip(*(row["cells"] for row in rows), strict=True)
    asked = min(sum(cell["error"] is None for cell in column) for column in columns)
    return say("grid.ensemble") if asked == len(rows) else say("grid.ensemble_part", n=asked, of=len(rows))


def _cell(reports: Reports, place: Place, reading: str, say: Say) -> dict[str, Any]:
    """One cell; `accuracy` and `error` both `None` while nobody knows."""
    cell = view.partial(reports).get(place, {})
    found, error = cell.get(reading) or {}, cell.get("error")
    mine = against(reports, place, reading)
    return {
        **{name: found.get(name) for name in ("accuracy", "interval", "macro_f1")},
        "spread": spread(cell, reading),
        "best": mine["best"],
        "tied": mine["tied"],
        "error": say(error["key"], **error["values"]) if error else None,
        "file": cell.get("file"),
    }


def spread(cell: Mapping[str, Any], reading: str) -> float | None:
    """The standard deviation of the accuracies over the draws, `None` for a single one."""
    found = [seed[reading] for seed in cell.get("seeds") or () if seed[reading] is not None]
    return stdev(found) if len(found) > 1 else None


def against(reports: Reports, place: Place, reading: str) -> dict[str, Any]:
    """A cell against the best one, or, where words are dropped, against the whole template."""
    result = view.result_of(reports)
    compared = result["readings"][reading] if result else None
    empty = dict.fromkeys(("difference", "interval", "p")) | {"best": False, "tied": False}
    if not compared:
        return empty
    best = view.place_of(compared["best"]) == place
    for each in compared["against"]:
        if view.place_of(each) == place:
            return {
                **{name: each[name] for name in ("difference", "interval", "p")},
                "best": best,
                "tied": each["tied"] and not best,
            }
    return empty


def _summary(job: Job, reports: Reports, reading: str, say: Say) -> dict[str, str]:
    result = view.result_of(reports)
    if result is None:
        finished = sum(not cell.get("ensemble") for cell in view.cells(reports).values())
        of = len(job.spec["models"]) * len(job.spec["rows"]) * len(job.spec["columns"])
        return {"level": "info", "message": say("grid.summary.running", done=finished, of=of)}
    compared = result["readings"][reading]
    if not compared:
        return {"level": "error", "message": say("grid.summary.nothing")}
    best = view.place_of(compared["best"])
    found = view.cells(reports)[best][reading]
    rows = [*(row["name"] for row in job.spec["rows"]), say("grid.ensemble")]
    tied = sum(each["tied"] for each in compared["against"]) - 1
    message = say(
        "grid.summary.best",
        row=rows[best[1]],
        column=job.spec["columns"][best[2]]["name"],
        accuracy=percent(found["accuracy"]),
        low=percent(found["interval"][0]),
        high=percent(found["interval"][1]),
    )
    if len(compared["against"]) > 1:
        message += " " + say(
            "grid.summary.tied" if tied else "grid.summary.clear", tied=tied, of=len(compared["against"]) - 1
        )
    majority = result["baseline"]["majority"]
    if found["interval"][0] <= majority:
        return {"level": "warning", "message": message + " " + say("grid.summary.level", majority=percent(majority))}
    return {"level": "ok", "message": message}


def cell(job: Job, reports: Reports, place: Place, asked: Any) -> dict[str, Any]:
    """One cell by itself: its numbers, `None` where there are none, and Play's state for it."""
    reading, _ = view.reading_of(job, reports, asked)
    found = view.numbers(reports, place, reading)
    mine = against(reports, place, reading)
    names = {"name": job.spec["rows"][place[1]]["name"], "column": job.spec["columns"][place[2]]["name"]}
    if found is None:
        return {"state": view.state(job.spec, place, reading, {}), "numbers": None}
    numbers = {
        **found,
        **names,
        "difference": mine["difference"],
        "difference_interval": mine["interval"],
        "p": mine["p"],
        "best": mine["best"],
        "tied": mine["tied"],
        "spread": spread(view.partial(reports)[place], reading),
    }
    return {"state": view.state(job.spec, place, reading, {}), "numbers": numbers}


# -- one word changed ------------------------------------------------------------------


def words(job: Job, reports: Reports, asked: Any, language: str) -> dict[str, Any]:
    """A template word by word: what the accuracy does where each is dropped or replaced."""
    say = speaking(language)
    reading, has = view.reading_of(job, reports, asked)
    base = view.numbers(reports, view.ONLY, reading)
    items = _items(job.spec, reports, reading, say)
    both = [{**item, **item[kind]} for item in items for kind in ("dropped", "replaced") if item[kind]]
    measured = word_changes(both)
    return {
        "row": view.row(job, reports, language),
        "last": job.reports,
        "summary": view.waiting(job, say) or _words_summary(job, reports, both, base, say),
        "reading": reading,
        "has_calibrated": has,
        "template": items,
        "base": {"accuracy": base["accuracy"], "interval": base["interval"]} if base else None,
        "figure": changes.draw_changes(measured, say) if measured else None,
        "state": view.state(job.spec, view.ONLY, reading, {}),
        "record": view.record(job, language),
    }


def _items(spec: Mapping[str, Any], reports: Reports, reading: str, say: Say) -> list[dict[str, Any]]:
    """The template cut into words and what lies between them, in order and without a gap."""
    source = spec["rows"][0]["template"]
    changed: dict[tuple[int, int], dict[str, dict[str, Any]]] = {}
    for number, row in enumerate(spec["rows"][1:], start=1):
        kind = "dropped" if row["by"] is None else "replaced"
        changed.setdefault((row["start"], row["end"]), {})[kind] = _change(spec, reports, number, reading, say)
    items: list[dict[str, Any]] = []
    at = 0
    for index, ((start, end), found) in enumerate(sorted(changed.items())):
        items += _between(source, at, start)
        # What the user put in a word's place is what was asked about last.
        items.append(
            {**_item(source, start, end, "text"), **found.get("replaced", found["dropped"]), **found, "index": index}
        )
        at = end
    return items + _between(source, at, len(source))


def _between(source: str, start: int, end: int) -> list[dict[str, Any]]:
    """What no word is: slots, the mask, soft tokens, blanks and punctuation."""
    found, at = [], start
    for part in parse(source).parts:
        kind = KINDS.get(type(part))
        if kind and start <= part.start and part.end <= end:
            found += [_item(source, at, part.start, "text"), _item(source, part.start, part.end, kind)]
            at = part.end
    return [item for item in [*found, _item(source, at, end, "text")] if item["text"]]


def _item(source: str, start: int, end: int, kind: str) -> dict[str, Any]:
    empty = dict.fromkeys(("index", "change", "interval", "p", "by", "error", "dropped", "replaced"))
    return {"text": source[start:end], "start": units(source, start), "end": units(source, end), "kind": kind, **empty}


def _change(spec: Mapping[str, Any], reports: Reports, number: int, reading: str, say: Say) -> dict[str, Any]:
    """What a changed word did; the interval comes with the end of the run."""
    place = (0, number, 0)
    found = _cell(reports, place, reading, say)
    whole = view.cells(reports).get(view.ONLY)
    finished = place in view.cells(reports) and whole is not None and whole[reading]
    mine = against(reports, place, reading)
    change = found["accuracy"] - whole[reading]["accuracy"] if finished and found["accuracy"] is not None else None
    return {
        "change": mine["difference"] if mine["difference"] is not None else change,
        "interval": mine["interval"],
        "p": mine["p"],
        "by": spec["rows"][number]["by"],
        "error": found["error"],
    }


def _words_summary(
    job: Job, reports: Reports, changed: Sequence[Mapping[str, Any]], base: Mapping[str, Any] | None, say: Say
) -> dict[str, str]:
    if base is None or view.result_of(reports) is None:
        done = sum(item["change"] is not None or item["error"] is not None for item in changed)
        return {"level": "info", "message": say("words.summary.running", done=done, of=len(job.spec["rows"]) - 1)}
    clear = [item["text"] for item in changed if item["p"] is not None and item["p"] < 0.05]
    of = sum(item["p"] is not None for item in changed)
    key = "some" if clear else "none"
    words = say("words.separator").join(say("words.quoted", word=word) for word in dict.fromkeys(clear))
    message = say(f"words.summary.{key}", accuracy=percent(base["accuracy"]), words=words, of=of)
    return {"level": "ok" if clear else "info", "message": message}
