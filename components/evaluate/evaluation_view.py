"""An evaluation as the page's JSON: how far it is, how good the prompt is, where it goes wrong.

Made of the job's record, its reports and its answers' files alone, so that a reload shows
the same. A job with many cells is `grid_view.py`'s.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from components.jobs.any_job import (
    DEEDS,
    UNFINISHED,
    Report,
    Say,
    ahead,
    created,
    data_title,
    duration,
    of_kind,
    speaking,
)
from playground.evaluation.intervals import Paired
from playground.figures import evaluation as figure
from playground.figures.style import shorten
from playground.models.registry import BUNDLED
from playground.numbers import percent
from playground.prompting import verbalizer as verbalizers
from playground.results import Job

Reports = Sequence[Report]
#: Model, row and column.
Place = tuple[int, int, int]
ONLY: Place = (0, 0, 0)
READINGS = ("plain", "calibrated")
LONGEST_TITLE = 60


def place_of(value: Mapping[str, Any]) -> Place:
    """The place that a report is about."""
    return value["model"], value["row"], value["column"]


def cells(reports: Reports) -> dict[Place, Report]:
    """What each finished cell reported; the ensembles' row is the one after the last."""
    return {place_of(report): report for report in of_kind(reports, "cell")}


def partial(reports: Reports) -> dict[Place, Mapping[str, Any]]:
    """The newest numbers of each cell, finished or not."""
    parts = of_kind(reports, "part")
    found: dict[Place, Mapping[str, Any]] = {place_of(cell): cell for part in parts for cell in part["cells"] or ()}
    return {**found, **cells(reports)}


def result_of(reports: Reports) -> Report | None:
    """What a finished run came to."""
    return next(iter(of_kind(reports, "result")), None)


def reading_of(job: Job, reports: Reports, asked: Any) -> tuple[str, bool]:
    """Which numbers to show, as asked where they exist; and whether there are calibrated ones."""
    has = any(cell.get("calibrated") for cell in partial(reports).values())
    wished = asked if asked in READINGS else _first_reading(job)
    return wished if has else "plain", has


def _first_reading(job: Job) -> str:
    return "plain" if job.spec["options"]["calibration"] == "none" else "calibrated"


def share(job: Job, reports: Reports) -> float:
    """How much of the work is done, 0 to 1."""
    if job.state == "done":
        return 1.0
    plan = next(iter(of_kind(reports, "plan")), None)
    if plan is None:
        return 0.0
    done = {part["prompt"]: part["done"] for part in of_kind(reports, "part")}
    return min(1.0, sum(done.values()) / max(1, plan["prompts"] * plan["examples"]))


def row(job: Job, reports: Reports, language: str) -> dict[str, Any]:
    """One line of the list of runs."""
    say = speaking(language)
    found = headline(job, reports)
    can = [*DEEDS[job.state], "repeat", "rename"]
    if job.state == "done" and job.spec["view"] == "evaluate" and found:
        can.append("compare")
    return {
        "id": job.id,
        "title": title(job, say),
        "view": job.spec["view"],
        "state": job.state,
        "state_label": say(f"job.{job.state}"),
        "progress": share(job, reports),
        "detail": _detail(job, reports, say),
        "accuracy": found["accuracy"] if found else None,
        "interval": found["interval"] if found else None,
        "data": data_name(job.spec["data"], language),
        "prompt": prompt_text(job.spec, say),
        "can": can,
        "created": created(job),
    }


def data_name(data: Mapping[str, Any], language: str) -> str:
    """What a run's data is called: an upload may bear a demo set's name without being it."""
    return data_title(data["name"], language) if data["source"].get("demo") else data["name"]


def headline(job: Job, reports: Reports) -> Mapping[str, Any] | None:
    """The numbers that stand for a run: the only cell's, a grid's best one's, the unchanged template's."""
    reading, _ = reading_of(job, reports, None)
    place: Place | None = ONLY
    if job.spec["view"] == "grid":
        result = result_of(reports)
        compared = result["readings"][reading] if result else None
        place = place_of(compared["best"]) if compared else None
    cell = partial(reports).get(place) if place else None
    return cell.get(reading) if cell else None


def title(job: Job, say: Say) -> str:
    """A run's name, or what it asks where nobody named it."""
    if job.title:
        return job.title
    if job.spec["view"] == "grid":
        return prompt_text(job.spec, say)
    words = label_words(job.spec["columns"][0]["verbalizer"])
    text = f"{shorten(job.spec['rows'][0]['template'], LONGEST_TITLE)} · {words}"
    return say("run.words", prompt=text) if job.spec["view"] == "words" else text


def prompt_text(spec: Mapping[str, Any], say: Say) -> str:
    """What is asked, in a few words."""
    if spec["view"] == "grid":
        sizes = {name: len(spec[name]) for name in ("rows", "columns", "models")}
        return say("run.grid" if sizes["models"] == 1 else "run.grid_models", **sizes)
    return shorten(spec["rows"][0]["template"], LONGEST_TITLE)


def label_words(verbalizer: str) -> str:
    """`great / terrible`: the first word of each label."""
    found = verbalizers.parse(verbalizer)
    labels = found.labels if found else ()
    return shorten(" / ".join(label.words[0].text if label.words else label.name for label in labels), 40)


def label_names(verbalizer: str) -> list[str]:
    """A verbalizer's labels in order: answers' indices count them."""
    found = verbalizers.parse(verbalizer)
    return [label.name for label in found.labels] if found else []


