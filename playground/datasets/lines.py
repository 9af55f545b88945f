"""The rows of a text file: its lines, divided.

A separator of one character divides as in CSV, with quotation marks; one of several characters divides wherever it
stands. A `cut` at the first or last separator leaves those in the text alone. Two shapes have no separator: fastText's
`__label__x text` and the `LABEL:sublabel text` of TREC. Time is linear in the text: lines and cells are bounded, and
no line is read more than a few times.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator

from playground.datasets.table import MOST_COLUMNS, Row, row_of

WIDE_COMMA = "，"
DELIMITERS = ("\t", ";", "|", ",", WIDE_COMMA)
FASTTEXT, TREC = "__label__", "label:sublabel "
# Shape -> what its columns are called.
SHAPES = {FASTTEXT: ("label", "text"), TREC: ("label", "sublabel", "text")}
CUTS = ("every", "first", "last")
# The first line by which Excel is told the separator, and which it does not show.
SEPARATOR_LINE = re.compile(rf'"?sep=([{"".join(DELIMITERS)}])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
SAMPLE = 200  # rows that are enough to guess by
# Below its first, of one quoted cell. About what the longest text that is taken has (20 000 characters);
# without an end, a mark left open could take in thousands of rows up to some other mark that fits by chance.
MOST_LINES = 500
MOST_COMPARED = 60_000  # rows by which it is told what quotation marks are
LONGEST_LINE = 1024 * 1024  # characters
LONGEST_CELL = 128 * 1024  # as the csv module
FASTTEXT_LABEL = re.compile(r"(?:^|\s)__label__(\S+)")
TREC_LINE = re.compile(r"\s*([^\s:]{1,40}):(\S{1,40})[^\S\r\n]+(\S.*)", re.DOTALL)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_WRAPPED = re.compile(r'^"((?:[^"\r\n]|"")*)"(?=\r?$)', re.MULTILINE)
_BLANK = re.compile(r"\s*")
_RULE = re.compile(r":?-{2,}:?")  # a cell of the line below the header of a table in Markdown
_ESCAPED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
# These are written with CSV's quotation marks; with any other separator, a mark is one of CSV only where all fit.
QUOTED = (",", ";", WIDE_COMMA)


def unwrapped(text: str) -> str:
    """A text without the marks around whole lines, as a spreadsheet writes lines that it took for one cell each:
    `"good film,pos"`. Any other text as it is."""
    if '"' not in text[:LONGEST_LINE]:
        return text
    lines = [line for line in text[:LONGEST_LINE].splitlines() if line.strip()][:SAMPLE]
    inner = [found[1].replace('""', '"') for line in lines if (found := _WRAPPED.fullmatch(line))]
    if len(inner) < 2 or len(inner) < 0.9 * len(lines):
        return text
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(next(csv.reader([line], delimiter=delimiter))) for line in inner)
        except csv.Error:
            continue
        usual, count = widths.most_common(1)[0]
        if usual > 1 and count >= 0.9 * len(inner):
            return _WRAPPED.sub(lambda match: match[1].replace('""', '"'), text)
    return text


def csv_rows(text: str, delimiter: str, cut: str = "every") -> Iterator[Row]:
    """Rows that are not blank, with `row_unreadable` where the quotation marks of one do not
    fit or a cell is larger than the csv module takes (128 KiB) or `MOST_LINES`.

    Below such a row, the next line is the next row. In a file of tabs, bars or the like with marks that do
    not fit, or that would swallow whole rows, quotation marks are characters as any other.
    """
    if stated := SEPARATOR_LINE.match(text):
        text = text[stated.end() :]
    if delimiter in SHAPES or cut != "every" or len(delimiter) > 1 or '"' not in text:
        return _rows(text, delimiter, cut, "none")
    text, quotes = _written(text, delimiter)
    return _rows(text, delimiter, cut, quotes)


def _written(text: str, delimiter: str) -> tuple[str, str]:
    """The text with CSV's quotation marks, and what they are: at a cell's beginning (`first`), also behind a space
    (`spaced`), or none. Some write `\\"` within a cell for `""`. Whichever lets most rows fit; CSV's own of several."""
    ways = [(text, "first")]
    if delimiter + ' "' in text:
        ways.append((text, "spaced"))
    if '\\"' in text:
        escaped = _ESCAPED.sub(r'\1""', text)
        ways += [(escaped, quotes) for _, quotes in ways]
    if delimiter not in QUOTED:
        ways.append((text, "none"))
    if len(ways) == 1:
        return ways[0]
    most = MOST_COMPARED // (len(ways) - 1)
    return max(ways, key=lambda way: _fit(*way, delimiter, most))


