"""Data sets as the pages have them, and the route that takes files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.data.sets import Data
from components.routes.upload import upload_route
from playground.jobs.queue import Jobs
from playground.settings import MIB, Settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    return Settings(hub=False, data=tmp_path_factory.mktemp("data"), upload_limit=MIB, rows_limit=100, uploads_limit=12)


@pytest.fixture(scope="module")
def data(settings) -> Iterator[Data]:
    queue = Jobs(settings, {})
    data = Data(queue, settings)
    yield data
    data.close()
    queue.close()


@pytest.fixture(scope="module")
def client(data, settings) -> TestClient:
    return TestClient(Starlette(routes=[upload_route(data, settings.upload_limit)]))
