"""`POST playground/upload`: a file as it is, straight into a visitor's drafts.

Not one of the pages' calls: those carry JSON. The headers say whose file it is
(`x-playground-owner`), its name, percent-encoded (`x-playground-name`), and the language
of the answer (`x-playground-language`): `{"error": null or {"message"}, "upload": id}`.
"""

from __future__ import annotations

import logging
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from components.data.sets import Data
from playground.errors import DataError, PlaygroundError
from playground.i18n import LANGUAGES, translate

log = logging.getLogger(__name__)
# Read and thrown away of a file beyond the limit: a browser hears no answer while it is still sending.
PATIENCE = 4  # times the limit


def upload_route(data: Data, limit: int) -> Route:
    """The route; `limit` is in bytes."""

    async def upload(request: Request) -> Response:
        asked = request.headers.get("x-playground-language")
        language = asked if asked in LANGUAGES else LANGUAGES[0]
        name = unquote(request.headers.get("x-playground-name", ""))[:200]
        try:
            # Another site's script would need a preflight for these headers; this is for browsers that are lax.
            if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
                raise DataError("cross_site")
            found = await _body(request, data, limit)
            id = await data.take(found, name or "data", request.headers.get("x-playground-owner", ""))
            return JSONResponse({"error": None, "upload": id})
        except PlaygroundError as error:
            status = {"file_too_large": 413, "cross_site": 403}.get(error.code, 400)
            return JSONResponse({"error": {"message": error.message(language)}, "upload": None}, status)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception:
            log.exception("an upload failed")
            message = translate(language, "error.general.unexpected")
            return JSONResponse({"error": {"message": message}, "upload": None}, 500)

    return Route("/playground/upload", upload, methods=["POST"])


async def _body(request: Request, data: Data, limit: int) -> bytes:
    """The body, of which no more than the limit is ever kept.

    Raises:
        DataError: it is longer (`file_too_large`).
    """
    kept, count = bytearray(), 0
    async for chunk in request.stream():
        count += len(chunk)
        if count <= limit:
            kept += chunk
        elif count > PATIENCE * limit:
            break
    if count > limit:
        raise data.too_large()
    return bytes(kept)
