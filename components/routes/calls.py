"""The one route for calls: `POST playground/api/{name}`, JSON in, JSON out.

A room's class answers a call with a method under `@answers(CALL)`; `handlers` collects them. What is checked
for every call is checked here: where the request comes from, its size, its shape, and that nothing of a fault
but a sentence in the visitor's language leaves the server. What a call means is its room's.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from components.contracts.base import Call, Failure
from components.opening import Opening
from components.routes.address import came_from
from components.routes.bodies import json_of
from components.routes.guard import Refused, check_host, check_origin, visitor_of
from components.routes.leaving import while_there
from components.routes.visitor import Visitor
from playground.errors import CallError, PlaygroundError

log = logging.getLogger(__name__)
MOST_PROBLEMS = 3  # of a payload that are told at once

Takes = TypeVar("Takes", bound=BaseModel)
Gives = TypeVar("Gives", bound=BaseModel)
Method = Callable[[Any, Takes, Visitor], Awaitable[Gives]]


class Superseded(Exception):
    """A newer question of the same page has taken this one's place: there is nothing to answer."""


@dataclass(frozen=True)
class Handler:
    """A call and the bound method that answers it."""

    call: Call[Any, Any]
    answer: Callable[[Any, Visitor], Awaitable[BaseModel]]


class Answering(Protocol):
    """Who has the answers."""

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """By the call's name."""
        ...


S = TypeVar("S", bound=Answering)


def answers(call: Call[Takes, Gives]) -> Callable[[Method[Takes, Gives]], Method[Takes, Gives]]:
    """Mark a method as the one that answers a call; its types are the contract's."""

    def mark(method: Method[Takes, Gives]) -> Method[Takes, Gives]:
        method.__call__declared__ = call  # pyright: ignore[reportFunctionMemberAccess]  # read by `handlers`
        return method

    return mark


def handlers(rooms: Iterable[object]) -> dict[str, Handler]:
    """Every call that these objects answer, by name.

    Raises:
        ValueError: two of them answer the same call.
    """
    found: dict[str, Handler] = {}
    for room in rooms:
        for method in vars(type(room)).values():
            call = getattr(method, "__call__declared__", None)
            if call is None:
                continue
            if call.name in found:
                raise ValueError(f"two answers to the call {call.name}")
            found[call.name] = Handler(call, method.__get__(room))
    return found


def call_route(opening: Opening[S], hosts: tuple[str, ...] | None = None) -> Route:
    """The route. A call that comes before the services are there waits for them.

    Args:
        hosts: the only names under which the app may be asked; `None` for any.
    """

    async def answer(request: Request) -> Response:
        name = request.path_params["name"]

        async def work(visitor: Visitor) -> Response:
            handler = (await opening.services()).handlers.get(name)
            if handler is None:
                raise Refused(CallError("unknown_call", name=name[:60]), 404)
            body = await json_of(request, handler.call.limit)
            answering = handler.answer(_read(handler.call, body), visitor)
            answer = await (while_there(request, answering) if handler.call.dropped else answering)
            return Response(answer.model_dump_json(), media_type="application/json")

        return await answered(request, hosts, work)

    return Route("/playground/api/{name}", answer, methods=["POST"])


async def answered(
    request: Request, hosts: tuple[str, ...] | None, work: Callable[[Visitor], Awaitable[Response]]
) -> Response:
    """What every route of the pages' own does: the request is checked, and what is raised becomes a `Failure`."""
    visitor = visitor_of(request)
    came_from(request)
    try:
        check_host(request, hosts)
        check_origin(request)
        return await work(visitor)
    except Superseded:
        return Response(status_code=204)
    except ClientDisconnect:
        return Response(status_code=400)
    except Refused as refused:
        return failed(refused.error, visitor, refused.status)
    except PlaygroundError as error:
        return failed(error, visitor, 400)
    except Exception:
        log.exception("%s failed", request.url.path)
        return failed(PlaygroundError("unexpected"), visitor, 500)


def failed(error: PlaygroundError, visitor: Visitor, status: int) -> JSONResponse:
    """An error as a `Failure`; where an option caused it, its message stands beside that option."""
    message, name = error.message(visitor.language), error.values.get("name")
    fields = {str(name): message} if error.target in ("tuning", "search", "options") and name else {}
    failure = Failure(message=message, target=error.place, start=error.start, end=error.end, fields=fields)
    return JSONResponse(failure.model_dump(), status)


def _read(call: Call[Any, Any], body: bytes) -> Any:
    """The payload as the call's model.

    Raises:
        CallError: which fields are wrong, and how.
    """
    try:
        return call.takes.model_validate_json(body or b"{}")
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        first = problems[0]
        place = ".".join(map(str, first["loc"]))
        match first["type"]:
            case "json_invalid":
                raise CallError("not_json") from None
            case "missing":
                raise CallError("missing_field", field=place) from None
            case "extra_forbidden":
                raise CallError("unknown_field", field=place[:60]) from None
        names = ", ".join(dict.fromkeys(".".join(map(str, each["loc"])) for each in problems[:MOST_PROBLEMS]))
        raise CallError("wrong_field", field=names[:200], expected=first["type"].replace("_", " ")) from None