def _detail(job: Job, reports: Reports, say: Say) -> str:
    if job.state == "queued":
        return ahead(job, say)
    if job.state not in (*UNFINISHED, "interrupted"):
        return ""
    done = share(job, reports)
    parts = [say("run.detail", share=f"{100 * done:.0f}%")]
    if job.state == "running" and job.started and 0.02 < done < 1:
        spent = time.time() - job.started
        parts.append(duration(spent * (1 - done) / done, say))
    return " · ".join(parts)


def waiting(job: Job, say: Say) -> dict[str, str] | None:
    """What to say of a run that neither runs nor is done; `None` for one that does."""
    if job.state == "failed":
        key, values = job.error or ("error.job.unexpected", {})
        return {"level": "error", "message": say(key, **values)}
    if job.state in ("cancelled", "cancelling"):
        return {"level": "info", "message": say(f"run.summary.{job.state}")}
    if job.state in ("queued", "interrupted"):
        key = "next" if job.state == "queued" and not job.ahead else job.state
        return {
            "level": "warning" if job.state == "interrupted" else "info",
            "message": say(f"job.summary.{key}", ahead=job.ahead),
        }
    return None


def watch(job: Job, reports: Reports, asked: Any, both: Paired | None, language: str) -> dict[str, Any]:
    """Everything the right-hand side shows of one evaluation.

    Args:
        asked: the reading, if one was.
        both: calibrated against plain, once the answers are there.
    """
    say = speaking(language)
    reading, has = reading_of(job, reports, asked)
    cell = cells(reports).get(ONLY)
    found = cell[reading] if cell else None
    return {
        "row": row(job, reports, language),
        "last": job.reports,
        "summary": waiting(job, say) or _summary(reports, reading, say),
        "reading": reading,
        "has_calibrated": has,
        "numbers": numbers(reports, ONLY, reading),
        "figures": figure.figures(found, cell["prior"], say) if cell and found else None,
        "table": found["labels"] if found else [],
        "calibration": _calibration(cell, both, say) if cell and both else None,
        "state": state(job.spec, ONLY, reading, {}),
        "record": record(job, language),
    }


def numbers(reports: Reports, place: Place, reading: str) -> dict[str, Any] | None:
    """A cell's numbers, `None` each where it does not exist yet."""
    cell = partial(reports).get(place)
    found = cell.get(reading) if cell else None
    if cell is None or found is None:
        return None
    result = result_of(reports)
    baseline = result["baseline"] if result else {}
    names = ("examples", "right", "accuracy", "interval", "macro_f1", "ece", "loss")
    return {
        **{name: found.get(name) for name in names},
        "mass_outside": cell.get("mass_outside"),
        "majority": baseline.get("majority"),
        "bag_of_words": baseline.get("bag_of_words"),
    }


def _summary(reports: Reports, reading: str, say: Say) -> dict[str, str]:
    found, cell = numbers(reports, ONLY, reading), cells(reports).get(ONLY)
    if cell and cell["error"]:
        return {"level": "error", "message": say(cell["error"]["key"], **cell["error"]["values"])}
    if found is None:
        return {"level": "info", "message": say("run.summary.starting")}
    shown = {
        "accuracy": percent(found["accuracy"]),
        "low": percent(found["interval"][0]),
        "high": percent(found["interval"][1]),
        "examples": found["examples"],
    }
    if found["majority"] is None:
        return {"level": "info", "message": say("run.summary.part", **shown)}
    better = found["interval"][0] > found["majority"]
    sentence = say(f"run.summary.{'better' if better else 'level'}", **shown, majority=percent(found["majority"]))
    if found["bag_of_words"] is not None:
        sentence += " " + say("run.summary.words", accuracy=percent(found["bag_of_words"]))
    return {"level": "ok" if better else "warning", "message": sentence}


def _calibration(cell: Report, both: Paired, say: Say) -> dict[str, Any]:
    """Before and after, on the same examples."""
    key = "same" if both.tied else "better" if both.difference > 0 else "worse"
    before, after = cell["plain"]["accuracy"], cell["calibrated"]["accuracy"]
    points = f"{abs(100 * both.difference):.1f}"
    return {
        "plain": before,
        "calibrated": after,
        **asdict(both),
        "sentence": say(f"run.calibration.{key}", plain=percent(before), calibrated=percent(after), points=points),
    }


def state(spec: Mapping[str, Any], place: Place, reading: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """What Play's state becomes to show an example, or the prompt alone, as the run read it."""
    model, row, column = spec["models"][place[0]]["id"], spec["rows"][place[1]], spec["columns"][place[2]]
    own = spec["options"]["calibration"]
    calibration = "none" if reading == "plain" else own if own != "none" else "contextual"
    kept = spec["kept"].get(row["prompt"])
    return {
        "template": row["template"],
        "verbalizer": column["verbalizer"],
        "fields": dict(fields),
        "model": "" if model == BUNDLED else model,
        "options": {**spec["options"], "calibration": calibration},
        "prompts": [kept] if kept else [],
    }


def model_name(id: str, say: Say) -> str:
    """A model as people call it."""
    return say("model.bundled") if id == BUNDLED else id


def record(job: Job, language: str) -> dict[str, Any]:
    """What was asked of what: enough to quote."""
    spec, say = job.spec, speaking(language)
    return {
        "data": data_name(spec["data"], language),
        "fingerprint": spec["data"]["fingerprint"],
        "split": spec["data"]["split"],
        "rows": spec["asked"],
        "models": [{"name": model_name(model["id"], say), "revision": model["revision"]} for model in spec["models"]],
        "seeds": spec["seeds"],
        "created": created(job),
    }
