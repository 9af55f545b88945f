"""Training jobs as the pages know them: plan one, start it, watch it, compare several.

`owner` in every question is the visitor's secret id. Trained prompts are `trained.py`'s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from components.jobs.any_job import Reports, Speed, of_kind, speaking
from components.routes.asking import Answer, Call, answering, owner, text
from components.train import job_view
from components.train.ledger_view import ledger_rows
from playground.datasets import demo
from playground.datasets.dataset import DataSet
from playground.datasets.mapping import RowProblem
from playground.errors import JobError, TemplateError, VerbalizerError
from playground.figures import training as training_figure
from playground.i18n import translate
from playground.jobs.queue import Jobs
from playground.prompt import read_template
from playground.results import Job
from playground.scoring.options import Options
from playground.tuning import desk

OPTIONS = (
    "method",
    "tokens",
    "initialisation",
    "words",
    "learning_rate",
    "steps",
    "batch",
    "seeds",
    "examples",
    "evaluate_every",
    "patience",
    "schedule",
    "reparameterise",
)
MOST_COMPARED = 8


class Training:
    """Questions about jobs.

    Args:
        queue: where jobs are.
        reports: what they told.
        model: id -> a loaded model, as live answers get it.
        resolve: (source, owner) -> a data set and the problems of the rows left out.
    """

    def __init__(
        self,
        queue: Jobs,
        reports: Reports,
        model: Callable[[str], Awaitable[Any]],
        resolve: Callable[[Any, str], tuple[DataSet, tuple[RowProblem, ...]]],
    ):
        self._queue = queue
        self._resolve = resolve
        self._reports = reports
        self._model = model
        self._speed = Speed()

    @staticmethod
    def setup(language: str) -> Answer:
        """The form's first values, each method's defaults, and the demo sets."""
        first = desk.defaults()
        demos = [
            {
                "id": id,
                "name": translate(language, f"data.{id}"),
                "about": translate(language, f"data.{id}.about"),
                "language": its.language,
                "template": its.soft,
                "verbalizer": its.verbalizers[0],
            }
            for id, its in demo.SETS.items()
        ]
        demos.sort(key=lambda each: each["language"] != language)
        form = {**first["prompt"], "template": "", "verbalizer": "", "data": {"demo": demos[0]["id"]}}
        return {"form": form, "defaults": first, "demos": demos}

    # -- before a job ----------------------------------------------------------------

    @answering
    async def plan(self, asked: dict[str, Any], language: str) -> Answer:
        """What would be trained, how many parameters, how long, on which examples."""
        form = _form(asked)
        dataset, problems = await asyncio.to_thread(self._resolve, form.get("data"), owner(asked))
        spec, outline = await self._spec(form, dataset)
        return {
            "template": {"text": outline.template, "spans": []},
            "hand_written": outline.hand_written,
            "ledger": {"rows": ledger_rows(outline, spec.options.method, language), "total": outline.total},
            "parameters": outline.parameters,
            "seconds": self._speed.seconds(outline.flops),
            "examples": {
                "train": outline.train,
                "dev": outline.dev,
                "test": outline.test,
                "per_class": spec.options.examples,
                "classes": [{"label": label, "count": count} for label, count in dataset.counts("train").items()],
            },
            "preview": [
                {"text": " · ".join(example.fields.values())[:300], "label": example.label}
                for example in dataset.train[:5]
            ],
            "notes": [{"level": "warning", "message": problem.message(language)} for problem in problems[:5]],
            "fields_errors": {},
        }

    async def _spec(self, form: dict[str, Any], dataset: DataSet) -> tuple[Any, Any]:
        """The job's spec and its outline, everything checked."""
        template, verbalizer = form.get("template"), form.get("verbalizer")
        if not isinstance(template, str):
            raise TemplateError("not_a_text")
        if not isinstance(verbalizer, str):
            raise VerbalizerError("not_a_text")
        model = await self._model(text(form, "model"))
        aggregation = Options.from_mapping({"aggregation": form.get("aggregation") or "mean"}).aggregation
        # A program sends options as they are, the page's form holds them among its fields.
        options = form.get("options", {name: form[name] for name in OPTIONS if name in form})

        def prepare() -> tuple[Any, Any]:
            spec = desk.make_spec(str(read_template(template, model)), verbalizer, aggregation, options, dataset, model)
            outline = desk.outline(spec, model)
            self._queue.check(spec.size, len(spec.train) + len(spec.test), self._speed.seconds(outline.flops) / 60)
            return spec, outline

        return await asyncio.to_thread(prepare)

    @answering
    async def start(self, asked: dict[str, Any], language: str) -> Answer:
        """Queue a job."""
        form = _form(asked)
        dataset, _ = await asyncio.to_thread(self._resolve, form.get("data"), owner(asked))
        spec, outline = await self._spec(form, dataset)
        values = spec.to_json()
        payload = {split: values.pop(split) for split in ("train", "test")}
        values |= {"flops": outline.flops, "parameters": outline.parameters, "test_examples": len(spec.test)}
        values |= {"slots": dataset.slots, "data_name": dataset.name or dataset.id}
        queued = (
            owner(asked),
            "train",
            "",
            values,
            spec.size,
            len(spec.train) + len(spec.test),
            payload,
        )
        return {"job": await asyncio.to_thread(self._queue.submit, *queued)}

    # -- jobs ------------------------------------------------------------------------

    @answering
    async def jobs(self, asked: dict[str, Any], language: str) -> Answer:
        """The visitor's jobs, newest first."""
        found = [job for job in await asyncio.to_thread(self._queue.jobs, owner(asked)) if job.kind == "train"]
        rows = [job_view.row(job, await self._reports.of(job), language) for job in found]
        return {"jobs": rows, "ahead": max((job.ahead for job in found), default=0)}

    @answering
    async def watch(self, asked: dict[str, Any], language: str) -> Answer:
        """One job as it is now."""
        job = await self._job(text(asked, "job"))
        reports = await self._reports.of(job)
        self._learn_speed(job, reports)
        return {**await asyncio.to_thread(job_view.watch, job, reports, language), "last": job.reports}

    @answering
    async def compare(self, asked: dict[str, Any], language: str) -> Answer:
        """Several jobs' curves together, and what each came to."""
        say = speaking(language)
        wanted = asked["jobs"] if isinstance(asked.get("jobs"), list) else []
        ids = [id for id in wanted if isinstance(id, str)][:MOST_COMPARED]
        found = [await self._job(id) for id in ids]
        runs = [(job, await self._reports.of(job)) for job in found]
        curves = training_figure.compared((_title(job, language), reports) for job, reports in runs)
        rows = [
            {
                **row,
                "parameters": job.spec["parameters"],
                "mean": row["accuracy"],
                "seconds": sum(report["seconds"] for report in of_kind(reports, "seed")) or None,
            }
            for job, reports in runs
            for row in [job_view.row(job, reports, language)]
        ]
        figure = await asyncio.to_thread(training_figure.draw_compared, curves, say) if curves else None
        return {"figure": figure, "rows": rows}

    @property
    def calls(self) -> dict[str, Call]:
        """What may be asked, by name."""
        names = ("plan", "start", "jobs", "watch", "compare")
        return {name: getattr(self, name) for name in names}

    async def _job(self, id: str) -> Job:
        """A training job; an evaluation is none."""
        job = await asyncio.to_thread(self._queue.job, id)
        if job.kind != "train":
            raise JobError("unknown")
        return job

    def _learn_speed(self, job: Job, reports: list[dict[str, Any]]) -> None:
        """Better estimates for the next job: what this one's seeds took."""
        done = of_kind(reports, "seed")
        if job.state == "done" and done:
            share = sum(report["steps"] for report in done) / (len(done) * job.spec["options"]["steps"])
            seconds = sum(report["seconds"] for report in done)
            self._speed.learn(job.id, share * job.spec["flops"], seconds)


def _title(job: Job, language: str) -> str:
    method = translate(language, f"ledger.row.{job.spec['options']['method']}")
    return job.title or f"{method} · {job_view.dataset_title(job, language)}"


def _form(asked: dict[str, Any]) -> dict[str, Any]:
    return asked["form"] if isinstance(asked.get("form"), dict) else {}
