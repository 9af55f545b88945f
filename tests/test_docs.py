"""The README's commands are real in both languages, and continuous integration runs the very test command."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from components import models
from components.contracts.data import MIB, TABLE
from components.play import explaining
from components.routes import bodies
from playground.models import soft_prompt
from playground.prompting import verbalizer
from playground.settings import MOST_LABELS, Settings
from playground.store import links
from playground.store.jobs import MOST_QUEUED

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def commands(text: str = README) -> list[str]:
    """The lines of a README's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def numbers(text: str) -> list[str]:
    """The numbers in a text, in order of size, so that another language may say them in another order."""
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", text))


def rows(text: str) -> list[str]:
    """The rows of a README's tables."""
    return [line for line in text.splitlines() if line.startswith("| ")]


def test_the_first_two_commands_start_and_test():
    start, test = commands()[:2]
    assert start.endswith(".venv/bin/python app.py") and test.endswith(".venv/bin/python -m pytest")
    for command in (start, test):
        (requirements,) = re.findall(r"-r (\S+)", command)
        assert (ROOT / requirements).is_file()


def test_ci_runs_exactly_the_test_command_and_then_the_gates():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands()[1] in lines and lines[-1] == ".venv/bin/python -m tests.gates"
    assert commands()[1] in GUIDE and lines[-1] in GUIDE


def test_the_chinese_readme_has_the_same_first_commands_and_each_leads_to_the_other():
    assert commands(CHINESE)[:2] == commands()[:2]
    assert "](README.zh.md)" in README[:200] and "](README.md)" in CHINESE[:200]


def test_the_chinese_readme_tells_no_number_that_the_english_one_does_not():
    assert set(numbers(CHINESE)) <= set(numbers(README))
    known = [numbers(row) for row in rows(README)]
    assert [row for row in rows(CHINESE) if numbers(row) and numbers(row) not in known] == []


def test_the_chinese_readme_leads_to_headings_that_exist():
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", README, re.MULTILINE)}
    named = set(re.findall(r"README\.md#([\w-]+)", CHINESE))
    assert named and named <= headings


def test_every_flag_the_readme_names_exists():
    usage = subprocess.run(
        [sys.executable, "app.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    paragraphs = [text for text in README.split("\n\n") if "app.py" in text and "--host" in text]
    (chapter,) = [text for text in CHINESE.split("\n## ") if "app.py --host" in text]
    flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join([*paragraphs, chapter])))
    assert {"--host", "--threads", "--no-hub"} <= flags
    assert all(flag in usage for flag in flags)


def test_every_module_and_picture_that_is_named_exists():
    for path in re.findall(r"`((?:playground|tests|components|assets)/[\w/.]+)`", README + CHINESE + GUIDE):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"\]\((assets/[^)]+)\)", README + CHINESE):
        assert (ROOT / path).exists(), path


def test_the_notebook_example_runs():
    (block,) = [code for code in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "load_model" in code]
    assert len(block.strip().splitlines()) == 5
    done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "positive" in done.stdout


def test_the_limits_that_the_readme_tells_are_those_that_hold():
    kept = Settings()
    numbers = (
        *(f"{kept.tokens_limit:,} tokens", f"{kept.field_limit:,} characters", f"{kept.fields_limit} slots"),
        *(
            f"{verbalizer.MAX_CHARACTERS:,} characters",
            f"{MOST_LABELS} labels",
            f"{verbalizer.MAX_WORDS:,} label words",
        ),
        f"{explaining.MOST_OF_ONE} of a visitor, {explaining.MOST_OF_ADDRESS} from an address, {explaining.MOST_WAITING}",
        f"{models.MOST_FETCHED} from the hub and {models.MOST_OPENED} from this machine",
        *(
            f"{TABLE // MIB} MiB where it may carry a table",
            f"{bodies.DEEPEST} lists",
            f"{bodies.MOST_VALUES:,} values",
        ),
        f"{kept.jobs_limit} unfinished a visitor, {kept.address_limit} waiting from an address, {MOST_QUEUED} in all",
        f"{links.LONGEST:,} characters; {links.MOST_OF_OWNER} a visitor, {links.MOST_OF_ADDRESS:,} from an address",
        f"{links.MOST:,} in all: the oldest makes room",
        f"for {links.LIVES / 86400:.0f} days",
        f"{kept.steps_limit:,} steps, {kept.examples_limit:,} examples, {kept.minutes_limit} minutes",
        f"{soft_prompt.MAX_BYTES // MIB} MiB, of which {soft_prompt.MAX_CARD // 1024} KiB",
    )
    assert [number for number in numbers if number not in README] == []
