"""The glossary's text -> its terms: a heading, a sentence, and a ```term block each. See `assets/lessons/README.md`."""

from __future__ import annotations

import re

from playground.errors import LessonError
from playground.lessons.controls import KEYS, MANY, controls_of, paper_of
from playground.lessons.lesson import Glossary, Term
from playground.lessons.sections import Section, read

TERM = ("id", *KEYS, "paper", "see")
_ID = re.compile(r"[a-z][a-z0-9-]*")


def glossary_of(text: str) -> Glossary:
    """Read a glossary.

    Raises:
        LessonError: what is wrong, on which line: also an `id` that stands twice, or a `see` that leads nowhere.
    """
    source = read(text)
    source.front.check(("title",))
    terms: dict[str, Term] = {}
    for section in source.sections:
        term = _term(section)
        if term.id in terms:
            raise LessonError("twice", line=section.line, key=term.id)
        terms[term.id] = term
    for term in terms.values():
        for other in term.see:
            if other not in terms:
                raise LessonError("unknown_term", line=term.line, name=other, known=", ".join(terms))
    return Glossary(source.front.need("title").value, tuple(terms.values()))


def _term(section: Section) -> Term:
    block = section.block("term")
    block.check(TERM, MANY)
    id = block.need("id")
    if not _ID.fullmatch(id.value):
        raise LessonError("bad_id", line=id.line, value=id.value[:40])
    if len(section.text) != 1:
        raise LessonError("one_sentence", line=section.line, title=section.title, count=len(section.text))
    controls = controls_of(block) if any(block.all(key) for key in KEYS) else None
    see = tuple(entry.value for entry in block.all("see"))
    paper = paper_of(block.need("paper"))
    return Term(id.value, section.title, section.text[0], controls, paper, see, section.line)
