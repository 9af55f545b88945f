"""Opening: new files, older ones, newer ones, and what is no database."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from playground.errors import JobError
from playground.store.database import MIGRATIONS, open_database
from playground.store.jobs import JobStore
from playground.store.prompts import PromptStore
from playground.store.tables import metadata

# A file as the first migration left it, with one prompt and one job in it.
FIRST = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('0001');
CREATE TABLE job (id VARCHAR(32) NOT NULL PRIMARY KEY, owner VARCHAR(64) NOT NULL, kind VARCHAR(64) NOT NULL,
  title VARCHAR(400) NOT NULL, spec JSON NOT NULL, size INTEGER NOT NULL, state VARCHAR(16) NOT NULL,
  attempt INTEGER NOT NULL, created FLOAT NOT NULL, started FLOAT, ended FLOAT, error_key VARCHAR(100),
  error_values JSON);
CREATE INDEX job_by_owner ON job (owner);
CREATE INDEX job_by_state ON job (state);
CREATE TABLE payload (job VARCHAR(32) NOT NULL PRIMARY KEY, body JSON NOT NULL,
  FOREIGN KEY(job) REFERENCES job (id) ON DELETE CASCADE);
CREATE TABLE report (job VARCHAR(32) NOT NULL, number INTEGER NOT NULL, body JSON NOT NULL, PRIMARY KEY (job, number),
  FOREIGN KEY(job) REFERENCES job (id) ON DELETE CASCADE);
CREATE TABLE file (job VARCHAR(32) NOT NULL, name VARCHAR(200) NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (job, name), FOREIGN KEY(job) REFERENCES job (id) ON DELETE CASCADE);
CREATE TABLE checkpoint (job VARCHAR(32) NOT NULL PRIMARY KEY, number INTEGER NOT NULL, data BLOB NOT NULL,
  FOREIGN KEY(job) REFERENCES job (id) ON DELETE CASCADE);
CREATE TABLE prompt (id VARCHAR(32) NOT NULL PRIMARY KEY, owner VARCHAR(64) NOT NULL, name VARCHAR(200) NOT NULL,
  data BLOB NOT NULL, created FLOAT NOT NULL);
CREATE INDEX prompt_by_owner ON prompt (owner);
INSERT INTO prompt VALUES ('p', 'o', 'old', x'0102', 1.0);
INSERT INTO job VALUES ('j', 'o', 'tune', 'old', '{"steps": 3}', 1, 'done', 1, 1.0, 1.0, 2.0, NULL, NULL);
INSERT INTO job VALUES ('e', 'o', 'evaluate', 'mine', '{"view": "evaluate"}', 1, 'done', 1, 2.0, 1.0, 2.0, NULL, NULL);
INSERT INTO job VALUES ('g', 'o', 'evaluate', '', '{"view": "grid"}', 1, 'done', 1, 3.0, 1.0, 2.0, NULL, NULL);
INSERT INTO job VALUES ('w', 'o', 'evaluate', '', '{"view": "words"}', 1, 'done', 1, 4.0, 1.0, 2.0, NULL, NULL);
INSERT INTO payload VALUES ('j', '{"train": ["很好", "bad"]}');
"""


def differences(database) -> list:
    with database.reading() as connection:
        return compare_metadata(MigrationContext.configure(connection), metadata)


def test_a_new_file_has_the_tables_of_today(tmp_path):
    database = open_database(tmp_path / "new.sqlite")
    assert differences(database) == []
    with database.reading() as connection:
        newest = max(path.stem[:4] for path in MIGRATIONS.glob("0*.py"))
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == newest
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_file_of_the_first_version_is_brought_up_to_date_and_keeps_its_rows(tmp_path):
    with sqlite3.connect(tmp_path / "old.sqlite") as old:
        old.executescript(FIRST)
    old.close()
    database = open_database(tmp_path / "old.sqlite")
    assert differences(database) == []
    assert PromptStore(database).get("p") == ("old", b"\x01\x02")
    assert JobStore(database).payload("j") == {"train": ["很好", "bad"]}


