"""The public endpoints `/train`, `/job`, `/cancel`, `/jobs` and `/keep`: the page's questions for programs.

`owner` is a secret of the caller's choice, 16 characters or more: whoever knows it
may cancel and delete the jobs that were started with it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import gradio as gr

from components.contracts.base import LONGEST_ID
from components.contracts.jobs import ActAsked, JobLine
from components.contracts.train import PromptUseAsked
from components.opening import Opening
from components.pages.endpoints.asking import asked_by, told
from components.routes.visitor import Visitor
from playground.errors import JobError, ModelError, TemplateError, VerbalizerError
from playground.results import Job

if TYPE_CHECKING:
    from components.services import Services
    from components.train.kind import TrainKind

TRAIN = "train"
#: Programs read the kinds as they were first called.
PUBLIC_KINDS = {TRAIN: "tune", "grid": "evaluate", "words": "evaluate"}


async def record_of(services: Services, job: str, after: int = 0) -> dict[str, Any]:
    """A job's state, its result once there is one, and its reports after a number."""
    number = after if isinstance(after, int) else 0
    found = await told(services.job_calls.record(_text(job), number, Visitor()))
    return {**found.model_dump(), "kind": PUBLIC_KINDS.get(found.kind, found.kind)}


def build(opening: Opening[Services]) -> None:
    """Add the endpoints to the Blocks that are open."""

    async def train(
        request: gr.Request,
        template: str,
        verbalizer: str,
        data: dict[str, Any],
        owner: str,
        model: str = "",
        options: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Queue the training of a soft prompt; the answer has the job's id.

        Args:
            template: for instance `{text} [SOFT:It was] [MASK].`
            verbalizer: one label a line, `positive: great`.
            data: `{"demo": "film-reviews"}`, or `{"csv": "text,label\\n…"}`.
            owner: a secret of yours, at least 16 characters.
            model: empty for the bundled one, else the id of a loaded model.
            options: method (prompt, p_tuning, prefix), tokens, initialisation, words, learning_rate, steps,
                batch, seeds, examples, evaluate_every, patience, schedule, reparameterise.
        """
        asked_by(request)
        services = await told(opening.services())
        return {"job": await told(_train(services, template, verbalizer, data, owner, model, options))}

    async def job(job: str, after: int = 0) -> dict[str, Any]:
        """A job's state, its result once there is one, and its reports after a number.

        Args:
            job: the id.
            after: how many reports you have already.
        """
        return await record_of(await told(opening.services()), job, after)

    async def cancel(job: str, owner: str) -> dict[str, Any]:
        """Stop a job within two steps; what it reported stays.

        Args:
            job: the id.
            owner: the secret it was started with.
        """
        asked = ActAsked(job=_text(job), deed="cancel")
        services = await told(opening.services())
        changed = await told(services.job_calls.act(asked, Visitor(_text(owner))))
        return {"state": changed.line.state if changed.line else None}

    async def jobs(owner: str) -> list[dict[str, Any]]:
        """All jobs of an owner, trainings and evaluations, newest first.

        Args:
            owner: your secret.
        """
        services = await told(opening.services())
        return await told(_jobs(services, Visitor(_text(owner))))

    async def keep(job: str, owner: str, seed: int) -> dict[str, Any]:
        """Keep the prompt that a seed of a training came to; `/evaluate` and `/compare` take its id.

        Args:
            job: the training's id.
            owner: your secret.
            seed: one of those it was trained with.
        """
        services = await told(opening.services())
        kept = await told(_keep(services, job, owner, seed))
        return {"prompt": kept.prompt, **kept.state.model_dump(exclude={"prompts"})}

    for endpoint in (train, job, cancel, jobs, keep):
        gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=None)


def _text(value: Any) -> str:
    """An id or a secret; nothing where a program sends something else."""
    return value[:LONGEST_ID] if isinstance(value, str) else ""


def _kind(services: Services) -> TrainKind:
    return cast("TrainKind", services.kinds[TRAIN])


async def _train(
    services: Services, template: Any, verbalizer: Any, data: Any, owner: Any, model: Any, options: Any
) -> str:
    """Queue a training, of what nobody has checked yet."""
    if not isinstance(template, str):
        raise TemplateError("not_a_text")
    if not isinstance(verbalizer, str):
        raise VerbalizerError("not_a_text")
    if not isinstance(model, str | None):
        raise ModelError("bad_id", id=str(model)[:80])
    return await _kind(services).queue(template, verbalizer, model or "", "mean", options or {}, data, _text(owner))


async def _keep(services: Services, job: Any, owner: Any, seed: Any) -> Any:
    if type(seed) is not int:
        raise JobError("no_prompt_yet", seed=str(seed)[:40])
    return await _kind(services).use(PromptUseAsked(job=_text(job), seed=seed), Visitor(_text(owner)))


async def _jobs(services: Services, visitor: Visitor) -> list[dict[str, Any]]:
    found = await asyncio.to_thread(services.jobs.jobs, visitor.owner)
    reports = services.shared.reports
    lines = [(job, services.kinds[job.kind].line(job, await reports.of(job), visitor)) for job in found]
    return [_row(job, line, visitor) for job, line in lines]


def _row(job: Job, line: JobLine, visitor: Visitor) -> dict[str, Any]:
    """A line as programs know it, who may read more from the names of its fields than from sentences."""
    shown = line.model_dump(exclude={"kind", "subject", "note", "interval", "spread", "gain"})
    if job.kind != TRAIN:
        return {
            **shown,
            "view": job.kind,
            "interval": line.interval,
            "data": line.subject,
            "prompt": line.note or line.title,
        }
    from components.train import job_view  # it knows torch, without which pages are served

    more = {"method": job_view.method_name(job, visitor), "spread": line.spread, "gain": line.gain}
    return {**shown, "title": job.title or job_view.data_name(job, visitor), **more}
