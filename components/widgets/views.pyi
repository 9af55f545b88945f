"""What the page answers with: one widget a part of the view, each updated in place.

Every value carries `rev`, the revision of the state it answers, so that the scripts can drop an
answer older than the one on screen, and `stale`, true when the last good picture should be dimmed.
"""

from __future__ import annotations

from typing import Any

from components.widgets.base import Widget, plotly_head

#: The parts of a view that have a widget of their own, in the order of the handler's outputs.
PARTS = ("labels", "words", "vocabulary", "steps", "reading")


def slices(view: dict[str, Any], rev: int) -> list[dict[str, Any]]:
    """Cut a view into the values of `AnswerFeed` and of each part's widget.

    >>> view = {"of": {}, "error": None, "labels": {"items": []}}
    >>> [sorted(value) for value in slices(view, 3)][1]
    ['part', 'rev', 'stale']
    """
    failed = view.get("error") is not None
    feed = {key: value for key, value in view.items() if key not in PARTS}
    answers: list[dict[str, Any]] = [{**feed, "rev": rev}]
    for name in PARTS:
        part = view.get(name)
        answers.append({"rev": rev, "stale": failed or part is None, "part": part})
    return answers

from gradio.events import Dependency

class AnswerFeed(Widget):
    """Invisible: brings the editor what the core understood of template, verbalizer and errors."""

    kind = "feed"

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value, elem_id="pp-feed")
    from typing import Callable, Literal, Sequence, Any, TYPE_CHECKING
    from gradio.blocks import Block
    if TYPE_CHECKING:
        from gradio.components import Timer
        from gradio.components.base import Component


class LabelsView(Widget):
    """The distribution over labels: the largest thing on the page."""

    kind = "labels"

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value, elem_id="pp-labels", head=plotly_head())
    from typing import Callable, Literal, Sequence, Any, TYPE_CHECKING
    from gradio.blocks import Block
    if TYPE_CHECKING:
        from gradio.components import Timer
        from gradio.components.base import Component


class WordsView(Widget):
    """Where the model's probability goes: the label words and everything outside them."""

    kind = "words"

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value, elem_id="pp-words", head=plotly_head())
    from typing import Callable, Literal, Sequence, Any, TYPE_CHECKING
    from gradio.blocks import Block
    if TYPE_CHECKING:
        from gradio.components import Timer
        from gradio.components.base import Component


class VocabularyView(Widget):
    """The likeliest tokens at each mask; a click offers a token to the verbalizer."""

    kind = "vocabulary"

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value, elem_id="pp-vocabulary")
    from typing import Callable, Literal, Sequence, Any, TYPE_CHECKING
    from gradio.blocks import Block
    if TYPE_CHECKING:
        from gradio.components import Timer
        from gradio.components.base import Component


class StepsView(Widget):
    """How the number came about, as a table that can be recomputed by hand."""

    kind = "steps"

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value, elem_id="pp-steps")
    from typing import Callable, Literal, Sequence, Any, TYPE_CHECKING
    from gradio.blocks import Block
    if TYPE_CHECKING:
        from gradio.components import Timer
        from gradio.components.base import Component


class ReadingView(Widget):
    """What the model reads: the pieces, how many of the limit, and what was cut."""

    kind = "reading"

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value, elem_id="pp-reading")
    from typing import Callable, Literal, Sequence, Any, TYPE_CHECKING
    from gradio.blocks import Block
    if TYPE_CHECKING:
        from gradio.components import Timer
        from gradio.components.base import Component


#: The widget of each part, in the order of `PARTS`.
VIEWS = (LabelsView, WordsView, VocabularyView, StepsView, ReadingView)