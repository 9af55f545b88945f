"""An exercise on one sheet of paper: what a teacher wrote, the question, the way in, and lines to write on."""

from __future__ import annotations

from dataclasses import dataclass

from playground.errors import LinkError
from playground.i18n import translate
from playground.sharing.markup import element, page, text, web_address
from playground.sharing.qr import qr_code

LINES = 8
LONGEST_SHOWN = 90  # characters of a link that somebody would type
_STYLE = """
@page { size: A4; margin: 16mm; }
body { color-scheme: light; --ink: #16202e; --muted: #5b6778; --page: #ffffff; }
header { display: flex; gap: 1.5rem; align-items: flex-start; justify-content: space-between; }
header > div { flex: 1; min-width: 0; }
.name { display: flex; gap: 1.5rem; margin-bottom: 1.5rem; color: var(--muted); }
.name span { flex: 1; padding-bottom: 0.25rem; border-bottom: 1px solid #8a96a6; }
.name span + span { flex: 0.4; }
.way { flex: none; width: 12.5rem; margin: 0; text-align: center; }
.way svg { display: block; width: 100%; background: #ffffff; }
.way code { font-size: 0.875rem; overflow-wrap: anywhere; }
.question { margin-top: 1.5rem; font-size: 1.1875rem; font-weight: 600; }
.goal { padding: 0.5rem 0.875rem; border: 1px solid #8a96a6; border-radius: 0.5rem; }
.line { height: 2.375rem; border-bottom: 1px solid #8a96a6; }
@media print { body { max-width: none; padding: 0; } .screen { display: none; } }
@media (max-width: 40rem) { header { flex-direction: column-reverse; } }
"""


@dataclass(frozen=True)
class Handout:
    """Texts as they were typed; each but the link may be empty. `goal` says in words what is to be reached."""

    text: str
    question: str
    goal: str
    link: str


def handout(sheet: Handout, language: str) -> str:
    """The sheet as an HTML page.

    Raises:
        LinkError: too_long_for_qr, or it is no link (not_a_link).
    """

    def say(key: str) -> str:
        return translate(language, f"handout.{key}")

    if web_address(sheet.link) is None:
        raise LinkError("not_a_link")
    code = qr_code(sheet.link)
    picture = element(
        "svg",
        element("path", "", d=code.path),
        viewBox=f"0 0 {code.size} {code.size}",
        role="img",
        aria_label=sheet.link,
        shape_rendering="crispEdges",
    )
    typed = element("code", text(sheet.link)) if len(sheet.link) <= LONGEST_SHOWN else ""
    way = element("figure", picture + element("figcaption", text(say("scan")) + "<br>" + typed), class_="way")
    told = element("p", text(sheet.text), class_="text", dir="auto") if sheet.text.strip() else ""
    question = element("p", text(sheet.question), class_="text question", dir="auto") if sheet.question.strip() else ""
    goal = element("p", text(sheet.goal), class_="text goal", dir="auto") if sheet.goal.strip() else ""
    return page(
        language,
        say("title"),
        [
            element("p", text(say("print")), class_="quiet screen"),
            element("div", element("span", text(say("name"))) + element("span", text(say("date"))), class_="name"),
            element("header", element("div", element("h1", text(say("title"))) + told) + way),
            question,
            goal,
            *[element("div", "", class_="line")] * LINES,
        ],
        _STYLE,
    )
