"""Verbalizers written as lines of plain text in other forms than this project's -> labels and their words.

Tables with a separator, numbered and bulleted lists, YAML's flow style, promptsource's `bad ||| good` (Bach et al.
2022), comments, and other signs between words or around them. Each reader gives `None` where the text is not of its
form.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from playground.errors import VerbalizerError
from playground.invisible import ENDS
from playground.prompting import verbalizer

Pairs = list[tuple[str, list[str]]]

_WIDE = str.maketrans("｛｝［］：，＝；", "{}[]:,=;")
_QUOTED = re.compile(r"(?P<quote>[\"'])(?P<text>.*)(?P=quote)")
_ENCLOSED = re.compile(
    r"'([^']+)'|‘([^‘’]+)’|『([^『』]+)』|《([^《》]+)》|«\s*([^«»]+?)\s*»|`([^`]+)`|\*\*([^*]+)\*\*"
)
_BRACKETED = re.compile(r"([^()（）\[\]{}:：,，]+?)\s*[(（\[{]([^()（）\[\]{}:：]+)[)）\]}][.,;，；。]?")
_LABEL_OF = re.compile(r"\w\((\w+)\)")  # papers write v(0) = bad
_FLOW = re.compile(r"([^:=]+?)\s*[:=]\s*([^:=]+)")
_FLOW_LIST = re.compile(r"\s*([^:\[\]]+?)\s*:\s*\[([^\[\]]*)\]\s*,?")
_HEADING = re.compile(r"([^\s:\-][^:]*):\s*")
_ENTRY = re.compile(r"\s*-\s+(.+)")
_BULLET = re.compile(r"[-*•·]\s+(.+)")
_NUMBERED = re.compile(r"[(（\[]?(\d+)(?:[.)）\]、]\s*|\s+)(\D.*)")
_RULE = re.compile(r"[|\s:+-]*-{2,}[|\s:+-]*")
_CHOICES = re.compile(r"(?:answer_choices\s*[:=]\s*)?([\"']?)([^{}\"']+\|\|\|[^{}\"']+)\1")
_COMMENT = re.compile(r"^\s*(?:#|//)\s.*|\s+#\s.*")
_HEADS = {"label", "labels", "class", "classes", "category", "标签", "类别", "类"}
_WORD_HEADS = {"word", "words", "label_word", "label_words", "token", "tokens", "verbalizer", "词", "词语", "标签词"}
_TABLE_SIGNS = ("|", ";", "；", "\t", ",", "，")
_OTHER_COMMAS = re.compile(r"\s*[;；|]\s*|\s+/\s+")


def lines_of(source: str) -> list[str]:
    """The lines that are not blank, without what is blank around them."""
    return [line.strip(ENDS) for line in source.splitlines() if line.strip(ENDS)]


def flow(source: str) -> Pairs | None:
    """`{neg: bad, pos: good}` and `neg: bad; pos: good` on one line, `neg: [bad, awful]` a line: YAML's flow style."""
    lines = lines_of(source)
    listed = [_FLOW_LIST.fullmatch(line) for line in lines]
    if lines and all(listed):
        pairs = [(found[1], found[2].split(",")) for found in listed if found]
        return _bare([(name, [word for word in words if word.strip()]) for name, words in pairs])
    text = " ".join(lines).translate(_WIDE)
    braced = text[:1] + text[-1:] in ("{}", "()")
    if (not braced and len(lines) > 1) or ("{" in text[1:] or "[" in text):
        return None
    pairs: Pairs = []
    named = 0
    for part in filter(str.strip, re.split(r"[,;]", text[1:-1] if braced else text)):
        if found := _FLOW.fullmatch(part.strip()):
            pairs.append((found[1], [found[2]]))
            named += 1
        elif pairs and not set(":=") & set(part):
            pairs[-1][1].append(part)
        else:
            return None
    return _bare(pairs) if named > 1 else None


def _bare(pairs: Pairs) -> Pairs | None:
    """Without quotation marks around names and words; `None` where one is left over."""
    bare = [(_unquoted(name), [_unquoted(word) for word in words]) for name, words in pairs]
    return None if any('"' in text for name, words in bare for text in (name, *words)) else bare


def _unquoted(text: str) -> str:
    found = _QUOTED.fullmatch(text.strip(ENDS))
    return found["text"] if found else text.strip(ENDS)


def yaml(source: str) -> Pairs | None:
    """`label:` with `- word` lines below it."""
    found: Pairs = []
    entries = 0
    for line in filter(lambda line: line.strip(ENDS), source.splitlines()):
        if entry := _ENTRY.fullmatch(line):
            if not found:
                return None
            found[-1][1].append(entry[1].strip("\"' "))
            entries += 1
        elif heading := _HEADING.fullmatch(line):
            found.append((heading[1].strip("\"' "), []))
        else:
            return None
    return found if entries else None


def choices(source: str) -> Pairs | None:
    """promptsource's `bad ||| good`: a label each."""
    found = _CHOICES.fullmatch(source.strip(ENDS))
    words = [word.strip(ENDS) for word in found[2].split("|||")] if found else []
    return [(word, [word]) for word in words] if words and all(words) else None


