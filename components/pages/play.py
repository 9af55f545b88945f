"""The Play page: type a prompt and a verbalizer, see the distribution over labels as you type.

Nothing about a visitor is kept on the server: the state lives in the page and travels with every question
(`components/contracts/play.py`). There is no `gr.State` and no unload event, because each of them would hold
one of the six connections a browser allows to one origin.
"""

from __future__ import annotations

from components.addresses import address
from components.pages.common import header
from components.widgets.play import PlayBody


def build(language: str) -> None:
    """Put the page in one language into the Blocks or route that is open."""
    header("play", language)
    PlayBody(train=address("train", language))
