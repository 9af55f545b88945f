"""Trained prompts as the pages know them: a text under every checkpoint, what the soft tokens
learnt, and keeping a prompt: for Play, as a file, as a script.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import csv
import io
import itertools
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from components.jobs.any_job import Reports, of_kind, speaking
from components.routes.asking import Answer, Call, answering, owner, text
from components.train import job_view
from playground.errors import DataError, JobError, PlaygroundError, PromptFileError
from playground.figures import token_map
from playground.i18n import translate
from playground.jobs.queue import Jobs
from playground.models.registry import BUNDLED
from playground.results import Job
from playground.scoring.options import Options
from playground.settings import Settings
from playground.tuning import desk

BYTES_KEPT = 256 * 2**20  # of prompts in memory
MOST_CHECKPOINTS = 60  # that a text is asked at
LARGEST = 4 * desk.MAX_BYTES // 3 + 4  # base64
_numbers = itertools.count()


class Trained:
    """Questions about trained prompts.

    Args:
        queue: where jobs' files and kept prompts are.
        reports: a job's reports.
        model: id -> a loaded model, as live answers get it.
        compute: drives a plan on a model: the micro-batcher.
    """

    def __init__(
        self,
        queue: Jobs,
        settings: Settings,
        reports: Reports,
        model: Callable[[str], Awaitable[Any]],
        compute: Callable[..., Awaitable[Any]],
    ):
        self._queue = queue
        self._settings = settings
        self._reports = reports
        self._model = model
        self._compute = compute
        self._prompts: OrderedDict[str, tuple[str, Any, int]] = OrderedDict()
        self._turn = threading.Lock()

    def clear(self) -> None:
        """Forget what was read: some of it may just have been deleted."""
        with self._turn:
            self._prompts.clear()

    @property
    def calls(self) -> dict[str, Call]:
        """What may be asked, by name."""
        return {name: getattr(self, name) for name in ("probe", "learnt", "use", "file", "load")}

    @answering
    async def probe(self, asked: dict[str, Any], language: str) -> Answer:
        """A text under every checkpoint of one seed, in one batch."""
        job = await asyncio.to_thread(self._queue.job, text(asked, "job"))
        prefix = f"{asked.get('seed')}/"
        names = [name for name in await asyncio.to_thread(self._queue.files, job.id) if name.startswith(prefix)]
        if not names:
            raise JobError("no_prompt_yet", seed=asked.get("seed"))
        names = names[:: -(-len(names) // MOST_CHECKPOINTS)] + ([names[-1]] if len(names) > MOST_CHECKPOINTS else [])
        names = list(dict.fromkeys(names))
        prompts = [await self._file(job.id, name) for name in names]
        model = await self._model(_model_id(job))
        given = asked["fields"] if isinstance(asked.get("fields"), dict) else {}
        fields = {name: text for name, text in given.items() if isinstance(text, str)}
        if sum(map(len, fields.values())) > self._settings.field_limit:
            raise DataError("text_too_long", limit=self._settings.field_limit)
        found = await self._compute(f"probe {next(_numbers)}", model, desk.shifts(prompts, fields, model))
        return {
            "steps": [int(name.removeprefix(prefix)) for name in names],
            "labels": [{"label": label.label, "index": i} for i, label in enumerate(found[0].labels)],
            "probabilities": [[label.probability for label in prediction.labels] for prediction in found],
        }

    @answering
    async def learnt(self, asked: dict[str, Any], language: str) -> Answer:
        """What a checkpoint's soft tokens are near to, and a map of them."""
        say = speaking(language)
        job = await asyncio.to_thread(self._queue.job, text(asked, "job"))
        seed = asked.get("seed")
        start, trained = [await self._file(job.id, f"{seed}/{step}") for step in (0, asked.get("step"))]
        model = await self._model(_model_id(job))
        found = await asyncio.to_thread(desk.look, trained, start, model)
        if found is None:
            return {"tokens": [], "figure": None, "message": say("learnt.prefix")}
        tokens = [
            {
                "name": f"s{i + 1}",
                "start": token.start or "—",
                "moved": token.moved,
                "cosine": [vars(near) for near in token.cosine],
                "euclidean": [vars(near) for near in token.euclidean],
            }
            for i, token in enumerate(found.tokens)
        ]
        return {"tokens": tokens, "figure": token_map.draw(token_map.token_map(found.points), say), "message": None}

    @answering
    async def use(self, asked: dict[str, Any], language: str) -> Answer:
        """Keep a seed's prompt for Play: what Play's state becomes with it."""
        job, name, data = await self._best(asked)
        prompt = desk.read_prompt(data)
        seed, step = name.split("/")
        title = job.title or job_view.dataset_title(job, language)
        label = translate(language, "prompt.name", title=title, seed=seed, step=step)
        id = await asyncio.to_thread(self._queue.add_prompt, owner(asked), label, data)
        return {"prompt": id, "state": _state(prompt.card, id)}

    @answering
    async def file(self, asked: dict[str, Any], language: str) -> Answer:
        """A seed's prompt, a script that uses it, or its numbers as CSV; as base64."""
        job, name, data = await self._best(asked)
        stem = f"prompt-{job.id[:8]}-{name.replace('/', '-')}"
        match asked.get("kind"):
            case "script":
                model = await self._model(_model_id(job))
                source = str(self._settings.bundled_model.relative_to(self._settings.assets.parent))
                text = desk.script(
                    desk.read_prompt(data), model, source if model.id == BUNDLED else None, f"{stem}.safetensors"
                )
                name, data = f"{stem}.py", text.encode()
            case "csv":
                name, data = f"{stem}.csv", _table(await self._reports.of(job)).encode("utf-8-sig")
            case _:
                name = f"{stem}.safetensors"
        return {"name": name, "base64": base64.b64encode(data).decode()}

    async def _best(self, asked: dict[str, Any]) -> tuple[Job, str, bytes]:
        job = await asyncio.to_thread(self._queue.job, text(asked, "job"))
        seed = asked.get("seed")
        name = job_view.best_file(await self._reports.of(job), seed)
        data = await asyncio.to_thread(self._queue.file, job.id, name)
        if data is None:
            raise JobError("no_prompt_yet", seed=seed)
        return job, name, data

    async def _file(self, job: str, name: str) -> Any:
        """A checkpoint's prompt, read once."""

        def read() -> tuple[str, bytes]:
            data = self._queue.file(job, name)
            if data is None:
                raise JobError("no_prompt_yet", seed=name.split("/")[0])
            return name, data

        return (await asyncio.to_thread(self._once, f"{job}/{name}", read))[1]

    def _once(self, key: str, read: Callable[[], tuple[str, bytes]]) -> tuple[str, Any]:
        """(name, prompt) under a key, read from its file the first time."""
        with self._turn:
            found = self._prompts.get(key)
            if found:
                self._prompts.move_to_end(key)
        if found is None:
            name, data = read()
            found = (name, desk.read_prompt(data), len(data))
            with self._turn:
                self._prompts[key] = found
                while len(self._prompts) > 1 and sum(size for _, _, size in self._prompts.values()) > BYTES_KEPT:
                    self._prompts.popitem(last=False)
        return found[:2]

    @answering
    async def load(self, asked: dict[str, Any], language: str) -> Answer:
        """Take in a prompt's file: refused unless it was trained with the model in use."""
        model = await self._model(text(asked, "model"))
        data, prompt = await asyncio.to_thread(_unpacked, text(asked, "base64"), model)
        name = text(asked, "name").removesuffix(".safetensors")[:80] or prompt.card.method
        id = await asyncio.to_thread(self._queue.add_prompt, owner(asked), name, data)
        card = {**vars(prompt.card), "notes": dict(prompt.card.notes)}
        return {"prompt": id, "state": {**_state(prompt.card, id), "model": text(asked, "model")}, "card": card}

    def kept(self, ids: Sequence[str]) -> list[tuple[str, str, Any]]:
        """(id, name, prompt) of kept prompts; one that cannot be read has its error instead."""
        found: list[tuple[str, str, Any]] = []
        for id in ids:
            try:
                found.append((id, *self._once(id, lambda id=id: self._queue.prompt(id))))
            except PlaygroundError as error:
                found.append((id, "", error))
        return found