def test_jobs_of_an_older_file_are_of_the_kinds_of_today(tmp_path):
    with sqlite3.connect(tmp_path / "old.sqlite") as old:
        old.executescript(FIRST)
    old.close()
    store = JobStore(open_database(tmp_path / "old.sqlite"))
    found = {job.id: (job.kind, job.title, job.spec) for job in store.of("o")}
    assert found == {
        "j": ("train", "", {"steps": 3, "data_name": "old"}),
        "e": ("evaluate", "mine", {"view": "evaluate"}),
        "g": ("grid", "", {"view": "grid"}),
        "w": ("words", "", {"view": "words"}),
    }
    assert store.kinds() == {"train", "evaluate", "grid", "words"}


def test_a_file_is_opened_again_with_what_was_in_it(tmp_path):
    first = open_database(tmp_path / "file.sqlite")
    id = PromptStore(first).add("owner", "mine", b"data", limit=1)
    first.close()
    assert PromptStore(open_database(tmp_path / "file.sqlite")).get(id) == ("mine", b"data")


def test_a_url_will_do(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'url.sqlite'}")
    assert (tmp_path / "url.sqlite").exists() and differences(database) == []


def test_a_newer_file_is_refused_in_words_and_left_alone(tmp_path):
    file = tmp_path / "new.sqlite"
    open_database(file).close()
    with sqlite3.connect(file) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(JobError) as error:
        open_database(file)
    assert error.value.code == "newer_database" and "9999" in error.value.message("en")
    with sqlite3.connect(file) as newer:
        assert newer.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


@pytest.mark.parametrize("where", ["not a url", "nothing://x/y", "sqlite:////no/such/folder/file"])
def test_what_cannot_be_opened_is_refused_in_words(where):
    with pytest.raises(JobError) as error:
        open_database(where)
    assert error.value.code == "no_database" and error.value.message("zh")


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path):
    (tmp_path / "notes.txt").write_text("shopping list " * 100)
    with pytest.raises(JobError) as error:
        open_database(tmp_path / "notes.txt")
    assert error.value.code == "no_database" and "notes.txt" in error.value.message()


def test_a_password_is_not_shown():
    with pytest.raises(JobError) as error:
        open_database("nothing://name:secret@host/base")
    assert "secret" not in error.value.message()


def test_two_that_open_a_new_file_at_once_both_get_it(tmp_path):
    opened, barrier = [], threading.Barrier(4)

    def run() -> None:
        barrier.wait()
        opened.append(differences(open_database(tmp_path / "shared.sqlite")))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [[]] * 4


def test_a_new_file_that_another_is_just_writing_is_waited_for(tmp_path):
    other = sqlite3.connect(tmp_path / "file.sqlite", check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE another (id)")
    done = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
    done.start()
    assert differences(open_database(tmp_path / "file.sqlite")) == []
    done.join()


def test_a_block_that_raises_leaves_nothing_behind(tmp_path):
    database = open_database(tmp_path / "file.sqlite")
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(text("INSERT INTO prompt VALUES ('p', 'o', 'n', x'00', 1.0)"))
        raise ZeroDivisionError
    assert PromptStore(database).of(None) == []


def refusal(call) -> JobError:
    with pytest.raises(JobError) as error:
        call()
    assert error.value.message("zh")
    return error.value


def test_garbage_in_the_lock_file_is_said(tmp_path):
    database = open_database(tmp_path / "file.sqlite")
    (tmp_path / "file.sqlite.lock").write_bytes(b"somebody's notes, no database at all " * 100)
    assert refusal(database.lock).code == "bad_lock"
    (tmp_path / "file.sqlite.lock").unlink()
    (tmp_path / "file.sqlite.lock").mkdir()
    assert refusal(database.lock).code == "bad_lock"
    (tmp_path / "file.sqlite.lock").rmdir()
    database.lock()
    database.close()


def test_a_file_has_one_lock_by_whatever_link_it_is_reached(tmp_path):
    (tmp_path / "other").mkdir()
    database = open_database(tmp_path / "file.sqlite")
    database.lock()
    (tmp_path / "other" / "link.sqlite").symlink_to(tmp_path / "file.sqlite")
    linked = open_database(tmp_path / "other" / "link.sqlite")
    assert refusal(linked.lock).code == "in_use"
    database.close()
    linked.lock()
    linked.close()
