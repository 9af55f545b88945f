"""A data set of the Hugging Face hub by its name, as the bytes of a JSON Lines file.

Needs the optional library `datasets`. Rows are streamed, so that no more than asked
for is fetched; data sets that are programs are not run (the library refuses them).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from playground.errors import DataError
from playground.settings import MIB

NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")


def fetch(name: str, config: str, split: str, rows: int, size: int) -> bytes:
    """One split's rows, or of each split an equal part with a column `split`; at most `rows`.

    Class labels are written as their names. Values that are neither texts nor
    numbers (pictures, lists) are left out.

    Args:
        config: empty for the data set's only one; `split`: empty for all; `size`: at most so many bytes.

    Raises:
        DataError: `hub_name`, `hub_library`, `hub_unreachable`, `hub_failed`, `file_too_large`, `empty`.
    """
    # The library would take a folder of this machine for a name.
    if not NAME.fullmatch(name) or os.path.exists(name):
        raise DataError("hub_name", name=name[:80])
    try:
        import datasets
    except ImportError:
        raise DataError("hub_library") from None
    try:
        found = datasets.load_dataset(name, config or None, split=split or None, streaming=True)
        parts = found if isinstance(found, Mapping) else {"": found}
        return _lines(parts, rows // max(len(parts), 1), size)
    except DataError:
        raise
    except ConnectionError:
        raise DataError("hub_unreachable", name=name[:80]) from None
    except Exception as error:
        # Whatever the library and what it builds on say of a name, a configuration or a file.
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
        raise DataError("hub_failed", name=name[:80], reason=reason) from error


def _lines(parts: Mapping[str, Any], rows: int, size: int) -> bytes:
    lines, used = [], 0
    for split, part in parts.items():
        for row in _rows(part, rows):
            line = json.dumps({**row, "split": split} if split else row, ensure_ascii=False).encode("utf-8", "replace")
            used += len(line) + 1
            if used > size:
                raise DataError("file_too_large", limit=size // MIB)
            lines.append(line)
    if not lines:
        raise DataError("empty")
    return b"\n".join(lines) + b"\n"


def _rows(part: Any, limit: int) -> Iterator[dict[str, Any]]:
    names = {column: kind.names for column, kind in (part.features or {}).items() if hasattr(kind, "names")}
    for row in part.take(limit):
        yield {column: _value(value, names.get(column)) for column, value in row.items() if isinstance(value, str | int | float)}


def _value(value: Any, names: list[str] | None) -> Any:
    """A class label's name; empty for -1, which says that it is kept secret."""
    if names is None:
        return value
    return names[value] if 0 <= value < len(names) else ""
