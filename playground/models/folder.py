"""What lies in a model's folder now: whether it was saved anew, and exactly which model it is."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
from itertools import chain
from pathlib import Path

WEIGHTS = "*.safetensors"
# What makes another model of the same weights: other ids for the same words, another way of computing.
READING = ("config.json", "tokenizer*", "special_tokens_map.json", "added_tokens.json", "vocab*", "merges*", "*.model")
# Exact folders whose revision was given when weights alone counted: prompts trained under it still fit.
EARLIER = {"5b0f9639e1aa": "2ade1994f246"}

_is_weights = re.compile(fnmatch.translate(WEIGHTS)).match
_is_read = re.compile("|".join(map(fnmatch.translate, READING))).match

Signature = tuple[tuple[str, int, int, int], ...]


def files(folder: Path, gguf: str | None = None) -> tuple[list[Path], list[Path]]:
    """The files that hold the weights, and those that say how to read with them."""
    if gguf:
        return [folder / gguf], []
    try:
        # One look at the folder: a live answer begins with it.
        with os.scandir(folder) as entries:
            found = {entry.name: entry.is_file() for entry in entries}
    except FileNotFoundError:
        return [], []
    weights = [name for name in found if _is_weights(name)]
    reading = [name for name, is_file in found.items() if is_file and _is_read(name) and not _is_weights(name)]
    return [folder / name for name in sorted(weights)], [folder / name for name in sorted(reading)]


def signature(folder: Path, gguf: str | None = None) -> Signature:
    """Name, size, time and number of every file: another one means that something was written.

    Raises:
        OSError: a file cannot be looked at.
    """
    found = []
    for path in chain(*files(folder, gguf)):
        stat = path.stat()
        found.append((path.name, stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return tuple(found)


def revision(folder: Path, gguf: str | None = None) -> str:
    """First 12 hexadecimal digits of the SHA-256 of the weights and of what they are read with.

    Raises:
        OSError: a file cannot be read.
    """
    weights, reading = files(folder, gguf)
    digest = hashlib.sha256()
    for path in weights:
        digest.update(_hash(path))
    for path in reading:
        digest.update(path.name.encode() + b"\0" + _hash(path))
    found = digest.hexdigest()[:12]
    return EARLIER.get(found, found)


def _hash(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
