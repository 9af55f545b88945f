"""`python -m components.contracts` writes what is made from the contracts; `--check` says whether it is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from components.contracts.base import handed
from components.contracts.catalogue import MODULES, calls
from components.contracts.document import document
from components.contracts.typescript import declarations

HERE = Path(__file__).resolve().parent
MADE = {
    HERE.parents[1] / "assets" / "js" / "lib" / "calls.d.ts": lambda: declarations(
        calls().values(), [model for module in MODULES for model in handed(module)]
    ),
    HERE / "CALLS.md": lambda: document(MODULES),
}


def stale() -> list[Path]:
    """The made files that are not what the contracts say now."""
    return [path for path, make in MADE.items() if not path.is_file() or path.read_text(encoding="utf-8") != make()]


def main() -> int:
    """Write or check; the exit status."""
    found = stale()
    if "--check" in sys.argv[1:]:
        for path in found:
            print(f"{path.name} is stale: run python -m components.contracts")
        return int(bool(found))
    for path in found:
        path.write_text(MADE[path](), encoding="utf-8")
        print(f"wrote {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
