"""Who asks, as a call's handler knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.i18n import translate


@dataclass(frozen=True)
class Visitor:
    """One request's sender: the browser's secret random id (empty if it has none yet), and the page's language."""

    owner: str = ""
    language: str = "en"

    def say(self, key: str, **values: Any) -> str:
        """A sentence of the catalogue in this visitor's language."""
        return translate(self.language, key, **values)
