"""Verbalizers as other tools write them -> an offer in this project's form.

An offer only: nothing is read differently than it stands. Known are JSON and Python dictionaries, lists and
lists of lists, also within a program's line or call, an object a line, OpenPrompt's text files (a line or a word a
class; Ding et al. 2022), lines with a tab or an arrow, YAML's lists, and what `listed_verbalizers` reads. What is
offered can be read by `verbalizer.parse`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from playground.errors import VerbalizerError
from playground.invisible import ENDS
from playground.prompting import listed_verbalizers, literals
from playground.prompting.listed_verbalizers import Pairs, lines_of, ours
from playground.prompting.literals import Code, Object, Value
from playground.prompting.verbalizer import MAX_CHARACTERS, Verbalizer

_UNNAMED = "label {number}"  # where the source gives a class no name
# A variable, a task's name (LM-BFF), and calls that are given one literal.
_ASSIGNED = re.compile(r"\s*(?:[A-Za-z_][\w.]*\s*=\s*(?=[\[{(])|[A-Za-z][\w./-]*\s*:\s*(?=\{))")
_ASSIGNMENT = re.compile(r"^[ \t]*[A-Za-z_][\w.]*\s*=\s*(?=[\[{(])", re.MULTILINE)
_CALLED = re.compile(r"\s*(?:\w+\s*=\s*)?(?:\w+\.)*\w*[dD]ict\(\s*(?=[\[{(])(.*)\)\s*", re.DOTALL)
_KEYWORDS = re.compile(r"\s*(?:\w+\s*=\s*)?dict\((\s*\w+\s*=.*)\)\s*", re.DOTALL)
_ARGUMENT = re.compile(r"\b(?:label_words|verbalizer|VERBALIZER)\s*=\s*(?=[\[{(])")
_RATED = re.compile(r"(?<=[}\])])[\s,;]*[-+]?\d+(?:\.\d+)?(?:e-?\d+)?\s*$")
_WIDE = str.maketrans("｛｝［］：，", "{}[]:,")
_ARROW = re.compile(r"\s*(?:\t+|=+>|<?-+>|→|⇒|↔|=)\s*|\s+[-–—]+\s+|\s{2,}")
_KEYED = re.compile(r"[\"'][^\n]*?[\"']\s*:\s*[\[\"'(]")
_LISTED = re.compile(r"([^\"'{}\[\]:=]+)\s*[:：=]\s*(\[.*\])")
_OF_THE_EXAMPLE = {"meta", "placeholder"}  # keys of OpenPrompt's that are no labels
_SEPARATORS = re.compile(r"\s*[,，、]\s*")
_NAME_KEYS = ("label", "name", "class")
_WORD_KEYS = ("words", "label_words", "word", "verbalizer", "label_desc", "label_des", "text")
_LABEL_LISTS = ("labels", "classes", "label")
_BRACKETS = "()[]{}（）"
_SHORT = 8  # words of one line that are a class each


@dataclass(frozen=True)
class Offer:
    """A verbalizer's text in this project's form, or what forbids it; `code` is the end of the key of a sentence
    that says what it was read from. `by_first` is another reading, where lines of words may begin with their label."""

    code: str
    text: str
    error: VerbalizerError | None = None
    by_first: str = ""


def offer(source: str) -> Offer | None:
    """What the text may be meant to say; `None` where it is this project's form already, or nobody's.

    >>> print(offer('{"World": ["politics"], "Sports": "sports"}').text)
    World: politics
    Sports: sports
    >>> print(offer("[['bad', 'awful'], ['good']]").text)
    label 0: bad, awful
    label 1: good
    """
    if not source.strip(ENDS) or len(source) > MAX_CHARACTERS:
        return None
    for code, read in _READERS:
        pairs = read(source)
        if pairs is not None:
            found = _made(code, listed_verbalizers.named(pairs), source)
            if found and read is _lines and pairs[0][0] == _UNNAMED.format(number=0):
                other = _made(code, listed_verbalizers.by_first(source) or [], source)
                return replace(found, by_first=other.text if other else "")
            return found
    return None


def _made(code: str, pairs: Pairs, source: str) -> Offer | None:
    merged: dict[str, list[str]] = {}
    for name, words in pairs:
        merged.setdefault(name.strip(ENDS), []).extend(word.strip(ENDS) for word in words)
    try:
        verbalizer = Verbalizer.from_mapping({name: list(dict.fromkeys(words)) for name, words in merged.items()})
    except VerbalizerError as error:
        return Offer(code, "", error)
    text = str(verbalizer or "")
    return Offer(code, text) if text and text != source else None


def _literal(source: str) -> Pairs | None:
    """One JSON or Python value."""
    if source.lstrip(ENDS)[:1] in ("｛", "［", "{"):
        source = source if "：" not in source and "｛" not in source else source.translate(_WIDE)
    if called := _CALLED.fullmatch(source):
        source = called[1]
        with suppress(literals.NoLiteral):
            value = literals.read_all(source)
            if isinstance(value, list) and all(isinstance(one, list) and len(one) == 2 for one in value):
                return _pairs_of([(one[0], one[1]) for one in value if isinstance(one, list)])
    elif keywords := _KEYWORDS.fullmatch(source):
        source = "{" + re.sub(r"(?:^|(?<=[,\]\"']))(\s*)(\w+)\s*=", r'\1"\2":', keywords[1]) + "}"
    elif (argument := _ARGUMENT.search(source)) and "(" in source[: argument.start()]:
        try:
            return _pairs(literals.read(source, argument.end())[0])
        except literals.NoLiteral:
            return None
    named = _ASSIGNED.match(source)
    text = _RATED.sub("", source[named.end() if named else 0 :]).strip(ENDS)
    if text[:1] in ('"', "'") and _KEYED.match(text):
        text = "{" + text + "}"
    if text[:1] not in ("[", "{", "("):
        return None
    try:
        return _pairs(literals.read_all(text))
    except literals.NoLiteral:
        return None


def _in_program(source: str) -> Pairs | None:
    """The first literal that a line of a program gives a name."""
    if found := _ASSIGNMENT.search(source):
        with suppress(literals.NoLiteral):
            return _pairs(literals.read(source, found.end())[0])
    return None


def _literal_lines(source: str) -> Pairs | None:
    """A JSON or Python value a line: an object with labels, or a class."""
    lines = [_RATED.sub("", line).rstrip(",") for line in lines_of(source)]
    listed = [_LISTED.fullmatch(line) for line in lines]
    if any(listed):
        lines = [
            json.dumps(match[1]) + ":" + match[2] if match else line for line, match in zip(lines, listed, strict=True)
        ]
        return _literal(",".join(lines))
    if not all(line[:1] in ("[", "{") for line in lines):
        return None
    try:
        return _pairs([literals.read_all(line) for line in lines])
    except literals.NoLiteral:
        return None


def _pairs(value: Value) -> Pairs | None:
    """Labels and words of a value; `None` if it is no verbalizer."""
    if isinstance(value, Object):
        return _of_object(value)
    if not isinstance(value, list) or not value:
        return None
    texts = [_word(one) for one in value]
    if all(text is not None for text in texts):
        return [(text, [text]) for text in texts if text is not None]
    if all(isinstance(one, Object) for one in value):
        return _of_objects([one for one in value if isinstance(one, Object)])
    found: Pairs = []
    if all(isinstance(one, list) and len(one) == 2 and isinstance(one[1], list) and _word(one[0]) for one in value):
        return _pairs_of([(one[0], one[1]) for one in value if isinstance(one, list)])
    for number, one in enumerate(value):
        words = _words(one)
        if words is None:
            return None
        found.append((_UNNAMED.format(number=number), words))
    return found


def _of_object(value: Object) -> Pairs | None:
    if value.pairs and all(inner is None for _, inner in value.pairs):
        names = [_word(key) for key, _ in value.pairs]  # a set of words
        return [(name, [name]) for name in names if name is not None]
    if _OF_THE_EXAMPLE & {key for key, _ in value.pairs if isinstance(key, str)}:
        return None
    return _beside(dict(value.pairs)) or _numbered(value) or _pairs_of(value.pairs)


def _beside(value: Mapping[Any, Value]) -> Pairs | None:
    """Labels and their words as two lists of one length."""
    lists = [
        inner
        for keys in (_LABEL_LISTS, _WORD_KEYS)
        if isinstance(inner := next((value[key] for key in keys if key in value), None), list)
    ]
    if len(value) != 2 or len(lists) != 2 or len(lists[0]) != len(lists[1]):
        return None
    return _pairs_of(list(zip(*lists, strict=True)))


def _numbered(value: Object) -> Pairs | None:
    """`{"bad": 0, "good": 1}`: words with the numbers of their labels."""
    named = [
        (_word(key), inner) for key, inner in value.pairs if isinstance(inner, int) and not isinstance(inner, bool)
    ]
    numbers = {number for _, number in named}
    if len(named) < max(len(value.pairs), 2) or numbers != {*range(len(numbers))}:
        return None
    if any(name is None or name.isdecimal() for name, _ in named):
        return None
    return [(str(number), [str(name)]) for name, number in sorted(named, key=lambda pair: pair[1])]


def _pairs_of(pairs: Sequence[tuple[Value, Value]]) -> Pairs | None:
    found: Pairs = []
    for key, inner in pairs:
        name, words = _word(key), _words(inner)
        if name is None or words is None:
            return None
        found.append((name, words))
    return found or None


def _of_objects(values: list[Object]) -> Pairs | None:
    """A list of objects: a class each, or a verbalizer each, of which the first is taken."""
    found: Pairs = []
    for number, value in enumerate(values):
        keys = {key: inner for key, inner in value.pairs if isinstance(key, str)}
        words_key = next((key for key in _WORD_KEYS if key in keys), None)
        name_key = next((key for key in _NAME_KEYS if key in keys), None)
        if words_key is None or (len(keys) > 1 and name_key is None):
            inner = _of_object(value)
            if inner is None:
                return None
            # Several labels in one object are a whole verbalizer: the others are its variants.
            if len(inner) > 1:
                return inner
            found += inner
            continue
        words = _words(keys[words_key])
        if words is None:
            return None
        name = _word(keys[name_key]) if name_key else words[0] if len(words) == 1 else None
        found.append((name or _UNNAMED.format(number=number), words))
    return found


def _words(value: Value) -> list[str] | None:
    if isinstance(value, list):
        words: list[str] = []
        for one in value:
            inner = _words(one)
            if inner is None:
                return None
            words += inner
        return words
    word = _word(value)
    return None if word is None else [word]


def _word(value: Value) -> str | None:
    if value is None or isinstance(value, (Code, Object, list)):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def _lines(source: str) -> Pairs | None:
    """Text files: `label → words` a line, the words of a class a line, or a word a class."""
    lines = lines_of(source)
    if any(mark in line for line in lines for mark in ":：“「"):
        return None
    arrows = [_ARROW.split(line, maxsplit=1) for line in lines]
    if len(arrows) > 2 and listed_verbalizers.is_head(arrows[0]):
        del arrows[0]
    if all(len(sides) == 2 and all(sides) for sides in arrows):
        return ours("\n".join(": ".join(sides) for sides in arrows))
    if '"' in source:
        return _unnamed(listed_verbalizers.by_first(source))
    several = [_separated(line) for line in lines]
    if len(lines) == 1 and not any(mark in source for mark in _BRACKETS):
        words = several[0] if len(several[0]) > 1 else lines[0].split()
        return [(word, [word]) for word in words] if 1 < len(words) <= _SHORT else None
    if len(lines) > 1 and any(len(words) > 1 for words in several):
        return [(_UNNAMED.format(number=number), words) for number, words in enumerate(several)]
    return _unnamed(listed_verbalizers.by_first(source))


def _unnamed(pairs: Pairs | None) -> Pairs | None:
    """The same where the first word of each line is no label."""
    return pairs and [(_UNNAMED.format(number=number), [name, *words]) for number, (name, words) in enumerate(pairs)]


def _separated(text: str) -> list[str]:
    return [word for word in _SEPARATORS.split(text) if word]


_READERS: tuple[tuple[str, Callable[[str], Pairs | None]], ...] = (
    ("literal", _literal),
    ("a_line", _literal_lines),
    ("yaml", listed_verbalizers.yaml),
    ("yaml", listed_verbalizers.flow),
    ("lines", listed_verbalizers.choices),
    ("lines", listed_verbalizers.items),
    ("lines", listed_verbalizers.rows),
    ("lines", listed_verbalizers.marked),
    ("lines", listed_verbalizers.bracketed),
    ("lines", _lines),
    ("literal", _in_program),
)
