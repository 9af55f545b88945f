"""What can be chosen of scoring, for a page to list: every option with its values in their order."""

from __future__ import annotations

from playground.choices import Choice, Value
from playground.scoring.aggregation import AGGREGATIONS
from playground.scoring.calibration import CALIBRATIONS
from playground.scoring.scorer import FILLINGS, SCORERS


def choices() -> tuple[Choice, ...]:
    """Calibration, aggregation and filling, in the order in which they are shown.

    >>> [value.name for value in choices()[0].values], choices()[2].kinds
    (['none', 'contextual', 'pmi', 'batch'], ('masked',))
    """
    fill = tuple(entry.name for entry in SCORERS.values() if len(entry.scorer.fillings) > 1)
    return (
        CALIBRATIONS.choice("calibration"),
        AGGREGATIONS.choice("aggregation"),
        Choice("filling", tuple(map(Value, FILLINGS)), fill),
    )
