"""The kinds of jobs there are: one registering line each."""

from __future__ import annotations

from components.compare.grid import GridKind
from components.compare.words import WordsKind
from components.evaluate.kind import EvaluateKind
from components.jobs.kinds import Kind
from components.search.label_words import LabelWordsKind
from components.search.templates import TemplatesKind
from components.search.triggers import TriggersKind
from components.train.kind import TrainKind

KINDS: tuple[type[Kind], ...] = (
    TrainKind,
    TriggersKind,
    LabelWordsKind,
    TemplatesKind,
    EvaluateKind,
    GridKind,
    WordsKind,
)
