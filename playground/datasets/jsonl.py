"""Objects of a JSON Lines file, or of one JSON array, as rows.

A number stays as it is written; a list of one is its element, any other and an object in a cell are their JSON.
`NaN` and an empty list are empty. A line may end in a comma.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from playground.datasets.table import MOST_COLUMNS, Row, Table, row_of, tidy
from playground.errors import DataError
from playground.invisible import HALVES

LONGEST = 1024 * 1024  # characters of one object; a short text can hold very many lists
_decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _: None)
_between = re.compile(r"[\s,]*")
_line = re.compile(r"\S[^\r\n]*")
#: An object, or the code of what is wrong with it.
Found = dict[str, Any] | str


def looks_like(text: str) -> bool:
    """Whether a text begins with an object, or an array of objects, or is one object over several lines."""
    start = text.lstrip()[:LONGEST]
    if start.startswith("["):
        return start[1:].lstrip().startswith("{")
    return start.startswith("{") and (isinstance(_parse(_bare(start.splitlines()[0])), dict) or _is_one_object(text))


def _is_one_object(text: str) -> bool:
    """Whether the whole text is one object that is no row: over several lines, or of lists and objects.

    >>> _is_one_object('{"data": [{"text": "a"}]}'), _is_one_object('{"text": "a"}')
    (True, False)
    """
    text = text.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return False
    first, *below = text.split("\n", 1)
    if len(text) > LONGEST:
        # Too long to be parsed; a line that is an object itself ends as one.
        return not below or first.rstrip().endswith(("{", "[", ","))
    value = _parse(text)
    return isinstance(value, dict) and (bool(below) or any(isinstance(cell, list | dict) for cell in value.values()))


def read(text: str, limit: int) -> Table:
    """The objects' keys as columns, in the order they appear; a key that an object lacks is empty.

    Raises:
        DataError: no object, one object instead of a list, or too many different keys
            (`empty`, `json_object`, `too_many_columns`).
    """
    if _is_one_object(text):
        raise DataError("json_object")
    kept: list[tuple[int, Found]] = []
    columns: dict[str, None] = {}
    count = 0
    for number, found in _array(text) if text.lstrip().startswith("[") else _lines(text):
        count += 1
        if count > limit:
            break
        kept.append((number, found))
        if isinstance(found, dict):
            columns.update(dict.fromkeys(found))
            if len(columns) > MOST_COLUMNS:
                raise DataError("too_many_columns", limit=MOST_COLUMNS)
    if not kept:
        raise DataError("empty")
    halves = sum(
        len(HALVES.findall(_text(cell))) for _, found in kept if isinstance(found, dict) for cell in found.values()
    )
    rows = tuple(_row(number, found, columns) for number, found in kept)
    return Table(tuple(map(tidy, columns)), rows, count, halves=halves)


def _row(number: int, found: Found, columns: dict[str, None]) -> Row:
    if isinstance(found, str):
        return Row(number, (), found)
    return row_of(number, (_text(found.get(name)) for name in columns))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case []:
            return ""
        case [only] if not isinstance(only, list | dict):
            return _text(only)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _bare(line: str) -> str:
    """A line without the comma that lists have between their lines."""
    return line.rstrip().removesuffix(",")


def _parse(line: str) -> Any:
    try:
        return _decoder.decode(line)
    except (ValueError, RecursionError):
        return "row_json"


def _lines(text: str) -> Iterator[tuple[int, Found]]:
    number, at = 1, 0
    for found in _line.finditer(text):
        start, line = found.start(), found[0]
        number += text.count("\n", at, start) + text.count("\r", at, start) - text.count("\r\n", at, start)
        at = start
        value = _parse(_bare(line)) if len(line) <= LONGEST else "row_json"
        yield number, value if isinstance(value, dict) else "row_json" if value == "row_json" else "row_not_object"


def _array(text: str) -> Iterator[tuple[int, Found]]:
    """Object after object, so that a broken one spoils only what follows it."""
    at, number = text.index("[") + 1, 0
    while True:
        between = _between.match(text, at)
        at = between.end() if between else at
        if at >= len(text) or text[at] == "]":
            return
        number += 1
        for size in (4096, LONGEST):
            try:
                value, length = _decoder.raw_decode(text[at : at + size])
                break
            except (ValueError, RecursionError):
                value, length = None, 0
        if not length:
            yield number, "row_json_rest"
            return
        at += length
        yield number, value if isinstance(value, dict) else "row_not_object"
