"""A transformers tokenizer that keeps template and user text apart.

The trick: in a copy of the tokenizer every special token is renamed to a spelling
that no text contains (Unicode noncharacters). What a user types, `[MASK]` and
`</s>` included, is then ordinary text, while the template's masks are written in
the new spelling and keep their flags (RoBERTa's mask swallows the space before
it). So the ids equal the original tokenizer's on the whole filled string, whatever
its pre-tokenizer does at the borders.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from tokenizers import AddedToken
from tokenizers import Tokenizer as Backend

from playground.errors import ModelError
from playground.results import Chunk, Tokens

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_PLACEHOLDER = f"{_OPEN}x{_CLOSE}"
# Lone surrogates cannot be written in UTF-8, so no tokenizer takes them.
_NEUTRAL = dict.fromkeys([ord(_OPEN), ord(_CLOSE), *range(0xD800, 0xE000)], "\ufffd")


class PromptTokenizer:
    """Implements `prompting.encoding.Tokenizer` over a fast transformers tokenizer.

    `start_id` opens a causal LM's prompt that would be empty otherwise.

    Raises:
        ModelError: the tokenizer is a slow one, without a backend to copy.
    """

    def __init__(self, tokenizer: Any):
        backend = getattr(tokenizer, "backend_tokenizer", None)
        if backend is None:
            raise ModelError("slow_tokenizer", name=type(tokenizer).__name__)
        self.mask_token: str | None = tokenizer.mask_token
        self.mask_id: int | None = tokenizer.mask_token_id
        self.unknown_id: int | None = tokenizer.unk_token_id
        starts = (tokenizer.bos_token_id, tokenizer.cls_token_id, tokenizer.eos_token_id)
        self.start_id: int | None = next((id for id in starts if id is not None), None)
        self._original = tokenizer

        description = json.loads(backend.to_str())
        description.update(truncation=None, padding=None)
        renamed = {t["content"]: t["id"] for t in description["added_tokens"] if t["special"]}
        for token in description["added_tokens"]:
            if token["special"]:
                token["content"] = _spelling(token["id"])
        _rename_pieces(description["model"], {old: _spelling(id) for old, id in renamed.items()})
        # Longest first, so that a spelling inside another is not taken for it. A mask is
        # never meant by literal text: `[[MASK]` is how a template says that it is none.
        meant = {old: _spelling(id) for old, id in renamed.items() if id != self.mask_id}
        self._spellings = sorted(meant.items(), key=lambda pair: -len(pair[0]))
        self._guarded = _build(description)
        within = _without_word_prefix(description)
        self._within = self._guarded if within == description else _build(within)
        self._placed = {self._guarded.token_to_id(_spelling(id)): id for id in renamed.values()}
        filler = self.mask_id if self.mask_id is not None else (self.start_id or 0)
        self._placed[self._guarded.token_to_id(_PLACEHOLDER)] = filler
        self.word_ids = lru_cache(maxsize=65_536)(self._word_ids)
        self.piece = lru_cache(maxsize=65_536)(self._piece)

    def encode(self, chunks: Sequence[Chunk]) -> Tokens:
        """The ids of the chunks as one string, special tokens added.

        Soft and trigger placeholders (and a mask of a model that has no mask
        token) take a filler's id: the mask's, else the start token's.
        """
        spelled = [self._spell(chunk) for chunk in chunks]
        starts = [0]
        for text in spelled:
            starts.append(starts[-1] + len(text))
        string = "".join(spelled)
        encoding = self._guarded.encode(string)
        ids, owners, offsets = [], [], []
        chunk = 0
        for id, (start, end), added in zip(encoding.ids, encoding.offsets, encoding.special_tokens_mask, strict=True):
            if added:
                ids.append(self._placed.get(id, id))
                owners.append(-1)
                offsets.append(0)
                continue
            placed = id in self._placed and _OPEN in string[start:end]
            if placed:
                # It may have swallowed spaces around it: it lies where its spelling begins.
                id, start = self._placed[id], string.index(_OPEN, start, end)
            else:
                # A word's leading space may be of the chunk before: the word is what counts.
                start += len(string[start : end - 1]) - len(string[start : end - 1].lstrip(" "))
            while chunk + 1 < len(spelled) and starts[chunk + 1] <= start:
                chunk += 1
            owner = chunk
            if not placed:
                # A piece of spaces only, its offsets trimmed to nothing, ends where a mask may begin.
                while owner and chunks[owner].placeholders:
                    owner -= 1
            ids.append(id)
            owners.append(owner)
            offsets.append(start - starts[owner])
        return Tokens(tuple(ids), tuple(owners), tuple(offsets))

    def keeps_a_mask(self) -> bool:
        """Whether a template's mask is read as the original tokenizer reads its own: one token, the same ids."""
        chunks = [Chunk("text", "It was "), Chunk("mask", placeholders=1), Chunk("text", ".")]
        ids = self.encode(chunks).ids
        return ids.count(self.mask_id) == 1 and list(ids) == self._original(f"It was {self.mask_token}.").input_ids

    @property
    def most_id(self) -> int:
        """The largest id it can give, added tokens included; -1 where it knows nothing."""
        return max(self._original.get_vocab().values(), default=-1)

    def ordinary_ids(self, count: int) -> list[int]:
        """At most so many ids from all over the vocabulary that a text may hold."""
        special = {*self._original.all_special_ids, self.unknown_id}
        ids = sorted(id for id in self._original.get_vocab().values() if id not in special)
        return ids[:: max(1, len(ids) // count)][:count]

    def _spell(self, chunk: Chunk) -> str:
        if chunk.kind == "mask" and chunk.placeholders and self.mask_id is not None:
            return _spelling(self.mask_id) * chunk.placeholders
        if chunk.placeholders:
            return _PLACEHOLDER * chunk.placeholders
        text = chunk.text.translate(_NEUTRAL)
        if chunk.kind == "text":
            for old, new in self._spellings:
                text = text.replace(old, new)
        return text

    def _word_ids(self, word: str, leading_space: bool, at_start: bool) -> tuple[int, ...]:
        """The pieces of a label word at the mask: after a space, right after other
        text (then no tokenizer's word-start prefix is added), or at the start."""
        text = word.translate(_NEUTRAL)
        if at_start:
            return tuple(self._guarded.encode(text, add_special_tokens=False).ids)
        return tuple(self._within.encode(" " + text if leading_space else text, add_special_tokens=False).ids)

    def _piece(self, id: int) -> str:
        """An id's spelling for people: `##ing` as it is, byte-level and
        SentencePiece word starts as `␣great`, broken bytes as the vocabulary has them."""
        raw = self._original.convert_ids_to_tokens(id) or ""
        if raw.startswith("##") or id in self._original.all_special_ids:
            return raw
        if "▁" in raw:
            return raw.replace("▁", "␣")
        text = self._original.convert_tokens_to_string([raw])
        if not text or "\ufffd" in text:
            return raw
        return text.replace(" ", "␣").replace("\n", "⏎").replace("\t", "⇥")

    def word(self, id: int, leading_space: bool, at_start: bool) -> str | None:
        """The label word whose only piece is this id, or `None` if there is none
        (a continuation piece, a special token, half a character)."""
        word = self.piece(id).removeprefix("␣")
        if not word or id in self._original.all_special_ids or id == self.unknown_id:
            return None
        return word if self.word_ids(word, leading_space, at_start) == (id,) else None


def _spelling(id: int) -> str:
    return f"{_OPEN}{id}{_CLOSE}"


def _rename_pieces(model: dict, names: dict[str, str]) -> None:
    """Rename pieces of the model's own vocabulary, so that every id stays as it is
    and Unigram, which finds any piece in any text, does not find `<mask>`."""
    vocabulary = model["vocab"]
    if isinstance(vocabulary, list):
        model["vocab"] = [[names.get(piece, piece), score] for piece, score in vocabulary]
        return
    merged = {"".join(pair) if isinstance(pair, list) else pair.replace(" ", "") for pair in model.get("merges", ())}
    names = {old: new for old, new in names.items() if old not in merged}
    model["vocab"] = {names.get(piece, piece): id for piece, id in vocabulary.items()}
    if model.get("unk_token") in names:
        model["unk_token"] = names[model["unk_token"]]


def _build(description: dict) -> Backend:
    backend = Backend.from_str(json.dumps(description))
    backend.add_special_tokens([AddedToken(_PLACEHOLDER, special=True, normalized=False)])
    return backend


def _without_word_prefix(node: Any) -> Any:
    """A tokenizer's description without the space it puts before a first word."""
    if isinstance(node, list):
        # Metaspace keeps a space that is there; a splitter before it would have taken it.
        metaspace = any(isinstance(item, dict) and item.get("type") == "Metaspace" for item in node)
        kept = [item for item in node if not (metaspace and item.get("type") == "WhitespaceSplit")]
        return [_without_word_prefix(item) for item in kept if not _prepends(item)]
    if not isinstance(node, dict):
        return node
    kind = node.get("type")
    changed = {
        key: None if key == "normalizer" and _prepends(value) else _without_word_prefix(value)
        for key, value in node.items()
        if key not in ("model", "added_tokens")
    }
    if kind == "Metaspace":
        changed["prepend_scheme"] = "never"
    if kind in ("ByteLevel", "RobertaProcessing") and "add_prefix_space" in node:
        changed["add_prefix_space"] = False
    return {**node, **changed}


def _prepends(node: Any) -> bool:
    return isinstance(node, dict) and node.get("type") == "Prepend"
