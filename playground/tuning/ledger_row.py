"""What a line of the parameter ledger is, and the sizes that a method's line is counted with."""

from __future__ import annotations

from dataclasses import dataclass

from playground.models.shape import ModelShape


@dataclass(frozen=True)
class Sizes:
    """What is to be trained.

    Args:
        tokens: soft tokens k of prompt tuning and P-tuning.
        prefix: length n of a prefix.
        lstm: P-tuning's LSTM width in each direction; half the embedding if `None`.
        mlp: hidden width of a prefix's reparameterising MLP; `None` trains the prefix itself.
    """

    tokens: int
    prefix: int
    lstm: int | None = None
    mlp: int | None = None


@dataclass(frozen=True)
class LedgerPart:
    """A piece of a row. `counted` is false for what is named only for comparison:
    some authors add it, this row's count does not."""

    name: str
    formula: str
    count: int
    counted: bool = True


@dataclass(frozen=True)
class LedgerRow:
    """What one method trains.

    `count` is the sum of the counted parts, `share` the same over the model's total
    (a method that adds parameters can exceed 1). `kept` is what is left to save
    after training, by `kept_formula`, where part of it is dropped. `lm_head` says
    whether the LM head is among what trains.
    """

    key: str
    formula: str
    count: int
    parts: tuple[LedgerPart, ...]
    share: float
    lm_head: bool
    kept: int | None = None
    kept_formula: str = ""


def ledger_row(
    shape: ModelShape,
    key: str,
    formula: str,
    parts: list[LedgerPart],
    *,
    lm_head: bool = False,
    kept: int | None = None,
    kept_formula: str = "",
) -> LedgerRow:
    """A row from its parts; arguments as the row's fields."""
    count = sum(part.count for part in parts if part.counted)
    return LedgerRow(key, formula, count, tuple(parts), count / shape.total, lm_head, kept, kept_formula)
