"""Which of some trained prompts answers a template: the first that was trained for it, on this very model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from playground.errors import PlaygroundError, PromptFileError
from playground.prompting.template import Template
from playground.scoring.predict import Task

#: Id, name and the trained prompt, or why it cannot be read.
Kept = tuple[str, str, Any]


def trained_for(template: Template, kept: Sequence[Kept], model: Any) -> Kept | None:
    """The first of some trained prompts that was trained for this template and model."""
    # What keeps the others away is said beside them.
    return next((each for each in kept if misfit(template, each, model) is None), None)


def misfit(template: Template, kept: Kept, model: Any) -> PlaygroundError | None:
    """Why a trained prompt is not for this template and model, `None` where it is."""
    _, name, prompt = kept
    if isinstance(prompt, PlaygroundError):
        return prompt
    if prompt.card.template != str(template):
        return PromptFileError("other_template", name=name, trained=prompt.card.template, template=str(template))
    try:
        prompt.check(model, template)
    except PlaygroundError as error:
        return error
    return None


def asked_for(template: Template, kept: Sequence[Kept], model: Any) -> Kept | None:
    """As `trained_for`, for whoever would not see that a prompt stayed aside: `None` only where none was asked for.

    Raises:
        PlaygroundError: none of them is for this template and model; the reason of the first.
    """
    found = trained_for(template, kept, model)
    if kept and found is None and (error := misfit(template, kept[0], model)):
        raise error
    return found


def under_trained(task: Task, kept: Sequence[Kept], model: Any) -> tuple[str | None, Task]:
    """The task under the first trained prompt that was trained for this template and model, and that one's id."""
    found = trained_for(task.template, kept, model)
    return (found[0], replace(task, prompt=found[2])) if found else (None, task)
