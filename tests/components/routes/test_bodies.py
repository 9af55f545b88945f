"""JSON within bounds: size, depth, values, half characters; looked at while it arrives, before it is parsed."""

from __future__ import annotations

import asyncio
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.routes import bodies
from components.routes.bodies import MOST_VALUES, Scan, check_characters, json_of
from components.routes.calls import failed
from components.routes.guard import Refused
from components.routes.visitor import Visitor


async def read(request: Request) -> JSONResponse:
    """Reads JSON and says how long it was."""
    try:
        return JSONResponse(len(await json_of(request, 3 * 2**20)))
    except Refused as refused:
        return failed(refused.error, Visitor(), refused.status)


CLIENT = TestClient(Starlette(routes=[Route("/", read, methods=["POST"])]))


def status(content: bytes) -> int:
    return CLIENT.post("/", content=content).status_code


def refusal(*chunks: bytes) -> str | None:
    scan = Scan()
    try:
        for chunk in chunks:
            scan.feed(chunk)
    except Refused as refused:
        return refused.error.code
    return None


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"{}", 200),
        (b"", 200),
        (json.dumps({"csv": "text,label\n" + 'a "quoted", text,[x]\n' * 50_000}).encode(), 200),
        (b"[" + b"[]," * (2 * MOST_VALUES) + b"0]", 400),
        (b"[" + b'"",' * MOST_VALUES + b"0]", 400),
        (b"[" * 60_000, 400),
        (b'{"a":' * 40 + b"0" + b"}" * 40, 400),
        (b" " * (3 * 2**20 + 1), 413),
        (b"\xff", 400),
    ],
)
def test_a_body_is_bounded_in_size_depth_and_values(content, answer):
    assert status(content) == answer


def test_forty_five_mebibytes_of_empty_lists_are_refused_at_the_first_of_them():
    read = 0

    async def receive() -> dict:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"[]," * (2**20 // 3), "more_body": read < 45}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    with pytest.raises(Refused) as refused:
        asyncio.run(json_of(request, 64 * 2**20))
    assert refused.value.error.code == "too_many_values" and read == 1
    assert CLIENT.post("/", content=b"", headers={"content-length": str(45 * 2**20)}).status_code == 413


VALUES = st.recursive(st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4), max_leaves=20)


@given(VALUES, st.lists(st.integers(0, 200), max_size=5), st.booleans())
def test_how_a_body_is_cut_into_chunks_does_not_matter(value, cuts, plain):
    body = json.dumps(value, ensure_ascii=plain).encode()
    places = sorted({min(cut, len(body)) for cut in (0, *cuts)} | {len(body)})
    whole, parts = Scan(), Scan()
    whole.feed(body)
    for start, end in pairwise(places):
        parts.feed(body[start:end])
    assert vars(whole) == vars(parts)


def test_brackets_in_texts_do_not_count():
    assert refusal(json.dumps(["[" * 1000, "\\", "]", '"' * 1000 + "{" * 1000]).encode()) is None
    assert refusal(b'["\\', b'"[[[[', b'"]') is None
    assert refusal(b"[" * 20, b"[" * 20) == "too_deep"


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (rb'"\ud83d\ude00"', True),
        (rb'"\uD83D\uDE00 and \u00e9"', True),
        (rb'"\\ud83d"', True),
        (rb'"\ud83d"', False),
        (rb'"\ud83d \ude00"', False),
        (rb'"\ude00\ud83d"', False),
        (rb'"\ud83d\ud83d\ude00"', False),
        (rb'{"\udfff": 1}', False),
        (b'"\xed\xa0\x80"', False),
    ],
)
def test_half_a_character_is_refused_and_a_whole_one_is_not(body, whole):
    try:
        check_characters(body)
    except Refused as refused:
        assert not whole and refused.error.code in ("half_character", "not_json")
    else:
        assert whole


@given(st.lists(st.sampled_from(["\\ud83d", "\\ude00", "\\\\", "u", "a", "\\n"]), max_size=8))
def test_what_is_refused_is_what_python_cannot_write_as_utf8(parts):
    body = f'"{"".join(parts)}"'.encode()
    try:
        json.loads(body).encode()
        whole = True
    except UnicodeEncodeError:
        whole = False
    try:
        check_characters(body)
        assert whole
    except Refused:
        assert not whole


def test_large_bodies_share_a_room_and_small_ones_always_have_one(monkeypatch):
    monkeypatch.setattr(bodies, "MOST_BYTES", 2**20)
    monkeypatch.setattr(bodies, "_under_way", 2**20 - 10)
    assert status(b"{}") == 200
    assert status(b" " * 100_000) == 503
    monkeypatch.setattr(bodies, "_under_way", 0)
    assert status(b" " * 100_000) == 200
    assert bodies._under_way == 0
