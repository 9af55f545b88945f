"""What of a state's two texts another tool would have written, as notices with one click to take it over.

The texts are read as they stand; an offer is made beside an error, or beside a reading that was hardly meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.contracts import texts as shown
from components.play.view import Say, Texts, edit_view
from playground.prompting import foreign_templates, foreign_verbalizers, openprompt
from playground.prompting.template import Slot, Template
from playground.results import Edit

#: A fix: the end of its sentence's key, what the sentence names, and the edit.
Made = tuple[str, Mapping[str, str], Edit]
SHOWN = 60  # characters of a line in a sentence


def offers(
    texts: Texts, fields: Mapping[str, str], template: Template | None, mask_token: str | None, language: str, say: Say
) -> shown.Offers:
    """What could be meant by texts that are not in this project's language, and how an example's text gets in.

    Args:
        fields: what was typed for slots, those that the template has no more among them.
        template: as it was read, if it could be.
        mask_token: the model's own mask spelling.
    """
    theirs = foreign_templates.offer(texts["template"], mask_token)
    if theirs:
        edits = [("take_over", {}, _whole("template", theirs.text, texts))] if theirs.text else []
        templates = [_notice(f"template.{theirs.code}", {"found": theirs.found}, edits, texts, say)]
    else:
        templates = _closed(texts, fields, template, say) if template else []
    listed = foreign_verbalizers.offer(texts["verbalizer"])
    verbalizers: list[shown.Notice] = []
    if listed:
        reason = listed.error.message(language) if listed.error else ""
        edits = [] if listed.error else _verbalizers(listed, texts)
        verbalizers.append(_notice(f"verbalizer.{listed.code}", {"reason": reason}, edits, texts, say))
    return shown.Offers(template=templates, verbalizer=verbalizers)


def _verbalizers(listed: foreign_verbalizers.Offer, texts: Texts) -> list[Made]:
    """One text to take over, or the two that lines of words may be meant to be."""
    if not listed.by_first:
        return [("take_over", {}, _whole("verbalizer", listed.text, texts))]
    readings = {"labels_first": listed.by_first, "words_only": listed.text}
    return [
        (code, {"line": text.partition("\n")[0][:SHOWN]}, _whole("verbalizer", text, texts))
        for code, text in readings.items()
    ]


def _whole(target: shown.Target, text: str, texts: Texts) -> Edit:
    return Edit(target, 0, len(texts[target]), text)


def _closed(texts: Texts, fields: Mapping[str, str], template: Template, say: Say) -> list[shown.Notice]:
    """The example's text has no way into this template: it has no slot, or only slots that nobody filled."""
    written = [name for name, text in fields.items() if text.strip()]
    if not written or any(name in template.slots for name in written):
        return []
    slot = written[0]
    places = [part for part in template.parts if isinstance(part, Slot)]
    if not places:
        key, edit = "add_slot", Edit("template", 0, 0, f"{{{slot}}} ")
    else:
        key, edit = "rename_slot", Edit("template", places[0].start, places[0].end, f"{{{slot}}}")
    # OpenPrompt text has other positions; of several slots nobody knows which is meant.
    fits = len(places) < 2 and not openprompt.looks_like(texts["template"])
    values = {"slot": slot, "slots": ", ".join(f"{{{name}}}" for name in template.slots)}
    return [_notice("empty_slots" if places else "no_slot", values, [(key, values, edit)] if fits else [], texts, say)]


def _notice(key: str, values: Mapping[str, str], edits: Sequence[Made], texts: Texts, say: Say) -> shown.Notice:
    fixes = [
        shown.Fix(title=say(f"fix.{code}", replacement=edit.replacement, **its), edit=edit_view(edit, texts))
        for code, its, edit in edits
    ]
    return shown.Notice(level="warning", message=say(f"offer.{key}", **values).strip(), label=None, fixes=fixes)
