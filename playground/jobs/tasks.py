"""The kinds of work there are, each a function's address: looked up in the worker, imported nowhere else.

A task function takes the job's spec and the last checkpoint (`None` at first) and
yields a `Message` at every step; it may be stopped between two of them. What is
the user's mistake it raises as a `PlaygroundError`.
"""

from __future__ import annotations

TASKS = {"tune": "playground.tuning.task:tune", "evaluate": "playground.evaluation.task:evaluate"}
