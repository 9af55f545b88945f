"""Services that searches are outlined by."""

from __future__ import annotations

import pytest

from components.services import Services
from playground.settings import Settings


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data"), steps_limit=40))
    yield made
    made.close()
