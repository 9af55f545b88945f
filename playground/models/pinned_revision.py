"""The very model that a job was made with, for workers: loaded once a process."""

from __future__ import annotations

import re
from functools import cache

from playground.errors import ModelError
from playground.models.language_model import LanguageModel
from playground.models.registry import Registry
from playground.settings import from_environment

_COMMIT = re.compile(r"[0-9a-f]{40}")


@cache
def _registry() -> Registry:
    return Registry(from_environment())


def pinned(id: str, revision: str) -> LanguageModel:
    """The model of this id as it was; of a hub's model that has moved on, that commit.

    Raises:
        ModelError: it cannot be had, or is another one by now (`other_revision`).
    """
    model = _registry().get(id)
    if model.revision != revision and _COMMIT.fullmatch(revision) and "@" not in id:
        model = _registry().get(f"{id}@{revision}")
    if model.revision != revision:
        raise ModelError("other_revision", id=id, wanted=revision, found=model.revision)
    return model
