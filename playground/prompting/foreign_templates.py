"""Templates as other tools and other models spell them -> an offer in this project's language.

An offer only: nothing is read differently than it stands. What is offered can be read by `parse`, and is
the template that the other tool would have meant, with the words it has. Known are
promptsource's Jinja (Bach et al. 2022), LM-BFF (Gao et al. 2021), AutoPrompt (Shin et al. 2020), LAMA's
`[X]` and `[Y]` (Petroni et al. 2019), places as Python's and other languages' formats write them, program code
(`code_templates`), mask tokens of other models, blanks, and full-width brackets.
OpenPrompt's syntax is read as it stands: see `openprompt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import normalize

from playground.errors import TemplateError
from playground.invisible import hidden_in, without_hidden
from playground.prompting import code_templates, openprompt, token_spellings
from playground.prompting.template import MAX_CHARACTERS, Template, parse

_WIDE = str.maketrans("｛｝﹛﹜", "{}{}")
_BRACKETED = re.compile(
    r"[［【〔〖「『]\s*((?:MASK|SOFT|T)(?:[*＊]\d+)?|SOFT[:：][^\]］】〕〗」』]*)\s*[］】〕〗」』]", re.IGNORECASE
)
_WIDE_LETTERS = re.compile(r"[\[［【〔〖「『]\s*[\uff21-\uff3a\uff41-\uff5a][^\[\]］】〕〗」』]*[\]］】〕〗」』]")
_NUMBERED = r"(?:[_\- ]?\d+)?"
_NAMES = (
    rf"(?:(?:self\.|tokenizer\.)?[gs]?mask(?:ed)?(?:[_ ]?token)?{_NUMBERED}|msk|blank|掩码|掩碼|遮罩|遮盖|空格|空白|空)"
)
# Longest first. Of Chinese brackets and round ones only those that hold a mask's name, or nothing at all.
_MASK = re.compile(
    rf"\$\{{?mask\b(?:\}}|\$)?|([#@])mask\1|(?<!\w)_{{1,3}}mask_{{1,3}}(?!\w)"
    rf"|\[\[\s*{_NAMES}\s*\]\]?|\{{\{{?\s*{_NAMES}\s*\}}?\}}|<\|?\s*{_NAMES}\s*\|?>|[＜〈《]\s*{_NAMES}\s*[＞〉》]"
    rf"|&lt;\s*{_NAMES}\s*&gt;|\\\[\s*{_NAMES}\s*\\\]"
    rf"|(?:[\[［【〔〖「『（]|(?<![A-Za-z0-9_])\()\s*(?:{_NAMES}|[_＿]*)\s*[\]］】〕〗」』)）]"
    r"|\*\*?mask\*\*?|<extra_id_0>|<special\d+>|_{2,}|＿+|▁+|(?<![\w\[])MASK(?![\w\]])",
    re.IGNORECASE,
)
# Only where nothing else could be the mask: what a data set calls its answers, and one low line.
_ASKED = re.compile(
    r"[\[<{【]\s*(?:label(?:[ _]?words?)?|answer|output|response|completion|verbali[sz]er|verb|word|class(?:_?name)?|category"
    r"|sentiment|emotion|topic|target(?:_text)?|m|y|标签词?|答案|输出|类别|情感)\s*[\]>}】]"
    r"|(?<!\S)_(?: _)*(?=[\s.,!?，。！？]|$)|[□◯○]+|《\s*》|[（(]\s*[?？]\s*[)）]|\{\}",
    re.IGNORECASE,
)
_LM_BFF = re.compile(r"\*(cls|sep\+?|bos|eos|mask|\+?sent[lu]?-?_(\d+))\*")
_LM_BFF_OTHER = re.compile(r"\*[+\w-]*(?:label|sent)[+\w-]*\*")
_LM_BFF_ANSWERED = re.compile(r"\*\+?label\w*\*")
_FIRST = re.compile(r"^\s*(?:\[CLS\]|<s>|<cls>|<bos>|\[BOS\]|<\|startoftext\|>)\s*", re.IGNORECASE)
_LAST = re.compile(r"\s*(?:\[SEP\]|</s>|<sep>|<eos>|\[EOS\]|<\|endoftext\|>|<extra_id_1>)\s*$", re.IGNORECASE)
_INNER = re.compile(r"\s*(?:(?:\[SEP\]|</?s>|<sep>)\s*)+", re.IGNORECASE)
_SOFT = re.compile(
    r"\[(?:unused|[vp]_?|prompt_?|learn_?|soft_?|pseudo_?)\d+\]|<(?:v_?|prompt_?|soft_?|pseudo_?)\d+>|\[[VP]\]_?\d+"
    r"|[\[<](?:prompt|soft_?prompt|pseudo)[\]>]|<soft>",
    re.IGNORECASE,
)
_TEXTS = (
    r"x\d?|text(?:[_ ]?(?:[ab12]|here))?|sentence[_ ]?[\dab]?|sent[_ ]?[\dab]?|s[12]?|premise|hypothesis|input(?:[_ ]?text)?|review"
    r"|question|passage|content|context|headline|title|body|doc(?:ument)?|news|article|tweet|comment|utterance|query|paragraph"
    r"|e[12]|ent(?:ity)?_?\d?|subj(?:ect)?|文本|句子|正文|内容|评论|文章|输入|新闻|标题"
)
_PLACES = re.compile(
    rf"(?:<<|\[\[|<\||[\[<〈「【])\s*({_TEXTS})\s*(?:>>|\]\]|\|>|[\]>〉」】])|%s|\{{\}}", re.IGNORECASE
)
# Python's formats with a conversion, an attribute or a key, and the dollars and percents of others.
_FORMATS = re.compile(
    rf"\{{\s*([A-Za-z_]\w*)\s*(?:![rsa](?::[^{{}}]*)?|:[<>=^+\-# 0-9,.]*[a-z%]?)\}}|%\((\w+)\)s|\$\{{?({_TEXTS})\b\}}?"
    r"|\{\s*(?:self|row|example|ex|item|doc|sample|data|inputs?|instance|x|r|d)(?:\.([A-Za-z_]\w*)|\[[\"']([^\"'{}\[\]]+)[\"']\])"
    r"(?:\.strip\(\))?\s*\}|\{0\}",
)
_JINJA = re.compile(r"\{\{\{?[-&]?\s*(.*?)\s*-?\}?\}\}", re.DOTALL)
_PROGRAM = re.compile(r"\{%-?\s*\w.*?%\}", re.DOTALL)
_SECTION = re.compile(r"\{\{[#^/>]\s*\w.*?\}\}", re.DOTALL)
_SLOT = re.compile(r"(?<!\{)\{[^{}\n]+\}(?!\})")
_SHOWN = 40  # characters of a sign
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_NAME = re.compile(
    r"([A-Za-z_]\w*)(?:(?:\.|\[[\"'])([A-Za-z_]\w*)(?:[\"']\])?)*(?:\.?\b(?:strip|lower|upper|title|capitalize)\(\))*"
    r"\s*(?:\|.*)?",
    re.DOTALL,
)
_ANSWER = re.compile(
    r"(?:choices|[\])])\s*\[\s*(?:[\w.]*\.)?(?:label|answer|gold|target)\w*\s*\]"
    r"|^(?:[\w.]*\.)?(?:label|answer|target|output|completion|response)\s*(?:\||$)"
)


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
    if wrapped := code_templates.within_quotes(source):
        text, named = wrapped
        theirs = openprompt.looks_like(text)
        if (named or theirs) and (text := _translated(text) if theirs else text) and _read(text, mask_token):
            return Offer("quoted", "", text)
    if openprompt.looks_like(source):
        paddle = token_spellings.paddle(source)
        if paddle and _read(paddle, mask_token):
            return Offer("paddle", "", paddle)
        return _mixed(source, mask_token)
    if program := _PROGRAM.search(source) or (not _SLOT.search(source) and _SECTION.search(source)):
        return Offer("jinja_program", program.group()[:_SHOWN], None)
    if _LM_BFF_ANSWERED.search(source):
        return _without_demonstrations(source, now)
    code, found, text = "", "", source
    for name, convert in _CONVERSIONS:
        changed = convert(text, now)
        if changed is None or changed == text:
            continue
        sign = _SIGNS[name].search(text) if name in _SIGNS else None
        code, found = code or name, found or (sign.group() if sign else "")
        text = changed
    if "jinja" in code and (left := _JINJA.search(text)):
        return Offer("jinja_program", left.group()[:_SHOWN], None)
    if not code or (meant := _read(text, mask_token)) is None or meant == now:
        return None
    return Offer(code, found[:_SHOWN], text)


def _read(source: str, mask_token: str | None) -> Template | None:
    try:
        return parse(source, mask_token)
    except TemplateError:
        return None


def _translated(source: str) -> str | None:
    try:
        return str(openprompt.read(source))
    except TemplateError:
        return None


def _without_demonstrations(source: str, now: Template | None) -> Offer:
    """LM-BFF's question alone: its demonstrations are answered examples, which end as it does with `*sep+*`."""
    answered = _LM_BFF_ANSWERED.search(source)
    asked = "".join(part for part in re.split(r"(?<=\*sep\+\*)", source) if not _LM_BFF_ANSWERED.search(part))
    text = _lm_bff(asked, now)
    found = answered.group() if answered else ""
    return Offer("lm_bff_demos", found, text if text and _read(text, None) else None)


