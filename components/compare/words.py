"""The kind of job that leaves out or replaces each word of one template in turn."""

from __future__ import annotations

from components.evaluate.kind import EvaluationKind


class WordsKind(EvaluationKind):
    """One template word by word."""

    name = "words"
    page = "compare"
    script = "compare/words.js"
