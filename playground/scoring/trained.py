"""Which of some trained prompts answers a template: the first that was trained for it, on this very model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from playground.errors import PlaygroundError
from playground.prompting.template import Template
from playground.scoring.predict import Task

#: Id, name and the trained prompt, or why it cannot be read.
Kept = tuple[str, str, Any]


def trained_for(template: Template, kept: Sequence[Kept], model: Any) -> Kept | None:
    """The first of some trained prompts that was trained for this template and model."""
    for each in kept:
        prompt = each[2]
        if isinstance(prompt, Exception) or prompt.card.template != str(template):
            continue
        try:
            prompt.check(model, template)
        except PlaygroundError:
            continue  # its place beside the others says why
        return each
    return None


def under_trained(task: Task, kept: Sequence[Kept], model: Any) -> tuple[str | None, Task]:
    """The task under the first trained prompt that was trained for this template and model, and that one's id."""
    found = trained_for(task.template, kept, model)
    return (found[0], replace(task, prompt=found[2])) if found else (None, task)
