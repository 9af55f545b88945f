"""Fetch a model's files from the hub, safetensors only, into the usual cache.

`HF_ENDPOINT`, `HF_HUB_OFFLINE`, `HF_HOME` and tokens are huggingface_hub's to
read. The files are named here, so its online conversion service is never asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from huggingface_hub import constants, snapshot_download
from huggingface_hub.errors import (
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


class _Bar(tqdm):
    """Hands the share of bytes on disk to a function instead of drawing it."""

    def __init__(self, *args: object, report: Progress, **kwargs: object):
        self._report = report if kwargs.get("unit") == "B" else lambda share: None
        kwargs["disable"] = True
        super().__init__(*args, **kwargs)
        self.done = 0
        self.total = kwargs.get("total") or 0

    def update(self, n: float | None = 1) -> None:
        self.done += n or 0
        if self.total:
            self._report(min(1.0, self.done / self.total))


def fetch(id: str, revision: str | None, size_limit: int, report: Progress = lambda share: None) -> tuple[Path, str]:
    """The folder and commit of a hub model, downloaded where it is not cached.

    Raises:
        ModelError: not found, gated, offline, no safetensors, too large.
    """
    get = partial(snapshot_download, id, revision=revision, allow_patterns=FILES, ignore_patterns=["*/*"])
    try:
        if not constants.is_offline_mode():
            _check(id, get(dry_run=True), size_limit)
        folder = Path(get(tqdm_class=partial(_Bar, report=report)))
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


def _check(id: str, files: list, size_limit: int) -> None:
    names = {file.filename for file in files}
    if "config.json" not in names:
        raise ModelError("no_config", id=id)
    if not any(name.endswith(".safetensors") for name in names):
        raise ModelError("no_safetensors", id=id)
    size = sum(file.file_size or 0 for file in files)
    if size > size_limit:
        raise ModelError("too_large", id=id, size=f"{size / 1e9:.1f}", limit=f"{size_limit / 1e9:.1f}")
