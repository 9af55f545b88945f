"""Who asks a public endpoint, and whether they still wait: Gradio runs an endpoint's function apart from the request."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import TypeVar

import gradio as gr
from gradio.queueing import Event

from components.routes.address import came_from
from playground.errors import PlaygroundError
from playground.i18n import translate

log = logging.getLogger(__name__)
T = TypeVar("T")
OFTEN = 0.5  # seconds between two looks


def asked_by(request: gr.Request) -> None:
    """Say that what follows is this request's answer."""
    if request.request is not None:
        came_from(request.request)


async def told(answer: Awaitable[T]) -> T:
    """What a call's handler answers; its error becomes the endpoint's."""
    try:
        return await answer
    except PlaygroundError as error:
        raise gr.Error(error.message("en"), print_exception=False) from None
    except Exception:
        # A database's words, say, are for the log and not for strangers.
        log.exception("a public endpoint failed")
        raise gr.Error(translate("en", "error.general.unexpected"), print_exception=False) from None


async def while_awaited(request: gr.Request, blocks: gr.Blocks, work: Awaitable[T]) -> T:
    """The work's result; it is cancelled when whoever asked has closed the connection.

    Raises:
        gr.Error: nobody would hear the answer.
        Exception: what the work raised.
    """
    working, event = asyncio.ensure_future(work), _event(request, blocks)
    try:
        while not (await asyncio.wait((working,), timeout=OFTEN))[0]:
            # A question in Gradio's queue is listened to on another connection than the one it came by.
            if not event.alive if event else request.request and await request.request.is_disconnected():
                raise gr.Error("nobody waits for this any more", print_exception=False)
        return working.result()
    finally:
        working.cancel()


def _event(request: gr.Request, blocks: gr.Blocks) -> Event | None:
    """The question in Gradio's queue that is answered here, if it came by it."""
    running = [event for events in blocks._queue.active_jobs for event in events or ()]
    return next((event for event in running if event.request is request.request), None)
