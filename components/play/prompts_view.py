"""Trained prompts on the Play page: their answers side by side, and a way back to a prompt's template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from components.play.view import units
from playground.errors import PlaygroundError
from playground.i18n import translate
from playground.numbers import percent
from playground.results import Prediction


def prompts_view(
    kept: Sequence[tuple[str, str, Any]],
    beside: Sequence[Prediction | Exception],
    used: str | None,
    language: str,
) -> list[dict[str, Any]]:
    """A column each: its labels with their shares, or why there are none.

    `template` is the one it was trained in, which is also the one it answers in.
    """
    found = []
    for (id, name, prompt), answer in zip(kept, beside, strict=False):
        column = {"id": id, "name": name, "in_use": id == used, "items": [], "error": None, "template": ""}
        if not isinstance(prompt, Exception):
            column["template"] = prompt.card.template
        if isinstance(answer, PlaygroundError):
            column["error"] = answer.message(language)
        elif isinstance(answer, Exception):
            column["error"] = translate(language, "error.general.unexpected")
        else:
            column["items"] = [
                {"label": its.label, "index": i, "probability": its.probability, "share": percent(its.probability)}
                for i, its in enumerate(answer.labels)
            ]
        found.append(column)
    return found


def restore_notice(
    kept: Sequence[tuple[str, str, Any]], used: str | None, texts: dict[str, str], say: Callable[..., str]
) -> list[dict[str, Any]]:
    """Where the first trained prompt is not in use because the template was changed: back to its own."""
    if not kept or used is not None or isinstance(kept[0][2], Exception):
        return []
    _, name, prompt = kept[0]
    source = texts["template"]
    if prompt.card.template == source:
        return []
    edit = {"target": "template", "start": 0, "end": units(source, len(source)), "replacement": prompt.card.template}
    fix = {"title": say("fix.restore"), "edit": edit}
    return [{"level": "warning", "message": say("note.other_template", name=name), "label": None, "fixes": [fix]}]
