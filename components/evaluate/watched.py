"""An evaluation as the page shows it: how far it is, how good the prompt is, where it goes wrong.

Made of the job's record and its reports alone, so that a reload shows the same.
"""

from __future__ import annotations

from components.contracts.base import Note
from components.contracts.evaluate import (
    CalibrationEffect,
    EvaluateWatched,
    EvaluationFigures,
    LabelNumbers,
    LearntEffect,
    LearntLabel,
    LearntWord,
)
from components.contracts.evaluations import Reading
from components.contracts.jobs import JobLine
from components.evaluate.wordings_view import wordings_view
from components.jobs.evaluations.views import cell_numbers, figure, play_state, record_of, waiting, with_seen
from components.routes.visitor import Visitor
from playground.evaluation.intervals import Paired
from playground.evaluation.outcome import ONLY, Outcome, ReadingName, Report
from playground.figures import evaluation as figures
from playground.numbers import fixed, percent
from playground.results import Job


def watched(
    job: Job,
    outcome: Outcome,
    line: JobLine,
    wished: Reading | None,
    both: Paired | None,
    visitor: Visitor,
    learnt: Paired | None = None,
) -> EvaluateWatched:
    """Everything the right-hand side shows of one evaluation.

    Args:
        line: its line in the list.
        wished: the reading, if one was chosen.
        both: calibrated against plain, once the answers are there.
        learnt: the same of a learnt verbalizer.
    """
    reading = outcome.reading(wished)
    cell = outcome.cells.get(ONLY)
    found = cell[reading] if cell else None
    return EvaluateWatched(
        line=line,
        summary=waiting(job, visitor) or with_seen(_summary(outcome, reading, visitor), job.spec["data"], visitor),
        reading=reading,
        has_calibrated=outcome.has("calibrated"),
        has_learnt=outcome.has("learnt"),
        numbers=cell_numbers(outcome.numbers(ONLY, reading)),
        figures=_figures(found, cell["prior"], visitor) if cell and found else None,
        labels=[LabelNumbers(**label) for label in found["labels"]] if found else [],
        calibration=_calibration(cell, both, visitor) if cell and both else None,
        learnt=_learnt(cell, learnt, visitor) if cell and learnt else None,
        wordings=wordings_view(outcome, visitor),
        state=play_state(job.spec, ONLY, reading, {}),
        record=record_of(job, visitor),
    )


def _figures(found: Report, prior: Report | None, visitor: Visitor) -> EvaluationFigures:
    drawn = figures.figures(found, prior, visitor.say)
    return EvaluationFigures(
        confusion=figure(drawn["confusion"]),
        bias=figure(drawn["bias"]),
        reliability=figure(drawn["reliability"]),
        prior=figure(drawn["prior"]) if drawn["prior"] else None,
    )


def _summary(outcome: Outcome, reading: ReadingName, visitor: Visitor) -> Note:
    say, found, error = visitor.say, outcome.numbers(ONLY, reading), outcome.error(ONLY)
    if error:
        return Note(level="error", message=say(error[0], **error[1]))
    if found is None:
        return Note(level="info", message=say("evaluation.summary.starting"))
    shown = {
        "accuracy": percent(found.accuracy, visitor.language),
        "low": percent(found.interval[0], visitor.language),
        "high": percent(found.interval[1], visitor.language),
        "examples": found.examples,
    }
    if found.majority is None:
        key = f"evaluation.summary.{'whole' if ONLY in outcome.cells else 'part'}"
        return Note(level="info", message=say(key, **shown))
    better = found.interval[0] > found.majority
    key = f"evaluation.summary.{'better' if better else 'level'}"
    sentence = say(key, **shown, majority=percent(found.majority, visitor.language))
    counting = found.bag_of_words
    beaten = counting is not None and found.accuracy <= counting
    if counting is not None:
        key = f"evaluation.summary.{'beaten' if beaten else 'words'}"
        sentence += " " + say(key, accuracy=percent(counting, visitor.language))
    return Note(level="ok" if better and not beaten else "warning", message=sentence)


def _calibration(cell: Report, both: Paired, visitor: Visitor) -> CalibrationEffect:
    """Before and after, on the same examples."""
    key = "same" if both.tied else "better" if both.difference > 0 else "worse"
    before, after = cell["plain"]["accuracy"], cell["calibrated"]["accuracy"]
    points = fixed(abs(100 * both.difference), 1, visitor.language)
    sentence = visitor.say(
        f"evaluation.calibration.{key}",
        plain=percent(before, visitor.language),
        calibrated=percent(after, visitor.language),
        points=points,
    )
    if rows := (cell["prior"] or {}).get("rows"):
        sentence += " " + visitor.say(f"evaluation.batch.{rows['from']}", count=rows["count"])
        if most := rows["dominant"]:
            share = percent(most["share"], visitor.language)
            sentence += " " + visitor.say("evaluation.batch.dominant", label=most["label"], share=share)
    return CalibrationEffect(
        plain=before,
        calibrated=after,
        difference=both.difference,
        interval=both.interval,
        p=both.p,
        sentence=sentence,
    )


def _learnt(cell: Report, against: Paired, visitor: Visitor) -> LearntEffect:
    """By a learnt verbalizer and by the hand-written one, on the same examples; gains and losses alike."""
    key = "same" if against.tied else "better" if against.difference > 0 else "worse"
    plain, learnt = cell["plain"]["accuracy"], cell["learnt"]["accuracy"]
    order = [label["label"] for label in cell["plain"]["labels"]]
    told = cell["learnt_words"] or {}
    sentence = visitor.say(
        f"evaluation.learnt.{key}",
        plain=percent(plain, visitor.language),
        learnt=percent(learnt, visitor.language),
        points=fixed(abs(100 * against.difference), 1, visitor.language),
    )
    return LearntEffect(
        accuracy=learnt,
        difference=against.difference,
        interval=against.interval,
        sentence=sentence,
        labels=[
            LearntLabel(label=label, words=[LearntWord(word=word, weight=weight) for word, weight in told[label]])
            for label in order
            if label in told
        ],
    )
