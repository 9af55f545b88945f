"""Training jobs as the pages know them: plan one, start it, watch it, compare several.

`owner` in every question is the visitor's secret id. Trained prompts are `trained.py`'s.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from components import job_view
from components.asking import Answer, Call, answering, owner, text
from components.ledger_view import ledger_rows
from playground.datasets import demo, upload
from playground.datasets.dataset import DataSet
from playground.errors import DataError, JobError, TemplateError, VerbalizerError
from playground.figures import training as training_figure
from playground.i18n import translate
from playground.jobs.queue import Jobs
from playground.prompt import read_template
from playground.results import Job
from playground.scoring.options import Options
from playground.settings import Settings
from playground.tuning import desk

SPEED = 45e9  # floating-point operations a second of one thread, until a job of this server has told
MOST_LABELS = 50
MOST_CHARACTERS = 4_000_000  # of a pasted table
OPTIONS = (
    "method", "tokens", "initialisation", "words", "learning_rate", "steps", "batch", "seeds", "examples",
    "evaluate_every", "patience", "schedule", "reparameterise",
)  # fmt: skip
REPORTS_KEPT = 100_000  # in memory, of all jobs
MOST_COMPARED = 8


class Training:
    """Questions about jobs.

    Args:
        queue: where jobs are.
        model: id -> a loaded model, as live answers get it.
        forgotten: told when a visitor's data is deleted, for whoever remembers some.
    """

    def __init__(
        self,
        queue: Jobs,
        settings: Settings,
        model: Callable[[str], Awaitable[Any]],
        forgotten: Callable[[], None],
    ):
        self._queue = queue
        self._settings = settings
        self._model = model
        self._forgotten = forgotten
        self._speed = SPEED
        self._timed: set[str] = set()
        self._kept: OrderedDict[str, list[tuple[int, dict[str, Any]]]] = OrderedDict()

    def setup(self, language: str) -> Answer:
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
        dataset, problems = await asyncio.to_thread(self._data, form.get("data"))
        spec, outline = await self._spec(form, dataset)
        return {
            "template": {"text": outline.template, "spans": []},
            "hand_written": outline.hand_written,
            "ledger": {"rows": ledger_rows(outline, spec.options.method, language), "total": outline.total},
            "parameters": outline.parameters,
            "seconds": outline.flops / self._speed,
            "examples": {
                "train": outline.train,
                "dev": outline.dev,
                "test": outline.test,
                "per_class": spec.options.examples,
                "classes": [{"label": label, "count": count} for label, count in dataset.counts("train").items()],
            },
            "preview": [
                {"text": " · ".join(example.fields.values())[:300], "label": example.label} for example in dataset.train[:5]
            ],
            "notes": [{"level": "warning", "message": problem.message(language)} for problem in problems[:5]],
            "fields_errors": {},
        }

    def _data(self, source: Any) -> tuple[DataSet, tuple[Any, ...]]:
        """A demo set by its id, or pasted CSV."""
        if isinstance(source, dict) and isinstance(source.get("demo"), str):
            return demo.load(source["demo"]), ()
        if isinstance(source, dict) and isinstance(source.get("csv"), str):
            if len(source["csv"]) > MOST_CHARACTERS:
                raise DataError("too_large", count=len(source["csv"]), limit=MOST_CHARACTERS)
            limits = upload.Limits(self._settings.examples_limit, self._settings.field_limit, MOST_LABELS)
            return _read(source["csv"], str(source.get("name") or "")[:80], limits)
        raise DataError("no_data")

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
            self._queue.check(spec.size, len(spec.train) + len(spec.test), outline.flops / self._speed / 60)
            return spec, outline

        return await asyncio.to_thread(prepare)

    @answering
    async def start(self, asked: dict[str, Any], language: str) -> Answer:
        """Queue a job."""
        form = _form(asked)
        dataset, _ = await asyncio.to_thread(self._data, form.get("data"))
        spec, outline = await self._spec(form, dataset)
        values = spec.to_json()
        payload = {split: values.pop(split) for split in ("train", "test")}
        values |= {"flops": outline.flops, "parameters": outline.parameters, "test_examples": len(spec.test)}
        values["slots"] = dataset.slots
        queued = (owner(asked), "tune", dataset.name or dataset.id, values, spec.size, len(spec.train) + len(spec.test), payload)
        return {"job": await asyncio.to_thread(self._queue.submit, *queued)}

    # -- jobs ------------------------------------------------------------------------

    @answering
    async def jobs(self, asked: dict[str, Any], language: str) -> Answer:
        """The visitor's jobs, newest first."""
        found = await asyncio.to_thread(self._queue.jobs, owner(asked))
        rows = [job_view.row(job, await self.reports_of(job), language) for job in found]
        return {"jobs": rows, "ahead": max((job.ahead for job in found), default=0)}

    @answering
    async def watch(self, asked: dict[str, Any], language: str) -> Answer:
        """One job as it is now."""
        job = await asyncio.to_thread(self._queue.job, text(asked, "job"))
        reports = await self.reports_of(job)
        self._learn_speed(job, reports)
        return {**await asyncio.to_thread(job_view.watch, job, reports, language), "last": job.reports}

    @answering
    async def record(self, asked: dict[str, Any], language: str) -> Answer:
        """One job for a program: its state, its summary and the reports that are new."""
        job = await asyncio.to_thread(self._queue.job, text(asked, "job"))
        reports = await self.reports_of(job)
        after = asked.get("after")
        new = list(enumerate(reports, start=1))[after if isinstance(after, int) and after > 0 else 0 :]
        error = translate(language, job.error[0], **job.error[1]) if job.error else None
        results = job_view.of_kind(reports, "result")
        return {
            "state": job.state,
            "progress": job_view.progress(job, reports).share,
            "message": error,
            "result": results[-1] if results else None,
            "reports": [{"number": number, **report} for number, report in new],
        }

    @answering
    async def compare(self, asked: dict[str, Any], language: str) -> Answer:
        """Several jobs' curves together, and what each came to."""

        def say(key: str, **values: Any) -> str:
            return translate(language, key, **values)

        wanted = asked["jobs"] if isinstance(asked.get("jobs"), list) else []
        ids = [id for id in wanted if isinstance(id, str)][:MOST_COMPARED]
        found = [await asyncio.to_thread(self._queue.job, id) for id in ids]
        runs = [(job, await self.reports_of(job)) for job in found]
        curves = training_figure.compared((_title(job, language), reports) for job, reports in runs)
        rows = [
            {
                **row,
                "parameters": job.spec["parameters"],
                "mean": row["accuracy"],
                "seconds": sum(report["seconds"] for report in job_view.of_kind(reports, "seed")) or None,
            }
            for job, reports in runs
            for row in [job_view.row(job, reports, language)]
        ]
        figure = await asyncio.to_thread(training_figure.draw_compared, curves, say) if curves else None
        return {"figure": figure, "rows": rows}

    @answering
    async def act(self, asked: dict[str, Any], language: str) -> Answer:
        """Cancel, resume or delete."""
        deeds = {"cancel": self._queue.cancel, "resume": self._queue.resume, "delete": self._queue.delete}
        id, deed = text(asked, "job"), text(asked, "deed")
        if deed not in deeds:
            raise JobError("unknown_deed", deed=deed[:40])
        await asyncio.to_thread(deeds[deed], id, owner(asked))
        if deed == "delete":
            self._kept.pop(id, None)
            self._forgotten()
            return {"row": None}
        job = await asyncio.to_thread(self._queue.job, id)
        return {"row": job_view.row(job, await self.reports_of(job), language)}

    @answering
    async def forget(self, asked: dict[str, Any], language: str) -> Answer:
        """Delete everything of this visitor."""
        await asyncio.to_thread(self._queue.forget, owner(asked))
        self._kept.clear()
        self._forgotten()
        return {}

    @property
    def calls(self) -> dict[str, Call]:
        """What may be asked, by name."""
        names = ("plan", "start", "jobs", "watch", "record", "compare", "act", "forget")
        return {name: getattr(self, name) for name in names}

    async def reports_of(self, job: Job) -> list[dict[str, Any]]:
        """All reports of a job; only new ones are read."""
        kept = self._kept.pop(job.id, [])
        if kept and kept[-1][0] > job.reports:
            kept = []  # it went on from a checkpoint before them
        if len(kept) < job.reports:
            kept = kept + await asyncio.to_thread(self._queue.reports, job.id, len(kept))
        self._kept[job.id] = kept
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > REPORTS_KEPT:
            self._kept.popitem(last=False)
        return [report for _, report in kept]

    def _learn_speed(self, job: Job, reports: list[dict[str, Any]]) -> None:
        """Better estimates for the next job: what this one's seeds took."""
        done = job_view.of_kind(reports, "seed")
        if job.state == "done" and done and job.started and job.ended and job.id not in self._timed:
            self._timed.add(job.id)
            share = sum(report["steps"] for report in done) / (len(done) * job.spec["options"]["steps"])
            seconds = sum(report["seconds"] for report in done)
            self._speed = 0.5 * self._speed + 0.5 * share * job.spec["flops"] / max(seconds, 1.0)


@lru_cache(maxsize=8)
def _read(csv: str, name: str, limits: upload.Limits) -> tuple[DataSet, tuple[Any, ...]]:
    """A table comes again with every change of the form."""
    return upload.read_csv(csv, name, limits)


def _title(job: Job, language: str) -> str:
    method = translate(language, f"ledger.row.{job.spec['options']['method']}")
    return f"{method} · {job_view.title(job.title, language)}"


def _form(asked: dict[str, Any]) -> dict[str, Any]:
    return asked["form"] if isinstance(asked.get("form"), dict) else {}
