"""Settings go into the environment of another process and come out the same."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from playground import settings
from playground.settings import MIB, Settings, environment, from_environment

OTHER = Settings(
    models_root=Path("/models"),
    hub=False,
    memory_limit=512 * MIB,
    download_limit=100 * MIB,
    torch_threads=3,
    data=Path("/data"),
    database="postgresql://name@host/base",
    scheduler="tcp://10.0.0.1:8786",
    owner_token="0123456789abcdef",
    jobs_limit=2,
    steps_limit=100,
    examples_limit=200,
    minutes_limit=7,
    seeds_limit=2,
    workers=3,
    resume=True,
    job_memory=1024 * MIB,
    upload_limit=2 * MIB,
    rows_limit=300,
    kept_limit=7,
    uploads_limit=4,
    tokens_limit=5000,
    address_limit=30,
    lessons=Path("/lessons"),
)
# Not for a server's owner to choose: they are what the app was tested with.
FIXED = {"assets", "context_limit", "field_limit", "fields_limit"}


def test_every_setting_is_another_here():
    same = {field.name for field in fields(Settings) if getattr(OTHER, field.name) == getattr(Settings(), field.name)}
    assert same == FIXED


@pytest.mark.parametrize("chosen", [Settings(), OTHER], ids=["defaults", "others"])
def test_there_and_back(chosen):
    assert from_environment(environment(chosen)) == chosen
    # What the other process inherited from this one does not shine through.
    assert from_environment({**environment(OTHER), **environment(chosen)}) == chosen


def test_an_empty_environment_gives_the_defaults():
    assert from_environment({}) == replace(Settings(), data=settings.data_folder({}))


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {}, Path.home() / ".local/share/prompt-playground"),
        ("linux", {"XDG_DATA_HOME": "/x"}, Path("/x/prompt-playground")),
        ("darwin", {"XDG_DATA_HOME": "/x"}, Path.home() / "Library/Application Support/prompt-playground"),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/prompt-playground")),
    ],
)
def test_data_is_kept_where_the_system_keeps_it(platform, variables, folder):
    assert settings.data_folder(variables, platform) == folder


@pytest.mark.parametrize("variables", [{"PLAYGROUND_THREADS": "two"}, {"PLAYGROUND_OWNER_TOKEN": "short"}])
def test_what_makes_no_sense_is_refused(variables):
    with pytest.raises(ValueError, match="THREADS must be a whole number, not two|at least 16 characters"):
        from_environment(variables)
