"""The public endpoints `/evaluate` and `/compare`: one prompt, or many, on a data set.

They queue the same jobs as the pages do. With `wait` they answer when the job has ended,
or after some minutes with what is there; `/job` tells the rest.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, cast

import gradio as gr
from gradio.events import api

from components.opening import Opening
from components.pages.endpoints.asking import asked_by, told
from components.pages.endpoints.jobs import record_of
from components.routes.visitor import Visitor

if TYPE_CHECKING:
    from components.jobs.evaluations.asked import View
    from components.jobs.evaluations.kind import EvaluationKind
    from components.services import Services

PATIENCE = 10 * 60.0  # seconds an endpoint waits for a job
OFTEN = 0.25  # seconds between two looks; they grow to eight times that
ENDED = ("done", "failed", "cancelled", "interrupted")


def build(opening: Opening[Services]) -> None:
    """Add the endpoints to the Blocks that are open."""

    async def queue(view: View, asked: dict[str, Any], owner: str) -> str:
        from components.jobs.evaluations.asked import from_program  # it knows torch, without which pages are served

        async def start() -> str:
            # Within, for what is wrong with the values is told as the rest is.
            kind = cast("EvaluationKind", (await opening.services()).kinds[view])
            return (await kind.start(from_program(view, asked), Visitor(owner))).job

        return await told(start())

    async def finished(job: str, wait: bool) -> dict[str, Any]:
        """The job's record, once it has ended if that is waited for."""
        end, pause = time.monotonic() + PATIENCE, OFTEN
        while True:
            record = await record_of(await told(opening.services()), job)
            if not wait or record["state"] in ENDED or time.monotonic() > end:
                break
            await asyncio.sleep(pause)
            pause = min(8 * OFTEN, 1.2 * pause)
        if record["state"] == "failed":
            raise gr.Error(record["message"], print_exception=False)
        return record

    async def seen(job: str) -> dict[str, Any] | None:
        """What the trained prompts know of the rows, as the job's record has it."""
        services = await opening.services()
        return (await asyncio.to_thread(services.jobs.job, job)).spec["data"].get("seen")

    async def learnt_verbalizer(job: str) -> dict[str, Any] | None:
        """The only cell's, whole, as `/predict` takes it."""
        from playground.evaluation.outcome import ONLY  # as above

        kind = cast("EvaluationKind", (await opening.services()).kinds["evaluate"])
        record, outcome = await kind.look(job)
        return await asyncio.to_thread(kind.reader.learnt, record, ONLY) if ONLY in outcome.cells else None

    async def evaluate(
        request: gr.Request,
        template: str,
        verbalizer: str,
        data: dict[str, Any],
        owner: str,
        model: str = "",
        options: dict[str, Any] | None = None,
        split: str = "",
        wait: bool = True,
        prompts: list[str] | None = None,
        sample: int | None = None,
        seed: int = 1,
        name: str = "",
        batch_from: str = "train",
        learn: int = 0,
    ) -> dict[str, Any]:
        """How good a prompt is on many examples, plain and calibrated, and by a learnt verbalizer if asked; `cut`
        counts those longer than the model reads.

        Rows that a trained prompt has seen in training are left out: `seen` in the answer says how many of how many
        rows, and whether they are left out, which they are unless no row would be left.

        Args:
            template: for instance `{text} It was [MASK].`
            verbalizer: one label a line, `positive: great`.
            data: `{"demo": "film-reviews"}`, `{"csv": "text,label\\n…"}` or `{"upload": id}` of yours.
            owner: a secret of yours, at least 16 characters.
            model: empty for the bundled one, else the id of a loaded model.
            options: scoring options as `/predict` takes them.
            split: train, dev, test or all; empty for dev where there is one.
            wait: answer with the numbers; without, at once with the job's id alone.
            prompts: ids of trained prompts (`/keep`); the first that was trained for the template is used, and if none
                was, that is an error.
            sample: so many examples, drawn with `seed`; all without it.
            name: what the list of jobs calls it.
            batch_from: where batch calibration has its rows from if `options` have no `batch_rows`: the set's `train`
                rows, or the `evaluated` ones, without their labels. `prior` in the answer says which label dominates them.
            learn: training rows a class that a verbalizer learns from, 0 for none, up to 64. The answer has its numbers
                (`learnt`), each label's strongest words (`learnt_words`), and all of it (`learnt_verbalizer`) for
                `/predict`.
        """
        asked_by(request)
        asked = {"templates": [template], "verbalizers": [verbalizer], "models": [model], "seed": seed, "data": data}
        asked |= {"options": options, "split": split, "prompts": prompts, "sample": sample, "name": name}
        asked |= {"batch_from": batch_from, "learn": learn}
        job = await queue("evaluate", asked, owner)
        record = await finished(job, wait)
        cell = next((report for report in record["reports"] if report["kind"] == "cell"), {})
        names = ("plain", "calibrated", "learnt", "learnt_words", "mass_outside", "prior", "cut")
        result = record["result"] or {}
        return {
            "job": job,
            "state": record["state"],
            **{name: cell.get(name) for name in names},
            "learnt_verbalizer": await learnt_verbalizer(job) if learn else None,
            "baseline": result.get("baseline"),
            "seconds": result.get("seconds"),
            "seen": await seen(job),
        }

    async def compare(
        request: gr.Request,
        templates: list[str],
        verbalizers: list[str],
        data: dict[str, Any],
        owner: str,
        models: list[str] | None = None,
        options: dict[str, Any] | None = None,
        split: str = "",
        seeds: list[int] | None = None,
        sample: int | None = None,
        wait: bool = True,
        prompts: list[str] | None = None,
        name: str = "",
        batch_from: str = "train",
        learn: int = 0,
    ) -> dict[str, Any]:
        """Every template with every verbalizer (and model), on the same examples; rows that one of the trained prompts
        has seen are left out of all, as `/evaluate` has it.

        Args:
            templates: at most 12.
            verbalizers: at most 8.
            data: as `/evaluate` takes it.
            owner: a secret of yours, at least 16 characters.
            models: ids of loaded models, at most 4; empty for the bundled one.
            options: scoring options as `/predict` takes them.
            split: train, dev, test or all; empty for dev where there is one.
            seeds: which draws of `sample` examples, at most 5.
            sample: so many examples a draw; all without it.
            wait: as `/evaluate` has it.
            prompts: ids of trained prompts (`/keep`), a row each behind the templates.
            name: what the list of jobs calls it.
            batch_from: as `/evaluate` has it.
            learn: as `/evaluate` has it; each template learns its own.
        """
        asked_by(request)
        asked = {"templates": templates, "verbalizers": verbalizers, "models": models, "seeds": seeds, "data": data}
        asked |= {"options": options, "split": split, "prompts": prompts, "sample": sample, "name": name}
        asked |= {"batch_from": batch_from, "learn": learn}
        job = await queue("grid", asked, owner)
        record = await finished(job, wait)
        from playground.evaluation.outcome import cell_of  # as above

        found = {cell_of(report): report for report in record["reports"] if report["kind"] == "cell"}
        result = record["result"] or {}
        names = ("plain", "calibrated", "learnt", "learnt_words", "seeds", "mass_outside", "cut", "ensemble", "error")
        return {
            "job": job,
            "state": record["state"],
            "cells": [{**place._asdict(), **{name: cell[name] for name in names}} for place, cell in found.items()],
            **{name: result.get(name) for name in ("readings", "baseline", "seconds")},
            "seen": await seen(job),
        }

    for endpoint in (evaluate, compare):
        api(endpoint, api_name=endpoint.__name__, concurrency_limit=None)
