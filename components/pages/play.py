"""The Play page: type a prompt and a verbalizer, see the distribution over labels as you type.

Nothing about a visitor is kept on the server: the state lives in the page and travels with every question
(`components/contracts/play.py`). There is no `gr.State` and no unload event, because each of them would hold
one of the six connections a browser allows to one origin.
"""

from __future__ import annotations

from typing import Any

from components.addresses import address
from components.pages.common import header
from components.play.answering import examples
from components.widgets.play import PlayBody


def build(services: Any, language: str) -> None:
    """Put the page in one language into the Blocks or route that is open."""
    state, first = services.default_view(language)
    header(services, "play", language)
    PlayBody(
        state=state,
        first=first.model_dump(mode="json"),
        options=services.plain_options(),
        examples=[example.model_dump() for example in examples(language)],
        train=address("train", language),
    )
