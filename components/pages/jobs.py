"""The pages of jobs: one function that builds each of them from the kinds of jobs it lists.

Nothing of a visitor is in this process: jobs belong to a random id that the browser keeps, so that a reload, a second
tab and a lost connection find them again.
"""

from __future__ import annotations

from components.addresses import ADDRESSES, address
from components.pages.common import header
from components.routes.visitor import Visitor
from components.services import Services
from components.widgets.body import JobPage


def build(services: Services, page: str, language: str) -> None:
    """Put a page in one language into the route that is open."""
    header(services, page, language)
    state, _ = services.default_view(language)
    visitor = Visitor(language=language)
    kinds = [kind for kind in services.kinds.values() if kind.page == page]
    JobPage(
        page=page,
        kinds=[
            {"name": kind.name, "script": kind.address(), "setup": setup.model_dump() if setup else None}
            for kind, setup in [(kind, kind.setup(visitor)) for kind in kinds]
        ],
        state=state,
        options=services.plain_options(),
        models=[model.model_dump() for model in services.models.all(language)],
        addresses={key: address(key, language) for key in ADDRESSES},
    )
