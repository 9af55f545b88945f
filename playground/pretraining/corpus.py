"""Text files -> passages, held-out or for training; where words begin; a token cache on disk.

A corpus file is plain text, one passage a line, `.txt` or `.txt.xz`; the first two
letters of its name are its language (`en-news.txt`, `zh.txt.xz`). Characters between
the marks ASK and END are to be asked for (see `drills`). What is done with the tokens
is not this module's business: see `batches` and `masking`.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import multiprocessing
import os
import re
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import jieba
import numpy as np
from tokenizers import Tokenizer

LANGUAGES = ("en", "zh")
ASK, END = "\x02", "\x03"
ONE_IN = 200
_WORD = re.compile(r"\w+|[^\w\s]")
_LINES = 1_000
T = TypeVar("T")
jieba.setLogLevel(60)


def held_out(passage: str) -> bool:
    """Whether a passage is for measuring only: one in 200, by a checksum of its text.

    The rule looks at nothing else, so it holds for any file, order and run.

    >>> held_out("It was great."), held_out(" It was great. ")
    (False, False)
    """
    return zlib.crc32(passage.strip().encode()) % ONE_IN == 0


def corpus_files(paths: Iterable[Path]) -> dict[str, list[Path]]:
    """Files by language; a folder stands for the `.txt` and `.xz` files in it.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a name does not begin with a known language.
    """
    found: dict[str, list[Path]] = {}
    for path in paths:
        files = sorted(file for file in path.iterdir() if file.suffix in (".txt", ".xz")) if path.is_dir() else [path]
        for file in files:
            language = file.name[:2]
            if language not in LANGUAGES:
                raise ValueError(f"{file.name}: begin its name with its language, one of {', '.join(LANGUAGES)}")
            if not file.is_file():
                raise FileNotFoundError(f"{file}: no such file")
            found.setdefault(language, []).append(file)
    return found


def passages(files: Iterable[Path]) -> Iterator[str]:
    """The files' lines, stripped, without the empty ones."""
    for file in files:
        opening = lzma.open if file.suffix == ".xz" else open
        with opening(file, "rt", encoding="utf-8") as lines:
            yield from filter(None, map(str.strip, lines))


def groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` items, the last perhaps shorter.

    >>> list(groups("abc", 2))
    [['a', 'b'], ['c']]
    """
    rest = iter(items)
    while group := list(islice(rest, size)):
        yield group


def held_out_passages(files: Iterable[Path], count: int) -> list[str]:
    """The first `count` held-out passages in the order of their checksums, none twice."""
    found = {passage for passage in passages(files) if held_out(passage)}
    return sorted(found, key=lambda passage: (zlib.crc32(passage.encode()), passage))[:count]


def word_starts(text: str, language: str) -> set[int]:
    """The characters at which a word or a mark begins.

    >>> sorted(word_starts("It's odd.", "en"))
    [0, 2, 3, 5, 8]
    >>> sorted(word_starts("音乐很好。", "zh"))
    [0, 2, 3, 4]
    """
    if language != "zh":
        return {match.start() for match in _WORD.finditer(text)}
    starts, at = set(), 0
    for word in chinese_words(text):
        starts.add(at)
        at += len(word)
    return starts


def chinese_words(text: str) -> list[str]:
    """jieba's words, from its dictionary only (no guessing of new words)."""
    return jieba.lcut(text, HMM=False)


def first_pieces(offsets: Sequence[int], starts: set[int]) -> list[bool]:
    """Which tokens open a word, given the character each begins at. The very first does.

    >>> first_pieces([0, 4, 6], {0, 6})
    [True, False, True]
    """
    return [i == 0 or offset in starts for i, offset in enumerate(offsets)]


def ask(word: str) -> str:
    """A word between its marks."""
    return f"{ASK}{word}{END}"


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and where in it the marked characters are.

    >>> marked(f"It was {ask('great')}.")
    ('It was great.', [(7, 12)])
    """
    plain, spans = "", []
    for part in re.split(f"({ASK}[^{END}]*{END})", text):
        if part.startswith(ASK):
            part = part[1:-1]
            spans.append((len(plain), len(plain) + len(part)))
        plain += part
    return plain, spans


@dataclass(frozen=True)
class TokenCache:
    """All training passages of a language, one after another, mapped from disk.

    Args:
        ids: [tokens] uint16, without special tokens.
        first: [tokens] bool, whether a token opens a word.
        asked: [tokens] bool, whether a token is asked for whatever the dice say.
        offsets: [passages + 1], where passages begin and the last ends.
    """

    ids: np.ndarray
    first: np.ndarray
    asked: np.ndarray
    offsets: np.ndarray

    @classmethod
    def open(cls, folder: Path) -> TokenCache:
        """Map a folder that `cached` has written."""
        return cls(
            np.memmap(folder / "ids", np.uint16, "r"),
            np.memmap(folder / "first", np.bool_, "r"),
            np.memmap(folder / "asked", np.bool_, "r"),
            np.fromfile(folder / "offsets", np.int64),
        )


def cached(
    files: Sequence[Path],
    language: str,
    tokenizer: Tokenizer,
    root: Path,
    workers: int = 1,
    report: Callable[[int], None] = lambda tokens: None,
) -> TokenCache:
    """The cache of these files for this tokenizer, written on first use.

    Its folder's name is a fingerprint of the files' names and sizes, the tokenizer
    and the rules above; a folder appears only when it is whole.

    Raises:
        ValueError: the vocabulary does not fit 16 bits, or there is no passage to train on.
    """
    if tokenizer.get_vocab_size() > 65_536:
        raise ValueError("a vocabulary of more than 65,536 pieces does not fit the cache")
    described = [[file.name, file.stat().st_size] for file in files]
    key = json.dumps([2, language, ONE_IN, described]) + tokenizer.to_str()
    folder = root / f"{language}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    if not folder.is_dir():
        partial = folder.with_suffix(f".{os.getpid()}")
        partial.mkdir(parents=True, exist_ok=True)
        _write(partial, files, language, tokenizer, workers, report)
        try:
            partial.rename(folder)
        except OSError:
            # Another process was first.
            shutil.rmtree(partial)
    return TokenCache.open(folder)


def _write(
    folder: Path,
    files: Sequence[Path],
    language: str,
    tokenizer: Tokenizer,
    workers: int,
    report: Callable[[int], None],
) -> None:
    lengths, total = [np.zeros(1, np.int64)], 0
    chunks = groups((passage for passage in passages(files) if not held_out(passage)), _LINES)
    with ExitStack() as opened:
        columns = [opened.enter_context((folder / name).open("wb")) for name in ("ids", "first", "asked")]
        for *parts, sizes in _tokenised(chunks, language, tokenizer, workers):
            for column, part in zip(columns, parts, strict=True):
                column.write(part.tobytes())
            lengths.append(sizes)
            total += len(parts[0])
            report(total)
    if not total:
        raise ValueError(f"{', '.join(file.name for file in files)}: no passage to train on")
    np.concatenate(lengths).cumsum().tofile(folder / "offsets")


def _tokenised(
    chunks: Iterable[Sequence[str]], language: str, tokenizer: Tokenizer, workers: int
) -> Iterator[tuple[np.ndarray, ...]]:
    if workers <= 1:
        for chunk in chunks:
            yield _tokenise(tokenizer, language, chunk)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _prepare_worker, (tokenizer.to_str(), language)) as pool:
        yield from pool.imap(_in_worker, chunks)


def _tokenise(tokenizer: Tokenizer, language: str, texts: Sequence[str]) -> tuple[np.ndarray, ...]:
    """ids, first and asked, [n] each, and the passages' lengths [texts] that hold any token."""
    ids: list[int] = []
    first: list[bool] = []
    asked: list[bool] = []
    sizes: list[int] = []
    plain = [marked(text) for text in texts]
    encodings = tokenizer.encode_batch([text for text, _ in plain], add_special_tokens=False)
    for (text, spans), encoding in zip(plain, encodings, strict=True):
        if encoding.ids:
            starts = [start for start, _ in encoding.offsets]
            ids += encoding.ids
            first += first_pieces(starts, word_starts(text, language))
            asked += [any(begin <= start < end for begin, end in spans) for start in starts]
            sizes.append(len(encoding.ids))
    return np.array(ids, np.uint16), np.array(first, np.bool_), np.array(asked, np.bool_), np.array(sizes, np.int64)


_worker: tuple[Tokenizer, str]


def _prepare_worker(description: str, language: str) -> None:
    global _worker
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    _worker = (Tokenizer.from_str(description), language)


def _in_worker(texts: Sequence[str]) -> tuple[np.ndarray, ...]:
    return _tokenise(*_worker, texts)
