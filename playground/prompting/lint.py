"""What a model's tokenizer makes of each label word, and what to do about it.

Findings, never changes: a fix is an edit the user may apply with one click.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from unicodedata import normalize

from playground.invisible import hidden_in, without_hidden
from playground.prompting.encoding import Tokenizer, at_start
from playground.prompting.template import Template
from playground.prompting.verbalizer import Label, Verbalizer, quote, removal, unseen
from playground.results import Edit, Finding

Place = tuple[int, int]  # (index of the label, index of the word)
# Letters of a vocabulary's own spelling as JSON writes them.
_ESCAPED = re.compile(r"\\u(0120|2581)", re.IGNORECASE)
Pieces = Mapping[Place, tuple[int, ...]]


def word_pieces(verbalizer: Verbalizer, template: Template, tokenizer: Tokenizer) -> dict[Place, tuple[int, ...]]:
    """Every word's piece ids at this template's mask, unknown pieces included."""
    return {
        (i, j): tokenizer.word_ids(word.text, template.leading_space, at_start(template))
        for i, label in enumerate(verbalizer.labels)
        for j, word in enumerate(label.words)
    }


def lint(verbalizer: Verbalizer, template: Template, tokenizer: Tokenizer, fills_masks: bool) -> tuple[Finding, ...]:
    """All findings for a verbalizer at a template with a tokenizer.

    Args:
        fills_masks: the model answers at masks, so that their number counts.
    """
    pieces = word_pieces(verbalizer, template, tokenizer)
    known = {place: ids for place, ids in pieces.items() if ids and tokenizer.unknown_id not in ids}
    findings = [
        *_empty(verbalizer),
        *_unknown(verbalizer, pieces, known),
        *_twins(verbalizer, pieces, template, tokenizer),
        *_shared(verbalizer, known),
        *_first_pieces(verbalizer, known, tokenizer),
        *_leading_space(verbalizer, known, template, tokenizer),
    ]
    if fills_masks:
        findings += _run_lengths(verbalizer, known, template, tokenizer)
    return tuple(findings)


def lint_text(verbalizer: Verbalizer, source: str) -> tuple[Finding, ...]:
    """What a verbalizer's text holds that nobody sees: taken away around labels and words, named within them.

    Args:
        source: the text that the verbalizer was read from.
    """
    findings: list[Finding] = []
    if places := unseen(verbalizer, source):
        characters = ", ".join(dict.fromkeys(f"U+{ord(source[at]):04X}" for at in places))
        gone = set(places)
        clean = "".join(letter for at, letter in enumerate(source) if at not in gone)
        fix = ("clean_text", Edit("verbalizer", 0, len(source), clean))
        values = {"count": len(places), "characters": characters}
        findings.append(Finding("unseen", "info", None, None, values, (fix,)))
    for i, label in enumerate(verbalizer.labels):
        if hidden := hidden_in(label.name):
            end = label.name_end if label.colon else label.end
            edit = Edit("verbalizer", label.start, end, quote(without_hidden(label.name)))
            values = {"label": label.name, "characters": ", ".join(hidden)}
            findings.append(Finding("hidden_in_label", "warning", i, None, values, (("without_hidden", edit),)))
        for j, word in enumerate(label.words if label.colon else ()):
            if hidden := hidden_in(word.text):
                edit = _swap(verbalizer, (i, j), without_hidden(word.text))
                values = {"word": word.text, "characters": ", ".join(hidden)}
                findings.append(Finding("hidden_in_word", "warning", i, j, values, (("without_hidden", edit),)))
    return tuple(findings)


def _word(verbalizer: Verbalizer, place: Place) -> str:
    return verbalizer.labels[place[0]].words[place[1]].text


def _remove(verbalizer: Verbalizer, place: Place) -> tuple[tuple[str, Edit], ...]:
    return (("remove_word", removal(verbalizer.labels[place[0]], place[1])),)


def _swap(verbalizer: Verbalizer, place: Place, text: str) -> Edit:
    label: Label = verbalizer.labels[place[0]]
    word = label.words[place[1]]
    if not label.colon:
        return Edit("verbalizer", label.start, label.end, f"{quote(label.name)}: {quote(text)}")
    return Edit("verbalizer", word.start, word.end, quote(text))


def _empty(verbalizer: Verbalizer) -> Iterator[Finding]:
    for i, label in enumerate(verbalizer.labels):
        if not label.words:
            end = label.end + 1 if label.end else label.end
            fixes = (
                (
                    "use_own_name",
                    Edit("verbalizer", label.start, label.end, f"{quote(label.name)}: {quote(label.name)}"),
                ),
                ("remove_label", Edit("verbalizer", label.start, end, "")),
            )
            yield Finding("empty_label", "error", i, None, {"label": label.name}, fixes)


def _unknown(verbalizer: Verbalizer, pieces: Pieces, known: Pieces) -> Iterator[Finding]:
    for place in (place for place in pieces if place not in known):
        yield Finding("unknown", "error", *place, {"word": _word(verbalizer, place)}, _remove(verbalizer, place))


def _shared(verbalizer: Verbalizer, known: Pieces) -> Iterator[Finding]:
    """The same pieces twice, within a label or across two."""
    places: dict[tuple[int, ...], list[Place]] = defaultdict(list)
    for place, ids in known.items():
        places[ids].append(place)
    for first, *others in places.values():
        for place in others:
            same_label = first[0] == place[0]
            code = "word_twice" if same_label else "shared_word"
            values = {
                "word": _word(verbalizer, place),
                "other": _word(verbalizer, first),
                "label": verbalizer.labels[first[0]].name,
            }
            yield Finding(code, "warning", *place, values, _remove(verbalizer, place))


def _first_pieces(verbalizer: Verbalizer, known: Pieces, tokenizer: Tokenizer) -> Iterator[Finding]:
    """Words of two labels that begin with one piece: cut to it, they would be one word."""
    places: dict[int, list[Place]] = defaultdict(list)
    for place, ids in known.items():
        places[ids[0]].append(place)
    for id, group in places.items():
        first = group[0]
        for place in group[1:]:
            if place[0] != first[0] and known[place] != known[first]:
                values = {
                    "word": _word(verbalizer, place),
                    "other": _word(verbalizer, first),
                    "label": verbalizer.labels[first[0]].name,
                    "piece": tokenizer.piece(id),
                }
                yield Finding("shared_first_piece", "info", *place, values)


def _run_lengths(verbalizer: Verbalizer, known: Pieces, template: Template, tokenizer: Tokenizer) -> Iterator[Finding]:
    run = template.run_length
    lengths = {len(ids) for ids in known.values()}
    mask = template.parts[template.mask]
    fixes = ()
    if len(lengths) == 1 and run not in lengths:
        (length,) = lengths
        spelling = "[MASK]" if length == 1 else f"[MASK*{length}]"
        fixes = (("use_masks", Edit("template", mask.start, mask.end, spelling)),)
    for place, ids in known.items():
        if len(ids) != run:
            pieces = " · ".join(map(tokenizer.piece, ids))
            values = {"word": _word(verbalizer, place), "count": len(ids), "run": run, "pieces": pieces}
            yield Finding("run_length", "info", *place, values, fixes)


def _twins(verbalizer: Verbalizer, pieces: Pieces, template: Template, tokenizer: Tokenizer) -> Iterator[Finding]:
    """A word typed with a leading space, as a vocabulary spells it, or in a case (or with accents apart)
    that the model must spell out."""
    for place, ids in pieces.items():
        word = _word(verbalizer, place)
        plain = plain_spelling(word)
        if plain is not None:
            twin = tokenizer.word_ids(plain, template.leading_space, at_start(template))
            # A word that only looks like one, such as a hashtag's, keeps its pieces.
            if twin and tokenizer.unknown_id not in twin and (len(twin) < len(ids) or tokenizer.unknown_id in ids):
                fixes = (("use_word", _swap(verbalizer, place, plain)),)
                yield Finding("piece_spelling", "warning", *place, {"word": word, "other": plain}, fixes)
                continue
        if word != word.strip():
            fixes = (("use_word", _swap(verbalizer, place, word.strip())),) if word.strip() else ()
            yield Finding("outer_space", "warning", *place, {"word": word.strip()}, fixes)
            continue
        twins = {
            other: tokenizer.word_ids(other, template.leading_space, at_start(template))
            for other in (word.lower(), word.capitalize(), normalize("NFC", word))
        }
        other = min(twins, key=lambda other: len(twins[other]))
        if 0 < len(twins[other]) < len(ids) and tokenizer.unknown_id not in twins[other]:
            fixes = (("use_word", _swap(verbalizer, place, other)),)
            yield Finding("casing", "warning", *place, {"word": word, "other": other}, fixes)


def plain_spelling(word: str) -> str | None:
    """The word that a vocabulary's own spelling of a piece stands for; `None` if it is no such spelling.

    Word starts are spelled Ġ or ▁, continuations ##, word ends </w> or @@; byte-level ones spell every byte.

    Of several pieces, as a tokenizer lists them, the words that they make.

    >>> [plain_spelling(word) for word in ("Ġgreat", "▁very▁good", "##ing", "great</w>", "å¥½", "great", "café")]
    ['great', 'very good', 'ing', 'great', '好', None, None]
    >>> [plain_spelling(word) for word in ("so ##ft", "Ġvery Ġgood", "\\\\u0120great", "ġenb")]
    ['soft', 'very good', 'great', None]
    """
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), word.strip())
    plain = plain.removeprefix("##").replace(" ##", "").replace("@@ ", "").replace("</w>", " ").removesuffix("@@")
    plain = " ".join(re.sub("[Ġ▁␣]", " ", plain).split())
    if plain and not plain.isascii() and all(letter in _BYTES for letter in plain.replace(" ", "")):
        with suppress(UnicodeDecodeError):
            plain = b" ".join(bytes(_BYTES[letter] for letter in part) for part in plain.split()).decode().strip()
    return plain if plain.isprintable() and plain and plain != word.strip() else None


def _byte_letters() -> dict[str, int]:
    """GPT-2's letter for each byte: itself where it can be seen, else one behind the first 256."""
    seen = [*range(33, 127), *range(161, 173), *range(174, 256)]
    unseen = [byte for byte in range(256) if byte not in seen]
    return {chr(byte): byte for byte in seen} | {chr(256 + i): byte for i, byte in enumerate(unseen)}


_BYTES = _byte_letters()


def _leading_space(
    verbalizer: Verbalizer, known: Pieces, template: Template, tokenizer: Tokenizer
) -> Iterator[Finding]:
    """`It was[MASK]`: with a space before the mask (or without it) a word may need fewer pieces."""
    if at_start(template):
        return
    spaced, start = template.leading_space, template.parts[template.mask].start
    before = getattr(template.parts[template.mask - 1], "text", "")
    spaces = len(before) - len(before.rstrip(" "))
    fix = (
        ("remove_space", Edit("template", start - spaces, start, ""))
        if spaced
        else ("add_space", Edit("template", start, start, " "))
    )
    for place, ids in known.items():
        word = _word(verbalizer, place)
        twin = tokenizer.word_ids(word, not spaced, False)
        if len(twin) < len(ids) and tokenizer.unknown_id not in twin:
            code = "needless_space" if spaced else "missing_space"
            yield Finding(code, "warning", *place, {"word": word}, (fix,))
