"""What a kind of job is: one class that says everything about it, in its own room.

A kind names the function that does the work (`task`), the page that lists it and the script that draws its form and
its card; and it says how a job of it is listed, repeated, compared and exported. `components/kinds.py` has one
registering line a kind. What is true of every job (stop, resume, delete, rename) is `components/jobs/calls.py`'s.
"""

from __future__ import annotations

import ast
import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from components.contracts.base import Contract, Download, Share
from components.contracts.jobs import Can, Compared, CutRow, JobLine
from components.jobs.any_job import DEEDS, ahead, created
from components.jobs.shared import Shared
from components.routes.address import here
from components.routes.visitor import Visitor
from playground.errors import JobError
from playground.results import Job

Report = Mapping[str, Any]
Reports = Sequence[Report]


class Kind(ABC):
    """One kind of job; its methods under `@answers(CALL)` are its own calls.

    Attributes:
        name: in the store.
        page: the page that lists it (`train`, `evaluate`, …).
        task: the worker's function, as `module:name`; see `playground/jobs/worker.py`.
        script: the module that draws it, below the scripts' folder or, with `scripts`, in that one.
        scripts: a folder of its own scripts, for a kind that lives outside the tree.
    """

    name: ClassVar[str]
    page: ClassVar[str]
    task: ClassVar[str]
    script: ClassVar[str]
    scripts: ClassVar[Path | None] = None

    def __init__(self, shared: Shared):
        self.shared = shared

    @abstractmethod
    def line(self, job: Job, reports: Reports, visitor: Visitor) -> JobLine:
        """A job as lists show it: what `listed` makes of a title and a share of the work."""

    def setup(self, visitor: Visitor) -> Contract | None:
        """What its script is given with the page: a form's first values, say."""
        return None

    @classmethod
    def address(cls) -> str:
        """Where a page finds the script, relative to every page."""
        return f"playground/{f'kinds/{cls.name}' if cls.scripts else 'js'}/{cls.script}"

    async def repeat(self, job: Job, visitor: Visitor) -> str:
        """Queue the same job again, from its record; its id. Only whoever owns the job is let in here."""

        def again() -> str:
            queue = self.shared.queue
            payload = queue.payload(job.id)
            return queue.submit(visitor.owner, self.name, job.title, job.spec, job.size, 0, payload, here())

        return await asyncio.to_thread(again)

    def compare(self, jobs: Sequence[tuple[Job, Reports]], visitor: Visitor) -> Compared:
        """Several jobs of this kind side by side, the oldest first. Takes time: called in a thread.

        Raises:
            JobError: not_comparable.
        """
        raise JobError("not_comparable")

    def file(self, job: Job, reports: Reports, name: str, place: Mapping[str, int], visitor: Visitor) -> Download:
        """One of the files a job of this kind can be taken away as. Takes time: called in a thread.

        Raises:
            JobError: no_file.
        """
        raise JobError("no_file")

    def cut(self, job: Job, reports: Reports, place: Mapping[str, int]) -> Sequence[CutRow]:
        """The examples of a job that the model could not read whole. Takes time: called in a thread.

        Raises:
            JobError: no_cell.
        """
        return ()

    def forget(self) -> None:
        """Something was deleted: nothing of it may stay in memory."""

    def listed(
        self,
        job: Job,
        visitor: Visitor,
        *,
        title: str,
        progress: Share,
        subject: str = "",
        note: str = "",
        detail: str = "",
        accuracy: Share | None = None,
        interval: tuple[Share, Share] | None = None,
        spread: float | None = None,
        gain: float | None = None,
        more: Sequence[Can] = (),
    ) -> JobLine:
        """A line with what is true of every job filled in; its fields are told in `JobLine`.

        Args:
            title: what the kind calls a job that nobody gave a name.
            progress: how much of the work is done, from 0 to 1.
            more: what a line offers besides what can be done with every job.
        """
        return JobLine(
            id=job.id,
            kind=self.name,
            title=job.title or title,
            subject=subject,
            note=note,
            state=job.state,
            state_label=visitor.say(f"job.{job.state}"),
            progress=1.0 if job.state == "done" else progress,
            detail=ahead(job, visitor.say) if job.state == "queued" else detail,
            accuracy=accuracy,
            interval=interval,
            spread=spread,
            gain=gain,
            can=[*DEEDS[job.state], "repeat", "rename", *more],
            created=created(job),
        )


def check(kinds: Sequence[type[Kind]], pages: Sequence[str], scripts: Path) -> None:
    """Refuse what could only fail later, in front of a visitor.

    Raises:
        ValueError: two kinds of one name, a page that does not exist, a script or a task that is not there.
    """
    names = [kind.name for kind in kinds]
    for kind in kinds:
        if names.count(kind.name) > 1:
            raise ValueError(f"two kinds of job are called {kind.name}")
        if kind.page not in pages:
            raise ValueError(f"the kind {kind.name} names no page: {kind.page}")
        if not ((kind.scripts or scripts) / kind.script).is_file():
            raise ValueError(f"the kind {kind.name} has no script {kind.script}")
        if not _defined(kind.task):
            raise ValueError(f"the kind {kind.name} has no task {kind.task}")


def _defined(task: str) -> bool:
    """Whether a module has a function of this name; it is read, not run: tasks import torch, and the app may not yet."""
    module, _, name = task.partition(":")
    try:
        found = find_spec(module)
    except (ModuleNotFoundError, ValueError):
        return False
    if found is None or not found.has_location or found.origin is None:
        return False
    tree = ast.parse(Path(found.origin).read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body)
