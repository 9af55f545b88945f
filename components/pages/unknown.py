"""What a browser gets at an address where nothing is, or where a short link has ended: a small page with the way home.

Programs still get JSON. The page needs no script and no Gradio; it speaks the language that the address begins with,
else the browser's.
"""

from __future__ import annotations

from html import escape

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from components.addresses import ADDRESSES, PAGES
from playground.i18n import LANGUAGES, translate

_STYLE = (
    "body{margin:0;padding:18vh 1.5rem 0;background:#f6f8fb;color:#16202e;font:1rem/1.5 system-ui,sans-serif;"
    "text-align:center}h1{font-size:1.5rem}a{color:#3b5bdb}code{overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{background:#10151d;color:#e8edf5}a{color:#8fa5ff}}"
)


async def unknown(request: Request, error: Exception) -> Response:
    """The handler for status 404."""
    detail = error.detail if isinstance(error, HTTPException) else "Not Found"
    if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": detail}, 404)
    return HTMLResponse(page(_language(request), request.url.path, request.scope.get("root_path", "")), 404)


def page(language: str, path: str, root: str = "") -> str:
    """The page.

    Args:
        path: what was asked for.
        root: the path in front of the app.
    """

    short = path.removeprefix(root.rstrip("/")).startswith("/s/")

    def say(key: str, **values: str) -> str:
        return escape(translate(language, f"unknown.{'short.' * short}{key}", **values))

    links = " · ".join(
        f'<a href="{escape(root.rstrip("/"))}/{ADDRESSES[name][language]}">'
        f"{escape(translate(language, f'ui.page.{name}'))}</a>"
        for name in PAGES
    )
    tag, direction = (translate(language, f"language.{name}") for name in ("tag", "direction"))
    # Between the words of a sentence the address stays a text of its own, whatever its letters' direction.
    sentence = say("sentence", path="\0").replace("\0", f"<code dir=auto>{escape(path[:200])}</code>")
    return (
        f'<!doctype html><html lang="{escape(tag)}" dir="{escape(direction)}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{say("title")} · Prompt Playground</title>'
        f"<style>{_STYLE}</style><h1>{say('title')}</h1><p>{sentence}</p><p>{links}</p></html>"
    )


def _language(request: Request) -> str:
    parts = request.url.path.split("/")
    spoken = [part.partition(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    found = [code for code in LANGUAGES for part in parts if part == code or part.startswith(f"{code}-")]
    primary = [code for tag in spoken for code in LANGUAGES if tag.lower().split("-")[0] == code.lower().split("-")[0]]
    return next(iter([*found, *primary]), LANGUAGES[0])
