"""The answer's two charts as the page's contract, each number with the sentence that says what it is.

The bars are drawn in `playground/figures`; the tokens' list and the prompt's pieces are `view`'s.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from components.contracts import play as contract
from components.contracts.base import Figure
from components.play.view import Say
from playground.figures import labels as label_figure
from playground.figures import words as word_figure
from playground.numbers import percent
from playground.prompting import asked
from playground.results import LabelScore, Prediction


def label_shares(labels: Sequence[LabelScore]) -> list[contract.LabelShare]:
    """Every label's probability, in the order typed."""
    return [
        contract.LabelShare(label=score.label, index=i, probability=score.probability, share=percent(score.probability))
        for i, score in enumerate(labels)
    ]


def labels_view(prediction: Prediction | None, message: str | None, calibration: str, say: Say) -> contract.LabelsView:
    """The labels' distribution, or why there is none.

    Args:
        calibration: the one in use, by name.
    """
    if prediction is None or not prediction.labels:
        return contract.LabelsView(items=[], message=message, figure=None)
    bars = label_figure.label_bars(prediction)
    rest = {"count": len(bars.left), "share": percent(math.fsum(bars.left))} if bars.left else None
    return contract.LabelsView(
        items=label_shares(prediction.labels),
        message=None,
        figure=Figure.drawn(label_figure.draw(bars, say("labels.plain"))),
        rest=say("rest.labels", **rest) if rest else None,
        told=_told(prediction, say),
        plain=label_shares(prediction.plain) if prediction.plain else None,
        badge=say("labels.badge", name=say(f"ui.options.calibration.{calibration}")) if prediction.plain else None,
    )


def _told(prediction: Prediction, say: Say) -> str:
    """What the likeliest label's number is; where scores are calibrated, what that changed."""
    top = max(prediction.labels, key=_probability)
    values = {"label": top.label, "share": percent(top.probability)}
    if not prediction.plain:
        return say("labels.told", **values)
    before = max(prediction.plain, key=_probability)
    if before.label != top.label:
        return say("labels.told.flips", **values, before=before.label, plain=percent(before.probability))
    return say("labels.told.calibrated", **values, plain=percent(before.probability))


def _probability(score: LabelScore) -> float:
    return score.probability


def words_view(prediction: Prediction | None, message: str | None, say: Say) -> contract.WordsView:
    """The label words and the mass outside, or why there are none."""
    if prediction is None or not prediction.words:
        return contract.WordsView(figure=None, mass_outside=None, mass_note="", message=message)
    bars = word_figure.word_bars(prediction)
    return contract.WordsView(
        figure=Figure.drawn(word_figure.draw(bars, _word_texts(bars, say))),
        mass_outside=prediction.mass_outside,
        mass_note=_mass_note(prediction, say),
        message=None,
        rest=_rest(bars, say),
    )


def _word_texts(bars: word_figure.WordBars, say: Say) -> word_figure.WordTexts:
    axis = "words.axis.relative" if bars.relative else "words.axis"
    end = word_figure.axis_end(bars)
    if end < 1:
        axis = f"{axis}.zoomed"
    return word_figure.WordTexts(say("mass.outside"), say(axis, end=percent(end)))


def _mass_note(prediction: Prediction, say: Say) -> str:
    if prediction.mass_reason:
        return say(f"mass.{prediction.mass_reason}")
    outside = prediction.mass_outside or 0.0
    told = say("mass.told", inside=percent(max(0.0, 1 - outside)))
    if outside <= asked.MUCH:
        return say("mass.some", told=told)
    verdict = asked.judge(prediction)
    return say(f"mass.much_{verdict.cause}", told=told, words=" · ".join(verdict.above))


def _rest(bars: word_figure.WordBars, say: Say) -> str | None:
    """The words that are not drawn, in one line."""
    if not bars.left:
        return None
    if bars.together is not None:
        return say("rest.words", count=len(bars.left), share=percent(bars.together))
    # Words of different lengths are of different sample spaces: no sum.
    return say("rest.words_apart", count=len(bars.left), share=percent(bars.left[0]))
