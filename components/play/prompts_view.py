"""Trained prompts on the Play page: their answers side by side, and a way back to a prompt's template."""

from __future__ import annotations

from collections.abc import Sequence

from components.contracts import play as contract
from components.contracts import texts as shown
from components.play.labels_view import label_shares
from components.play.view import Say, Texts, new_template
from playground.errors import PlaygroundError
from playground.i18n import translate
from playground.results import Prediction
from playground.scoring.trained import Kept


def prompts_view(
    kept: Sequence[Kept],
    beside: Sequence[Prediction | Exception],
    used: str | None,
    untrained: Prediction | Exception | None,
    language: str,
) -> list[contract.PromptAnswer]:
    """A column each: its labels with their shares, or why there are none; beside the one in use the same template
    without its training."""
    found = []
    for (id, name, prompt), answer in zip(kept, beside, strict=False):
        error, items = None, []
        if isinstance(answer, Prediction):
            items = label_shares(answer.labels)
        else:
            error = (answer if isinstance(answer, PlaygroundError) else PlaygroundError("unexpected")).message(language)
        template = "" if isinstance(prompt, Exception) else prompt.card.template
        found.append(
            contract.PromptAnswer(id=id, name=name, in_use=id == used, items=items, error=error, template=template)
        )
        if id == used and isinstance(untrained, Prediction):
            name, items = translate(language, "prompt.untrained"), label_shares(untrained.labels)
            found.append(
                contract.PromptAnswer(id="", name=name, in_use=False, items=items, error=None, template=template)
            )
    return found


def restore_notice(kept: Sequence[Kept], used: str | None, texts: Texts, say: Say) -> list[shown.Notice]:
    """Where the first trained prompt is not in use because the template was changed: back to its own."""
    if not kept or used is not None or isinstance(kept[0][2], Exception):
        return []
    _, name, prompt = kept[0]
    if prompt.card.template == texts["template"]:
        return []
    fix = new_template(texts, prompt.card.template, say("fix.restore"))
    return [shown.Notice(level="warning", message=say("note.other_template", name=name), label=None, fixes=[fix])]
