"""Training a soft prompt, as a kind of job: its form, its card, its prompts."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from components.contracts import train as contract
from components.contracts.base import Download
from components.contracts.jobs import Can, Compared, CutRow, JobAsked, JobLine, Started
from components.jobs.any_job import Speed, of_kind
from components.jobs.kinds import Kind, Reports
from components.jobs.shared import Shared
from components.routes.address import here
from components.routes.calls import answers
from components.routes.visitor import Visitor
from components.train import compare, files, job_view, outline_view
from components.train.kept import kept, model_of, unpacked
from components.train.nearest_view import nearest_words
from playground.datasets.dataset import DataSet
from playground.errors import DataError, JobError
from playground.models.registry import BUNDLED
from playground.prompt import read_template
from playground.results import Job
from playground.scoring.options import Options
from playground.tuning import desk

MOST_CHECKPOINTS = 60  # that a text is asked at
NAME = 80  # characters of a prompt's name
_numbers = itertools.count()


class TrainKind(Kind):
    """Soft prompts, trained in the background and watched while they learn."""

    name = "train"
    page = "train"
    task = "playground.tuning.task:tune"
    script = "train/kind.js"

    def __init__(self, shared: Shared):
        super().__init__(shared)
        self._speed = Speed()

    def setup(self, visitor: Visitor) -> contract.TrainSetup:
        """What the form begins with."""
        return outline_view.setup(self.shared.settings, visitor)

    # -- before a job ----------------------------------------------------------------

    @answers(contract.TRAIN_OUTLINE)
    async def outline(self, asked: contract.TrainForm, visitor: Visitor) -> contract.TrainOutline:
        """What would be trained, how many parameters, how long, on which examples."""
        dataset, problems = await asyncio.to_thread(self.shared.data.resolve, asked.data, visitor.owner)
        spec, found = await self._spec(*_prompt(asked), _options(asked), dataset, asked.rival)
        seconds = self._speed.seconds(found.flops)
        method, examples = spec.options.method, spec.options.examples
        return outline_view.outline(found, method, examples, seconds, dataset, problems, visitor)

    @answers(contract.TRAIN_START)
    async def start(self, asked: contract.TrainForm, visitor: Visitor) -> Started:
        """Queue a training."""
        return Started(
            job=await self.queue(*_prompt(asked), _options(asked), asked.data, visitor.owner, rival=asked.rival)
        )

    async def queue(
        self,
        template: str,
        verbalizer: str,
        model: str,
        aggregation: str,
        options: Mapping[str, Any],
        data: Any,
        owner: str,
        *,
        rival: str = "",
    ) -> str:
        """Queue a training of a page or of a program; its id.

        Args:
            options: as `TuningOptions` has them.
            data: a data set's source.
            rival: the hand-written template to beat; without one the prompt's own.

        Raises:
            PlaygroundError: what cannot be trained, and why.
        """
        dataset, _ = await asyncio.to_thread(self.shared.data.resolve, data, owner)
        spec, found = await self._spec(template, verbalizer, model, aggregation, options, dataset, rival)
        values = spec.to_json()
        payload = {split: values.pop(split) for split in ("train", "test")}
        values |= {"flops": found.flops, "parameters": found.parameters, "test_examples": len(spec.test)}
        values |= {"slots": dataset.slots, "data_name": dataset.name or dataset.id}
        # A text to ask about while it learns, of those that nobody learns from.
        values["example"] = next((dict(row.fields) for row in (*dataset.test, *dataset.dev, *dataset.train)), {})
        examples = len(spec.train) + len(spec.test)
        return await asyncio.to_thread(
            self.shared.queue.submit, owner, self.name, "", values, spec.size, examples, payload, here()
        )

    async def _spec(
        self,
        template: str,
        verbalizer: str,
        model: str,
        aggregation: str,
        options: Mapping[str, Any],
        dataset: DataSet,
        rival: str,
    ) -> tuple[Any, desk.Outline]:
        """The job's spec and its outline, everything checked."""
        loaded = await self.shared.models.get(model)
        aggregation = Options.from_mapping({"aggregation": aggregation}).aggregation

        def prepare() -> tuple[Any, desk.Outline]:
            written = str(read_template(template, loaded))
            spec = desk.make_spec(written, verbalizer, aggregation, options, dataset, loaded, rival)
            outline = desk.outline(spec, loaded)
            minutes = self._speed.seconds(outline.flops) / 60
            seeds = len(spec.options.seeds)
            self.shared.queue.check(spec.size, len(spec.train) + len(spec.test), minutes, seeds)
            return spec, outline

        return await asyncio.to_thread(prepare)

    # -- one job -----------------------------------------------------------------------

    @answers(contract.TRAIN_WATCH)
    async def watch(self, asked: JobAsked, visitor: Visitor) -> contract.Training:
        """One training as it is now."""
        job = await self._job(asked.job)
        reports = await self.shared.reports.of(job)
        self._learn_speed(job, reports)
        line = self.line(job, reports, visitor)
        return await asyncio.to_thread(job_view.training, job, reports, line, visitor)

    @answers(contract.TRAIN_PROBE)
    async def probe(self, asked: contract.ProbeAsked, visitor: Visitor) -> contract.Probe:
        """A text under every checkpoint of one seed, in one batch."""
        job = await self._job(asked.job)
        prefix = f"{asked.seed}/"
        names = [name for name in await asyncio.to_thread(self.shared.queue.files, job.id) if name.startswith(prefix)]
        if not names:
            raise JobError("no_prompt_yet", seed=asked.seed)
        names = names[:: -(-len(names) // MOST_CHECKPOINTS)] + ([names[-1]] if len(names) > MOST_CHECKPOINTS else [])
        names = list(dict.fromkeys(names))
        limit = self.shared.settings.field_limit
        if sum(map(len, asked.fields.values())) > limit:
            raise DataError("text_too_long", limit=limit)
        prompts = [await self._checkpoint(job, name) for name in names]
        model = await self._model(job)
        plan = desk.shifts(prompts, asked.fields, model)
        found = await self.shared.compute(f"probe {next(_numbers)}", model, plan)
        return contract.Probe(
            steps=[int(name.removeprefix(prefix)) for name in names],
            labels=[contract.ProbeLabel(label=label.label, index=i) for i, label in enumerate(found[0].labels)],
            probabilities=[[label.probability for label in prediction.labels] for prediction in found],
        )

    @answers(contract.NEAREST_WORDS)
    async def nearest_words(self, asked: contract.CheckpointAsked, visitor: Visitor) -> contract.NearestWords:
        """What a checkpoint's soft tokens are near to, and a map of them."""
        job = await self._job(asked.job)
        start, trained = [await self._checkpoint(job, f"{asked.seed}/{step}") for step in (0, asked.step)]
        model = await self._model(job)
        found = await asyncio.to_thread(desk.look, trained, start, model)
        return nearest_words(found, visitor.say)

    # -- prompts -------------------------------------------------------------------------

    @answers(contract.PROMPT_USE)
    async def use(self, asked: contract.PromptUseAsked, visitor: Visitor) -> contract.KeptPrompt:
        """Keep a seed's prompt for Play."""
        job = await self._job(asked.job)
        reports = await self.shared.reports.of(job)
        name, data = await asyncio.to_thread(self._best, job, reports, asked.seed)
        card = desk.read_prompt(data).card
        seed, step = name.split("/")
        title = job.title or job_view.data_name(job, visitor)
        label = visitor.say("prompt.name", title=title, seed=seed, step=step)
        id = await asyncio.to_thread(self.shared.queue.add_prompt, visitor.owner, label, data)
        return kept(card, id, model_of(card.model))

    @answers(contract.PROMPT_LOAD)
    async def load(self, asked: contract.PromptLoadAsked, visitor: Visitor) -> contract.KeptPrompt:
        """Take in a prompt's file: refused unless it was trained with the model in use."""
        model = await self.shared.models.get(asked.model)
        data, prompt = await asyncio.to_thread(unpacked, asked.base64, model)
        name = asked.name.removesuffix(".safetensors")[:NAME] or prompt.card.method
        id = await asyncio.to_thread(self.shared.queue.add_prompt, visitor.owner, name, data)
        return kept(prompt.card, id, asked.model)

    # -- as every kind -------------------------------------------------------------------

    def line(self, job: Job, reports: Reports, visitor: Visitor) -> JobLine:
        """A training in a list."""
        at, about = job_view.progress(job, reports), job_view.subject(job, visitor)
        summary = next(iter(of_kind(reports, "result")), {})
        more: list[Can] = ["compare"]
        if any(report.get("file") for report in reports):
            more.append("use")
        return self.listed(
            job,
            visitor,
            title=about,
            # Its own name says nothing of these.
            subject=about if job.title else "",
            progress=at.share,
            detail=job_view.detail(job, at, visitor.say),
            accuracy=summary.get("mean"),
            spread=summary.get("spread"),
            gain=summary.get("gain"),
            more=more,
        )

    def compare(self, jobs: Sequence[tuple[Job, Reports]], visitor: Visitor) -> Compared:
        """Curves in one picture, and what each training reached."""
        lines = [self.line(job, reports, visitor) for job, reports in jobs]
        return compare.compared(jobs, lines, visitor)

    def file(self, job: Job, reports: Reports, name: str, place: Mapping[str, int], visitor: Visitor) -> Download:
        """`prompt` and `script` of the seed in `place`; `results` and `curve` of all seeds."""
        match name:
            case "results":
                return files.results(job, reports, visitor)
            case "curve":
                return files.curve(job, reports)
            case "prompt" | "script" if "seed" in place:
                best, data = self._best(job, reports, place["seed"])
                stem = files.stem(job, best)
                if name == "prompt":
                    return files.download(f"{stem}.safetensors", data)
                return files.download(f"{stem}.py", self._script(job, data, f"{stem}.safetensors").encode())
        raise JobError("no_file")

    def cut(self, job: Job, reports: Reports, place: Mapping[str, int]) -> Sequence[CutRow]:
        """Those that some seed learnt from, chose by or was measured on."""
        found = job_view.cut(reports)
        payload = self.shared.queue.payload(job.id) if found else {}
        rows = [payload[part][at] for part, at in found]
        return [
            CutRow(number=at + 1, fields=row["fields"], label=row["label"])
            for (_, at), row in zip(found, rows, strict=True)
        ]

    # -- below ---------------------------------------------------------------------------

    async def _job(self, id: str) -> Job:
        """A training; a job of another kind is none."""
        job = await asyncio.to_thread(self.shared.queue.job, id)
        if job.kind != self.name:
            raise JobError("unknown")
        return job

    async def _model(self, job: Job) -> Any:
        return await self.shared.models.get(model_of(job.spec["model"]))

    async def _checkpoint(self, job: Job, name: str) -> Any:
        return await asyncio.to_thread(self.shared.prompts.checkpoint, job.id, name)

    def _best(self, job: Job, reports: Reports, seed: int) -> tuple[str, bytes]:
        """Name and content of the file of a seed's best prompt."""
        name = job_view.best_file(reports, seed)
        data = self.shared.queue.file(job.id, name)
        if data is None:
            raise JobError("no_prompt_yet", seed=seed)
        return name, data

    def _script(self, job: Job, data: bytes, file: str) -> str:
        """Python source that uses the prompt without this project."""
        # A thread has no event loop of its own to wait for the model in.
        model = asyncio.run(self._model(job))
        settings = self.shared.settings
        # As it lies in the clone, wherever this runs: the script knows where else to look.
        bundled = PurePosixPath("assets", settings.bundled_model.relative_to(settings.assets).as_posix())
        return desk.script(desk.read_prompt(data), model, str(bundled) if model.id == BUNDLED else None, file)

    def _learn_speed(self, job: Job, reports: Reports) -> None:
        """Better estimates for the next job: what this one's seeds took."""
        done = of_kind(reports, "seed")
        if job.state == "done" and done:
            share = sum(report["steps"] for report in done) / (len(done) * job.spec["options"]["steps"])
            seconds = sum(report["seconds"] for report in done)
            self._speed.learn(job.id, share * job.spec["flops"], seconds)


def _prompt(asked: contract.TrainForm) -> tuple[str, str, str, str]:
    return asked.template, asked.verbalizer, asked.model, asked.aggregation


def _options(asked: contract.TrainForm) -> dict[str, Any]:
    return asked.model_dump(include=set(contract.TrainOptions.model_fields))
