"""Fetch a model's files from the hub, safetensors only, into the usual cache.

`HF_ENDPOINT`, `HF_HUB_OFFLINE`, `HF_HOME` and tokens are huggingface_hub's to
read. The files are named here, so its online conversion service is never asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from huggingface_hub import constants, snapshot_download
from huggingface_hub.errors import (
    DryRunError,
    GatedRepoError,
    HFValidationError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import tqdm

from playground.errors import ModelError

FILES = (
    "config.json",
    "generation_config.json",
    "tokenizer*",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.*",
    "merges.txt",
    "*.model",
    "model.safetensors",
    "model.safetensors.index.json",
    "model-*.safetensors",
)
Progress = Callable[[float], None]


class _Share:
    """Tells a function how much of `size` bytes there is, only ever more."""

    def __init__(self, size: int, report: Progress):
        self._size, self._report, self._best = size, report, 0.0
        self._guard = threading.Lock()

    def __call__(self, done: float) -> None:
        with self._guard:
            share = min(1.0, done / self._size) if self._size else 0.0
            if share > self._best:
                self._best = share
                self._report(share)


class _Bar(tqdm):
    """Draws nothing; one that counts bytes hands their number to a function."""

    def __init__(self, *args: object, counted: Callable[[float], None], **kwargs: object):
        self._counted = counted if kwargs.get("unit") == "B" else lambda done: None
        kwargs["disable"] = True
        super().__init__(*args, **kwargs)
        self.done = 0

    def update(self, n: float | None = 1) -> None:
        self.done += n or 0
        self._counted(self.done)


def fetch(id: str, revision: str | None, size_limit: int, report: Progress = lambda share: None) -> tuple[Path, str]:
    """The folder and commit of a hub model, downloaded where it is not cached.

    Raises:
        ModelError: not found, gated, offline, no safetensors, too large.
    """

    def get(**more: Any) -> Any:
        return snapshot_download(id, revision=revision, allow_patterns=list(FILES), ignore_patterns=["*/*"], **more)

    try:
        files = None if constants.is_offline_mode() else _dry_run(get)
        if files is not None:
            _check(id, files, size_limit)
        size = sum(file.file_size or 0 for file in files or () if file.will_download)
        folder = Path(get(tqdm_class=partial(_Bar, counted=_Share(size, report))))
    except GatedRepoError:
        raise ModelError("gated", id=id) from None
    except RevisionNotFoundError:
        raise ModelError("no_revision", id=id, revision=revision) from None
    except (RepositoryNotFoundError, HFValidationError):
        raise ModelError("not_found", id=id) from None
    except LocalEntryNotFoundError:
        raise ModelError("offline" if constants.is_offline_mode() else "unreachable", id=id) from None
    except OSError:
        raise ModelError("unreachable", id=id) from None
    return folder, folder.name


def _dry_run(get: Callable) -> list | None:
    """The files to expect; `None` where the hub does not answer, so that the cache may."""
    try:
        return get(dry_run=True, tqdm_class=partial(_Bar, counted=lambda done: None))
    except DryRunError as error:
        if isinstance(error.__cause__, (RepositoryNotFoundError, RevisionNotFoundError)):
            raise error.__cause__ from None
        return None


def _check(id: str, files: list, size_limit: int) -> None:
    names = {file.filename for file in files}
    if "config.json" not in names:
        raise ModelError("no_config", id=id)
    if not any(name.endswith(".safetensors") for name in names):
        raise ModelError("no_safetensors", id=id)
    size = sum(file.file_size or 0 for file in files)
    if size > size_limit:
        raise ModelError("too_large", id=id, size=f"{size / 1e9:.1f}", limit=f"{size_limit / 1e9:.1f}")
