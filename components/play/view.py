"""A prompt's answer as the page's JSON: sentences translated, positions as browsers count.

The form is described in `VIEW.md` beside this file. Everything a user
typed stays raw text in here; the scripts write it with `textContent`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from playground.errors import PlaygroundError, TemplateError
from playground.figures import labels as label_figure
from playground.figures import words as word_figure
from playground.numbers import percent
from playground.prompting import openprompt
from playground.prompting.template import Mask, Slot, Soft, Template, Text, Trigger
from playground.prompting.verbalizer import Verbalizer, addition, label_removal, quote, removal
from playground.results import Edit, Finding, Prediction

Say = Callable[..., str]
_KINDS = {Text: "text", Slot: "slot", Mask: "mask", Soft: "soft", Trigger: "trigger"}
_ORDER = {"error": 0, "warning": 1, "info": 2}


def units(text: str, at: int | None) -> int | None:
    """A position in UTF-16 code units, which is what JavaScript counts."""
    return None if at is None else len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def error_view(error: PlaygroundError, texts: dict[str, str], language: str) -> dict[str, Any]:
    """The message and, where there is one, the place in the user's text."""
    text = texts.get(error.place, "")
    return {
        "message": error.message(language),
        "target": error.place,
        "start": units(text, error.start),
        "end": units(text, error.end),
    }


def edit_view(edit: Edit, texts: dict[str, str]) -> dict[str, Any]:
    """An edit of one of the user's texts."""
    text = texts[edit.target]
    return {
        "target": edit.target,
        "start": units(text, edit.start),
        "end": units(text, edit.end),
        "replacement": edit.replacement,
    }


def template_view(
    template: Template,
    texts: dict[str, str],
    findings: tuple[Finding, ...],
    kind: str,
    say: Say,
    trained: bool = False,
) -> dict[str, Any]:
    """What the template is, what it means for this model, and where its parts lie.

    `trained` says that a trained prompt fills its soft tokens.
    """
    source = texts["template"]
    foreign = openprompt.looks_like(source)
    notices = [
        _fixes(finding, texts, say) for finding in findings if finding.code in ("missing_space", "needless_space")
    ]
    if foreign:
        edit = {"target": "template", "start": 0, "end": units(source, len(source)), "replacement": str(template)}
        fix = {"title": say("fix.convert"), "edit": edit}
        notices.append({"level": "info", "message": say("note.openprompt"), "label": None, "fixes": [fix]})
    for part, key in ((Soft, "note.soft"), (Trigger, "note.trigger")):
        if any(isinstance(each, part) for each in template.parts) and not (trained and part is Soft):
            notices.append({"level": "info", "message": say(key), "label": None, "fixes": []})
    return {
        "kind": template.kind,
        "kind_label": say(f"kind.{template.kind}"),
        "explanation": say(f"explain.{template.kind}.{kind}"),
        "slots": list(template.slots),
        "run_length": template.run_length,
        "spans": []
        if foreign
        else [
            {"start": units(source, part.start), "end": units(source, part.end), "kind": _KINDS[type(part)]}
            for part in template.parts
        ],
        "notices": _unique(notices),
        "openprompt": _openprompt(template),
    }


def _openprompt(template: Template) -> str | None:
    try:
        return openprompt.write(template)
    except TemplateError:
        return None


def verbalizer_view(
    verbalizer: Verbalizer,
    pieces: dict[tuple[int, int], list[str]],
    findings: tuple[Finding, ...],
    texts: dict[str, str],
    say: Say,
) -> dict[str, Any]:
    """The table that edits the verbalizer's text, and what the linter found."""
    source = texts["verbalizer"]
    by_word: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        if finding.word is not None:
            by_word.setdefault((finding.label, finding.word), []).append(finding)
    labels = []
    for i, label in enumerate(verbalizer.labels):
        at, prefix = addition(label)
        words = []
        for j, word in enumerate(label.words):
            found = sorted(by_word.get((i, j), []), key=lambda finding: _ORDER[finding.level])
            words.append(
                {
                    "text": word.text,
                    "start": units(source, word.start),
                    "end": units(source, word.end),
                    "pieces": pieces.get((i, j), []),
                    "level": found[0].level if found else "ok",
                    "note": _message(found[0], say) if found else None,
                    "remove": edit_view(removal(label, j), texts),
                }
            )
        labels.append(
            {
                "name": label.name,
                "index": i,
                "start": units(source, label.start),
                "end": units(source, label.name_end),
                "remove": edit_view(label_removal(verbalizer, i, source), texts),
                "words": words,
                "add": {"at": units(source, at), "prefix": prefix},
            }
        )
    ending = "" if not source or source.endswith("\n") else "\n"
    shown = [finding for finding in findings if finding.code not in ("missing_space", "needless_space")]
    ordered = sorted(_merged(shown), key=lambda finding: _ORDER[finding.level])
    return {
        "labels": labels,
        "notices": _unique([_fixes(finding, texts, say) for finding in ordered]),
        "add_label": {"at": units(source, len(source)), "prefix": ending},
    }


