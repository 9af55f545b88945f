"""Data sets: the picker's list, and the way in for one's own rows."""

from __future__ import annotations

from components.contracts.base import Contract


class DemoSource(Contract):
    """A set that comes with the app."""

    demo: str


class UploadSource(Contract):
    """A saved upload, its owner's alone."""

    upload: str


class TableSource(Contract):
    """A table that comes with the question, from a program: its first row names the columns."""

    csv: str
    name: str = ""


#: Where a call's data is; every page's forms name a data set by one of these.
Source = DemoSource | UploadSource | TableSource
