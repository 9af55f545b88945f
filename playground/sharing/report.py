"""What a page shows of a job as a page to be read: the cards' words and charts, in their order. Data in, HTML out."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from playground.errors import LinkError
from playground.i18n import translate
from playground.sharing.markup import element, page, text, web_address

_STYLE = """
img { display: block; max-width: 100%; margin: 0.75rem 0; border-radius: 0.5rem; }
.told { margin: 0 0 0.25rem; overflow-wrap: anywhere; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf5; --muted: #9aa7b8; --page: #10151d; --line: #2a3442;
  --accent: #8fa5ff; } }
@media print { body { max-width: none; padding: 0; } img { break-inside: avoid; } }
"""


@dataclass(frozen=True)
class Part:
    """A card: its title, its words line by line, its charts as SVG in base64."""

    title: str
    lines: Sequence[str]
    pictures: Sequence[str]


def report(title: str, parts: Sequence[Part], link: str, language: str) -> str:
    """The page. A chart is a picture of its own, in which a browser runs nothing, whatever is in it.

    Raises:
        LinkError: bad_picture: a chart is no base64.
    """
    address = web_address(link)
    live = " " + element("a", text(translate(language, "story.live")), href=address) if address else ""
    foot = element("p", text(translate(language, "story.made")) + live, class_="quiet")
    return page(
        language,
        title,
        [element("h1", text(title), dir="auto"), *map(_part, parts), element("footer", foot)],
        _STYLE,
    )


def _part(part: Part) -> str:
    lines = "".join(element("p", text(line), class_="told", dir="auto") for line in part.lines)
    return element("h2", text(part.title), dir="auto") + "".join(_picture(svg, part) for svg in part.pictures) + lines


def _picture(svg: str, part: Part) -> str:
    try:
        data = base64.b64decode(svg, validate=True)
    except ValueError:
        raise LinkError("bad_picture") from None
    source = f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
    return element("img", "", src=source, alt=part.title).replace("</img>", "")
