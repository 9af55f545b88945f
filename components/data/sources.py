"""What names a data set, from whoever asks: a page's call, whose contract has checked it, or a program, which sends
any JSON."""

from __future__ import annotations

from components.contracts.data import DemoSource, Source, TableSource, UploadSource
from playground.errors import DataError


def source_of(value: object) -> Source:
    """A source as it is, or the first one that a JSON object can be.

    Raises:
        DataError: it is none (`no_data`).
    """
    match value:
        case DemoSource() | UploadSource() | TableSource():
            return value
        case {"demo": str(id)}:
            return DemoSource(demo=_whole(id))
        case {"upload": str(id)}:
            return UploadSource(upload=_whole(id))
        case {"csv": str(table), **rest}:
            return TableSource(csv=_whole(table), name=_whole(str(rest.get("name") or "")))
    raise DataError("no_data")


def _whole(text: str) -> str:
    """A text without halves of characters, which Python's strings may hold and JSON may not."""
    return text.encode("utf-8", "replace").decode("utf-8")
