"""The prompt as one sentence with its gap, and what the model would put there.

The words come from the vocabulary's view, so that a click on one does the same in both places. What a word costs in
tokens is `view.reading_view`'s.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from components.contracts.play import SentencePart, SentenceView, VocabularyToken, VocabularyView
from components.play.view import Say
from playground.numbers import percent
from playground.prompting.template import Mask, Slot, Soft, Template, Text
from playground.results import Prediction, WordScore

FILLINGS = 5
HEAD, TAIL = 220, 140  # characters of a long text around what is left out


def sentence_view(
    template: Template, fields: Mapping[str, str], prediction: Prediction, vocabulary: VocabularyView, say: Say
) -> SentenceView:
    """The filled template, and the gap's likeliest fillings.

    At one position these are the likeliest tokens. Of several positions each is predicted on its own, so that their
    likeliest tokens need not make a word: there the label words of that length compete, or, where there is none, the
    likeliest tokens stand as they are.
    """
    gaps = len(prediction.tokens)
    if gaps == 1:
        fillings, note = vocabulary.columns[0].tokens[:FILLINGS], "sentence.tokens"
        note = "sentence.next" if prediction.kind == "causal" else note
    else:
        fillings, note = _words(prediction, gaps, say), "sentence.words"
        if not fillings:
            fillings, note = [_together(vocabulary, say)], "sentence.apart"
    return SentenceView(
        parts=list(_parts(template, fields, prediction, say)), gaps=gaps, fillings=fillings, note=say(note)
    )


def _parts(template: Template, fields: Mapping[str, str], prediction: Prediction, say: Say) -> Iterator[SentencePart]:
    cut = {each.slot: len(each.text) for each in prediction.model_input.cuts}
    for part in template.parts:
        if isinstance(part, Text):
            yield SentencePart(text=part.text, kind="text", slot=None)
        elif isinstance(part, Slot):
            text = fields.get(part.name, "")
            text = text[: len(text) - cut.get(part.name, 0)]
            yield SentencePart(text=_middle_out(text) or f"{{{part.name}}}", kind="slot", slot=part.name)
        elif isinstance(part, Mask):
            yield SentencePart(text="", kind="mask", slot=None)
        elif isinstance(part, Soft):
            yield SentencePart(text=part.words or f"◇×{part.count}", kind="soft", slot=None)
        else:
            yield SentencePart(text=f"◆×{part.count}", kind="trigger", slot=None)


def _middle_out(text: str) -> str:
    return text if len(text) <= HEAD + TAIL + 1 else f"{text[:HEAD]} … {text[-TAIL:]}"


def _words(prediction: Prediction, gaps: int, say: Say) -> list[VocabularyToken]:
    """The label words with a piece for every position, the likeliest first."""
    index = {score.label: i for i, score in enumerate(prediction.labels)}
    # A word under two labels is told once, for the first.
    words: dict[tuple[str, ...], WordScore] = {}
    for word in prediction.words:
        if len(word.pieces) == gaps:
            words.setdefault(word.pieces, word)
    ranked = sorted(words.values(), key=lambda word: -word.log_probability)[:FILLINGS]
    return [
        VocabularyToken(
            text=word.word,
            piece=" ".join(word.pieces),
            probability=math.exp(word.log_probability),
            share=percent(math.exp(word.log_probability)),
            index=index[word.label],
            label=word.label,
            word=None,
            why=say("why.run"),
        )
        for word in ranked
    ]


def _together(vocabulary: VocabularyView, say: Say) -> VocabularyToken:
    tokens = [column.tokens[0] for column in vocabulary.columns]
    probability = math.prod(token.probability for token in tokens)
    return VocabularyToken(
        text=" ".join(token.text for token in tokens),
        piece=" ".join(token.piece for token in tokens),
        probability=probability,
        share=percent(probability),
        index=None,
        label=None,
        word=None,
        why=say("why.run"),
    )
