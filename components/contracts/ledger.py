"""The parameter ledger of the Train page: how many numbers each method would train."""

from __future__ import annotations

from components.contracts.base import Contract


class LedgerPart(Contract):
    """A piece of a ledger's row."""

    name: str
    formula: str
    count: int


class LedgerRow(Contract):
    """How many numbers one method would train; `share` is of the model's own and can exceed 1."""

    key: str
    name: str
    formula: str
    parameters: int
    share: float
    chosen: bool
    note: str
    parts: list[LedgerPart]


class Ledger(Contract):
    """All methods, the fewest numbers first; `total` is the whole model."""

    rows: list[LedgerRow]
    total: int
