"""Prompt Playground's core: prompts, models, scores. No Gradio in here."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.prompt import Prompt, load_model
    from playground.scoring.options import Options

_HOMES = {
    "Options": "playground.scoring.options",
    "Prompt": "playground.prompt",
    "load_model": "playground.prompt",
}
__all__ = ["Options", "Prompt", "load_model"]


def __getattr__(name: str) -> Any:
    """Fetch a name when it is first used: settings and the queue need no torch."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
