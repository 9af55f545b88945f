"""Folders of lessons: a teacher's stand beside the project's, and a broken one harms no other."""

from __future__ import annotations

import pytest

from playground.i18n import LANGUAGES
from playground.lessons.shelf import glossary, shelf
from tests.lessons.writing import LESSON


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_projects_own_lessons_stand_in_order(language):
    found = shelf(language)
    assert found.broken == () and len(found.lessons) == 10
    assert [lesson.id[:2] for lesson in found.lessons] == [f"{i:02}" for i in range(1, 11)]
    assert glossary(language).terms


def test_a_teachers_folder_adds_lessons_by_language_and_for_all(tmp_path):
    for place, title in (("zh", "中文课"), ("en", "Mine"), ("", "For all")):
        (tmp_path / place).mkdir(exist_ok=True)
        file = tmp_path / place / ("30-all.md" if not place else "20-mine.md")
        file.write_text(LESSON.replace("A test", title), encoding="utf-8")
    (tmp_path / "README.md").write_text("no lesson", encoding="utf-8")
    (tmp_path / "en" / "01-what-it-knows.md").write_text(LESSON.replace("A test", "Instead"), encoding="utf-8")
    english, chinese = shelf("en", tmp_path), shelf("zh", tmp_path)
    assert english.broken == chinese.broken == ()
    assert [lesson.title for lesson in english.lessons][-2:] == ["Mine", "For all"]
    assert [lesson.title for lesson in chinese.lessons][-2:] == ["中文课", "For all"]
    assert english.lessons[0].title == "Instead" and len(english.lessons) == 12


def test_broken_files_are_told_and_harm_no_other(tmp_path):
    files = {
        "20-good.md": LESSON.encode(),
        "21-broken.md": LESSON.replace("template:", "templte:", 1).encode(),
        "22-gbk.md": LESSON.replace("A good film", "好电影").encode("gb18030"),
        "23-huge.md": LESSON.encode() + b"\n" * 1_000_001,
        "24-empty.md": b"",
    }
    for file, content in files.items():
        (tmp_path / file).write_bytes(content)
    (tmp_path / "25-folder.md").mkdir()
    found = shelf("en", tmp_path)
    assert found.lessons[-1].id == "20-good"
    codes = {broken.name: broken.error.code for broken in found.broken}
    assert codes == {
        "21-broken.md": "unknown_key",
        "22-gbk.md": "not_utf8",
        "23-huge.md": "too_large",
        "24-empty.md": "no_front",
        "25-folder.md": "not_readable",
    }
    for broken in found.broken:
        assert all(str(tmp_path) not in broken.error.message(language) for language in LANGUAGES)


def test_a_folder_that_is_gone_is_told(tmp_path):
    found = shelf("en", tmp_path / "gone")
    assert len(found.lessons) == 10 and [broken.error.code for broken in found.broken] == ["no_folder"]
