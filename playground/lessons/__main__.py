"""`python -m playground.lessons check FILE…`: every claim of a lesson or a glossary, asked of a model, as a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from playground.errors import PlaygroundError
from playground.i18n import LANGUAGES, translate
from playground.lessons.checking import Checked, check_glossary, check_lesson
from playground.lessons.glossary import glossary_of
from playground.lessons.reading import lesson_of
from playground.lessons.shelf import GLOSSARY, read_text
from playground.models.language_model import LanguageModel
from playground.models.registry import Registry
from playground.numbers import percent
from playground.settings import from_environment


def main(arguments: Sequence[str] | None = None, model: LanguageModel | None = None) -> int:
    """Check some files.

    Args:
        arguments: the command line without its first word.
        model: instead of the one that the command line names.

    Returns:
        0 where all claims of all files hold, else 1.
    """
    flags = argparse.ArgumentParser(prog="python -m playground.lessons", description="Check lessons against a model.")
    check = flags.add_subparsers(required=True, metavar="check").add_parser("check", help="run every claim in a file")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument("--model", default="", help="a model's id or folder (default: the bundled one)")
    check.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the table's sentences")
    given = flags.parse_args(arguments)
    try:
        asked = model or Registry(from_environment()).get(given.model)
    except PlaygroundError as error:
        print(error.message(given.language))
        return 1
    return max(_file(path, asked, given.language) for path in given.files)


def _file(path: Path, model: LanguageModel, language: str) -> int:
    """One file's table; its exit status."""
    try:
        text = read_text(path)
        if path.name == GLOSSARY:
            checks = list(check_glossary(glossary_of(text), model))
        else:
            lesson = lesson_of(text, path.stem)
            if lesson.kind != model.kind:
                print(translate(language, "lesson.check.skipped", file=path.name, kind=lesson.kind, model=model.id))
                return 0
            checks = list(check_lesson(lesson, model))
    except PlaygroundError as error:
        print(f"{path.name}: {error.message(language)}")
        return 1
    failed = sum(not checked.holds for checked in checks)
    print(translate(language, "lesson.check.file", file=path.name, count=len(checks), failed=failed))
    for checked in checks:
        print(f"  {'✓' if checked.holds else '✗'} {checked.line:>4}  {checked.what}   {_found(checked, language)}")
    return 1 if failed else 0


def _found(checked: Checked, language: str) -> str:
    if checked.error:
        return checked.error.message(language)
    if isinstance(checked.found, str):
        return checked.found
    return percent(checked.found, language) if checked.share else f"{checked.found:,.6g}"


if __name__ == "__main__":
    sys.exit(main())
