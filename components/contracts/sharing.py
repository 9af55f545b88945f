"""What leaves a page: short links, QR codes, hand-outs, stories; and the goal of an exercise that a link sets."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from components.contracts.base import KIB, MIB, Call, Contract, Download
from components.contracts.play import PromptState

LONGEST_TEXT = 2_000  # characters of what a teacher writes above a page
LONGEST_LINE = 500  # of a question, or of a goal in words
LONGEST_GOAL = 200  # of a goal as a condition
LONGEST_LINK = 40_000

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Line = Annotated[str, Field(max_length=LONGEST_LINE)]
Link = Annotated[str, Field(max_length=LONGEST_LINK)]


class ShortAsked(Contract):
    """An address of this app: its page, its language, and what follows the question mark."""

    page: Annotated[str, Field(max_length=40)]
    language: Annotated[str, Field(max_length=20)]
    query: Link


class Short(Contract):
    """Where the short link lies, relative to every page, and for how many days it does."""

    path: str
    days: int


class QrAsked(Contract):
    """The text of a QR code."""

    text: Link


class Qr(Contract):
    """The dark squares as an SVG path, `size` squares a side with the white around them."""

    size: int
    path: str


class HandoutAsked(Contract):
    """One sheet of paper: what a teacher wrote, what is asked, what is to be reached (in words), and the link of its QR code."""

    text: Text
    question: Line
    goal: Line
    link: Link


class StoryAsked(Contract):
    """Play's state, and where it can be opened live; the link may be empty."""

    state: PromptState
    link: Link


class ReportPart(Contract):
    """A card of a page: its title, its words line by line, its charts as SVG in base64."""

    title: Line
    lines: Annotated[list[Text], Field(max_length=400)]
    pictures: Annotated[list[Annotated[str, Field(max_length=2 * MIB)]], Field(max_length=8)]


class ReportAsked(Contract):
    """What a page shows of a job, and where it can be opened live; the link may be empty."""

    title: Line
    parts: Annotated[list[ReportPart], Field(max_length=24)]
    link: Link


class GoalAsked(Contract):
    """Whether a state reaches a goal: a condition as lessons have it, one that looks at nothing before."""

    state: PromptState
    goal: Annotated[str, Field(max_length=LONGEST_GOAL)]


class Reached(Contract):
    """Whether it does, in words, with what was found."""

    reached: bool
    message: str


LINK_SHORT = Call("link_short", ShortAsked, Short, "Keep an address under a code of a few letters.", limit=256 * KIB)
LINK_QR = Call("link_qr", QrAsked, Qr, "A text as a QR code.", limit=256 * KIB)
HANDOUT = Call("handout", HandoutAsked, Download, "An exercise as a sheet to print, one HTML file.", limit=256 * KIB)
STORY = Call(
    "story", StoryAsked, Download, "Play's answer to a state as one HTML file that opens offline.", dropped=True
)
REPORT = Call(
    "report", ReportAsked, Download, "What a page shows of a job as one HTML file that opens offline.", limit=8 * MIB
)
GOAL = Call("goal", GoalAsked, Reached, "Whether what is on Play reaches an exercise's goal.", dropped=True)
