"""What kinds of jobs and pages' calls are given to work with: the queue, models, data, the batcher. Built once at start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from components.jobs.any_job import Reports
from components.jobs.prompts import Prompts
from playground.jobs.queue import Jobs
from playground.settings import Settings

if TYPE_CHECKING:
    from playground.datasets.dataset import DataSet
    from playground.datasets.mapping import RowProblem


class DataSource(Protocol):
    """Where a form's data comes from."""

    def resolve(self, source: Any, owner: str) -> tuple[DataSet, tuple[RowProblem, ...]]:
        """A data set by its source, and the problems of the rows left out. Takes time: for a thread."""
        ...


class ModelSource(Protocol):
    """Loaded models by id."""

    async def get(self, id: str) -> Any:
        """A model in memory, or one that was and is read again."""


@dataclass(frozen=True)
class Shared:
    """One for the whole app.

    Args:
        prompts: trained prompts by their ids, and jobs' checkpoints, as they were read.
        compute: drives a plan on a model: the micro-batcher's `submit`.
    """

    settings: Settings
    queue: Jobs
    reports: Reports
    models: ModelSource
    data: DataSource
    prompts: Prompts
    compute: Callable[..., Awaitable[Any]]
