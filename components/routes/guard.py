"""What every route of the app's own checks of a request before anybody reads its content.

A page of another site must not make a visitor's browser act here (the owner's secret would not travel, but work
would be done), and a name that points at this machine by a trick (DNS rebinding) must not be answered.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request

from components.routes.visitor import Visitor
from playground.errors import CallError, PlaygroundError
from playground.i18n import LANGUAGES


class Refused(Exception):
    """A request that is refused with a status of its own."""

    def __init__(self, error: PlaygroundError, status: int):
        super().__init__(error.code)
        self.error, self.status = error, status


def visitor_of(request: Request) -> Visitor:
    """Who asks: `x-playground-owner` and `x-playground-language`, headers that another site's script could send
    only after a preflight, which nobody answers."""
    asked = request.headers.get("x-playground-language", "")
    return Visitor(
        owner=request.headers.get("x-playground-owner", ""), language=asked if asked in LANGUAGES else LANGUAGES[0]
    )


def check_host(request: Request, hosts: tuple[str, ...] | None) -> None:
    """Refuse a Host that is not this app's.

    Raises:
        Refused: unknown_host (403).
    """
    host = request.headers.get("host", "")
    if hosts is not None and _name(f"//{host}").hostname not in hosts:
        raise Refused(CallError("unknown_host", host=host[:80]), 403)


def check_origin(request: Request) -> None:
    """Refuse what another site's page sent.

    Raises:
        Refused: cross_site (403).
    """
    host = request.headers.get("host", "")
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    # Over plain http browsers send no Sec-Fetch-Site; a proxy that renames the host passes it on.
    names = {host, request.headers.get("x-forwarded-host", host)}
    foreign = origin is not None and site is None and _name(origin).netloc not in names
    if foreign or site not in (None, "same-origin", "none"):
        raise Refused(CallError("cross_site"), 403)


def _name(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address
        return urlsplit("")


async def body_of(
    request: Request,
    limit: int,
    beyond: PlaygroundError | None = None,
    patience: int = 1,
    each: Callable[[bytes], None] = lambda chunk: None,
) -> bytes:
    """The body, of which no more than the limit is ever kept.

    Args:
        each: is shown every chunk that is kept, and may refuse it.
        beyond: what is said of a longer one.
        patience: of a longer one so many times the limit is read and thrown away, because a browser hears no answer
            while it is still sending.

    Raises:
        Refused: it is longer (413).
    """
    kept, count = bytearray(), 0
    async for chunk in request.stream():
        count += len(chunk)
        if count <= limit:
            each(chunk)
            kept += chunk
        elif count > patience * limit:
            break
    if count > limit:
        raise Refused(beyond or CallError("too_large", limit=limit // 1024), 413)
    return bytes(kept)
