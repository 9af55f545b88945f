"""The calls about a job of any kind, asked of a kind that the app does not know, with a real worker."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.contracts.base import Nothing
from components.contracts.jobs import ActAsked, CompareAsked, FileAsked, JobAsked, JobLine, JobsAsked, RenameAsked
from components.jobs.any_job import Reports
from components.jobs.calls import JobCalls
from components.jobs.kinds import Kind, check
from components.kinds import KINDS
from components.opening import Opening
from components.routes.calls import call_route, handlers
from components.routes.scripts import SCRIPTS
from components.routes.visitor import Visitor
from playground.errors import JobError, PlaygroundError
from playground.i18n import LANGUAGES
from playground.jobs.queue import Jobs
from playground.results import Job
from playground.settings import Settings
from tests.kinds.countdown.kind import CountAsked, CountdownKind
from tests.patience import PATIENCE

PAGES = ("train", "search", "evaluate", "compare")


class OtherKind(CountdownKind):
    """Counts down as another kind; remembers that something was deleted."""

    name = "other"
    forgotten = 0

    def line(self, job: Job, reports: list, visitor: Visitor) -> JobLine:
        """Without a word."""
        return self.listed(job, visitor, title="another", progress=0)

    def forget(self) -> None:
        """Count."""
        self.forgotten += 1


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A queue with two kinds, and the calls about them."""
    kinds: tuple[type[Kind], ...] = (CountdownKind, OtherKind)
    queue = Jobs(Settings(data=tmp_path_factory.mktemp("data"), jobs_limit=9), {kind.name: kind.task for kind in kinds})
    made = {kind.name: kind(SimpleNamespace(queue=queue)) for kind in kinds}
    told: list[str] = []
    calls = JobCalls(queue, Reports(queue), made, lambda: told.append("deleted"))
    yield SimpleNamespace(queue=queue, kinds=made, calls=calls, told=told)
    queue.close()


@pytest.fixture
def me(request: pytest.FixtureRequest) -> Visitor:
    """A visitor whom no other test knows."""
    return Visitor(f"secret of {request.node.name}")


def start(app: SimpleNamespace, visitor: Visitor, number: int = 3) -> str:
    """Count down; the job's id."""
    return asyncio.run(app.kinds["countdown"].start(CountAsked(start=number), visitor)).job


def lines(app: SimpleNamespace, visitor: Visitor, *kinds: str) -> list[JobLine]:
    """The visitor's list."""
    return asyncio.run(app.calls.list(JobsAsked(kinds=list(kinds)), visitor)).jobs


def finished(app: SimpleNamespace, id: str) -> None:
    """Wait for a job's end."""
    end = time.monotonic() + PATIENCE
    while app.queue.job(id).state != "done":
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def refused(answer) -> PlaygroundError:
    """What a call is refused with, in words."""
    with pytest.raises(PlaygroundError) as error:
        asyncio.run(answer)
    assert all(error.value.message(language) for language in LANGUAGES)
    return error.value


def test_a_job_from_its_start_to_its_file(app, me):
    id = start(app, me)
    finished(app, id)
    (line,) = lines(app, me)
    assert (line.id, line.kind, line.title, line.state, line.progress) == (
        id,
        "countdown",
        "Countdown from 3",
        "done",
        1,
    )
    assert line.can == ["delete", "repeat", "rename", "compare"] and line.state_label == "done"
    assert lines(app, me, "countdown") == [line] and lines(app, me, "other") == []
    assert lines(app, Visitor("somebody else, long enough")) == []
    file = asyncio.run(app.calls.file(FileAsked(job=id, file="numbers"), me))
    assert base64.b64decode(file.base64) == b"2\n1\n0"
    assert refused(app.calls.file(FileAsked(job=id, file="secrets"), me)).code == "no_file"


def test_a_name_is_its_owners_to_give_and_to_take_back(app, me):
    id = start(app, me)

    def rename(name: str, visitor: Visitor = me):
        return app.calls.rename(RenameAsked(job=id, name=name), visitor)

    assert asyncio.run(rename("  Apollo  ")).line.title == "Apollo"
    assert len(asyncio.run(rename("x" * 400)).line.title) == 80
    assert refused(rename("mine", Visitor("somebody else, long enough"))).code == "not_yours"
    assert asyncio.run(rename(" ")).line.title == "Countdown from 3"


