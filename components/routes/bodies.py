"""A JSON body, read within bounds: of bytes, of depth, of values, of what all bodies under way take together.

It is looked at while it arrives, before anything parses it: a few bytes of JSON can become a hundred times their size
in memory. Half a character (a lone surrogate, which JSON can spell and no text can hold) is refused here for
every call and every endpoint. What a body means is not looked at.
"""

from __future__ import annotations

import asyncio
import re

from starlette.requests import Request

from components.routes.guard import Refused, body_of
from playground.errors import CallError

DEEPEST = 32  # lists and objects within each other
MOST_VALUES = 100_000  # a table travels as one text
MOST_BYTES = 256 * 2**20  # of all bodies under way

PATIENCE = 60.0  # seconds in which a body must have arrived
SMALL = 64 * 2**10  # bytes of a body for which there is always room

_OUTSIDE = re.compile(rb'[^"]*+')
_INSIDE = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_ESCAPES = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_BRACKETS = re.compile(rb"[\[\]{}]")
_under_way = 0


class Scan:
    """Follows a JSON text as it arrives: how deep it is, how many values it has."""

    def __init__(self) -> None:
        self._inside = False
        self._rest = b""
        self._depth = self._values = 0

    def feed(self, chunk: bytes) -> None:
        """The next bytes.

        Raises:
            Refused: too_deep, too_many_values (400).
        """
        data, at = self._rest + chunk, 0
        self._rest = b""
        while at < len(data):
            found = (_INSIDE if self._inside else _OUTSIDE).match(data, at)
            end = found.end() if found else at
            if not self._inside:
                self._count(data[at:end])
            elif data[end : end + 1] == b"\\":
                self._rest = data[end:]  # an escape that goes on in the next chunk
                return
            if end < len(data):
                self._inside = not self._inside
                self._values += self._inside
            at = end + 1

    def _count(self, outside: bytes) -> None:
        self._values += sum(map(outside.count, (b",", b"[", b"{")))
        if self._values > MOST_VALUES:
            raise Refused(CallError("too_many_values", limit=MOST_VALUES), 400)
        for bracket in _BRACKETS.findall(outside):
            self._depth += 1 if bracket in b"[{" else -1
            if self._depth > DEEPEST:
                raise Refused(CallError("too_deep", limit=DEEPEST), 400)


async def json_of(request: Request, limit: int) -> bytes:
    """The body of a request, which is to be JSON of at most so many bytes.

    Raises:
        Refused: too_large (413), too_deep, too_many_values, half_character, not_json (400), busy (503).
    """
    global _under_way
    length = request.headers.get("content-length", "")
    size = int(length) if length.isdecimal() and len(length) < 20 else limit + 1
    if size > limit and length:
        raise Refused(CallError("too_large", limit=limit // 1024), 413)
    room = 0 if size <= SMALL else min(size, limit)
    if room and _under_way + room > MOST_BYTES:
        raise Refused(CallError("busy"), 503)
    _under_way += room
    try:
        async with asyncio.timeout(PATIENCE):
            body = await body_of(request, limit, each=Scan().feed)
    except TimeoutError:
        raise Refused(CallError("not_json"), 408) from None
    finally:
        _under_way -= room
    check_characters(body)
    return body


def check_characters(body: bytes) -> None:
    """Refuse JSON that is no UTF-8, or that spells half a character.

    Raises:
        Refused: not_json, half_character (400).
    """
    try:
        body.decode()
    except UnicodeDecodeError:
        raise Refused(CallError("not_json"), 400) from None
    if _SURROGATE.search(body) and _lone(body):
        raise Refused(CallError("half_character"), 400)


def _lone(body: bytes) -> bool:
    """Whether an escaped surrogate stands without its other half.

    >>> _lone(rb'"\\ud83d\\ude00"'), _lone(rb'"\\ud83d"'), _lone(rb'"\\ude00"'), _lone(rb'"\\\\ud83d"')
    (False, True, True, False)
    """
    high = -1  # where a first half ends that waits for its second
    for escape in _ESCAPES.finditer(body):
        code = int(escape[1] or b"0", 16)
        second = 0xDC00 <= code < 0xE000
        if second != (high == escape.start()):
            return True
        if high >= 0 and not second:
            return True
        high = escape.end() if 0xD800 <= code < 0xDC00 else -1
    return high >= 0
