"""What a kind of job is: one class that says everything about it, in its own room.

A kind names the function that does the work (`task`), the page that lists it and the script that draws its form and
its card; and it says how a job of it is listed, repeated, compared and exported. `components/kinds.py` has one
registering line a kind. What is true of every job (stop, resume, delete, rename) is `components/jobs/calls.py`'s.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from components.contracts.base import Download
from components.contracts.jobs import Compared, JobLine
from components.jobs.shared import Shared
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
        """A job as lists show it."""

    async def repeat(self, job: Job, visitor: Visitor) -> str:
        """Queue the same job again, from its record; its id. Only whoever owns the job is let in here."""

        def again() -> str:
            queue = self.shared.queue
            payload = queue.payload(job.id)
            return queue.submit(visitor.owner, self.name, job.title, job.spec, job.size, 0, payload)

        return await asyncio.to_thread(again)

    def compare(self, jobs: Sequence[tuple[Job, Reports]], visitor: Visitor) -> Compared:
        """Several jobs of this kind side by side. Takes time: called in a thread.

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

    def forget(self) -> None:
        """Something was deleted: nothing of it may stay in memory."""


def check(kinds: Sequence[type[Kind]], pages: Sequence[str], scripts: Path) -> None:
    """Refuse what could only fail later, in front of a visitor.

    Raises:
        ValueError: two kinds of one name, a page that does not exist, a script that is not there.
    """
    names = [kind.name for kind in kinds]
    for kind in kinds:
        if names.count(kind.name) > 1:
            raise ValueError(f"two kinds of job are called {kind.name}")
        if kind.page not in pages:
            raise ValueError(f"the kind {kind.name} names no page: {kind.page}")
        if not ((kind.scripts or scripts) / kind.script).is_file():
            raise ValueError(f"the kind {kind.name} has no script {kind.script}")
