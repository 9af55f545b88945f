"""Paths, limits and environment, read once into one frozen dataclass."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playground.assets import ASSETS

MIB = 1024 * 1024
MOST_LABELS = 150  # of a verbalizer, and so of a data set
OWNER_LENGTH = 16  # a shorter secret could be guessed


def data_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where the system keeps a user's data: this app's folder there."""
    home = Path.home()
    if platform == "win32":
        root = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        root = home / "Library" / "Application Support"
    else:
        root = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return root / "prompt-playground"


@dataclass(frozen=True)
class Settings:
    """What the server's owner decides.

    `models_root` is the folder below which users may name local model folders;
    `None` allows none. `lessons` is a teacher's folder of lessons, shown beside the
    project's. `memory_limit` bounds the weights kept in memory, in bytes;
    `download_limit` the size of one model fetched from the hub. `texts` bound what
    one request may carry, in characters.

    `data` is where jobs and prompts are kept, in `database` (a SQLAlchemy URL; by
    default a SQLite file there). `scheduler` is a Dask cluster's address; without
    one, jobs run in `workers` processes beside the app (0: as many as there are cores to spare) that may use `job_memory`
    bytes each. A user may have `jobs_limit` unfinished jobs, each of at most
    `steps_limit` steps, `seeds_limit` seeds, `examples_limit` examples and about `minutes_limit` minutes, and
    keeps `kept_limit` ended ones; of one network address `address_limit` jobs may wait. For one answer a model
    reads at most `tokens_limit` tokens. Of data sets a user may keep `uploads_limit`, each of
    at most `rows_limit` rows from a file of at most `upload_limit` bytes. Whoever knows `owner_token` may stop and delete
    everybody's jobs, prompts and data sets. With `resume`, what was interrupted goes on by
    itself when the app starts.

    Raises:
        ValueError: `owner_token` is short enough to be guessed.
    """

    assets: Path = ASSETS
    models_root: Path | None = None
    hub: bool = True
    memory_limit: int = 4096 * MIB
    download_limit: int = 4096 * MIB
    torch_threads: int = 1
    context_limit: int = 2048
    field_limit: int = 20_000
    fields_limit: int = 20
    data: Path = field(default_factory=data_folder)
    database: str | None = None
    scheduler: str | None = None
    owner_token: str | None = None
    jobs_limit: int = 5
    steps_limit: int = 20_000
    examples_limit: int = 20_000
    minutes_limit: int = 60
    seeds_limit: int = 10
    workers: int = 0
    resume: bool = False
    job_memory: int = 3072 * MIB
    upload_limit: int = 16 * MIB
    rows_limit: int = 50_000
    kept_limit: int = 100
    uploads_limit: int = 20
    tokens_limit: int = 200_000
    address_limit: int = 100
    lessons: Path | None = None

    def __post_init__(self) -> None:
        if self.owner_token is not None and len(self.owner_token) < OWNER_LENGTH:
            raise ValueError(f"the owner's token must have at least {OWNER_LENGTH} characters")

    @property
    def bundled_model(self) -> Path:
        """Folder of the model that comes with the project."""
        return self.assets / "models" / "bundled"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `PLAYGROUND_*` variables, defaults elsewhere.

    Raises:
        ValueError: a number is not one, or the owner's token is too short.
    """
    defaults = Settings()

    def text(name: str) -> str | None:
        return environment.get(f"PLAYGROUND_{name}") or None

    def path(name: str) -> Path | None:
        found = text(name)
        return Path(found).expanduser() if found else None

    def number(name: str, default: int) -> int:
        found = text(name)
        if found and not found.isdecimal():
            raise ValueError(f"PLAYGROUND_{name} must be a whole number, not {found}")
        return int(found or default)

    def yes(name: str, default: bool) -> bool:
        return (text(name) or str(int(default))) != "0"

    return Settings(
        models_root=path("MODELS_ROOT"),
        hub=yes("HUB", defaults.hub),
        memory_limit=number("MEMORY_MIB", defaults.memory_limit // MIB) * MIB,
        download_limit=number("DOWNLOAD_MIB", defaults.download_limit // MIB) * MIB,
        torch_threads=number("THREADS", defaults.torch_threads),
        data=path("DATA") or data_folder(environment),
        database=text("DATABASE"),
        scheduler=text("SCHEDULER"),
        owner_token=text("OWNER_TOKEN"),
        jobs_limit=number("JOBS_LIMIT", defaults.jobs_limit),
        steps_limit=number("STEPS_LIMIT", defaults.steps_limit),
        examples_limit=number("EXAMPLES_LIMIT", defaults.examples_limit),
        minutes_limit=number("MINUTES_LIMIT", defaults.minutes_limit),
        seeds_limit=number("SEEDS_LIMIT", defaults.seeds_limit),
        workers=number("WORKERS", defaults.workers),
        resume=yes("RESUME", defaults.resume),
        job_memory=number("JOB_MEMORY_MIB", defaults.job_memory // MIB) * MIB,
        upload_limit=number("UPLOAD_MIB", defaults.upload_limit // MIB) * MIB,
        rows_limit=number("ROWS_LIMIT", defaults.rows_limit),
        kept_limit=number("KEPT_LIMIT", defaults.kept_limit),
        uploads_limit=number("UPLOADS_LIMIT", defaults.uploads_limit),
        tokens_limit=number("TOKENS_LIMIT", defaults.tokens_limit),
        address_limit=number("ADDRESS_LIMIT", defaults.address_limit),
        lessons=path("LESSONS"),
    )


def environment(settings: Settings) -> dict[str, str]:
    """The variables that give another process these settings: `from_environment`'s inverse.

    An empty value is the default, so that one this process inherited does not count.
    """
    values: dict[str, object] = {
        "MODELS_ROOT": settings.models_root,
        "HUB": int(settings.hub),
        "MEMORY_MIB": settings.memory_limit // MIB,
        "DOWNLOAD_MIB": settings.download_limit // MIB,
        "THREADS": settings.torch_threads,
        "DATA": settings.data,
        "DATABASE": settings.database,
        "SCHEDULER": settings.scheduler,
        "OWNER_TOKEN": settings.owner_token,
        "JOBS_LIMIT": settings.jobs_limit,
        "STEPS_LIMIT": settings.steps_limit,
        "EXAMPLES_LIMIT": settings.examples_limit,
        "MINUTES_LIMIT": settings.minutes_limit,
        "SEEDS_LIMIT": settings.seeds_limit,
        "WORKERS": settings.workers,
        "RESUME": int(settings.resume),
        "JOB_MEMORY_MIB": settings.job_memory // MIB,
        "UPLOAD_MIB": settings.upload_limit // MIB,
        "ROWS_LIMIT": settings.rows_limit,
        "KEPT_LIMIT": settings.kept_limit,
        "UPLOADS_LIMIT": settings.uploads_limit,
        "TOKENS_LIMIT": settings.tokens_limit,
        "ADDRESS_LIMIT": settings.address_limit,
        "LESSONS": settings.lessons,
    }
    return {f"PLAYGROUND_{name}": "" if value is None else str(value) for name, value in values.items()}