def _mixed(source: str, mask_token: str | None) -> Offer | None:
    """OpenPrompt's objects beside our own `[MASK]` or `{slot}`, which OpenPrompt takes for text."""
    theirs = None
    try:
        theirs = openprompt.read(source)
    except TemplateError as error:
        if error.code not in {"no_mask", "openprompt_mask"}:
            return None
    else:
        if theirs.slots:
            return None
    text = openprompt.translate(source, literal=False)
    meant = _read(text, mask_token)
    return Offer("mixed", "", text) if meant and (meant.slots or not theirs) else None


def _visible(text: str, now: Template | None) -> str | None:
    hides = now is None or any(map(hidden_in, now.slots))
    return without_hidden(text) if hides else None


def _pattern(text: str, now: Template | None) -> str | None:
    return code_templates.pattern(text) if now is None else None


def _formats(text: str, now: Template | None) -> str:
    """`{text!r}`, `{row['text']}`, `${text}`, `%(text)s`, `{0}`: places as formats of programs write them."""
    return _FORMATS.sub(lambda match: "{" + (next(filter(None, match.groups()), "") or "text") + "}", text)


def _brackets(text: str, now: Template | None) -> str:
    """Full-width braces and brackets, as a Chinese keyboard writes them."""
    narrow = _WIDE_LETTERS.sub(lambda match: normalize("NFKC", match.group()), text.translate(_WIDE))
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
    if not any(match[1] != "mask" for match in tokens) or _LM_BFF_OTHER.search(_LM_BFF.sub("", text)):
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
    return whole


