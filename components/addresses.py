"""Where each page lies, in each language."""

from __future__ import annotations

#: Page -> language -> its address. All lie side by side, so that one relative link serves every page,
#: whatever path is in front of the app; Gradio's routes take no slash within them anyway.
ADDRESSES = {
    "play": {"en": "", "zh": "zh"},
    "train": {"en": "train", "zh": "zh-train"},
    "evaluate": {"en": "evaluate", "zh": "zh-evaluate"},
    "compare": {"en": "compare", "zh": "zh-compare"},
}


def address(page: str, language: str) -> str:
    """A page's address, relative to every other page."""
    return f"./{ADDRESSES[page][language]}"