def _unpacked(packed: str, model: Any) -> tuple[bytes, Any]:
    """A file that came as base64, and the prompt in it, which must fit the model."""
    if len(packed) > LARGEST:
        raise PromptFileError("too_large", limit=desk.MAX_BYTES // 2**20)
    try:
        data = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        raise PromptFileError("unreadable") from None
    prompt = desk.read_prompt(data)
    desk.task_of(prompt, model)
    return data, prompt


def _model_id(job: Job) -> str:
    return "" if job.spec["model"] == BUNDLED else job.spec["model"]


def _state(card: Any, id: str) -> dict[str, Any]:
    """What Play's state takes over from a trained prompt."""
    model = "" if card.model == BUNDLED else card.model
    # As it was trained: another calibration would show other numbers than its own.
    options = Options(aggregation=card.aggregation).to_json()
    return {
        "template": card.template,
        "verbalizer": card.verbalizer,
        "model": model,
        "prompts": [id],
        "options": options,
    }


def _table(reports: list[dict[str, Any]]) -> str:
    """Every step as a line of CSV; numbers only, so nothing in it can be a formula."""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(["seed", "step", "loss", "gradient", "learning_rate", "seconds", "dev_accuracy", "dev_loss"])
    for report in of_kind(reports, "step"):
        dev = report["dev"] or {}
        numbers = [report[name] for name in ("seed", "step", "loss", "gradient", "learning_rate", "seconds")]
        table.writerow([*numbers, dev.get("accuracy"), dev.get("loss")])
    return file.getvalue()
