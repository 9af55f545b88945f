"""How the lines of a text file seem to be divided: by which separator, and where."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence

from playground.datasets.lines import (
    DELIMITERS,
    FASTTEXT,
    FASTTEXT_LABEL,
    SAMPLE,
    SEPARATOR_LINE,
    TREC,
    TREC_LINE,
    WIDE_COMMA,
    csv_rows,
)
from playground.datasets.table import LABEL_NAMES, TEXT_NAMES, Row

# Seen in published files; any other can be typed.
UNUSUAL = ("_!_", "|||", "||", "::", "@", "\x01", "^", "~", "#")
LONGEST_DELIMITER = 8  # characters of one that is typed
PART = 64 * 1024  # characters of each of three places that a guess looks at
MOST_ROWS = 2000
TIGHT = re.compile(r"\S,\S")
WORD = re.compile(r"[+-]?\w[\w.+-]{0,29}")
# First words of many a sentence, so of no label.
SENTENCE = frozenset(
    "a an the i this that it is my we he she they you in on at what how who where when why very".split()
)


def excerpt(text: str) -> str:
    """Beginning, middle and end of a long text, in whole lines: a file may be sorted by its labels."""
    if len(text) <= 4 * PART:
        return text

    def lines(start: int) -> str:
        part = text[start : start + PART]
        begins = 0 if start == 0 else part.find("\n") + 1
        return part[begins : part.rfind("\n") + 1] or part

    return "".join(map(lines, (0, len(text) // 2, len(text) - PART)))


def guess_division(text: str) -> tuple[str, str]:
    """(separator or shape, where it cuts): what a line `sep=;` names, else what divides the rows best.

    The usual separators are preferred. Others, a cut at the first or last one, and the shapes without any come in
    where those leave no column that could be the label.
    """
    if stated := SEPARATOR_LINE.match(text):
        return stated[1], "every"
    part = excerpt(text)
    lines = [line for line in re.split(r"[\r\n]+", part)[: 2 * MOST_ROWS] if line.strip()][:MOST_ROWS]
    if _all(lines, FASTTEXT_LABEL.search):
        return FASTTEXT, "every"
    usual, firm = _usual(part)
    if cut := _only_cut(usual, lines):
        return usual, cut
    if (firm and not (usual == "," and _is_prose(lines))) or len(lines) < 4:
        return usual, "every"
    if _all(lines, TREC_LINE.match) and _is_label([line.partition(":")[0] for line in lines]):
        return TREC, "every"
    for delimiter in UNUSUAL:
        columns = [line.split(delimiter) for line in lines]
        widths = Counter(map(len, columns))
        width, count = widths.most_common(1)[0]
        if width > 1 and count >= 0.95 * len(lines):
            good = [cells for cells in columns if len(cells) == width]
            if any(_is_label([cell.strip() for cell in column]) for column in zip(*good, strict=True)):
                return delimiter, "every"
    for delimiter in (*UNUSUAL, *DELIMITERS):
        for cut, divide in (("last", str.rpartition), ("first", str.partition)):
            parts = [divide(line.strip(), delimiter) for line in lines]
            # A comma between words has a space beside it.
            tight = [part for part in parts if part[1] and not (part[0][-1:] == " " or part[2][:1] == " ")]
            if len(tight) >= 0.95 * len(lines) and _is_label([part[2 if cut == "last" else 0] for part in tight]):
                return delimiter, cut
    firsts = [line.split(None, 1) for line in lines]
    words = [cells[0] for cells in firsts if len(cells) == 2 and WORD.fullmatch(cells[0])]
    numbers = all(word.lstrip("+-").isdecimal() for word in words)
    few = numbers or len({*words}) <= max(2, len(words) // 5) and not {word.lower() for word in words} & SENTENCE
    if len(words) >= 0.95 * len(lines) and few and _is_label(words):
        return (" " if " " in lines[0] else "\t"), "first"
    return usual, "every"


def _only_cut(delimiter: str, lines: Sequence[str]) -> str | None:
    """Where lines divide if nobody quoted the separators in their texts: below a header of a label and a text, every
    line has a separator, some have more, and the label stands at the one end in all of them."""
    names = [name.strip().lower() for name in lines[0].split(delimiter)] if lines else []
    if len(names) != 2 or not {*names} & LABEL_NAMES or not {*names} & TEXT_NAMES or any('"' in line for line in lines):
        return None
    counts = [line.count(delimiter) for line in lines[1:]]
    if not counts or min(counts) < 1 or max(counts) == 1:
        return None
    first = names[0] in LABEL_NAMES
    labels = [line.split(delimiter)[0 if first else -1].strip() for line in lines[1:]]
    again = len({*labels}) <= max(2, len(labels) // 2) and max(map(len, labels)) <= 60 and all(labels)
    return ("first" if first else "last") if again else None


def guess_delimiter(text: str) -> str:
    """Only the separator.

    Separators inside quotation marks do not count, and full-width commas, which any
    Chinese text has, only where nothing else divides the rows and they do half of them.

    >>> guess_delimiter('text;label\\n"so; so";a\\nfine, really;b')
    ';'
    """
    return guess_division(text)[0]


def _usual(part: str) -> tuple[str, bool]:
    """The usual separator that divides most rows into as many cells, and whether it is sure."""
    found: dict[str, tuple[int, int]] = {}
    read: dict[str, tuple[list[Row], int]] = {}
    for delimiter in DELIMITERS:
        rows = list(itertools.islice(csv_rows(part, delimiter), SAMPLE))
        widths = Counter(len(row.cells) for row in rows if not row.problem)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0] > 1), default=(1, 0))
        read[delimiter] = rows, width
        enough = width > 1 and (delimiter != WIDE_COMMA or 2 * count >= len(rows))
        found[delimiter] = (count, width) if enough else (0, 0)
    for rivals in (DELIMITERS[:-1], DELIMITERS[-1:]):
        # The likelier separator first where two divide the rows equally well: commas occur in any text.
        best = max(rivals, key=lambda rival: found[rival])
        if found[best] > (0, 0):
            rows, width = read[best]
            return best, _is_table(part, best, rows, width)
    return ",", False


def _is_table(part: str, delimiter: str, rows: Sequence[Row], width: int) -> bool:
    """Whether nearly all rows are as wide, and one column could be the label or the first row names one."""
    if any({cell.lower() for cell in row.cells} & LABEL_NAMES and len(row.cells) > 1 for row in rows[:10]):
        return True
    if any({cell.lower() for cell in row.cells} & TEXT_NAMES and len(row.cells) == width for row in rows[:3]):
        return True
    if len(rows) == SAMPLE:
        rows = list(itertools.islice(csv_rows(part, delimiter), MOST_ROWS))
    good = [row.cells for row in rows if len(row.cells) == width]
    if len(good) < 0.9 * len(rows):
        return False
    return any(_is_label([cell for cell in column if cell]) for column in zip(*good, strict=True))


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether the commas of a file, or all but one a line, are those of sentences: a space stands beside them."""
    if any('"' in line for line in lines):
        return False
    if _all([line for line in lines if "," in line], lambda line: " , " in line):
        return True
    loose = sum(", " in line for line in lines)
    return 2 * loose > len(lines) and _all(lines, TIGHT.search)


def _is_label(cells: Sequence[str]) -> bool:
    """Whether cells could be labels: short, few different ones, each again and again, none nearly always."""
    if not cells or max(map(len, cells)) > 60 or sum(map(len, cells)) > 30 * len(cells):
        return False
    counts = Counter(cells)
    again = sum(count for count in counts.values() if count > 1)
    # A header or a slip is one odd cell.
    usual = max(counts.values())
    few = 2 <= len(counts) <= max(2, min(150, len(cells) // 2))
    return few and usual <= 0.9 * len(cells) and again >= 0.9 * len(cells) and "" not in counts


def _all(lines: Sequence[str], holds: Callable[[str], object]) -> bool:
    """Whether nearly all lines are so."""
    return bool(lines) and sum(bool(holds(line)) for line in lines) >= 0.95 * len(lines)
