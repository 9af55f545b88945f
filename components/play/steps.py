"""How the number came about: every step as a row that a student can recompute by hand.

Logarithms are natural and shown with four decimals, probabilities with four
significant digits; the figures themselves are never rounded before the end.
"""

from __future__ import annotations

import math

from components.contracts.play import Formula, StepColumn, StepRow, StepsView
from components.play.view import Say
from playground.numbers import percent
from playground.results import Prediction, WordScore
from playground.scoring.aggregation import AGGREGATIONS
from playground.scoring.calibration import CALIBRATIONS, SMALL_PRIOR
from playground.scoring.options import Options
from playground.scoring.scorer import SCORERS


def steps_view(prediction: Prediction, options: Options, say: Say) -> StepsView:
    """The table: a row a label word, then its label's row; with formulas and notes."""
    columns = _columns(options, say)
    rows = []
    labels = prediction.labels
    for index, label in enumerate(labels):
        words = [word for word in prediction.words if word.label == label.label]
        rows += [StepRow(kind="word", index=index, cells=_word(word, options), how=None) for word in words]
        shares = ", ".join(number(math.exp(word.log_calibrated)) for word in words)
        cells = {
            "word": label.label,
            "score": number(math.exp(label.log_score)),
            "share": percent(label.probability),
        }
        how = say(f"steps.aggregation.{options.aggregation}", values=shares)
        rows.append(StepRow(kind="label", index=index, cells=cells, how=how))
    if labels:
        total = math.fsum(math.exp(label.log_score) for label in labels)
        cells = {"word": say("steps.total"), "score": number(total), "share": "100%"}
        rows.append(StepRow(kind="total", index=None, cells=cells, how=None))
    return StepsView(
        columns=columns,
        rows=rows,
        formulas=_formulas(prediction, options, say),
        notes=_notes(prediction, options, say),
    )


def number(value: float) -> str:
    """Four significant digits: 0.0713, 3.120e-7."""
    if value == 0 or 1e-3 <= abs(value) < 1e4:
        return f"{value:.4g}"
    return f"{value:.3e}".replace("e-0", "e-")


def _logarithm(value: float) -> str:
    return "−∞" if value == -math.inf else f"{value:.4f}".replace("-", "−")


def _columns(options: Options, say: Say) -> list[StepColumn]:
    keys = ["word", "pieces", "log"]
    if options.length_normalised:
        keys.append("normalised")
    if options.calibrates:
        keys += ["prior", "calibrated"]
    keys += ["score", "share"]
    text = ("word", "pieces")
    return [
        StepColumn(key=key, title=say(f"steps.{key}"), help=say(f"steps.{key}.help"), numeric=key not in text)
        for key in keys
    ]


def _word(word: WordScore, options: Options) -> dict[str, str]:
    terms = " ".join(f"{piece} {_logarithm(value)}" for piece, value in word.terms)
    single = len(word.terms) == 1 and word.pieces == (word.word,)
    cells = {
        "word": word.word,
        "pieces": "" if single else terms,
        "log": _logarithm(word.log_probability),
        "score": number(math.exp(word.log_calibrated)),
        "share": "",
    }
    if options.length_normalised:
        cells["normalised"] = _logarithm(word.log_score)
    if word.log_prior is not None:
        cells["prior"] = _logarithm(word.log_prior)
        cells["calibrated"] = _logarithm(word.log_calibrated)
    return cells


def _formulas(prediction: Prediction, options: Options, say: Say) -> list[Formula]:
    if not prediction.labels:
        return []
    keys = [SCORERS[prediction.kind].scorer.formula(prediction.prompt_kind, options.filling)]
    if options.length_normalised:
        keys.append("formula.length")
    if formula := CALIBRATIONS[options.calibration].formula:
        keys.append(formula)
    keys += [AGGREGATIONS[options.aggregation].formula, "formula.share"]
    return [Formula(title=say(f"{key}.title"), text=say(key)) for key in keys]


def _notes(prediction: Prediction, options: Options, say: Say) -> list[str]:
    notes = [say("steps.unscored", label=label, word=word) for label, word in prediction.unscored]
    # A whole sentence's likelihood is always tiny: only single words' priors are telling.
    whole = prediction.mass_reason == "whole_sentence"
    small = [] if whole else [word.word for word in prediction.words if (word.log_prior or 0.0) < math.log(SMALL_PRIOR)]
    if small:
        notes.append(say("steps.small_prior", words=", ".join(small)))
    if note := CALIBRATIONS[options.calibration].note(options):
        notes.append(say(note))
    return notes
