"""Which tokens of a vocabulary a search may put into a prompt, and what they are as text.

A token counts only if it is a word by itself at its place: no special token, no half of a character and no
continuation piece, which as text would be read as something else. This module scores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playground.models.language_model import LanguageModel
from playground.prompting.encoding import at_start
from playground.prompting.template import Template, Text, Trigger
from playground.prompting.verbalizer import Verbalizer

UNSPACED = "\u2e80"  # from here on scripts write words without spaces; one letter can be a word
HARDLY = 0.05  # of the letters


def triggers(
    model: LanguageModel,
    template: Template,
    verbalizer: Verbalizer,
    texts: Sequence[str],
    *,
    label_words: bool = False,
    capitals: bool = False,
    scripts: bool = False,
) -> list[dict[int, str]]:
    """For every trigger of a template the tokens that may stand there, with their text.

    Args:
        texts: what the template is filled with.
        label_words: those that are label words or labels' names may.
        capitals: those that begin with a capital letter may.
        scripts: those of scripts that template and texts are hardly written in may.
    """
    banned = set() if label_words else {name.casefold() for name in _names(verbalizer)}
    foreign = (lambda word: False) if scripts else _foreign(template, texts)

    def fits(word: str) -> bool:
        return word.casefold() not in banned and (capitals or not word[:1].isupper()) and not foreign(word)

    found: dict[tuple[bool, bool], dict[int, str]] = {}
    places = []
    for i, part in enumerate(template.parts):
        if isinstance(part, Trigger):
            before = template.parts[i - 1] if i else None
            spaced = isinstance(before, Text) and before.text.endswith(" ")
            places += [(spaced, i == 0), *[(True, False)] * (part.count - 1)]
    for place in places:
        if place not in found:
            found[place] = words(model, place[0], place[1], fits)
    return [found[place] for place in places]


def label_words(model: LanguageModel, template: Template, texts: Sequence[str]) -> dict[int, str]:
    """The tokens that may be label words at a template's mask: words of letters, of two at least where a
    script puts spaces between words (Schick et al. 2020, section 4), in a script of template and texts."""
    foreign = _foreign(template, texts)

    def fits(word: str) -> bool:
        return word.isalpha() and (len(word) > 1 or word >= UNSPACED) and not foreign(word)

    return words(model, template.leading_space, at_start(template), fits)


def words(model: LanguageModel, leading_space: bool, starts: bool, fits: Callable[[str], bool]) -> dict[int, str]:
    """Every token that is a word by itself after a space, right behind other text, or at the start."""
    tokenizer, found = model.tokenizer, {}
    for id in range(len(model.embeddings)):
        # Cheap first: most pieces are none.
        if fits(tokenizer.piece(id).removeprefix("␣")):
            word = tokenizer.word(id, leading_space, starts)
            if word is not None and word.strip() == word:
                found[id] = word
    return found


def _foreign(template: Template, texts: Sequence[str]) -> Callable[[str], bool]:
    """Whether a word is of a script that hardly any letter of the texts is of: those with spaces between words, or
    those without."""
    written = [part.text for part in template.parts if isinstance(part, Text)]
    letters = [letter >= UNSPACED for text in (*written, *texts) for letter in text if letter.isalpha()]
    share = sum(letters) / max(1, len(letters))
    unspaced, spaced = share >= HARDLY, 1 - share >= HARDLY

    def foreign(word: str) -> bool:
        return any(letter.isalpha() and not (unspaced if letter >= UNSPACED else spaced) for letter in word)

    return foreign


def _names(verbalizer: Verbalizer) -> list[str]:
    return [text for label in verbalizer.labels for text in (label.name, *(word.text for word in label.words))]
