"""How a search goes: the user's choices, checked where they are built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from playground.errors import SearchError
from playground.search import checks, template_bank
from playground.search.template_source import TEMPLATE_SOURCES
from playground.search.word_method import WORD_METHODS

MOST_TEXT = 2_000_000  # characters that templates are mined from
MOST_PAIRS = 2_000


@dataclass(frozen=True)
class TriggerOptions:
    """Of the trigger search. Defaults were chosen by measurement on the bundled model.

    Args:
        steps: positions tried, one after the other, 1 to 1,000.
        candidates: words tried at a position, those of the highest first-order score, 1 to 100,000.
        batch: training examples that the gradient is averaged over and candidates are compared on, 1 to 256.
        beam: fillings kept from step to step, 1 to 10,000; 1 is AutoPrompt's search.
        race: drop candidates that are behind after a part of the batch, instead of trying all on all of it.
        seeds: one search each: which examples, from which words, in which order.
        examples: K a class to search on and as many to choose by, 1 to 256.
        label_words: triggers may be label words or labels' names.
        capitals: triggers may begin with a capital letter, as proper nouns do (a model without capitals has none).
        scripts: triggers may be of scripts that the template and the training texts are hardly written in.

    Raises:
        SearchError: the option, its value, and what it may be.
    """

    BOUNDS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "steps": (1, 1_000),
        "candidates": (1, 100_000),
        "batch": (1, 256),
        "beam": (1, 10_000),
        "examples": (1, 256),
    }

    steps: int = 24
    candidates: int = 32
    batch: int = 32
    beam: int = 1
    race: bool = True
    seeds: tuple[int, ...] = (1,)
    examples: int = 16
    label_words: bool = False
    capitals: bool = False
    scripts: bool = False

    def __post_init__(self) -> None:
        for name, (low, high) in self.BOUNDS.items():
            checks.whole(self, name, low, high)
        for name in ("race", "label_words", "capitals", "scripts"):
            checks.switch(self, name)
        checks.seeds(self.seeds)


@dataclass(frozen=True)
class WordOptions:
    """Of the search for label words.

    Args:
        methods: some of `WORD_METHODS`, in the order in which they are tried.
        words: words a label in the verbalizer that comes out, 1 to 20 (one, where a method chooses assignments).
        ranked: words a label that are shown, 1 to 100.
        candidates: words a label that assignments are made of, 1 to 1,000.
        assignments: those that are ranked again on the development examples, 1 to 1,000.
        seeds: one search each: which examples.
        examples: K a class to search on and as many to choose by, 1 to 256.

    Raises:
        SearchError: the option, its value, and what it may be.
    """

    BOUNDS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "words": (1, 20),
        "ranked": (1, 100),
        "candidates": (1, 1_000),
        "assignments": (1, 1_000),
        "examples": (1, 256),
    }

    methods: tuple[str, ...] = ("probe", "assignments", "ratio")
    words: int = 3
    ranked: int = 20
    candidates: int = 30
    assignments: int = 100
    seeds: tuple[int, ...] = (1,)
    examples: int = 16

    def __post_init__(self) -> None:
        checks.some_of(self, "methods", tuple(WORD_METHODS))
        for name, (low, high) in self.BOUNDS.items():
            checks.whole(self, name, low, high)
        checks.seeds(self.seeds)


@dataclass(frozen=True)
class TemplateOptions:
    """Of the search for templates.

    Args:
        sources: some of `TEMPLATE_SOURCES`, in the order in which they are asked; the hand-written one is always there.
        bank: what the bank's templates ask for, `all` or one of `template_bank.kinds()`.
        proposals: templates of each other source, 1 to 200.
        rounds: of edits of the best ones, 0 to 20.
        edits: templates a round of these, 1 to 200.
        finalists: templates that are read on all training examples and chosen by the development ones, 1 to 50.
        ensemble: the best n of them that answer together, 1 to 10.
        text, pairs: what templates are mined from: a text, and lines such as `Paris, France`.
        seeds: one search each: which examples, which edits.
        examples: K a class to search on and as many to choose by, 1 to 256.

    Raises:
        SearchError: the option, its value, and what it may be.
    """

    BOUNDS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "proposals": (1, 200),
        "rounds": (0, 20),
        "edits": (1, 200),
        "finalists": (1, 50),
        "ensemble": (1, 10),
        "examples": (1, 256),
    }

    sources: tuple[str, ...] = ("bank", "paraphrase", "infilling", "mining")
    bank: str = template_bank.EVERY
    proposals: int = 16
    rounds: int = 2
    edits: int = 16
    finalists: int = 8
    ensemble: int = 3
    text: str = ""
    pairs: tuple[str, ...] = ()
    seeds: tuple[int, ...] = (1,)
    examples: int = 16

    def __post_init__(self) -> None:
        checks.some_of(self, "sources", tuple(TEMPLATE_SOURCES))
        if self.bank not in template_bank.kinds():
            choices = ", ".join(template_bank.kinds())
            raise SearchError("not_choices", name="bank", value=checks.show(self.bank), choices=choices)
        for name, (low, high) in self.BOUNDS.items():
            checks.whole(self, name, low, high)
        if not isinstance(self.text, str) or len(self.text) > MOST_TEXT:
            raise SearchError("not_a_text_up_to", name="text", limit=MOST_TEXT)
        lines = isinstance(self.pairs, tuple) and all(isinstance(pair, str) for pair in self.pairs)
        if not lines or len(self.pairs) > MOST_PAIRS:
            raise SearchError("not_lines", name="pairs", limit=MOST_PAIRS)
        checks.seeds(self.seeds)
