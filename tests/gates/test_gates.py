"""The runner of gates itself, and that no source steps around a gate in silence."""

from __future__ import annotations

import json
import re
import sys

import pytest

from tests.gates import gate as gates
from tests.gates.all_gates import GATES
from tests.gates.gate import ROOT, Gate, passes
from tests.test_architecture import FILES

FEW = 25


def command(code: int, word: str = "") -> list[str]:
    return [sys.executable, "-c", f"print({word!r}); raise SystemExit({code})"]


def test_a_gate_passes_or_fails_as_its_tool_says():
    assert passes(Gate("good", check=lambda: command(0))).state == "pass"
    failed = passes(Gate("bad", check=lambda: command(3, "line 7 is wrong")))
    assert failed.state == "fail" and "line 7 is wrong" in failed.said


def test_fix_runs_before_the_check(tmp_path):
    mended = tmp_path / "mended"
    write = [sys.executable, "-c", f"open({str(mended)!r}, 'w').close()"]
    look = [sys.executable, "-c", f"open({str(mended)!r}).close()"]
    both = Gate("both", check=lambda: look, fix=lambda: write)
    assert passes(both).state == "fail"
    assert passes(both, fix=True).state == "pass"


def test_what_needs_node_is_skipped_without_it(monkeypatch, tmp_path):
    monkeypatch.setattr(gates, "PACKAGES", tmp_path)
    (eslint,) = [gate for gate in GATES if gate.name == "eslint"]
    skipped = passes(eslint)
    assert skipped.state == "skipped" and "npm ci" in skipped.said
    monkeypatch.setattr(gates.shutil, "which", lambda *_, **__: None)
    assert all("npm ci" in passes(gate).said for gate in GATES if gate.name in {"tsc", "pyright", "prettier"})


def test_the_packages_are_pinned_and_their_lock_names_no_registry():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert lock[""]["devDependencies"] == wanted
    assert not [name for name, entry in lock.items() if "resolved" in entry]


#: An ignore of each tool with what it must say: which rule, and why.
IGNORES = {
    r"#\s*(?:ruff:\s*)?noqa\b": r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)* - \S",
    r"#\s*pyright:": r"# pyright: ignore\[\w+(, \w+)*\]  # \S",
    r"#\s*type:\s*ignore": r"(?!)",
    r"#\s*fmt:": r"(?!)",
    r"eslint-disable": r"eslint-disable(-next)?-line [\w-]+ -- \S",
    r"@ts-(?:ignore|nocheck)": r"(?!)",
    r"@ts-expect-error": r"@ts-expect-error \S",
    r"prettier-ignore": r"(?!)",
}


def ignores() -> list[tuple[str, str, str]]:
    """Every ignore in the sources: file, line, and the form it must have."""
    found = []
    for path in FILES:
        if path.name == "test_gates.py" or "vendor" in path.parts:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            found += [(path.name, line.strip(), form) for mark, form in IGNORES.items() if re.search(mark, line)]
    return found


def test_ignores_are_few_and_say_why():
    assert [(name, line) for name, line, form in ignores() if not re.search(form, line)] == []
    assert len(ignores()) <= FEW


@pytest.mark.parametrize(
    ("line", "good"),
    [
        ("except Exception:  # noqa: BLE001 - the waiter is told", True),
        ("except Exception:  # noqa: BLE001", False),
        ("except Exception:  # noqa", False),
        ("x = y  # pyright: ignore[reportCallIssue]  # the stubs lack it", True),
        ("x = y  # pyright: ignore", False),
        ("x = y  # type: ignore", False),
        ("// eslint-disable-next-line no-undef -- the page has it", True),
        ("// @ts-expect-error the declarations lack it", True),
        ("// @ts-nocheck", False),
    ],
)
def test_what_an_ignore_must_say(line, good):
    forms = [form for mark, form in IGNORES.items() if re.search(mark, line)]
    assert len(forms) == 1
    assert bool(re.search(forms[0], line)) is good
