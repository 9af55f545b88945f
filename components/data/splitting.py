"""How a visitor's own rows are split: as asked, as they were saved, else as they need it. Draws nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from components.contracts import files
from playground.datasets.dataset import SPLITS, DataSet
from playground.datasets.sample import DEFAULT_SHARES, Shares, splittable

#: All rows stay together.
NONE = files.SplitAsked(on=False)


def saved(kept: Mapping[str, Any]) -> files.SplitAsked:
    """What was kept with a set; those of earlier versions were not split."""
    return files.SplitAsked(**kept["split"]) if kept.get("split") else NONE


def shares_of(asked: files.SplitAsked | None, dataset: DataSet) -> Shares | None:
    """The shares to split by; `None` where the rows stay together or the file has a split of its own.

    Raises:
        DataError: there are no such shares (`bad_split`).
    """
    if dataset.dev or dataset.test or (asked is not None and not asked.on):
        return None
    if asked is None:
        return DEFAULT_SHARES if splittable(dataset) else None
    return Shares(asked.dev, asked.test, asked.seed)


def told(asked: files.SplitAsked | None, shares: Shares | None, dataset: DataSet | None) -> files.FileSplit:
    """The split of a preview; `dataset` is as it was split, `None` where there is none."""
    values = asdict(shares) if shares else (asked or files.SplitAsked()).model_dump(exclude={"on"})
    return files.FileSplit(
        on=shares is not None if dataset else asked is None or asked.on,
        **values,
        own=dataset is not None and shares is None and bool(dataset.dev or dataset.test),
        rows={split: len(dataset.split(split)) for split in SPLITS} if dataset else {},
    )
