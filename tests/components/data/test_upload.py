"""The route that takes files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from playground.settings import MIB
from tests.components.data.asking import ME, put


def test_the_route_stops_at_the_limit_in_the_readers_language(client):
    def endless() -> Iterator[bytes]:
        for _ in range(3):
            yield b"x" * MIB

    assert put(client, b"x" * (MIB + 1)).status_code == 413
    answer = put(client, endless(), language="zh")
    assert answer.status_code == 413 and answer.json() == {
        "message": "文件超过 1 MiB，这是这台服务器的上限。请减少行数。",
        "target": "data",
        "start": None,
        "end": None,
        "fields": {},
    }


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"owner": "short"}, 400),
        ({"owner": ""}, 400),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://elsewhere"}, 403),
    ],
)
def test_the_route_wants_a_secret_and_this_apps_own_pages(client, headers, status):
    answer = put(client, b"text,label\n", **headers)
    assert answer.status_code == status and answer.json()["message"] and "upload" not in answer.json()


def test_the_route_takes_no_folder_from_a_name(data, client):
    id = put(client, b"text,label\na,x\n", name="../../etc/影评.csv").json()["upload"]
    assert data._queue.upload(id, ME)[0] == "影评.csv"
    assert client.get("/playground/upload").status_code == 405
    assert (
        client.options("/playground/upload", headers={"origin": "http://x"}).headers.get("access-control-allow-origin")
        is None
    )
