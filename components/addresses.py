"""Where each page lies, in each language."""

from __future__ import annotations

from playground.i18n import LANGUAGES

#: In the order in which the header names them; the first is the home page.
PAGES = ("play", "train", "search", "evaluate", "compare")


def _path(page: str, language: str) -> str:
    """`train`, `zh-train`: the first page and the first language have no word of their own."""
    return "-".join([language] * (language != LANGUAGES[0]) + [page] * (page != PAGES[0]))


#: Page -> language -> its address. All lie side by side, so that one relative link serves every page,
#: whatever path is in front of the app; Gradio's routes take no slash within them anyway.
ADDRESSES = {page: {language: _path(page, language) for language in LANGUAGES} for page in PAGES}


def address(page: str, language: str) -> str:
    """A page's address, relative to every other page."""
    return f"./{ADDRESSES[page][language]}"
