"""What a method of training a prompt is. Each has a file of its own and registers itself there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torch import nn

from playground.choices import Choices
from playground.errors import TuningError
from playground.models.language_model import LanguageModel
from playground.models.shape import ModelShape
from playground.tuning.ledger_row import LedgerRow, Sizes

if TYPE_CHECKING:
    from playground.tuning.options import TuningOptions

Module = Callable[[Sequence[int | None], "TuningOptions", LanguageModel, int], nn.Module]


def _takes_soft_tokens(model: LanguageModel) -> TuningError | None:
    """Only those that its trial at load found to read embeddings in place of words."""
    return None if model.abilities.soft_tokens else TuningError("no_soft_tokens", family=model.family)


@dataclass(frozen=True)
class Method:
    """One method.

    Args:
        rate: the learning rate where nobody chose one. Measured on the bundled model
            (tests/benchmarks/fewshot.py): what learns in about a minute.
        module: what is trained, made from the pieces that the soft tokens start from (`None` for a
            random one), the options, the model and the seed; it produces a `SoftInput`.
        ledger: its line of the parameter ledger.
        options: of `TuningOptions`, those that only this method reads.
        in_template: its tokens stand in the template, not in front of every layer.
        refusal: why a model cannot be trained this way, `None` where it can.
    """

    name: str
    rate: float
    module: Module
    ledger: Callable[[ModelShape, Sizes], LedgerRow]
    options: tuple[str, ...] = ()
    in_template: bool = True
    refusal: Callable[[LanguageModel], TuningError | None] = _takes_soft_tokens

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its messages."""
        stem = f"ui.train.method.{self.name}"
        return (stem, f"{stem}.line", f"ledger.row.{self.name}", f"ledger.note.{self.name}")


METHODS: Choices[Method] = Choices()
