"""The kinds of jobs there are: one registering line each."""

from __future__ import annotations

from components.jobs.kinds import Kind

KINDS: tuple[type[Kind], ...] = ()
