"""What every kind of file is read into: named columns and rows of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playground.invisible import ENDS, INVISIBLE

MOST_COLUMNS = 50
# What columns are called where they speak for themselves, in lower case.
TEXT_NAMES = frozenset(
    "text sentence review content comment question premise hypothesis sentence1 sentence2 passage paragraph "
    "文本 内容 內容 评论 評論 句子 正文 文字 前提 假设 假設".split()
)
LABEL_NAMES = frozenset(
    "label labels gold gold_label class category sentiment stance target 标签 標籤 类别 類別 分类 分類 情感 类型 類型".split()
)
SPLIT_NAMES = frozenset("split 划分 劃分 数据划分".split())


@dataclass(frozen=True, slots=True)
class Row:
    """Stripped cells; `number` counts as a spreadsheet does, from 1. `problem` is the
    code of a message where the row could not be read, `cleaned` how many cells had
    invisible characters at an end, which are gone."""

    number: int
    cells: tuple[str, ...]
    problem: str | None = None
    cleaned: int = 0


@dataclass(frozen=True)
class Table:
    """Rows that are not blank, the header left out.

    `count` is how many there are, one more than `rows` where a limit cut them off;
    `unreadable` how many characters the encoding could not read; `cleaned` how many cells,
    names of columns among them, lost invisible characters; `total` how many rows the file
    has where only a part of them was asked for; `halves` how many halves of characters a JSON file spells.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    count: int
    unreadable: int = 0
    cleaned: int = 0
    total: int | None = None
    halves: int = 0


def tidy(text: str) -> str:
    """A cell's text without blanks and invisible characters around it, its line breaks as a line feed each, and a
    question mark for half a character (`\\ud800` in JSON), which no answer could carry."""
    if text.isprintable():
        return text.strip()  # nearly every cell
    return "\n".join(text.encode("utf-8", "replace").decode().splitlines()).strip(ENDS)


def row_of(number: int, cells: Iterable[str]) -> Row:
    """A row of tidy cells."""
    cells = tuple(cells)
    return Row(number, tuple(map(tidy, cells)), cleaned=sum(map(_hides, cells)))


def _hides(cell: str) -> bool:
    """Whether an invisible character stands at an end of a cell."""
    if cell.isprintable() or not (cell := cell.strip()):
        return False
    return cell[0] in INVISIBLE or cell[-1] in INVISIBLE


def letters(column: int) -> str:
    """What a spreadsheet calls a column without a name.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    while column >= 0:
        name, column = chr(65 + column % 26) + name, column // 26 - 1
    return name
