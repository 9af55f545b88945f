"""Paths, limits and environment, read once into one frozen dataclass."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "assets"
MIB = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """What the server's owner decides.

    `models_root` is the folder below which users may name local model folders;
    `None` allows none. `memory_limit` bounds the weights kept in memory, in bytes;
    `download_limit` the size of one model fetched from the hub. `texts` bound what
    one request may carry, in characters.
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

    @property
    def bundled_model(self) -> Path:
        """Folder of the model that comes with the project."""
        return self.assets / "models" / "bundled"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `PLAYGROUND_*` variables, defaults elsewhere.

    Raises:
        ValueError: a number is not one.
    """
    root = environment.get("PLAYGROUND_MODELS_ROOT")
    defaults = Settings()
    return Settings(
        models_root=Path(root).expanduser() if root else None,
        hub=environment.get("PLAYGROUND_HUB", "1") != "0",
        memory_limit=int(environment.get("PLAYGROUND_MEMORY_MIB", defaults.memory_limit // MIB)) * MIB,
        download_limit=int(environment.get("PLAYGROUND_DOWNLOAD_MIB", defaults.download_limit // MIB)) * MIB,
        torch_threads=int(environment.get("PLAYGROUND_THREADS", defaults.torch_threads)),
    )
