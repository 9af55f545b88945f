"""How much a prompt's accuracy hangs on the way it is written: the spread over wordings (FormatSpread, Sclar et al. 2024).

Spread is the best wording's accuracy minus the worst one's, on the same examples. There are few wordings, so all are
read; the paper samples from a large grammar of formats and lets a bandit find the extremes. No word is changed, no
wording is recommended: which is best on these examples is partly chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from playground.errors import PlaygroundError
from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities
from playground.evaluation.intervals import Paired, compare
from playground.models.language_model import LanguageModel
from playground.prompting.wordings import wordings
from playground.results import Example
from playground.scoring.predict import Task


@dataclass(frozen=True)
class WordingScore:
    """One wording on the examples: its text, what it changes (`own` for nothing), and 1 for each example that it
    answers right, else 0."""

    template: str
    change: str
    right: tuple[int, ...]

    @property
    def accuracy(self) -> float:
        """The share right."""
        return mean(self.right)


@dataclass(frozen=True)
class Sensitivity:
    """The wordings that the model reads differently, the prompt's own first."""

    wordings: tuple[WordingScore, ...]

    @property
    def own(self) -> WordingScore:
        """The prompt as it is."""
        return self.wordings[0]

    @property
    def lowest(self) -> WordingScore:
        """The worst wording."""
        return min(self.wordings, key=lambda its: its.accuracy)

    @property
    def highest(self) -> WordingScore:
        """The best wording."""
        return max(self.wordings, key=lambda its: its.accuracy)

    @property
    def spread(self) -> float:
        """The best one's accuracy minus the worst one's, 0 to 1."""
        return self.highest.accuracy - self.lowest.accuracy

    @property
    def paired(self) -> Paired:
        """The best one against the worst one. Both are chosen, so chance makes the difference look larger."""
        return compare(self.highest.right, self.lowest.right)


def sensitivity(task: Task, examples: Sequence[Example], model: LanguageModel) -> Sensitivity:
    """A prompt's spread over its wordings.

    Raises:
        DataError: a label that the verbalizer lacks.
        FieldsError, TemplateError: as `encode`.
    """
    return Sensitivity(tuple(scored(task, examples, model)))


def scored(task: Task, examples: Sequence[Example], model: LanguageModel) -> Iterator[WordingScore]:
    """Every wording in turn, for whoever shows progress; those that the model reads as one before are left out.

    Args:
        task: without calibration, which would have a prior for each wording.
    """
    seen = set()
    for wording in wordings(task.template):
        try:
            made = Task.build(wording.template, task.verbalizer, task.options, model, task.prompt)
            questions = EncodedExamples.of(made, examples, model)
        except PlaygroundError:
            if wording.change == "own":
                raise
            continue  # too long for the model, say
        key = tuple(sequence.ids for asked in questions.asked for sequence in asked.sequences)
        if key in seen:
            continue
        seen.add(key)
        found = log_probabilities(made, questions, model, task.prompt and task.prompt.input)
        right = (found.argmax(-1) == questions.gold).long().tolist()
        yield WordingScore(str(wording.template), wording.change, tuple(right))
