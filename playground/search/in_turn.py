"""Searches of several seeds, one after the other, as a stream of messages that goes on from any checkpoint: what trigger
words and templates share. The test examples are read once. It knows no queue and no page.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any, Protocol, TypeVar

from playground.datasets.sample import few_shot
from playground.evaluation.against import summary
from playground.models.language_model import LanguageModel
from playground.results import Message
from playground.scoring.predict import Task
from playground.search.held_out import baselines
from playground.search.spec import SearchSpec
from playground.search.triggers import read_state


class Search(Protocol):
    """One seed's search; its checkpoints keep what it `carried` from the seeds before."""

    carried: dict[str, Any]

    def unpack(self, data: bytes) -> None:
        """Go on from a checkpoint."""
        ...

    def reports(self) -> Iterator[Any]:
        """The steps that are left."""
        ...


Its = TypeVar("Its", bound=Search)


def in_turn(
    spec: SearchSpec,
    model: LanguageModel,
    hand_written: Task,
    search: Callable[[int], Its],
    plan: Callable[[], dict[str, Any]],
    start: Callable[[int], dict[str, Any]],
    step: Callable[[Any], Message],
    result: Callable[[int, Its, dict[str, Any] | None], Generator[Message, None, dict[str, Any]]],
    checkpoint: bytes | None,
) -> Iterator[Message]:
    """The plan, every seed's steps and result, and the summary.

    Args:
        hand_written: what is compared with.
        search, start, result: of a seed; `step` is a report's message.
    """
    carried: dict[str, Any] = {"results": [], "test": None}
    if checkpoint is None:
        yield Message(plan())
    else:
        carried = read_state(checkpoint)["carried"]
    for seed in spec.options.seeds[len(carried["results"]) :]:
        its = search(seed)
        its.carried = carried
        if checkpoint is not None:
            its.unpack(checkpoint)
            carried, checkpoint = its.carried, None
        else:
            yield Message(start(seed))
        for report in its.reports():
            yield step(report)
        if spec.test and carried["test"] is None:
            train, _ = few_shot(spec.train, spec.options.examples, seed)
            carried["test"] = yield from baselines(seed, hand_written, train, spec.test, model)
        found = yield from result(seed, its, carried["test"])
        carried["results"].append(found)
        yield Message(found)
    yield Message(summary(carried["results"]))
