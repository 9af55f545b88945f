"""What a source of templates is, and what it works with. Each has a file of its own and registers itself there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from torch import Tensor

from playground.choices import Choices
from playground.errors import PlaygroundError
from playground.models.language_model import LanguageModel
from playground.prompting.template import Template
from playground.results import Example
from playground.scoring.predict import Task
from playground.search import vocabulary
from playground.search.atoms import normal, usable

if TYPE_CHECKING:
    from playground.search.options import TemplateOptions


@dataclass(frozen=True)
class Candidate:
    """A template that may be better, and where it came from: the name of a source, or of an edit, and the template
    that was changed."""

    template: Template
    source: str
    of: Template | None = None


@dataclass(frozen=True, eq=False)
class Ground:
    """What templates are made from: the hand-written prompt, the training examples, and some of these, of every label,
    that the model fills gaps for."""

    task: Task
    train: Sequence[Example]
    shown: Sequence[Example]
    options: TemplateOptions
    model: LanguageModel
    _words: dict[tuple[bool, bool], dict[int, str]] = field(default_factory=dict)

    @cached_property
    def texts(self) -> list[str]:
        """What templates are filled with."""
        return [text for example in self.train for text in example.fields.values()]

    @cached_property
    def spaced(self) -> bool:
        """Whether most letters are of a script that puts spaces between words."""
        letters = [letter >= vocabulary.UNSPACED for text in self.texts for letter in text if letter.isalpha()]
        return 2 * sum(letters) <= len(letters)

    def words(self, template: Template) -> dict[int, str]:
        """The tokens that are a word by themselves at a template's mask, no label words or labels' names."""
        key = (template.leading_space, template.mask == 0)
        if key not in self._words:
            labels = self.task.verbalizer.labels if self.task.verbalizer else ()
            banned = {text.casefold() for its in labels for text in (its.name, *(word.text for word in its.words))}
            found = vocabulary.label_words(self.model, template, self.texts)
            self._words[key] = {id: word for id, word in found.items() if word.casefold() not in banned}
        return self._words[key]

    def answer(self, label: str) -> str:
        """A label's first word that the model knows."""
        return next(word for name, word in self.task.entries if name == label)


Make = Callable[[Ground], Iterable[tuple[Template, Template | None]]]


@dataclass(frozen=True)
class TemplateSource:
    """One way to come by templates: pairs of a template and the one that it was made of, if of one, the most promising
    first. `options` are those that it reads; of one that reads `proposals` so many are taken."""

    name: str
    make: Make
    options: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its messages."""
        return f"search.method.{self.name}", f"search.method.{self.name}.line"


TEMPLATE_SOURCES: Choices[TemplateSource] = Choices()


def template_source(name: str, *, options: tuple[str, ...] = ()) -> Callable[[Make], Make]:
    """Register a function as a source of templates."""

    def register(make: Make) -> Make:
        TEMPLATE_SOURCES.register(TemplateSource(name, make, options))
        return make

    return register


def fold(candidates: Iterable[Candidate], known: Iterable[Template], task: Task) -> list[Candidate]:
    """The candidates that are new and can be asked: those alike but for case, white space and width once, with the
    slots of the hand-written template."""
    seen = {normal(template) for template in known}
    found = []
    for candidate in candidates:
        key = normal(candidate.template)
        if key not in seen and _askable(candidate.template, task):
            seen.add(key)
            found.append(candidate)
    return found


def _askable(template: Template, task: Task) -> bool:
    try:
        return usable(template) and set(template.slots) == set(task.template.slots)
    except PlaygroundError:  # too long, or two masks
        return False


def likeliest(scores: Tensor, words: dict[int, str], count: int) -> list[tuple[str, float]]:
    """The best of some tokens by scores [V], with their scores."""
    ids = sorted(words)
    best = scores[ids].topk(min(count, len(ids)))
    return [(words[ids[i]], value) for value, i in zip(best.values.tolist(), best.indices.tolist(), strict=True)]
