"""The worst requests, from a process of their own: `python -m tests.worst http://127.0.0.1:7860`.

Each is a little below what is allowed or beyond it. All are asked at once, over and over, until the process is stopped;
"asking" on its output says that they are.
"""

from __future__ import annotations

import asyncio
import io
import sys
import zipfile
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

SIGNS = "好坏大小上下左右前后天地人山水火木土日月"  # a piece each
OWNER = {"x-playground-owner": "somebody with bad intentions"}
PAUSE = 0.1  # seconds; both sides are one machine, and asking must not be what takes the time


def question(words: int, pieces: int, tokens: int) -> dict[str, Any]:
    """Words of many pieces, filled one by one, calibrated, in a long text."""
    made = ["".join(SIGNS[(i + j * (1 + i // 20)) % 20] for j in range(pieces)) for i in range(words)]
    return {
        "template": "{text} It was [MASK].",
        "verbalizer": "\n".join(f"{i}: {', '.join(made[i : i + 4])}" for i in range(0, words, 4)),
        "fields": {"text": "word " * tokens},
        "model": "",
        "options": {"calibration": "contextual", "filling": "sequential"},
    }


async def predict(client: httpx.AsyncClient, asked: dict[str, Any]) -> tuple[int, str]:
    """A program's question, without Gradio's queue."""
    nothing_trained_or_learnt = [None, None]
    data = [*asked.values(), *nothing_trained_or_learnt]
    found = await client.post("/gradio_api/run/predict", json={"data": data})
    return found.status_code, found.text


def workbook() -> bytes:
    """Ten kilobytes that become hundreds of thousands of formats."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/styles.xml", "<styleSheet><cellXfs>" + "<xf/>" * 800_000 + "</cellXfs></styleSheet>")
        book.writestr("[Content_Types].xml", "<Types/>")
    return made.getvalue()


async def uploaded(client: httpx.AsyncClient, data: bytes, name: str) -> None:
    """A file, and a look at it."""
    draft = await client.post("/playground/upload", content=data, headers={**OWNER, "x-playground-name": name})
    if draft.status_code == 200:
        await client.post("/playground/api/data_preview", json={"upload": draft.json()["upload"]}, headers=OWNER)


async def all_at_once(url: str) -> None:
    """Ask until stopped."""
    long, wide, hours = question(9, 12, 480), question(40, 12, 60), question(160, 48, 480)
    book, blank, lists = workbook(), b"\n" * 2**24, b"[]," * (6 * 2**20)

    async def again(work: Callable[[], Awaitable[object]]) -> None:
        while True:
            await work()
            await asyncio.sleep(PAUSE)

    async with httpx.AsyncClient(base_url=url, timeout=120, limits=httpx.Limits(max_connections=50)) as client:
        print("asking", flush=True)
        await asyncio.gather(
            again(lambda: predict(client, long)),
            again(lambda: predict(client, wide)),
            again(lambda: predict(client, hours)),
            again(lambda: uploaded(client, book, "styles.xlsx")),
            again(lambda: uploaded(client, blank, "blank.csv")),
            again(lambda: client.post("/gradio_api/call/predict", content=lists)),
        )


if __name__ == "__main__":
    asyncio.run(all_at_once(sys.argv[1]))
