"""The public endpoints `/train`, `/job`, `/cancel`, `/jobs` and `/keep`: the page's questions for programs.

`owner` is a secret of the caller's choice, 16 characters or more: whoever knows it
may cancel and delete the jobs that were started with it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import gradio as gr

from components.services import Services
from playground.i18n import translate

log = logging.getLogger(__name__)


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
        return await ask("record", job=job, after=after)

    async def cancel(job: str, owner: str) -> dict[str, Any]:
        """Stop a job within two steps; what it reported stays.

        Args:
            job: the id.
            owner: the secret it was started with.
        """
        answer = await ask("act", job=job, deed="cancel", owner=owner)
        return {"state": answer["row"]["state"]}

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