def items(source: str) -> Pairs | None:
    """Bulleted `- neg: bad`, and numbered `0. bad`, `0 bad`, where the number is the label."""
    lines = lines_of(source)
    bullets = [_BULLET.fullmatch(line) for line in lines]
    if len(lines) > 1 and all(bullets):
        return ours("\n".join(found[1] for found in bullets if found))
    numbers = [_NUMBERED.fullmatch(line) for line in lines]
    if len(lines) < 2 or not all(numbers):
        return None
    found = [(number[1], number[2]) for number in numbers if number]
    first = int(found[0][0])
    if [int(number) for number, _ in found] != list(range(first, first + len(found))) or first > 1:
        return None
    rest = "\n".join(text for _, text in found)
    if ":" in rest or "：" in rest:
        return ours(rest)
    return [(number, re.split(r"\s*[,，、]\s*", text)) for number, text in found]


def rows(source: str) -> Pairs | None:
    """A table of labels and words: `neg | bad`, `neg;bad`, Markdown's, and CSV where it is told by a header, by
    numbers, by a list within quotation marks, or by a label that comes again."""
    lines = [line for line in lines_of(source) if not _RULE.fullmatch(line)]
    if len(lines) < 2 or any(mark in line for line in lines for mark in ":：“「"):
        return None
    for sign in _TABLE_SIGNS:
        cells = _cells(lines, sign)
        if cells is None:
            continue
        head = [cell.lower() for cell in cells[0]]
        named = next((place for place, cell in enumerate(head) if cell in _HEADS), None)
        worded = next((place for place, cell in enumerate(head) if cell in _WORD_HEADS and place != named), None)
        if named is not None and worded is not None:
            # Where the words come last, there may be more of them in a row than the header has names.
            until = None if worded == len(head) - 1 else worded + 1
            cells = [[row[named], *row[worded:until]] for row in cells[1:] if len(row) > max(named, worded)]
            return _labelled(cells) if cells and all(row[0] for row in cells) else None
        firsts = [row[0] for row in cells]
        told = all(first.isdecimal() for first in firsts) or len({*firsts}) < len(firsts)
        told = told or any("," in cell for row in cells for cell in row[1:])
        if sign in ",，\t" and not told:
            return None
        if sign not in ",，" and any(len(row) != 2 for row in cells):
            continue
        return _labelled(cells)
    return None


def is_head(cells: Sequence[str]) -> bool:
    """Whether a line names what stands in the columns below it."""
    return len(cells) == 2 and cells[0].lower() in _HEADS and cells[1].lower() in _WORD_HEADS


def by_first(source: str) -> Pairs | None:
    """Lines of cells, where the first of each may be the label of the others; nothing in them says so."""
    lines = lines_of(source)
    if len(lines) > 1 and not any(mark in line for line in lines for mark in ":：“「"):
        for sign in _TABLE_SIGNS:
            cells = _cells(lines, sign)
            if cells is not None:
                distinct = len({row[0] for row in cells}) == len(cells)
                return _labelled(cells) if distinct else None
    return None


def bracketed(source: str) -> Pairs | None:
    """`neg (bad, awful)` a line, as papers write it."""
    found = [_BRACKETED.fullmatch(line) for line in lines_of(source)]
    if len(found) < 2 or not all(found):
        return None
    return [(one[1].strip(), _words(one[2])) for one in found if one]


def _cells(lines: Sequence[str], sign: str) -> list[list[str]] | None:
    """The cells of every line, if each has several and a first and second one."""
    if any('"' in line for line in lines):
        try:
            cells = list(csv.reader((line.strip("|") for line in lines), delimiter=sign, strict=True))
        except csv.Error:
            return None
    else:
        cells = [line.strip("|").split(sign) for line in lines]
    cells = [[_unquoted(cell) for cell in row] for row in cells]
    return cells if all(len(row) > 1 and row[0] and row[1] for row in cells) else None


def _labelled(cells: list[list[str]]) -> Pairs:
    return [(row[0], [word for cell in row[1:] for word in _words(cell)]) for row in cells]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"\s*[,，、]\s*", text.strip(ENDS)) if word]


def marked(source: str) -> Pairs | None:
    """This project's form, with comments, with other marks around words than `"`, or with other signs for the comma."""
    text = "\n".join(_COMMENT.sub("", line) for line in source.splitlines())
    read = ours(text)
    if read is None:
        return None
    changed = lines_of(text) != lines_of(source)
    words = [word for _, its in read for word in its]
    if words and (all(map(_ENCLOSED.fullmatch, words)) or all(_ENCLOSED.fullmatch(name) for name, _ in read)):
        return [(_inside(name), [_inside(word) for word in its]) for name, its in read]
    colons = all(set(":：") & set(line) for line in lines_of(text))
    if colons and not set(',，、"“「') & set(text) and any(map(_OTHER_COMMAS.search, words)):
        split = [(name, [part for word in its for part in _OTHER_COMMAS.split(word)]) for name, its in read]
        if all(part for _, its in split for part in its):
            return split
    return read if changed and words else None


def _inside(text: str) -> str:
    found = _ENCLOSED.fullmatch(text)
    return next(filter(None, found.groups())) if found else text


def named(pairs: Pairs) -> Pairs:
    """With `0` for a paper's `v(0)`."""
    found = [_LABEL_OF.fullmatch(name.strip(ENDS)) for name, _ in pairs]
    return (
        [(one[1] if one else "", words) for one, (_, words) in zip(found, pairs, strict=True)] if all(found) else pairs
    )


def ours(text: str) -> Pairs | None:
    """As this project reads it; `None` where it cannot."""
    try:
        found = verbalizer.parse(text)
    except VerbalizerError:
        return None
    return [(label.name, [word.text for word in label.words]) for label in found.labels] if found else None
