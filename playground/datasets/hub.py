"""A data set of the Hugging Face hub by its name, as the bytes of a JSON Lines file.

Needs the optional library `datasets`. Rows are streamed, so that no more than asked
for is fetched; data sets that are programs are not run (the library refuses them).
The library would also read files of this machine, or of any address: by the name of
one of its own readers, or where a data set's card says so. Hence the checks below.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from playground.datasets.table import tidy
from playground.errors import DataError
from playground.settings import MIB

NAME = re.compile(r"(?!buckets/)[\w-][\w.-]*/[\w-][\w.-]*")
# The library's readers of plain tables. Others follow addresses within the files.
KINDS = {"arrow", "csv", "json", "parquet", "text"}
PATIENCE = 90.0  # seconds


def fetch(name: str, config: str, split: str, rows: int, size: int) -> bytes:
    """One split's rows, or of each split an equal part with a column `split`; at most `rows`.

    Class labels are written as their names. Values that are neither texts nor
    numbers (pictures, lists) are left out. Nobody's access rights are used.

    Args:
        name: `owner/name`; `config`: empty for the data set's only one; `split`: empty for
            all; `size`: at most so many bytes.

    Raises:
        DataError: `hub_name`, `hub_library`, `hub_unreachable`, `hub_failed`, `hub_foreign`,
            `hub_slow`, `file_too_large`, `empty`.
    """
    # The library would take a name without an owner for one of its readers.
    if not NAME.fullmatch(name):
        raise DataError("hub_name", name=tidy(name)[:80])
    try:
        import datasets
    except ImportError:
        raise DataError("hub_library") from None
    until = time.monotonic() + PATIENCE
    builder = _builder(datasets, name, config)
    try:
        found = builder.as_streaming_dataset(split=split or None)
        parts = found if isinstance(found, Mapping) else {"": found}
        return _lines(name, parts, rows // max(len(parts), 1), size, until)
    except DataError:
        raise
    except ConnectionError:
        raise DataError("hub_unreachable", name=name[:80]) from None
    except Exception as error:
        # Whatever the library and what it builds on say of a split or a file.
        raise DataError("hub_failed", name=name[:80], reason=_reason(error)) from error


def _builder(datasets: Any, name: str, config: str) -> Any:
    """What reads the data set, if all its files are its own.

    Raises:
        DataError: `hub_unreachable`, `hub_failed`, `hub_foreign`.
    """
    try:
        # Written so, a folder of this machine is never taken for the data set.
        builder = datasets.load_dataset_builder(f"hf://datasets/{name}", config or None, token=False)
    except ConnectionError:
        raise DataError("hub_unreachable", name=name[:80]) from None
    except ValueError as error:
        # Such as a configuration that is missing, with those that there are.
        raise DataError("hub_failed", name=name[:80], reason=_reason(error)) from error
    except Exception as error:
        # The same as below: otherwise a card could find out which files and addresses exist here.
        raise DataError("hub_foreign", name=name[:80]) from error
    files = [file for part in (builder.config.data_files or {}).values() for file in part]
    own = f"hf://datasets/{name}@"
    kind = type(builder).__module__.rpartition(".")[2]
    if kind not in KINDS or not files or not all(file.startswith(own) and "::" not in file for file in files):
        raise DataError("hub_foreign", name=name[:80])
    return builder


def too_slow(name: str) -> DataError:
    """What is said after `PATIENCE`."""
    return DataError("hub_slow", name=name[:80], seconds=round(PATIENCE))


def _reason(error: Exception) -> str:
    return (tidy(str(error)) or type(error).__name__).splitlines()[0][:300]


def _lines(name: str, parts: Mapping[str, Any], rows: int, size: int, until: float) -> bytes:
    lines, used = [], 0
    for split, part in parts.items():
        for row in _rows(part, rows):
            line = json.dumps({**row, "split": split} if split else row, ensure_ascii=False).encode("utf-8", "replace")
            used += len(line) + 1
            if used > size:
                raise DataError("file_too_large", limit=size // MIB)
            if time.monotonic() > until:
                raise too_slow(name)
            lines.append(line)
    if not lines:
        raise DataError("empty")
    return b"\n".join(lines) + b"\n"


def _rows(part: Any, limit: int) -> Iterator[dict[str, Any]]:
    names = {column: kind.names for column, kind in (part.features or {}).items() if hasattr(kind, "names")}
    # Pictures and sounds stay unopened: they may name a file anywhere. (Of unknown features nothing is opened.)
    plain = part.decode(False) if part.features else part
    for row in plain.take(limit):
        yield {
            column: _value(value, names.get(column))
            for column, value in row.items()
            if isinstance(value, str | int | float)
        }


def _value(value: Any, names: list[str] | None) -> Any:
    """A class label's name; empty for -1, which says that it is kept secret."""
    if names is None:
        return value
    return names[value] if 0 <= value < len(names) else ""
