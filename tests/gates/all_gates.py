"""The gates beside pytest, in the order in which they run: the quick ones first.

Each tool's rules are in its own file at the top: `pyproject.toml` (ruff, pyright),
`eslint.config.js`, `.prettierrc`, `tsconfig.json`.
"""

from __future__ import annotations

import sys

from tests.gates.gate import ROOT, Gate, node, package


def _python(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]


def _unit_tests() -> list[str]:
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").rglob("*.test.js"))
    return [node(), "--test", *files]


def _types() -> list[str]:
    # Gradio writes a stub beside each component when it is imported and lets it go stale; pyright would read it
    # in the component's place.
    for stub in (ROOT / "components").rglob("*.pyi"):
        stub.unlink()
    # By this interpreter's packages, wherever its environment lies.
    return [package("pyright"), "--pythonpath", sys.executable]


GATES = (
    Gate(
        "ruff check",
        check=lambda: _python("ruff", "check", "--quiet", "--output-format=concise", "."),
        fix=lambda: _python("ruff", "check", "--quiet", "--fix", "."),
    ),
    Gate(
        "ruff format",
        check=lambda: _python("ruff", "format", "--quiet", "--diff", "."),
        fix=lambda: _python("ruff", "format", "--quiet", "."),
    ),
    Gate(
        "contracts",
        check=lambda: _python("components.contracts", "--check"),
        fix=lambda: _python("components.contracts"),
    ),
    Gate(
        "prettier",
        check=lambda: [package("prettier"), "--check", "--log-level=warn", "."],
        fix=lambda: [package("prettier"), "--write", "--log-level=warn", "."],
    ),
    Gate("eslint", check=lambda: [package("eslint"), "."], fix=lambda: [package("eslint"), "--fix", "."]),
    Gate("unit tests of scripts", check=_unit_tests),
    Gate("tsc", check=lambda: [package("tsc"), "--pretty", "false"]),
    Gate("pyright", check=_types),
)
