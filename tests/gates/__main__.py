"""`python -m tests.gates`: run every gate, a line each; exit 1 if one fails.

A gate whose tool is missing is skipped and says how to get it: Node is a developer's need only.
"""

from __future__ import annotations

import argparse
import sys

from tests.gates.all_gates import GATES
from tests.gates.gate import passes


def main() -> int:
    """How many gates failed, at most 1: the program's exit code."""
    flags = argparse.ArgumentParser(prog="python -m tests.gates", description=__doc__)
    flags.add_argument("--fix", action="store_true", help="first let the tools mend and format what they can")
    flags.add_argument("--only", metavar="WORD", default="", help="only gates whose name has this word")
    chosen = flags.parse_args()
    failed = False
    for gate in (gate for gate in GATES if chosen.only in gate.name):
        result = passes(gate, chosen.fix)
        note = result.said if result.state == "skipped" else f"{result.seconds:.1f} s"
        print(f"{result.state:<8} {result.name:<22} {note}", flush=True)
        if result.state == "fail":
            failed = True
            print("\n".join(f"    {line}" for line in result.said.splitlines()), flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
