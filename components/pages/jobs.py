"""The pages of jobs: one function that builds each of them; which kinds of jobs it lists comes with its setup.

Nothing of a visitor is in this process: jobs belong to a random id that the browser keeps, so that a reload, a second
tab and a lost connection find them again.
"""

from __future__ import annotations

from components.addresses import ADDRESSES, address
from components.pages.common import header
from components.widgets.body import JobPage


def build(page: str, language: str) -> None:
    """Put a page in one language into the route that is open."""
    header(page, language)
    JobPage(page=page, addresses={key: address(key, language) for key in ADDRESSES})
