"""A template with words in its triggers' places, or without triggers, as text that anybody can use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from playground.errors import PlaygroundError
from playground.models.language_model import LanguageModel
from playground.prompting.template import Part, Template, Text, Trigger, parse
from playground.results import Example
from playground.scoring.predict import Task, scorer_for
from playground.search.placed import Filling, place
from playground.search.vocabulary import UNSPACED


def with_words(
    task: Task, filling: Filling, words: Sequence[str], examples: Sequence[Example], model: LanguageModel
) -> Template | None:
    """The template with the found words as literal text, apart by spaces or, in scripts without, not; `None` where
    as text they are read as other tokens.

    Args:
        examples: some to try it on.
    """
    for join in (_by_script, " ".join):
        template = replaced(task.template, words, join)
        try:
            same = parse(str(template)) == template and _same(task, template, filling, examples, model)
        except PlaygroundError:  # too long for a template, say
            same = False
        if same:
            return template
    return None


def _same(task: Task, template: Template, filling: Filling, examples: Sequence[Example], model: LanguageModel) -> bool:
    """Whether the model reads the same tokens with the words in the template."""
    scorer = scorer_for(model)
    for example, placed in zip(examples, place(task, examples, model), strict=True):
        asked, wanted = scorer.ask(template, example.fields, task.words), placed.filled(filling)
        for terms in asked.terms.values():
            at = {term.sequence for term in terms}
            if any(asked.sequences[i] != wanted.sequences[i] for i in at):
                return False
    return True


def replaced(template: Template, words: Sequence[str], join: Callable[[Sequence[str]], str] = " ".join) -> Template:
    """The template with words in its triggers' places, in order.

    >>> str(replaced(parse("{text} [T*2] It was [MASK]."), ["oh", "so"]))
    '{text} oh so It was [MASK].'
    """
    left, parts = list(words), []
    for part in template.parts:
        if isinstance(part, Trigger):
            mine, left = left[: part.count], left[part.count :]
            part = Text(join(mine))
        parts.append(part)
    return _joined(parts)


def without_triggers(template: Template) -> Template:
    """The template as it would be written without triggers: of the spaces around one, one is left.

    >>> str(without_triggers(parse("{text} [T*3] It was [MASK].")))
    '{text} It was [MASK].'
    >>> str(without_triggers(parse("[T] {text} [MASK]")))
    '{text} [MASK]'
    """
    parts: list[Part] = []
    gone = False
    for part in template.parts:
        if isinstance(part, Trigger):
            gone = True
            continue
        last = parts[-1] if parts else None
        spaced = not parts or (isinstance(last, Text) and last.text.endswith(" "))
        if gone and spaced and isinstance(part, Text):
            part = replace(part, text=part.text.lstrip(" "))
        parts.append(part)
        gone = False
    return _joined(parts)


def _joined(parts: Sequence[Part]) -> Template:
    """Neighbouring texts are one, empty ones are none."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + part.text)
        elif not (isinstance(part, Text) and not part.text):
            found.append(part)
    return Template(tuple(found))


def _by_script(words: Sequence[str]) -> str:
    """Spaces between words, none between two letters of scripts without."""
    text = "".join(words[:1])
    for before, after in pairwise(words):
        text += after if before[-1:] >= UNSPACED and after[:1] >= UNSPACED else f" {after}"
    return text
