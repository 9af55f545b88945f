"""What the page answers with: one widget a part of the view, each updated in place.

Every value carries `rev`, the revision of the state it answers, so that the scripts can drop an
answer older than the one on screen, and `stale`, true when the last good picture should be dimmed.
"""

from __future__ import annotations

from typing import Any

from components.widgets.base import Widget, plotly_head

#: The parts of a view that have a widget of their own, in the order of the handler's outputs.
PARTS = ("labels", "words", "prompts", "vocabulary", "steps", "reading")


def slices(view: dict[str, Any], rev: int) -> list[dict[str, Any]]:
    """Cut a view into the values of `AnswerFeed` and of each part's widget.

    >>> view = {"of": {}, "error": None, "labels": {"items": []}}
    >>> [sorted(value) for value in slices(view, 3)][1]
    ['part', 'rev', 'stale']
    """
    feed = {key: value for key, value in view.items() if key not in PARTS}
    answers: list[dict[str, Any]] = [{**feed, "rev": rev}]
    for name in PARTS:
        part = view.get(name)
        # A chart that an error emptied is not an answer: the last good one stays, dimmed.
        if isinstance(part, dict) and view.get("error") and part.get("figure", True) is None:
            part = None
        answers.append({"rev": rev, "stale": part is None, "part": part})
    return answers


class AnswerFeed(Widget):
    """Invisible: brings the editor what the core understood of template, verbalizer and errors."""

    kind = "feed"

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value, elem_id="pp-feed")


class PartView(Widget):
    """One part of the answer.

    `first` repeats the first value: a script that arrives after an answer without this part (the
    restored text had an error, say) still has a picture to show.
    """

    plotly = False

    def __init__(self, value: dict[str, Any]) -> None:
        head = plotly_head() if self.plotly else None
        super().__init__(value, elem_id=f"pp-{self.kind}", head=head, first=value)


class LabelsView(PartView):
    """The distribution over labels: the largest thing on the page."""

    kind = "labels"
    plotly = True


class WordsView(PartView):
    """Where the model's probability goes: the label words and everything outside them."""

    kind = "words"
    plotly = True


class PromptsView(PartView):
    """The trained prompts this page has, side by side on the text; hidden while there is none."""

    kind = "prompts"


class VocabularyView(PartView):
    """The likeliest tokens at each mask; a click offers a token to the verbalizer."""

    kind = "vocabulary"


class StepsView(PartView):
    """How the number came about, as a table that can be recomputed by hand."""

    kind = "steps"


class ReadingView(PartView):
    """What the model reads: the pieces, how many of the limit, and what was cut."""

    kind = "reading"


#: The widget of each part, in the order of `PARTS`.
VIEWS = (LabelsView, WordsView, PromptsView, VocabularyView, StepsView, ReadingView)
