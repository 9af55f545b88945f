"""Templates as other tools and other models spell them -> an offer in this project's language.

An offer only: nothing is read differently than it stands. What is offered can be read by `parse`, and is
the template that the other tool would have meant, with the words it has. Known are
promptsource's Jinja (Bach et al. 2022), LM-BFF (Gao et al. 2021), AutoPrompt (Shin et al. 2020), LAMA's
`[X]` and `[Y]` (Petroni et al. 2019), mask tokens of other models, blanks, and full-width brackets.
OpenPrompt's syntax is read as it stands: see `openprompt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playground.errors import TemplateError
from playground.invisible import without_hidden
from playground.prompting import openprompt
from playground.prompting.template import MAX_CHARACTERS, Template, parse

_WIDE = str.maketrans("｛｝﹛﹜", "{}{}")
_BRACKETED = re.compile(
    r"[［【〔〖「『]\s*((?:MASK|SOFT|T)(?:[*＊]\d+)?|SOFT[:：][^\]］】〕〗」』]*)\s*[］】〕〗」』]", re.IGNORECASE
)
_NUMBERED = r"(?:[_\- ]?\d+)?"
_NAMES = rf"(?:[gs]?mask(?:ed)?(?:[_ ]?token)?{_NUMBERED}|blank|掩码|掩碼|遮罩|遮盖|空格|空白|空)"
# Longest first. Of Chinese brackets and round ones only those that hold a mask's name, or nothing at all.
_MASK = re.compile(
    rf"\[\[\s*{_NAMES}\s*\]\]?|\{{\{{?\s*{_NAMES}\s*\}}?\}}|<\|?\s*{_NAMES}\s*\|?>|[＜〈《]\s*{_NAMES}\s*[＞〉》]"
    rf"|[\[［【〔〖「『(（]\s*(?:{_NAMES}|[_＿]*)\s*[\]］】〕〗」』)）]|\*\*?mask\*\*?|<extra_id_0>|<special\d+>"
    r"|_{2,}|＿+|▁+|(?<![\w\[])MASK(?![\w\]])",
    re.IGNORECASE,
)
_LM_BFF = re.compile(r"\*(cls|sep\+?|bos|eos|mask|\+?sent[lu]?-?_(\d+))\*")
_LM_BFF_OTHER = re.compile(r"\*\w*(?:label|sent)\w*\*")
_FIRST = re.compile(r"^\s*(?:\[CLS\]|<s>|<cls>|<bos>|\[BOS\]|<\|startoftext\|>)\s*", re.IGNORECASE)
_LAST = re.compile(r"\s*(?:\[SEP\]|</s>|<sep>|<eos>|\[EOS\]|<\|endoftext\|>|<extra_id_1>)\s*$", re.IGNORECASE)
_INNER = re.compile(r"\s*(?:\[SEP\]|</?s>|<sep>)\s*", re.IGNORECASE)
_SOFT = re.compile(r"\[(?:unused|v_?)\d+\]", re.IGNORECASE)
_PLACES = re.compile(
    r"[\[<]\s*(x|text(?:_[ab])?|sentence\d?|sent\d?|s[12]|premise|hypothesis|input)\s*[\]>]|%s|\{\}", re.IGNORECASE
)
_JINJA = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}", re.DOTALL)
_PROGRAM = re.compile(r"\{%-?\s*\w.*?%\}", re.DOTALL)
_SLOT = re.compile(r"(?<!\{)\{[^{}\n]+\}(?!\})")
_SHOWN = 40  # characters of a sign
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_NAME = re.compile(r"([A-Za-z_]\w*)(?:(?:\.|\[[\"'])([A-Za-z_]\w*)(?:[\"']\])?)*\s*(?:\|.*)?", re.DOTALL)
_ANSWER = re.compile(r"answer_choices\s*\[\s*label|choices\s*\[\s*(?:label|answer)|^(?:label|answer|target)\b")


@dataclass(frozen=True)
class Offer:
    """A template in this project's language, or none where there is no saying it in it; `code` is the end of the
    key of a sentence that says whose spelling it is, `found` a sign of it."""

    code: str
    found: str
    text: str | None


def offer(source: str, mask_token: str | None = None) -> Offer | None:
    """What the text may be meant to say; `None` where it is this project's language already, or nobody's.

    Args:
        mask_token: the model's own mask spelling, which `parse` reads.

    >>> offer("*cls**sent_0*_It_was*mask*.*sep+*").text
    '{text} It was [MASK].'
    >>> offer("{{text}} Good or bad? ||| {{answer_choices[label]}}").text
    '{text} Good or bad? [MASK]'
    """
    if len(source) > MAX_CHARACTERS:
        return None
    now = _read(source, mask_token)
    if openprompt.looks_like(source):
        return _mixed(source, mask_token)
    if program := _PROGRAM.search(source):
        return Offer("jinja_program", program.group()[:_SHOWN], None)
    code, found, text = "", "", source
    for name, convert in _CONVERSIONS:
        changed = convert(text, now)
        if changed is None or changed == text:
            continue
        sign = _SIGNS[name].search(text) if name in _SIGNS else None
        code, found = code or name, found or (sign.group() if sign else "")
        text = changed
    if not code or (meant := _read(text, mask_token)) is None or meant == now:
        return None
    return Offer(code, found, text)


def _read(source: str, mask_token: str | None) -> Template | None:
    try:
        return parse(source, mask_token)
    except TemplateError:
        return None


def _mixed(source: str, mask_token: str | None) -> Offer | None:
    """OpenPrompt's objects beside our own `[MASK]` or `{slot}`, which OpenPrompt takes for text."""
    try:
        openprompt.read(source)
    except TemplateError as error:
        if error.code != "no_mask":
            return None
    else:
        return None
    text = openprompt.translate(source, literal=False)
    return Offer("mixed", "", text) if _read(text, mask_token) else None


