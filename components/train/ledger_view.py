"""The parameter ledger as the page's JSON."""

from __future__ import annotations

from typing import Any

from playground.i18n import translate


def ledger_rows(outline: Any, method: str, language: str) -> list[dict[str, Any]]:
    """The parameter ledger's rows, the fewest first."""
    rows = []
    for line in sorted(outline.ledger, key=lambda line: line.count):
        note = translate(language, f"ledger.note.{line.key}")
        if line.kept is not None and line.kept != line.count:
            note += " " + translate(language, "ledger.kept", kept=f"{line.kept:,}", formula=line.kept_formula)
        parts = [
            {"name": translate(language, f"ledger.part.{part.name}"), "formula": part.formula, "count": part.count}
            for part in line.parts
            if part.counted
        ]
        rows.append(
            {
                "key": line.key,
                "name": translate(language, f"ledger.row.{line.key}"),
                "formula": line.formula,
                "parameters": line.count,
                "share": line.share,
                "chosen": line.key == method,
                "note": note,
                "parts": parts,
            }
        )
    return rows
