"""How the number came about: every step as a row that a student can recompute by hand.

Logarithms are natural and shown with four decimals, probabilities with four
significant digits; the figures themselves are never rounded before the end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from components.contracts.play import Formula, StepColumn, StepRow, StepsView
from components.play.view import FEW, Say, few
from playground.numbers import percent
from playground.results import LabelScore, Prediction, WordScore
from playground.scoring.aggregation import AGGREGATIONS
from playground.scoring.calibration import CALIBRATIONS, SMALL_PRIOR
from playground.scoring.options import Options
from playground.scoring.scorer import SCORERS

MOST_ROWS = 80  # that an answer tells of the table


def steps_view(prediction: Prediction, options: Options, say: Say, start: int = 0) -> StepsView:
    """The table: a row a label word, then its label's row; with formulas and notes.

    Args:
        start: the first row to be told; of a long table only `MOST_ROWS` are.
    """
    columns = _columns(options, say)
    rows = list(_rows(prediction, options, say))
    # A table that has become shorter is told from its last part.
    start = max(0, min(start, len(rows) - 1) // MOST_ROWS * MOST_ROWS)
    return StepsView(
        columns=columns,
        rows=[row() for row in rows[start : start + MOST_ROWS]],
        first=start,
        count=len(rows),
        formulas=_formulas(prediction, options, say),
        notes=_notes(prediction, options, say),
    )


def _rows(prediction: Prediction, options: Options, say: Say) -> Iterator[Callable[[], StepRow]]:
    """Every row, made when it is told."""
    labels = prediction.labels
    by_label: dict[str, list[WordScore]] = {label.label: [] for label in labels}
    for word in prediction.words:
        by_label[word.label].append(word)
    for index, label in enumerate(labels):
        for word in by_label[label.label]:
            yield lambda word=word, index=index: StepRow(kind="word", index=index, cells=_word(word, options), how=None)
        yield lambda label=label, index=index: _label_row(label, index, by_label[label.label], options, say)
    if labels:
        total = math.fsum(math.exp(label.log_score) for label in labels)
        cells = {"word": say("steps.total"), "score": number(total), "share": "100%"}
        yield lambda: StepRow(kind="total", index=None, cells=cells, how=None)


def _label_row(label: LabelScore, index: int, words: Sequence[WordScore], options: Options, say: Say) -> StepRow:
    shares = few([number(math.exp(word.log_calibrated)) for word in words])
    cells = {"word": label.label, "score": number(math.exp(label.log_score)), "share": percent(label.probability)}
    how = say(f"steps.aggregation.{options.aggregation}", values=shares)
    return StepRow(kind="label", index=index, cells=cells, how=how)


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
    unscored = prediction.unscored
    notes = [say("steps.unscored", label=label, word=word) for label, word in unscored[:FEW]]
    if len(unscored) > FEW:
        notes.append(say("steps.unscored_more", count=len(unscored) - FEW))
    # A whole sentence's likelihood is always tiny: only single words' priors are telling.
    whole = prediction.mass_reason == "whole_sentence"
    small = [] if whole else [word.word for word in prediction.words if (word.log_prior or 0.0) < math.log(SMALL_PRIOR)]
    if small:
        notes.append(say("steps.small_prior", words=few(small)))
    if note := CALIBRATIONS[options.calibration].note(options):
        notes.append(say(note))
    return notes