def _merged(findings: list[Finding]) -> list[Finding]:
    """One finding for all words that need another number of masks; each word keeps its own note."""
    longer = [finding for finding in findings if finding.code == "run_length"]
    if len(longer) < 2:
        return findings
    words = ", ".join(f"{finding.values['word']} ({finding.values['pieces']})" for finding in longer)
    one = replace(longer[0], code="run_lengths", label=None, word=None, values={**longer[0].values, "words": words})
    return [finding for finding in findings if finding.code != "run_length"] + [one]


def _message(finding: Finding, say: Say) -> str:
    return say(f"lint.{finding.code}", **finding.values)


def _fixes(finding: Finding, texts: dict[str, str], say: Say) -> dict[str, Any]:
    return {
        "level": finding.level,
        "message": _message(finding, say),
        "label": finding.label,
        "fixes": [
            {
                "title": say(f"fix.{code}", replacement=edit.replacement, **finding.values),
                "edit": edit_view(edit, texts),
            }
            for code, edit in finding.fixes
            # OpenPrompt text has other positions than the template read from it.
            if edit.target != "template" or not openprompt.looks_like(texts["template"])
        ],
    }


def _unique(notices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One notice a message; several words may call for the same one."""
    return list({notice["message"]: notice for notice in notices}.values())


def labels_view(prediction: Prediction | None, message: str | None) -> dict[str, Any]:
    """The labels' distribution, or why there is none."""
    if prediction is None or not prediction.labels:
        return {"items": [], "message": message, "figure": None}
    items = [
        {"label": score.label, "index": i, "probability": score.probability, "share": percent(score.probability)}
        for i, score in enumerate(prediction.labels)
    ]
    return {"items": items, "message": None, "figure": label_figure.draw(label_figure.label_bars(prediction))}


def words_view(prediction: Prediction | None, message: str | None, say: Say) -> dict[str, Any]:
    """The label words and the mass outside, or why there are none."""
    if prediction is None or not prediction.words:
        return {"figure": None, "mass_outside": None, "mass_note": "", "message": message}
    bars = word_figure.word_bars(prediction)
    reason = prediction.mass_reason or ("much" if prediction.mass_outside > 0.9 else "some")
    return {
        "figure": word_figure.draw(bars, say("mass.outside")),
        "mass_outside": prediction.mass_outside,
        "mass_note": say(f"mass.{reason}"),
        "message": None,
    }


def vocabulary_view(prediction: Prediction, addable: Callable[[int], str | None], say: Say) -> dict[str, Any]:
    """The most probable tokens, one column an answer position.

    Args:
        addable: token id -> the label word that is just this token, or `None`.
    """
    run = len(prediction.tokens)
    columns = []
    for position, tokens in enumerate(prediction.tokens):
        own = _label_pieces(prediction, position, run)
        rows = []
        for token in tokens:
            index, label = own.get(token.piece, (None, None))
            word = addable(token.id) if run == 1 else None
            rows.append(
                {
                    "text": token.text,
                    "piece": token.piece,
                    "probability": math.exp(token.log_probability),
                    "share": percent(math.exp(token.log_probability)),
                    "index": index,
                    "label": label,
                    "word": quote(word) if word else None,
                    "why": None if word else say(_why(token.piece, run), piece=token.piece),
                }
            )
        title = say("vocabulary.mask") if run == 1 else say("vocabulary.nth_mask", number=position + 1)
        columns.append({"title": say("vocabulary.next") if prediction.kind == "causal" else title, "tokens": rows})
    note = None
    if prediction.kind == "causal":
        note = say("vocabulary.causal_cloze" if prediction.prompt_kind == "cloze" else "vocabulary.causal_prefix")
    elif run > 1:
        note = say("vocabulary.run")
    return {"columns": columns, "note": note}


def _label_pieces(prediction: Prediction, position: int, run: int) -> dict[str, tuple[int, str]]:
    """Piece -> (index, label) of the first label that has a word of this run with it here."""
    index = {score.label: i for i, score in enumerate(prediction.labels)}
    return {
        word.pieces[position]: (index[word.label], word.label)
        for word in reversed(prediction.words)
        if len(word.pieces) == run
    }


def _why(piece: str, run: int) -> str:
    if run > 1:
        return "why.run"
    return "why.continuation" if piece.startswith("##") else "why.not_a_word"


def reading_view(prediction: Prediction, say: Say) -> dict[str, Any]:
    """The prompt as the model reads it, and what did not fit."""
    reading = prediction.model_input
    colour = {name: i for i, name in enumerate(dict.fromkeys(piece.slot for piece in reading.pieces if piece.slot))}
    if reading.cuts:
        summary = say(
            "reading.cut", used=reading.used, limit=reading.limit, cut=sum(cut.tokens for cut in reading.cuts)
        )
    else:
        summary = say("reading.whole", used=reading.used, limit=reading.limit)
    return {
        "pieces": [
            {"text": piece.text, "kind": piece.kind, "slot": piece.slot, "index": colour.get(piece.slot)}
            for piece in reading.pieces
        ],
        "used": reading.used,
        "limit": reading.limit,
        "summary": summary,
        "cut": [{"slot": cut.slot, "text": cut.text} for cut in reading.cuts],
        "notes": [say("reading.causal")] if prediction.kind == "causal" else [],
    }