def _visible(text: str, now: Template | None) -> str | None:
    return without_hidden(text) if now is None else None


def _brackets(text: str, now: Template | None) -> str:
    """Full-width braces and brackets, as a Chinese keyboard writes them."""
    narrow = text.translate(_WIDE)
    return _BRACKETED.sub(lambda match: "[" + match[1].replace("＊", "*").replace("：", ":") + "]", narrow)


def _jinja(text: str, now: Template | None) -> str | None:
    """promptsource: an input with `{{…}}`, `|||`, and the answer."""
    text = _COMMENT.sub("", text)
    question, bar, answer = text.partition("|||")
    if _SLOT.search(text) or not (bar or _JINJA.search(text)):
        return None
    asked = _JINJA.sub(_place, question).rstrip() if bar else _JINJA.sub(_place, question)
    if "[MASK]" in asked.upper():
        return asked
    if bar and len(_JINJA.findall(answer)) == 1:
        return f"{asked.rstrip()} {_JINJA.sub('[MASK]', answer).strip()}"
    return f"{asked.rstrip()} [MASK]"


def _place(match: re.Match[str]) -> str:
    inside = match[1]
    if _ANSWER.search(inside) or re.fullmatch(_NAMES, inside, re.IGNORECASE):
        return "[MASK]"
    if len(inside) > 1 and inside[0] in "\"'" and inside[-1] == inside[0]:
        return inside[1:-1]
    name = _NAME.fullmatch(inside)
    return "{" + (name[2] or name[1]) + "}" if name else match[0]


def _lm_bff(text: str, now: Template | None) -> str | None:
    """LM-BFF: `*cls**sent_0*_It_was*mask*.*sep+*`, where `_` is a space."""
    tokens = list(_LM_BFF.finditer(text))
    if not any(match[1] != "mask" for match in tokens):
        return None
    sentences = {match[2] for match in tokens if match[2]}
    names = {number: "text" if len(sentences) == 1 else f"text_{chr(97 + int(number) % 26)}" for number in sentences}
    pieces, at = [], 0
    for match in [*tokens, None]:
        literal = text[at : match.start() if match else len(text)]
        pieces.append(literal if "{" in literal else literal.replace("_", " "))
        if match is None:
            break
        at = match.end()
        before = "".join(pieces)
        gap = " " if before and not before[-1].isspace() and before[-1].isascii() else ""
        if match[1] == "mask":
            pieces.append(gap + "[MASK]")
        elif match[2]:
            pieces.append((gap if match[1][0] == "+" or before.endswith("}") else "") + "{" + names[match[2]] + "}")
        elif before.strip():
            pieces.append(gap)
    whole = "".join(pieces).strip()
    return None if _LM_BFF_OTHER.search(whole) else whole


def _autoprompt(text: str, now: Template | None) -> str | None:
    """AutoPrompt and its kin: the model's own beginning and end, `[P]` for the mask, `[X]` for the text."""
    inner = _INNER.sub(" ", _LAST.sub("", _FIRST.sub("", text)))
    inner = _SOFT.sub("[SOFT]", inner)
    if "[MASK" not in inner.upper():
        inner = re.sub(r"\[P\]", "[MASK]", inner)
        inner = re.sub(r"\[[YZ]\]", "[MASK]", inner, count=1)
    return inner


def _slots(text: str, now: Template | None) -> str | None:
    """`[X]`, `<text>`, `%s`: places for the example's text."""
    if _SLOT.search(text):
        return None
    return _PLACES.sub(lambda match: "{" + ("text" if (match[1] or "x").lower() == "x" else match[1]) + "}", text)


def _masks(text: str, now: Template | None) -> str | None:
    """The mask as other models and other people write it; only where there is none."""
    if now is not None or "[MASK]" in re.sub(r"\[\[MASK\]", "", text, flags=re.IGNORECASE).upper():
        return None
    return _MASK.sub("[MASK]", text)


_CONVERSIONS: tuple[tuple[str, Callable[[str, Template | None], str | None]], ...] = (
    ("invisible", _visible),
    ("jinja", _jinja),
    ("lm_bff", _lm_bff),
    ("autoprompt", _autoprompt),
    ("brackets", _brackets),
    ("mask", _masks),
    ("slot", _slots),
)
_SIGNS = {"mask": _MASK, "slot": _PLACES}
