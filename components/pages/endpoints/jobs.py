"""The public endpoints `/train`, `/job`, `/cancel`, `/jobs` and `/keep`: the page's questions for programs.

`owner` is a secret of the caller's choice, 16 characters or more: whoever knows it
may cancel and delete the jobs that were started with it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import gradio as gr

from components.contracts.base import LONGEST_ID
from components.contracts.jobs import ActAsked
from components.routes.visitor import Visitor
from components.services import Services
from playground.errors import PlaygroundError
from playground.i18n import translate

log = logging.getLogger(__name__)
T = TypeVar("T")


def asker(services: Services) -> Callable[..., Awaitable[dict[str, Any]]]:
    """`await ask("start", form=…)`: a page's question; its error becomes the endpoint's."""

    async def ask(name: str, **asked: Any) -> dict[str, Any]:
        try:
            answer = await services.calls[name](asked, "en")
        except Exception:
            # A database's words, say, are for the log and not for strangers.
            log.exception("the call %s failed", name)
            raise gr.Error(translate("en", "error.general.unexpected"), print_exception=False) from None
        if answer["error"]:
            raise gr.Error(answer["error"]["message"], print_exception=False)
        return {key: value for key, value in answer.items() if key != "error"}

    return ask


async def told(answer: Awaitable[T]) -> T:
    """What a call's handler answers; its error becomes the endpoint's."""
    try:
        return await answer
    except PlaygroundError as error:
        raise gr.Error(error.message("en"), print_exception=False) from None
    except Exception:
        # A database's words, say, are for the log and not for strangers.
        log.exception("a public endpoint failed")
        raise gr.Error(translate("en", "error.general.unexpected"), print_exception=False) from None


async def record_of(services: Services, job: str, after: int = 0) -> dict[str, Any]:
    """A job's state, its result once there is one, and its reports after a number."""
    id, number = job if isinstance(job, str) else "", after if isinstance(after, int) else 0
    found = await told(services.job_calls.record(id, number, Visitor()))
    return found.model_dump()


def build(services: Services) -> None:
    """Add the endpoints to the Blocks that are open."""
    ask = asker(services)

    async def train(
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
        form = {"template": template, "verbalizer": verbalizer, "data": data, "model": model, "options": options or {}}
        return await ask("start", form=form, owner=owner)

    async def job(job: str, after: int = 0) -> dict[str, Any]:
        """A job's state, its result once there is one, and its reports after a number.

        Args:
            job: the id.
            after: how many reports you have already.
        """
        return await record_of(services, job, after)

    async def cancel(job: str, owner: str) -> dict[str, Any]:
        """Stop a job within two steps; what it reported stays.

        Args:
            job: the id.
            owner: the secret it was started with.
        """
        changed = await told(services.job_calls.act(ActAsked(job=str(job)[:LONGEST_ID], deed="cancel"), Visitor(owner)))
        return {"state": changed.line.state if changed.line else None}

    async def jobs(owner: str) -> list[dict[str, Any]]:
        """All jobs of an owner, trainings and evaluations, newest first.

        Args:
            owner: your secret.
        """
        found = (await ask("jobs", owner=owner))["jobs"] + (await ask("runs", owner=owner))["runs"]
        return sorted(found, key=lambda row: row["created"], reverse=True)

    async def keep(job: str, owner: str, seed: int) -> dict[str, Any]:
        """Keep the prompt that a seed of a training came to; `/evaluate` and `/compare` take its id.

        Args:
            job: the training's id.
            owner: your secret.
            seed: one of those it was trained with.
        """
        answer = await ask("use", job=job, owner=owner, seed=seed)
        state = answer["state"]
        return {
            "prompt": answer["prompt"],
            **{name: state[name] for name in ("template", "verbalizer", "model", "options")},
        }

    for endpoint in (train, job, cancel, jobs, keep):
        gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=None)
