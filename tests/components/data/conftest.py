"""Data sets as the pages have them, and the route that takes files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from components.data.sets import Data
from playground.jobs.queue import Jobs
from playground.settings import MIB, Settings
from tests.components.data.asking import asked_of


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
def client(data, settings) -> Iterator[TestClient]:
    with asked_of(data, settings) as made:
        yield made