def test_a_job_is_repeated_from_its_record_by_its_owner_alone(app, me):
    id = start(app, me, 5)
    asyncio.run(app.calls.rename(RenameAsked(job=id, name="Apollo"), me))
    again = asyncio.run(app.calls.repeat(JobAsked(job=id), me)).job
    finished(app, again)
    assert app.queue.job(again).spec == {"start": 5} and [line.title for line in lines(app, me)] == ["Apollo"] * 2
    assert refused(app.calls.repeat(JobAsked(job=id), Visitor("somebody else, long enough"))).code == "not_yours"


def test_jobs_of_one_kind_are_compared_the_oldest_first(app, me):
    first, second = start(app, me, 2), start(app, me, 4)
    finished(app, second)
    found = asyncio.run(app.calls.compare(CompareAsked(jobs=[second, first, second]), me))
    assert [row.id for row in found.rows] == [first, second] and [column.key for column in found.columns] == [
        "start",
        "left",
    ]
    assert [row.cells[0] for row in found.rows] == ["2", "4"]
    assert refused(app.calls.compare(CompareAsked(jobs=[]), me)).code == "compare_count"
    other = app.queue.submit(me.owner, "other", "", {"start": 1}, 1)
    assert refused(app.calls.compare(CompareAsked(jobs=[first, other]), me)).code == "not_comparable"


def test_what_is_deleted_is_forgotten_by_everybody(app, me):
    id, other = start(app, me, 900), start(app, me)
    running = asyncio.run(app.calls.act(ActAsked(job=id, deed="cancel"), me)).line
    assert running.state in ("cancelling", "cancelled")
    assert (
        refused(app.calls.act(ActAsked(job=other, deed="delete"), Visitor("somebody else, long enough"))).code
        == "not_yours"
    )
    before = (len(app.told), app.kinds["other"].forgotten)
    assert asyncio.run(app.calls.act(ActAsked(job=other, deed="delete"), me)).line is None
    assert (len(app.told), app.kinds["other"].forgotten) == (before[0] + 1, before[1] + 1)
    asyncio.run(app.calls.forget(Nothing(), me))
    assert lines(app, me) == [] and app.kinds["other"].forgotten == before[1] + 2
    assert refused(app.calls.record(id, 0, me)).code == "unknown"


def test_a_program_gets_the_reports_it_has_not_seen(app, me):
    id = start(app, me, 4)
    finished(app, id)
    record = asyncio.run(app.calls.record(id, 0, me))
    assert [report["left"] for report in record.reports] == [3, 2, 1, 0] and record.kind == "countdown"
    assert (record.state, record.progress, record.message, record.result) == ("done", 1, None, None)
    later = asyncio.run(app.calls.record(id, 3, me)).reports
    assert later == [{"number": 4, "kind": "number", "left": 0}]


def test_a_deed_nobody_knows_is_refused_over_the_route(app, me):
    client = TestClient(Starlette(routes=[call_route(Opening.of(SimpleNamespace(handlers=handlers([app.calls]))))]))
    answer = client.post("/playground/api/job_act", json={"job": "x", "deed": "bless"})
    assert answer.status_code == 400 and "“deed”" in answer.json()["message"]


def test_the_registered_kinds_are_sound():
    check(KINDS, PAGES, SCRIPTS)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "countdown"}, "two kinds"),
        ({"page": "moon"}, "moon"),
        ({"script": "nothing.js"}, "nothing.js"),
        ({"task": "tests.kinds.countdown.task:fly"}, "fly"),
        ({"task": "tests.kinds.nowhere:fly"}, "nowhere"),
        ({"task": "no-module"}, "no-module"),
    ],
)
def test_a_kind_that_could_only_fail_later_is_refused_at_start(change, said):
    wrong = type("Wrong", (CountdownKind,), {"name": "wrong", **change})
    with pytest.raises(ValueError, match=said):
        check([CountdownKind, wrong], PAGES, SCRIPTS)


def test_a_kind_compares_and_saves_nothing_unless_it_says_how(app):
    other = app.kinds["other"]
    with pytest.raises(JobError, match="cannot be compared"):
        Kind.compare(other, [], Visitor())
    with pytest.raises(JobError, match="no such file"):
        Kind.file(other, None, [], "x", {}, Visitor())
