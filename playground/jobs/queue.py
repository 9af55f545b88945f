"""The face of background work: submit a job, watch it, stop it, resume it, forget it.

Every method is a quick look into the database or a short note in it, from any
thread; jobs themselves run in other processes. Who may do what is `owners.py`'s.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from playground.errors import JobError, StoreError
from playground.jobs.dispatcher import Dispatcher
from playground.jobs.links import Links
from playground.jobs.owners import Owners
from playground.results import Job
from playground.settings import Settings
from playground.store.database import open_database
from playground.store.datasets import UploadStore
from playground.store.jobs import JobStore
from playground.store.prompts import PromptStore
from playground.store.runs import RunStore

PROMPTS_LIMIT = 100  # kept by one visitor


class Jobs:
    """The queue. Opening it interrupts what an app that died left running.

    Args:
        tasks: kind -> its task function's address, `module:name`; see `worker.py`.

    Raises:
        JobError: the database cannot be opened, is another running app's, or holds jobs of an unknown kind.
    """

    def __init__(self, settings: Settings, tasks: Mapping[str, str]):
        try:
            settings.data.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise JobError("no_folder") from None
        self._settings, self._kinds = settings, frozenset(tasks)
        self._owners = Owners(settings.owner_token)
        self._database = open_database(settings.database or settings.data / "playground.sqlite")
        # A second app would take what the first one runs for the remains of one that died.
        self._database.lock()
        self._jobs, self._prompts = JobStore(self._database), PromptStore(self._database)
        self._uploads = UploadStore(self._database)
        self.links = Links(self._database, self._owners)
        self._check_kinds()
        self._dispatcher = Dispatcher(RunStore(self._database, settings.kept_limit), settings, tasks)
        self._dispatcher.recover()
        if settings.resume:
            self._resume_all()

    def submit(
        self,
        owner: str,
        kind: str,
        title: str,
        spec: Mapping[str, Any],
        size: int,
        examples: int = 0,
        payload: Mapping[str, Any] | None = None,
        address: str = "",
    ) -> str:
        """Queue a job of `size` units of work (steps times seeds) on `examples` examples; its id.

        Args:
            payload: the bulk of the spec, which the task is given with the rest but nobody else reads.
            address: where it comes from, if that is known: no address may fill the queue.

        Raises:
            JobError: no_owner, too_long, too_much_data, too_many_jobs, address_full, queue_full.
            ValueError: there is no task of this kind.
        """
        if kind not in self._kinds:
            raise ValueError(f"no such task: {kind}")
        hashed, limits = self._owners.hashed(owner), self._settings
        self.check(size, examples)
        of = {"address": self._owners.place(address), "most": limits.address_limit}
        id = self._jobs.add(hashed, kind, title, spec, size, limits.jobs_limit, limits.kept_limit, payload, **of)
        self._dispatcher.wake()
        return id

    def check(self, size: int, examples: int = 0, minutes: float = 0.0, seeds: int = 1) -> None:
        """Refuse what the server's owner does not allow, before anything is queued.

        Raises:
            JobError: too_long, too_many_seeds, too_much_data, too_slow.
        """
        limits = self._settings
        if seeds > limits.seeds_limit:
            raise JobError("too_many_seeds", count=seeds, limit=limits.seeds_limit)
        if size > limits.steps_limit:
            raise JobError("too_long", size=size, limit=limits.steps_limit)
        if examples > limits.examples_limit:
            raise JobError("too_much_data", count=examples, limit=limits.examples_limit)
        if minutes > limits.minutes_limit:
            raise JobError("too_slow", minutes=round(minutes), limit=limits.minutes_limit)

    def job(self, id: str) -> Job:
        """One job.

        Raises:
            JobError: unknown.
        """
        return self._jobs.get(id, self._dispatcher.slots)

    def jobs(self, owner: str) -> list[Job]:
        """A visitor's jobs, newest first; everybody's for the server's owner.

        Raises:
            JobError: no_owner.
        """
        return self._jobs.of(self._owners.whose(owner), self._dispatcher.slots)

    def payload(self, id: str) -> dict[str, Any]:
        """The bulk of a job's spec, as it was submitted."""
        return self._jobs.payload(id)

    def rename(self, id: str, owner: str, title: str) -> None:
        """Give a job another title.

        Raises:
            JobError: no_owner, unknown, not_yours.
        """
        self._owners.check(owner, self._jobs.owner(id))
        self._jobs.rename(id, title)

    def reports(self, id: str, after: int = 0) -> list[tuple[int, dict[str, Any]]]:
        """(number, report) of a job in order, numbers from 1, those after `after`."""
        return self._jobs.reports(id, after)

    def file(self, id: str, name: str) -> bytes | None:
        """One of a job's files, `None` where it has none of that name."""
        return self._jobs.file(id, name)

    def files(self, id: str) -> list[str]:
        """The names of a job's files in the order they came."""
        return self._jobs.files(id)

    def check_owner(self, id: str, owner: str) -> None:
        """Refuse whoever did not submit a job and does not own the server.

        Raises:
            JobError: no_owner, unknown, not_yours.
        """
        self._owners.check(owner, self._jobs.owner(id))

    def cancel(self, id: str, owner: str) -> None:
        """Stop a job within two steps; what it reported stays. Where that cannot be written down now, it is later.

        Raises:
            JobError: no_owner, unknown, not_yours, not_running.
        """
        self._owners.check(owner, self._jobs.owner(id))
        try:
            self._cancel(id)
        except StoreError:
            self._dispatcher.stop(id)
            self._dispatcher.later(lambda: self._cancel(id))

    def resume(self, id: str, owner: str) -> None:
        """Queue an interrupted job again; it goes on from its last checkpoint.

        Raises:
            JobError: no_owner, unknown, not_yours, not_interrupted, too_many_jobs.
        """
        self._owners.check(owner, self._jobs.owner(id))
        self._jobs.resume(id, self._settings.jobs_limit)
        self._dispatcher.wake()

    def delete(self, id: str, owner: str) -> None:
        """Forget a job, its reports and its files; a running one is stopped.

        Raises:
            JobError: no_owner, unknown, not_yours.
        """
        self._owners.check(owner, self._jobs.owner(id))
        self._stop(id, self._jobs.remove(id))

    def forget(self, owner: str) -> None:
        """Forget everything that was submitted or kept under this secret.

        Raises:
            JobError: no_owner.
        """
        hashed = self._owners.hashed(owner)
        self._prompts.forget(hashed)
        self._uploads.forget(hashed)
        self.links.forget(owner)
        for id in self._jobs.ids(hashed):
            # Another tab may just have deleted it.
            with contextlib.suppress(JobError):
                self._stop(id, self._jobs.remove(id))

    def add_prompt(self, owner: str, name: str, data: bytes) -> str:
        """Keep a trained prompt's file; its id, for a file that is kept already that one's.

        Raises:
            JobError: no_owner, too_many_prompts.
        """
        return self._prompts.add(self._owners.hashed(owner), name, data, PROMPTS_LIMIT)

    def prompt(self, id: str) -> tuple[str, bytes]:
        """Name and file of a kept prompt.

        Raises:
            JobError: unknown_prompt.
        """
        return self._prompts.get(id)

    def prompts(self, owner: str) -> list[tuple[str, str, float]]:
        """(id, name, created) of a visitor's prompts, newest first; everybody's for the server's owner.

        Raises:
            JobError: no_owner.
        """
        return self._prompts.of(self._owners.whose(owner))

    def delete_prompt(self, id: str, owner: str) -> None:
        """Forget a kept prompt.

        Raises:
            JobError: no_owner, unknown_prompt, not_yours.
        """
        self._owners.check(owner, self._prompts.owner(id))
        self._prompts.remove(id)

    def add_upload(self, owner: str, name: str, data: bytes) -> str:
        """Keep an uploaded file as a draft for a day; its id.

        Raises:
            JobError: no_owner, too_many_uploads.
        """
        return self._uploads.add(self._owners.hashed(owner), name, data, self._settings.uploads_limit)

    def upload(self, id: str, owner: str) -> tuple[str, dict[str, Any] | None, float]:
        """(name, reading, created) of an upload; a draft's reading is `None`.

        Raises:
            JobError: no_owner, unknown_upload, not_yours.
        """
        self._owners.check(owner, self._uploads.owner(id))
        return self._uploads.get(id)

    def upload_data(self, id: str, owner: str) -> bytes:
        """An uploaded file. Raises as `upload`."""
        self._owners.check(owner, self._uploads.owner(id))
        return self._uploads.data(id)

    def uploads(self, owner: str) -> list[tuple[str, str, dict[str, Any], float]]:
        """(id, name, reading, created) of a visitor's saved uploads, newest first.

        Raises:
            JobError: no_owner.
        """
        return self._uploads.of(self._owners.hashed(owner))

    def save_upload(self, id: str, owner: str, name: str, reading: Mapping[str, Any]) -> None:
        """Keep an upload until its owner deletes it. Raises as `upload`, and too_many_uploads."""
        self._owners.check(owner, self._uploads.owner(id))
        self._uploads.save(id, name, reading, self._settings.uploads_limit)

    def delete_upload(self, id: str, owner: str) -> None:
        """Forget an upload. Raises as `upload`."""
        self._owners.check(owner, self._uploads.owner(id))
        self._uploads.remove(id)

    def close(self) -> None:
        """Stop the workers; what runs is interrupted and can be resumed. May be called twice."""
        self._dispatcher.close()
        self._database.close()

    def _check_kinds(self) -> None:
        """Nobody could show, run or repeat a job of an unknown kind: better to say so before anything starts."""
        if unknown := self._jobs.kinds() - self._kinds:
            self._database.close()
            raise JobError("unknown_kinds", kinds=", ".join(sorted(unknown))[:200], where=self._database.name)

    def _cancel(self, id: str) -> None:
        self._stop(id, self._jobs.cancel(id, self._settings.kept_limit))

    def _stop(self, id: str, attempt: int | None) -> None:
        if attempt is not None:
            self._dispatcher.stop(id, attempt)

    def _resume_all(self) -> None:
        for id in self._jobs.interrupted():
            self._jobs.resume(id)
        self._dispatcher.wake()
