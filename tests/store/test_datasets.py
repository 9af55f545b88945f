"""Uploads in the database: drafts that go, data sets that stay, and an older file."""

from __future__ import annotations

import sqlite3

import pytest

from playground import i18n
from playground.errors import JobError
from playground.store import datasets
from playground.store.database import open_database
from playground.store.datasets import UploadStore
from tests.store.test_database import FIRST, differences

READING = {"options": {"kind": "csv"}, "mapping": {"label": 1}}


@pytest.fixture
def store(tmp_path):
    return UploadStore(open_database(tmp_path / "file.sqlite"))


@pytest.fixture
def clock(monkeypatch):
    """`clock(seconds)` moves the time."""
    now = [1_000_000.0]
    monkeypatch.setattr(datasets.time, "time", lambda: now[0])
    return lambda seconds: now.__setitem__(0, now[0] + seconds)


def refusal(call, *arguments):
    with pytest.raises(JobError) as error:
        call(*arguments)
    assert all(error.value.message(language) for language in i18n.LANGUAGES)
    return error.value


def test_a_draft_becomes_a_data_set(store):
    data = bytes(range(256)) * 1000
    id = store.add("me", "table.csv", data, 5)
    assert store.get(id)[:2] == ("table.csv", None) and store.data(id) == data and store.owner(id) == "me"
    assert store.of("me") == []
    store.save(id, "Reviews", READING, 5)
    ((found, name, reading, created),) = store.of("me")
    assert (found, name, reading) == (id, "Reviews", READING) and store.get(id) == ("Reviews", READING, created)
    assert store.of("you") == []


def test_drafts_go_after_a_day_and_saved_ones_stay(store, clock):
    kept, draft = store.add("me", "a", b"1", 5), store.add("me", "b", b"2", 5)
    store.save(kept, "a", READING, 5)
    clock(datasets.DRAFT_LIVES + 1)
    store.add("you", "c", b"3", 5)
    assert store.data(kept) == b"1" and refusal(store.data, draft).code == "unknown_upload"


def test_the_oldest_draft_makes_room(store, clock):
    ids = []
    for n in range(datasets.MOST_DRAFTS + 1):
        ids.append(store.add("me", str(n), b"x", 5))
        clock(1)
    assert refusal(store.get, ids[0]).code == "unknown_upload"
    assert [store.get(id)[0] for id in ids[1:]] == ["1", "2", "3"]


def test_an_owner_keeps_so_many_and_no_more(store):
    ids = [store.add("me", "x", b"x", 2) for _ in range(3)]
    for id in ids[:2]:
        store.save(id, "x", READING, 2)
    assert refusal(store.add, "me", "x", b"x", 2).values == {"limit": 2}
    assert refusal(store.save, ids[2], "x", READING, 2).code == "too_many_uploads"
    store.save(ids[0], "renamed", READING, 2)
    store.add("you", "x", b"x", 2)


def test_deleting(store):
    mine, yours = store.add("me", "x", b"x", 5), store.add("you", "x", b"x", 5)
    store.remove(mine)
    for call in (store.get, store.data, store.owner):
        assert refusal(call, mine).code == "unknown_upload"
    assert refusal(store.save, mine, "x", READING, 5).code == "unknown_upload"
    store.forget("you")
    assert refusal(store.get, yours).code == "unknown_upload"


def test_a_file_from_before_there_were_uploads(tmp_path):
    with sqlite3.connect(tmp_path / "old.sqlite") as old:
        old.executescript(FIRST)
    old.close()
    database = open_database(tmp_path / "old.sqlite")
    assert differences(database) == []
    store = UploadStore(database)
    assert store.of("o") == [] and store.data(store.add("o", "new.csv", b"text", 1)) == b"text"
