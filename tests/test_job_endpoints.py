"""`/train`, `/job`, `/cancel` and `/jobs` as a program uses them, on the real app."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from tests.patience import PATIENCE

MINE, YOURS = "a secret of mine, long", "another person's secret"
QUICK = {"steps": 4, "seeds": [1, 2], "examples": 4, "evaluate_every": 2, "batch": 4}
ROWS = "text,label\n" + "".join(
    f"{text},{label}\n"
    for text, label in [
        ("I loved it", "good"),
        ("What a mess", "bad"),
        ("A joy", "good"),
        ("Dull and long", "bad"),
        ("So funny", "good"),
        ("I left early", "bad"),
        ("Go and see it", "good"),
        ("A waste of time", "bad"),
        ("Lovely", "good"),
        ("Awful", "bad"),
        ("It moved me", "good"),
        ("It bored me", "bad"),
        ("Great fun", "good"),
        ("No fun at all", "bad"),
        ("Superb", "good"),
        ("Terrible", "bad"),
        ("Warm and wise", "good"),
        ("Cold and dumb", "bad"),
        ("Bravo", "good"),
        ("Never again", "bad"),
    ]
)
TEMPLATE, WORDS = "{text} [SOFT:It was] [MASK].", "positive: great\nnegative: terrible"


@pytest.fixture(scope="module")
def client(server) -> Client:
    """One client of the running app."""
    return Client(server.url, verbose=False)


@pytest.fixture(scope="module")
def wait(client) -> Callable[..., dict]:
    """`wait(job, *states)` -> the job's record once it is in one of the states."""

    def until(job: str, *states: str) -> dict:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            record = client.predict(job, api_name="/job")
            if record["state"] in states:
                return record
            time.sleep(0.2)
        raise AssertionError(record["state"], record["message"])

    return until


def train(client, data=None, owner=MINE, template=TEMPLATE, words=WORDS, **options) -> dict:
    """Start a small job."""
    data = {"demo": "film-reviews"} if data is None else data
    return client.predict(template, words, data, owner, "", {**QUICK, **options}, api_name="/train")


def test_a_job_from_its_start_to_its_result(client, wait):
    job = train(client)["job"]
    record = wait(job, "done")
    kinds = [report["kind"] for report in record["reports"]]
    assert [report["number"] for report in record["reports"]] == list(range(1, len(kinds) + 1))
    assert kinds[0] == "plan" and kinds[-1] == "result" and kinds.count("seed") == 2 and kinds.count("step") == 10
    assert 0 <= record["result"]["mean"] <= 1 and record["result"]["on"] == "test"
    later = client.predict(job, len(kinds) - 1, api_name="/job")
    assert [report["number"] for report in later["reports"]] == [len(kinds)]
    row = next(row for row in client.predict(MINE, api_name="/jobs") if row["id"] == job)
    assert row["state"] == "done" and row["accuracy"] == record["result"]["mean"]
    assert client.predict(YOURS, api_name="/jobs") == []


def test_rows_of_ones_own(client, wait):
    job = train(client, {"csv": ROWS, "name": "mine"}, words="good: great\nbad: terrible", seeds=[1], examples=2)["job"]
    assert wait(job, "done", "failed")["state"] == "done"


def test_cancel_is_the_owners(client, wait):
    job = train(client, steps=2_000, evaluate_every=1_000, seeds=[1])["job"]
    wait(job, "running")
    with pytest.raises(AppError, match="somebody else"):
        client.predict(job, YOURS, api_name="/cancel")
    assert client.predict(job, MINE, api_name="/cancel")["state"] in ("cancelling", "cancelled")
    record = wait(job, "cancelled")
    steps = [report["step"] for report in record["reports"] if report["kind"] == "step"]
    assert len(steps) < 2_000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"template": "{text} no mask"}, "MASK"),
        ({"words": ""}, "verbalizer"),
        ({"words": "positive: great"}, "negative"),
        ({"owner": "short"}, "."),
        ({"data": {"demo": "nothing"}}, "nothing"),
        ({"data": {"csv": "text,label\na,one\nb,one\n"}}, "one"),
        ({"data": {"csv": ""}}, "."),
        ({"data": {}}, "data set"),
        ({"learning_rate": -1}, "learning_rate"),
        ({"steps": 10**9}, "steps"),
        ({"steps": 10_000, "seeds": [1, 2, 3]}, "20"),
        ({"method": "magic"}, "magic"),
        ({"speed": 3}, "speed"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_leaks(client, change, message):
    with pytest.raises(AppError, match=message) as caught:
        train(client, **change)
    text = str(caught.value)
    assert "Traceback" not in text and "/site-packages/" not in text and ".py" not in text


def test_an_unknown_job(client):
    with pytest.raises(AppError):
        client.predict("0" * 32, api_name="/job")
    with pytest.raises(AppError):
        client.predict("../../etc/passwd", MINE, api_name="/cancel")
