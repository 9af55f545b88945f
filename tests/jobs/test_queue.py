"""The queue with a real worker process: what a visitor can do, and what goes wrong."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
from contextlib import closing

import psutil
import pytest

from playground import i18n
from playground.errors import JobError
from playground.jobs import dispatcher
from playground.jobs.queue import Jobs
from playground.settings import Settings
from playground.store.database import open_database
from tests.jobs.conftest import TOKEN, counted, counted_files, ended, files, until
from tests.jobs.work import TASKS


def count(jobs: Jobs, owner: str, steps: int = 12, milliseconds: int = 5, **spec: object) -> str:
    return jobs.submit(owner, "count", "counting", {"steps": steps, "milliseconds": milliseconds, **spec}, steps)


def refusal(call, *arguments) -> JobError:
    with pytest.raises(JobError) as error:
        call(*arguments)
    assert all(error.value.message(language) for language in i18n.LANGUAGES)
    return error.value


def test_a_job_is_done_and_everything_it_said_is_there(jobs, owner):
    id = count(jobs, owner)
    assert ended(jobs, id).state == "done"
    assert jobs.reports(id) == counted(12) and files(jobs, id) == counted_files(12)
    assert [job.id for job in jobs.jobs(owner)] == [id] and jobs.job(id).reports == 12


def test_the_worker_steps_back_and_knows_the_settings_but_no_secret(jobs, owner):
    id = jobs.submit(owner, "look", "looking", {}, 1)
    assert ended(jobs, id).state == "done"
    ((_, seen),) = jobs.reports(id)
    assert seen["process"] != os.getpid() and seen["OMP_NUM_THREADS"] == "1"
    assert seen["nice"] == psutil.Process(seen["process"]).nice() == min(os.nice(0) + 10, 19)
    assert seen["PLAYGROUND_JOBS_LIMIT"] == "4" and seen["PLAYGROUND_OWNER_TOKEN"] == ""


def test_cancelling_takes_effect_within_two_steps_and_keeps_the_reports(jobs, owner):
    id, behind = count(jobs, owner, 500, milliseconds=100), count(jobs, owner, 600)
    until(lambda: jobs.job(id).reports >= 6)
    assert (jobs.job(behind).state, jobs.job(behind).ahead) == ("queued", 0)
    jobs.cancel(behind, owner)
    assert jobs.job(behind).state == "cancelled"
    before = jobs.job(id).reports
    jobs.cancel(id, owner)
    assert ended(jobs, id).state == "cancelled" and jobs.job(id).error is None
    after = jobs.job(id).reports
    assert before <= after <= before + 2
    assert jobs.reports(id) == counted(after) and files(jobs, id) == counted_files(after)
    assert refusal(jobs.cancel, id, owner).code == "not_running"
    assert refusal(jobs.resume, id, owner).code == "not_interrupted"


def test_only_its_owner_and_the_servers_may_touch_a_job(jobs, owner):
    id = count(jobs, owner, 500, milliseconds=50)
    stranger = "somebody else's secret"
    for deed in (jobs.cancel, jobs.resume, jobs.delete):
        assert refusal(deed, id, stranger).code == "not_yours"
        assert refusal(deed, id, "short").code == "no_owner"
        assert refusal(deed, "nothing", owner).code == "unknown"
    assert jobs.jobs(stranger) == [] and id in [job.id for job in jobs.jobs(TOKEN)]
    jobs.cancel(id, TOKEN)
    assert ended(jobs, id).state == "cancelled"
    jobs.delete(id, TOKEN)
    assert refusal(jobs.job, id).code == "unknown" and jobs.reports(id) == []


def test_limits(jobs, owner):
    assert refusal(jobs.submit, owner, "count", "", {"steps": 1}, 1001).values == {"size": 1001, "limit": 1000}
    error = refusal(jobs.submit, owner, "count", "", {"steps": 1}, 1, 51)
    assert (error.code, error.values) == ("too_much_data", {"count": 51, "limit": 50})
    assert refusal(jobs.submit, "x" * 15, "count", "", {"steps": 1}, 1).code == "no_owner"
    assert refusal(jobs.submit, None, "count", "", {"steps": 1}, 1).code == "no_owner"
    with pytest.raises(ValueError, match="no such task"):
        jobs.submit(owner, "os:system", "", {}, 1)
    ids = [count(jobs, owner, 100, milliseconds=20) for _ in range(4)]
    error = refusal(jobs.submit, owner, "count", "", {"steps": 1}, 1)
    assert (error.code, error.values) == ("too_many_jobs", {"limit": 4})
    for id in ids:
        jobs.delete(id, owner)
    assert jobs.jobs(owner) == []


def test_ten_jobs_of_five_users_are_all_done_in_a_fair_order(jobs, owner):
    first = count(jobs, owner, 100, milliseconds=20)
    until(lambda: jobs.job(first).state == "running")
    # Ann came first with the most; size and order of arrival mix among the users.
    sizes = {"ann": [20, 19], "bob": [9, 4], "carl": [3, 8], "dora": [7, 2], "eve": [5, 6]}
    ids = {count(jobs, f"{name} in {owner}", size, milliseconds=1): name for name in sizes for size in sizes[name]}
    assert sorted(jobs.job(id).ahead for id in ids) == list(range(10))
    announced = sorted(ids, key=lambda id: jobs.job(id).ahead)
    jobs.cancel(first, owner)
    assert {ended(jobs, id).state for id in ids} == {"done"}
    started = sorted(ids, key=lambda id: jobs.job(id).started)
    assert started == announced
    assert [(ids[id], jobs.job(id).size) for id in started[:5]] == [
        ("dora", 2),
        ("carl", 3),
        ("bob", 4),
        ("eve", 5),
        ("ann", 19),
    ]


def test_a_mistake_of_the_users_arrives_as_its_message(jobs, owner):
    id = jobs.submit(owner, "refuse", "", {}, 2)
    job = ended(jobs, id)
    assert job.state == "failed" and job.reports == 1
    assert job.error == ("error.data.too_few", {"label": "good", "count": 3, "needed": 16})


def test_a_mistake_of_the_programs_is_told_to_the_log_only(jobs, owner, caplog):
    with caplog.at_level(logging.ERROR):
        job = ended(jobs, jobs.submit(owner, "stumble", "", {}, 2))
    assert job.state == "failed" and job.error == ("error.job.unexpected", {})
    assert "a secret of the program" in caplog.text and "a secret" not in str(jobs.reports(job.id))


def test_a_job_without_memory_is_interrupted_and_can_go_on(jobs, owner):
    id = jobs.submit(owner, "swell", "", {}, 2)
    assert (ended(jobs, id).state, jobs.job(id).error, jobs.job(id).reports) == (
        "interrupted",
        ("error.job.memory", {}),
        2,
    )
    jobs.resume(id, owner)
    assert ended(jobs, id).state == "done" and jobs.reports(id) == [(1, {"step": 1}), (2, {"step": 2})]


def test_a_killed_worker_loses_nothing_and_the_next_one_goes_on(jobs, owner, tmp_path):
    trail = tmp_path / "trail"
    id = count(jobs, owner, 60, milliseconds=20, trail=str(trail))
    until(lambda: jobs.job(id).reports >= 12)
    seen = jobs.reports(id)
    os.kill(int(trail.read_text().split()[0]), signal.SIGKILL)
    assert ended(jobs, id).state == "interrupted" and jobs.job(id).error == ("error.job.worker_lost", {})
    kept = jobs.reports(id)
    assert kept[: len(seen)] == seen and kept == counted(len(kept))
    assert ended(jobs, count(jobs, owner)).state == "done"
    jobs.resume(id, owner)
    assert ended(jobs, id).state == "done"
    assert jobs.reports(id) == counted(60) and files(jobs, id) == counted_files(60)


def test_a_step_that_hangs_does_not_hold_up_the_others(jobs, owner, monkeypatch):
    monkeypatch.setattr(dispatcher, "GRACE", 0.5)
    monkeypatch.setattr(dispatcher, "RETRY", 0.2)
    id = jobs.submit(owner, "hang", "", {"seconds": 600}, 2)
    until(lambda: jobs.job(id).reports == 1)
    jobs.cancel(id, owner)
    assert ended(jobs, id).state == "cancelled" and jobs.job(id).reports == 1
    assert ended(jobs, count(jobs, owner)).state == "done"


def test_large_checkpoints_arrive_and_the_last_one_is_kept_while_it_is_of_use(jobs, owner, settings):
    def kept():
        with closing(sqlite3.connect(settings.data / "playground.sqlite")) as file:
            return file.execute("SELECT number, data FROM checkpoint WHERE job = ?", (id,)).fetchall()

    id = count(jobs, owner, 20, bytes=5_000_000, milliseconds=50)
    until(lambda: jobs.job(id).reports >= 12)
    ((number, data),) = kept()
    assert number >= 10 and data == f"{number}:".encode().ljust(5_000_000, b".")
    assert ended(jobs, id).state == "done" and jobs.reports(id) == counted(20)
    assert kept() == [], "a job that ended needs none"


def test_prompts_are_kept_and_everything_can_be_forgotten(jobs, owner):
    stranger = "somebody else's secret"
    mine, other = jobs.add_prompt(owner, "mine", b"1"), jobs.add_prompt(stranger, "other", b"2")
    job = count(jobs, owner, 500, milliseconds=20)
    assert jobs.prompt(mine) == ("mine", b"1")
    assert [row[:2] for row in jobs.prompts(owner)] == [(mine, "mine")]
    assert {mine, other} <= {row[0] for row in jobs.prompts(TOKEN)}
    assert refusal(jobs.delete_prompt, mine, stranger).code == "not_yours"
    jobs.forget(owner)
    assert refusal(jobs.prompt, mine).code == "unknown_prompt" and refusal(jobs.job, job).code == "unknown"
    jobs.delete_prompt(other, stranger)
    assert jobs.prompts(stranger) == []


def test_no_secret_is_in_the_database(jobs, owner, settings):
    id = count(jobs, owner)
    ended(jobs, id)
    for path in settings.data.iterdir():
        assert owner.encode() not in path.read_bytes() and TOKEN.encode() not in path.read_bytes()


def test_nothing_is_started_before_there_is_a_job(tmp_path):
    quiet = Jobs(Settings(data=tmp_path), TASKS)
    assert quiet._dispatcher._thread is None
    quiet.close()
    quiet.close()


def test_jobs_of_a_kind_nobody_knows_stop_the_start_and_stay(tmp_path):
    open_database(tmp_path / "playground.sqlite").close()
    with closing(sqlite3.connect(tmp_path / "playground.sqlite")) as file:
        file.execute(
            "INSERT INTO job VALUES ('a', 'o', 'dance', '', '{}', 1, 'done', 1, 1.0, 1.0, 2.0, NULL, NULL, '')",
        )
        file.commit()
    error = refusal(Jobs, Settings(data=tmp_path), TASKS)
    assert error.code == "unknown_kinds" and "dance" in error.message() and "--data" in error.message("zh")
    known = Jobs(Settings(data=tmp_path), {**TASKS, "dance": "tests.jobs.work:count"})
    assert known.job("a").kind == "dance"
    known.close()


def test_a_second_app_on_the_same_data_is_refused_and_disturbs_nothing(jobs, owner, settings):
    id = count(jobs, owner, 500, milliseconds=20)
    until(lambda: jobs.job(id).state == "running")
    assert refusal(Jobs, settings, TASKS).code == "in_use"
    assert jobs.job(id).state == "running"
    jobs.cancel(id, owner)


@pytest.mark.parametrize("key", ["unexpected", "memory", "worker_lost", "messages_lost", "server_stopped"])
def test_every_reason_has_a_sentence(key):
    assert all(i18n.translate(language, f"error.job.{key}") for language in i18n.LANGUAGES)
