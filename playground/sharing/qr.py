"""A link as a QR code (ISO/IEC 18004), as squares that a page draws. What the link leads to is not looked at."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from playground.errors import LinkError

QUIET = 4  # modules of white around it that the standard asks for
MOST = 500  # bytes: of more, no phone reads it off a wall


@dataclass(frozen=True)
class QrCode:
    """The dark modules as an SVG path, one unit a module; `size` modules a side, the quiet zone included."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The QR code of a text.

    Raises:
        LinkError: too_long_for_qr.

    >>> qr_code("http://127.0.0.1:7860/s/abc").size
    33
    """
    if len(text.encode()) > MOST:
        raise LinkError("too_long_for_qr", limit=MOST)
    # A quarter may be covered or blurred where that costs no larger code, never less than 15%.
    code = segno.make(text, error="m", micro=False)
    rows = list(code.matrix_iter(border=QUIET))
    return QrCode(len(rows), "".join(_runs(y, bytes(row)) for y, row in enumerate(rows)))


def _runs(y: int, row: bytes) -> str:
    """A row's dark runs as rectangles one module high.

    >>> _runs(2, bytes([0, 1, 1, 0, 1]))
    'M1 2h2v1h-2zM4 2h1v1h-1z'
    """
    found, x = "", 0
    while x < len(row):
        start = x
        while x < len(row) and row[x] == row[start]:
            x += 1
        if row[start]:
            found += f"M{start} {y}h{x - start}v1h-{x - start}z"
    return found
