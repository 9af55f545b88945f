"""The spread over wordings as the page shows it: a sentence, a picture, and what was changed in each of them."""

from __future__ import annotations

from components.contracts.evaluate import Wording, WordingsSpread
from components.jobs.evaluations.views import figure
from components.routes.visitor import Visitor
from playground.evaluation.outcome import Outcome
from playground.evaluation.sensitivity import Sensitivity
from playground.figures import wordings as figures
from playground.figures.lines import whole
from playground.numbers import fixed


def wordings_view(outcome: Outcome, visitor: Visitor) -> WordingsSpread | None:
    """What is known by now; `None` where no wording was read."""
    found = outcome.sensitivity
    if found is None:
        return None
    say = visitor.say
    ways = tuple(
        figures.Way(say(f"evaluation.wording.{its.change}"), its.template, its.accuracy) for its in found.wordings
    )
    return WordingsSpread(
        sentence=_sentence(found, visitor) if outcome.result else say("evaluation.wordings.part", count=len(ways) - 1),
        figure=figure(figures.draw(ways, say)),
        wordings=[Wording(change=way.change, template=way.template, accuracy=way.accuracy) for way in ways],
    )


def _sentence(found: Sensitivity, visitor: Visitor) -> str:
    """How far the accuracies lie apart, and whether the best one and the worst one differ by more than chance."""
    others = len(found.wordings) - 1
    if not others:
        return visitor.say("evaluation.wordings.none")
    apart = found.paired
    key = "equal" if not found.spread else "chance" if apart.tied else "matters"
    return visitor.say(
        f"evaluation.wordings.{key}",
        count=others,
        rows=len(found.own.right),
        low=whole(found.lowest.accuracy),
        high=whole(found.highest.accuracy),
        points=fixed(100 * found.spread, 0, visitor.language),
        # In one line.
        p="p\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}0.001"
        if apart.p < 0.001
        else f"p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{fixed(apart.p, 3, visitor.language)}",
    )