def _autoprompt(text: str, now: Template | None) -> str | None:
    """AutoPrompt and its kin: the model's own beginning and end, `[P]` for the mask, `[X]` for the text."""
    inner = _INNER.sub(" ", _LAST.sub("", _FIRST.sub("", text)))
    inner = token_spellings.first_openprompt(_SOFT.sub("[SOFT]", token_spellings.spans(inner)))
    if "[MASK" not in inner.upper():
        inner = re.sub(r"\[P\]", "[MASK]", inner)
        inner = re.sub(r"\[[YZ]\]", "[MASK]", inner, count=1)
    return inner


def _slots(text: str, now: Template | None) -> str | None:
    """`[X]`, `<text>`, `%s`: places for the example's text."""
    if _SLOT.search(text):
        return None
    return _PLACES.sub(lambda match: "{" + ("text" if (name := (match[1] or "x").lower()) == "x" else name) + "}", text)


def _masks(text: str, now: Template | None) -> str | None:
    """The mask as other models and other people write it; only where there is none."""
    if now is not None or "[MASK]" in re.sub(r"\[\[MASK\]", "", text, flags=re.IGNORECASE).upper():
        return None
    if _MASK.search(text):
        return _MASK.sub("[MASK]", text)
    # A box stands for one Chinese character.
    return _ASKED.sub(lambda match: "[MASK]" * (len(match.group()) if match.group()[0] in "□◯○" else 1), text)


_CONVERSIONS: tuple[tuple[str, Callable[[str, Template | None], str | None]], ...] = (
    ("invisible", _visible),
    ("pet", _pattern),
    ("jinja", _jinja),
    ("lm_bff", _lm_bff),
    ("autoprompt", _autoprompt),
    ("brackets", _brackets),
    ("format", _formats),
    ("mask", _masks),
    ("count", token_spellings.counts),
    ("slot", _slots),
)
_SIGNS = {
    "mask": re.compile(f"{_MASK.pattern}|{_ASKED.pattern}", re.IGNORECASE),
    "count": token_spellings.COUNT,
    "slot": _PLACES,
    "format": _FORMATS,
}
