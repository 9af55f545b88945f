"""Folders of lessons: the project's own and a teacher's. A file that cannot be read is told, and harms no other.

In a folder, `en/` and `zh/` hold each language's lessons as `NN-name.md`; those right in the folder are shown in every
language. A file `glossary.md` in a language's folder is its glossary, `README.md` is no lesson.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playground.assets import ASSETS
from playground.errors import LessonError
from playground.i18n import LANGUAGES
from playground.lessons.glossary import glossary_of
from playground.lessons.lesson import Glossary, Lesson
from playground.lessons.reading import lesson_of

FOLDER = ASSETS / "lessons"
GLOSSARY = "glossary.md"
MAX_BYTES = 1_000_000
MOST = 200  # files of a folder that are read
_NAME = re.compile(r"\d{2}-[\w-]+\.md")


@dataclass(frozen=True)
class Broken:
    """A file that is no lesson: its name, and why."""

    name: str
    error: LessonError


@dataclass(frozen=True)
class Shelf:
    """The lessons of one language, in the order of their names, the project's first; and the files that are none."""

    lessons: tuple[Lesson, ...]
    broken: tuple[Broken, ...]


def shelf(language: str, folder: Path | None = None) -> Shelf:
    """All lessons of a language, read anew, so that a teacher sees at once what she changed.

    Args:
        folder: a teacher's. A lesson there takes the place of the project's one of the same name.
    """
    lessons: dict[str, Lesson] = {}
    broken: list[Broken] = []
    for place in (FOLDER, folder):
        if place is None:
            continue
        if not place.is_dir():
            broken.append(Broken(place.name, LessonError("no_folder", name=place.name)))
            continue
        for path in _files(place, language):
            try:
                lessons[path.stem] = lesson_of(read_text(path), path.stem)
            except LessonError as error:
                broken.append(Broken(path.name, error))
    return Shelf(tuple(lessons.values()), tuple(broken))


def glossary(language: str) -> Glossary:
    """The project's glossary in a language, or in the app's first where nobody has written it."""
    for code in (language, LANGUAGES[0]):
        path = FOLDER / code / GLOSSARY
        if path.is_file():
            return glossary_of(read_text(path))
    return Glossary("", ())


def read_text(path: Path) -> str:
    """A file's text.

    Raises:
        LessonError: it cannot be read, is too large, or is not in UTF-8.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LessonError("too_large", name=path.name, limit=MAX_BYTES // 1000)
        return path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise LessonError("not_readable", name=path.name) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LessonError("not_utf8", line=line) from None


def _files(folder: Path, language: str) -> Iterable[Path]:
    """The lessons' files of a folder, a language's own first."""
    for place in (folder / language, folder):
        try:
            found = sorted(path for path in place.iterdir() if _NAME.fullmatch(path.name))
        except OSError:
            continue
        yield from found[:MOST]
