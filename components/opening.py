"""The services of an app whose pages are served before they are there: whoever needs them waits.

Importing torch and reading a model take longer than all the rest of the start, and a page needs neither to be shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from playground.errors import CallError

T = TypeVar("T")
PATIENCE = 120.0  # seconds that a question may wait for the opening


class Opening(Generic[T]):
    """What `open` makes, for every route and endpoint that asks before or after."""

    def __init__(self) -> None:
        self._made: Future[T] = Future()
        self._made.set_running_or_notify_cancel()  # from here on nobody who gives up can cancel it for the others

    @classmethod
    def of(cls, services: T) -> Opening[T]:
        """One that is over: the services are there."""
        opening = cls()
        opening.open(lambda: services)
        return opening

    def open(self, make: Callable[[], T]) -> T:
        """Make the services, here and now; whoever waits for them goes on.

        Raises:
            Exception: what `make` raised; those who wait are told `CallError`.
        """
        try:
            made = make()
        except BaseException:
            self._made.set_exception(CallError("opening"))
            raise
        self._made.set_result(made)
        return made

    async def services(self) -> T:
        """The services, once they are there.

        Raises:
            CallError: opening, if they are not there in time, or never will be.
        """
        if self._made.done():
            return self._made.result()
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.shield(asyncio.wrap_future(self._made))
        except TimeoutError:
            raise CallError("opening") from None
