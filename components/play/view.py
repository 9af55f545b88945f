"""A prompt's answer as the page's contract: sentences translated, positions as browsers count.

Everything a user typed stays raw text in here; the scripts write it as text. The verbalizer's table is
`verbalizer_view`'s, the labels' and words' bars `labels_view`'s, the table of steps `steps`'s.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from components.contracts import play as contract
from components.contracts import texts as shown
from components.contracts.base import Failure
from playground.errors import PlaygroundError, TemplateError
from playground.numbers import percent
from playground.prompting import openprompt
from playground.prompting.template import Mask, Slot, Soft, Template, Text, Trigger
from playground.prompting.verbalizer import quote
from playground.results import Edit, Finding, Prediction

FEW = 12  # of many things of one kind, those that a sentence names
Say = Callable[..., str]
Texts = Mapping[str, str]
_KINDS: dict[type, shown.PartKind] = {Text: "text", Slot: "slot", Mask: "mask", Soft: "soft", Trigger: "trigger"}


def few(texts: Sequence[str]) -> str:
    """A list in a sentence, of many the first ones."""
    return ", ".join(texts[:FEW]) + (f", … ({len(texts)})" if len(texts) > FEW else "")


def units(text: str, at: int) -> int:
    """A position in UTF-16 code units, which is what JavaScript counts."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def problem_view(error: PlaygroundError, texts: Texts, language: str) -> Failure:
    """The message and, where there is one, the place in the user's text."""
    text = texts.get(error.place, "")
    return Failure(
        message=error.message(language),
        target=error.place,
        start=None if error.start is None else units(text, error.start),
        end=None if error.end is None else units(text, error.end),
    )


def edit_view(edit: Edit, texts: Texts) -> shown.TextEdit:
    """An edit of one of the user's texts."""
    text = texts[edit.target]
    return shown.TextEdit(
        target=edit.target, start=units(text, edit.start), end=units(text, edit.end), replacement=edit.replacement
    )


def new_template(texts: Texts, replacement: str, title: str) -> shown.Fix:
    """A fix that puts another template in the place of the whole one."""
    return shown.Fix(title=title, edit=edit_view(Edit("template", 0, len(texts["template"]), replacement), texts))


def notice(finding: Finding, texts: Texts, say: Say) -> shown.Notice:
    """What the linter found, with its fixes."""
    return shown.Notice(
        level=finding.level,
        message=finding_message(finding, say),
        label=finding.label,
        fixes=[
            shown.Fix(
                title=say(f"fix.{code}", replacement=edit.replacement, **finding.values), edit=edit_view(edit, texts)
            )
            for code, edit in finding.fixes
            # OpenPrompt text has other positions than the template read from it.
            if edit.target != "template" or not openprompt.looks_like(texts["template"])
        ],
    )


def finding_message(finding: Finding, say: Say) -> str:
    """The sentence about a finding."""
    return say(f"lint.{finding.code}", **finding.values)


def unique(notices: Sequence[shown.Notice]) -> list[shown.Notice]:
    """One notice a message; several words may call for the same one."""
    return list({each.message: each for each in notices}.values())


def template_view(
    template: Template,
    texts: Texts,
    findings: tuple[Finding, ...],
    kind: str,
    say: Say,
    *,
    trained: bool = False,
    more: Sequence[shown.Notice] = (),
) -> shown.TemplateView:
    """What the template is, what it means for this model, and where its parts lie.

    Args:
        trained: a trained prompt fills its soft tokens.
        more: further notices, shown last.
    """
    source = texts["template"]
    foreign = openprompt.looks_like(source)
    notices = [notice(each, texts, say) for each in findings if each.code in ("missing_space", "needless_space")]
    if foreign:
        fix = new_template(texts, str(template), say("fix.convert"))
        notices.append(shown.Notice(level="info", message=say("note.openprompt"), label=None, fixes=[fix]))
    for part, key in ((Soft, "note.soft"), (Trigger, "note.trigger")):
        if any(isinstance(each, part) for each in template.parts) and not (trained and part is Soft):
            notices.append(shown.Notice(level="info", message=say(key), label=None, fixes=[]))
    spans = [
        shown.TemplatePart(start=units(source, part.start), end=units(source, part.end), kind=_KINDS[type(part)])
        for part in template.parts
    ]
    return shown.TemplateView(
        kind=template.kind,
        kind_label=say(f"kind.{template.kind}"),
        explanation=say(f"explain.{template.kind}.{kind}"),
        slots=list(template.slots),
        run_length=template.run_length,
        spans=[] if foreign else spans,
        notices=[*unique(notices), *more],
        openprompt=_openprompt(template),
    )


def _openprompt(template: Template) -> str | None:
    try:
        return openprompt.write(template)
    except TemplateError:
        return None


def vocabulary_view(prediction: Prediction, addable: Callable[[int], str | None], say: Say) -> contract.VocabularyView:
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
            probability = math.exp(token.log_probability)
            rows.append(
                contract.VocabularyToken(
                    text=token.text,
                    piece=token.piece,
                    probability=probability,
                    share=percent(probability),
                    index=index,
                    label=label,
                    word=quote(word) if word else None,
                    why=None if word else say(_why(token.piece, run), piece=token.piece),
                )
            )
        title = say("vocabulary.mask") if run == 1 else say("vocabulary.nth_mask", number=position + 1)
        title = say("vocabulary.next") if prediction.kind == "causal" else title
        columns.append(contract.VocabularyColumn(title=title, tokens=rows))
    note = None
    if prediction.kind == "causal":
        note = say("vocabulary.causal_cloze" if prediction.prompt_kind == "cloze" else "vocabulary.causal_prefix")
    elif run > 1:
        note = say("vocabulary.run")
    return contract.VocabularyView(columns=columns, note=note)


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


def reading_view(prediction: Prediction, say: Say) -> contract.ReadingView:
    """The prompt as the model reads it, and what did not fit."""
    reading = prediction.model_input
    colour = {name: i for i, name in enumerate(dict.fromkeys(piece.slot for piece in reading.pieces if piece.slot))}
    if reading.cuts:
        summary = say(
            "reading.cut", used=reading.used, limit=reading.limit, cut=sum(cut.tokens for cut in reading.cuts)
        )
    else:
        summary = say("reading.whole", used=reading.used, limit=reading.limit)
    return contract.ReadingView(
        pieces=[
            contract.ReadPiece(
                text=piece.text, kind=piece.kind, slot=piece.slot, index=colour.get(piece.slot) if piece.slot else None
            )
            for piece in reading.pieces
        ],
        used=reading.used,
        limit=reading.limit,
        summary=summary,
        cut=[contract.CutText(slot=cut.slot, text=cut.text) for cut in reading.cuts],
        notes=[say("reading.causal")] if prediction.kind == "causal" else [],
    )
