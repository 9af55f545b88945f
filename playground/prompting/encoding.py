"""Template + example + tokenizer -> token ids, each with its origin; truncation.

A tokenizer arrives as an argument and does what `Tokenizer` says. Special-token
spellings inside a slot's text are ordinary text; otherwise the ids equal the
tokenizer's on the whole filled string. One thing is moved on purpose: spaces right
before the mask run, or before soft or trigger tokens, belong to the word there, so
they leave the prompt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from playground.errors import FieldsError, TemplateError
from playground.prompting.template import Mask, Slot, Soft, Template, Text, Trigger
from playground.results import Chunk, Cut, ModelInput, Piece, Tokens

_PLACEHOLDERS = {"mask": "[MASK]", "soft": "[SOFT]", "trigger": "[T]"}


class Tokenizer(Protocol):
    """What encoding and linting need to know of a tokenizer."""

    mask_token: str | None
    unknown_id: int | None

    def encode(self, chunks: Sequence[Chunk]) -> Tokens:
        """The ids of the chunks as one string, special tokens added."""
        ...

    def word_ids(self, word: str, leading_space: bool, at_start: bool) -> tuple[int, ...]:
        """The pieces of a label word standing at the mask."""
        ...

    def piece(self, id: int) -> str:
        """The vocabulary's own spelling of an id."""
        ...


@dataclass(frozen=True)
class EncodedPrompt:
    """Token ids of one filled prompt and where its parts lie.

    `mask` are the answer positions in order; `soft` the positions of soft tokens
    without words of their own; `texts` the slots' texts after truncation.
    """

    ids: tuple[int, ...]
    mask: tuple[int, ...]
    soft: tuple[int, ...]
    model_input: ModelInput
    texts: Mapping[str, str]


def at_start(template: Template) -> bool:
    """Whether nothing stands before the mask run."""
    return template.mask == 0


def label_word_ids(tokenizer: Tokenizer, template: Template, word: str) -> tuple[int, ...]:
    """The pieces of `word` at this template's mask; empty if there is an unknown one."""
    ids = tokenizer.word_ids(word, template.leading_space, at_start(template))
    return () if tokenizer.unknown_id in ids else ids


def encode(
    template: Template,
    fields: Mapping[str, str],
    tokenizer: Tokenizer,
    limit: int,
    *,
    run_length: int | None = None,
    reserve: int = 0,
    answer: str | None = None,
) -> EncodedPrompt:
    """Fill a template and tokenise it, cutting slots from their end, longest first.

    Args:
        fields: slot name -> text.
        limit: the most tokens the model reads.
        run_length: number of masks instead of the template's own.
        reserve: tokens to leave free under the limit, for longer label words.
        answer: fill the mask run with this text instead of masks.

    Raises:
        FieldsError: a slot has no field.
        TemplateError: the template alone does not fit.
    """
    for name in template.slots:
        if name not in fields:
            raise FieldsError("missing", name=name)
    texts = {name: fields[name] for name in template.slots}
    run = template.run_length if run_length is None else run_length
    while True:
        chunks = fill(template, texts, run, answer)
        tokens = tokenizer.encode(chunks)
        excess = len(tokens.ids) + reserve - limit
        if excess <= 0:
            break
        texts = _shorten(chunks, tokens, texts, excess, limit)
    return _encoded(chunks, tokens, tokenizer, fields, texts, limit)


def fill(template: Template, texts: Mapping[str, str], run: int, answer: str | None = None) -> list[Chunk]:
    """The chunks of a filled template, in order."""
    chunks: list[Chunk] = []
    for part in template.parts:
        match part:
            case Text(text):
                chunks.append(Chunk("text", text))
            case Slot(name):
                chunks.append(Chunk("slot", texts[name], slot=name))
            case Mask() if answer is not None:
                chunks.append(Chunk("mask", answer))
            case Mask():
                _trim(chunks)
                chunks.append(Chunk("mask", placeholders=run))
            case Soft(_, str(words)):
                chunks.append(Chunk("soft", words))
            case Soft(count):
                _trim(chunks)
                chunks.append(Chunk("soft", placeholders=count))
            case Trigger(count):
                _trim(chunks)
                chunks.append(Chunk("trigger", placeholders=count))
    return chunks


def _trim(chunks: list[Chunk]) -> None:
    """Take the spaces before a placeholder away: they are part of the token that it stands for."""
    if chunks and chunks[-1].kind == "text":
        chunks[-1] = replace(chunks[-1], text=chunks[-1].text.rstrip(" "))


def _shorten(
    chunks: Sequence[Chunk], tokens: Tokens, texts: Mapping[str, str], excess: int, limit: int
) -> dict[str, str]:
    """Texts shorter by about `excess` tokens; encoding again tells whether it was enough."""
    starts: dict[str, list[int]] = {}
    times: dict[str, int] = {}
    for index, chunk in enumerate(chunks):
        if chunk.slot is not None and texts[chunk.slot]:
            times[chunk.slot] = times.get(chunk.slot, 0) + 1
            starts.setdefault(chunk.slot, [o for c, o in zip(tokens.chunks, tokens.offsets, strict=True) if c == index])
    starts = {name: its_starts for name, its_starts in starts.items() if its_starts}
    if not starts and any(texts.values()):
        # What is left of the slots lies in tokens that begin in the template's text.
        return dict.fromkeys(texts, "")
    if not starts:
        raise TemplateError("too_long_for_model", count=limit + excess, limit=limit)
    keep = {name: len(its_starts) for name, its_starts in starts.items()}
    while excess > 0 and any(keep.values()):
        longest = max(keep, key=keep.__getitem__)
        keep[longest] -= 1
        excess -= times[longest]
    shorter = dict(texts)
    for name, count in keep.items():
        if count < len(starts[name]):
            # One character at least goes, even where several tokens start on one.
            end = min(starts[name][count], len(texts[name]) - 1)
            shorter[name] = texts[name][:end].rstrip()
    return shorter


def _encoded(
    chunks: Sequence[Chunk],
    tokens: Tokens,
    tokenizer: Tokenizer,
    fields: Mapping[str, str],
    texts: Mapping[str, str],
    limit: int,
) -> EncodedPrompt:
    owners = [chunks[index] if index >= 0 else Chunk("special") for index in tokens.chunks]
    pieces = tuple(
        Piece(_PLACEHOLDERS[owner.kind] if owner.placeholders else tokenizer.piece(id), owner.kind, owner.slot)
        for id, owner in zip(tokens.ids, owners, strict=True)
    )
    cuts = tuple(
        Cut(name, fields[name][len(text) :], _count(tokenizer, fields[name]) - _count(tokenizer, text))
        for name, text in texts.items()
        if text != fields[name]
    )
    return EncodedPrompt(
        ids=tokens.ids,
        mask=tuple(i for i, owner in enumerate(owners) if owner.kind == "mask" and owner.placeholders),
        soft=tuple(i for i, owner in enumerate(owners) if owner.kind == "soft" and owner.placeholders),
        model_input=ModelInput(pieces, limit, cuts),
        texts=texts,
    )


def _count(tokenizer: Tokenizer, text: str) -> int:
    return sum(chunk >= 0 for chunk in tokenizer.encode([Chunk("text", text)]).chunks)