def _fit(text: str, quotes: str, delimiter: str, most: int) -> tuple[int, int]:
    """How many more of the first rows are as wide as most than are not, and minus the number of those that could not be
    read. A cell that still has marks around it is not read well."""
    rows = list(itertools.islice(_rows(text, delimiter, "every", quotes), most))
    widths = Counter(len(row.cells) for row in rows)
    usual = max((width for width in widths if width), key=lambda width: widths[width], default=0)
    around = sum(any(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in row.cells[1:]) for row in rows)
    return 2 * widths[usual] - widths.total() - around * (quotes != "none"), -widths[0]


def _rows(text: str, delimiter: str, cut: str, quotes: str) -> Iterator[Row]:
    at = number = failed = 0  # failed: how far down a row that could not be read was followed
    separators = delimiter if len(delimiter) == 1 else ""
    while at < len(text):
        blank = _BLANK.match(text, at)
        until = blank.end() if blank else at
        # Blank lines, up to the last one's end; what is blank at the beginning of the next belongs to it.
        if until > at and (until := max(text.rfind("\n", at, until), text.rfind("\r", at, until)) + 1):
            start, at = at, until
            number += text.count("\n", start, at) + text.count("\r", start, at) - text.count("\r\n", start, at)
            continue
        number += 1
        end = _end(text, at)
        start, at = at, end
        if end - start > LONGEST_LINE:
            yield Row(number, (), "row_unreadable")
            continue
        first = text[start:end]
        if not first.strip(separators + " \t\r\n"):
            continue
        if quotes != "none" and '"' in first:
            # A quoted cell that goes on to a line which such a row went through would fail just where that one
            # did, so no line is read twice for it: time stays linear, however many marks are left open.
            below = _Below(text, end, MOST_LINES if end >= failed else 0)
            # Strict: otherwise a quotation mark never closed swallows the rows after it, unsaid.
            reader = csv.reader(
                itertools.chain([first], below),
                delimiter=delimiter,
                strict=True,
                skipinitialspace=quotes == "spaced",
            )
            try:
                cells = next(reader)
            except csv.Error:
                failed = max(failed, below.at)
                yield Row(number, (), "row_unreadable")
                continue
            at = below.at
        else:
            cells = _divided(first.rstrip("\r\n"), delimiter, cut)
            if len(first) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
                yield Row(number, (), "row_unreadable")
                continue
        if len(cells) > MOST_COLUMNS and any(cell.strip() for cell in cells[MOST_COLUMNS:]):
            yield Row(number, (), "row_wide")
            continue
        row = row_of(number, cells[:MOST_COLUMNS])
        if any(row.cells) and not (delimiter == "|" and all(_RULE.fullmatch(cell) for cell in row.cells if cell)):
            yield row


class _Below:
    """The lines from a place on, and where the last one that was asked for ends."""

    def __init__(self, text: str, at: int, most: int) -> None:
        self._text, self.at, self._left = text, at, most

    def __iter__(self) -> _Below:
        return self

    def __next__(self) -> str:
        if not self._left or self.at >= len(self._text):
            raise StopIteration
        self._left -= 1
        start, self.at = self.at, _end(self._text, self.at)
        return self._text[start : self.at]


def _end(text: str, at: int) -> int:
    found = _LINE.match(text, at)
    return found.end() if found else len(text)


def _divided(line: str, delimiter: str, cut: str) -> list[str]:
    if delimiter == FASTTEXT:
        labels = FASTTEXT_LABEL.findall(line)
        label = labels[0] if len(labels) == 1 else json.dumps(labels, ensure_ascii=False) if labels else ""
        return [label, FASTTEXT_LABEL.sub("", line)]
    if delimiter == TREC:
        found = TREC_LINE.match(line)
        return [found[1], f"{found[1]}:{found[2]}", found[3]] if found else [line]
    if cut == "last":
        return line.rstrip().rsplit(delimiter, 1)
    return line.lstrip().split(delimiter, 1) if cut == "first" else line.split(delimiter)
