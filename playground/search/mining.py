"""Templates mined from text: the commonest words between the two halves of known pairs (Jiang et al. 2020, section 3.1).

From "Paris is the capital of France" and the pair of Paris and France comes `{x} is the capital of [MASK].` Pairs are
given, or are the training examples' texts, where they are short, with their label words. The paper's prompts from the
dependency path are left out: they need a parser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from playground.prompting.template import Mask, Slot, Template, Text
from playground.search.template_source import Ground, template_source
from playground.search.vocabulary import UNSPACED

SHORT = 60  # characters of a text that may be half of a pair
MOST_BETWEEN = 60  # characters
SEPARATOR = re.compile(r"\t|→|->|=>|\s*[,，;；|]\s*")
_SENTENCES = re.compile(r"(?<=[.!?。！？])\s*|\n+")


@template_source("mining", options=("text", "pairs", "proposals"))
def make(ground: Ground) -> Iterator[tuple[Template, Template | None]]:
    """The commonest ones."""
    own = ground.task.template
    if not ground.options.text or len(own.slots) != 1:
        return
    slot, mask = Slot(own.slots[0]), Mask(own.run_length)
    stop = Text("." if ground.spaced else "。")
    for (between, turned), _ in middles(ground.options.text, _pairs(ground)).most_common():
        first, second = (mask, slot) if turned else (slot, mask)
        yield Template((first, Text(between), second, stop)), None


def middles(text: str, pairs: Sequence[tuple[str, str]]) -> Counter[tuple[str, bool]]:
    """How often what stands between the halves of pairs, and whether the second half stands first.

    >>> middles("Rome lies in Italy. In Peru lies Lima.", [("rome", "italy"), ("lima", "peru")])
    Counter({(' lies in ', False): 1, (' lies ', True): 1})
    """
    found: Counter[tuple[str, bool]] = Counter()
    for sentence in _SENTENCES.split(text):
        folded = sentence.casefold()
        if len(folded) != len(sentence):
            continue  # a letter whose small form is longer would shift the places
        for pair in pairs:
            places = [_place(folded, half.casefold()) for half in pair]
            if places[0] is None or places[1] is None:
                continue
            turned = places[1][0] < places[0][0]
            (_, start), (end, _) = sorted((places[0], places[1]))
            between = sentence[start:end]
            if any(letter.isalnum() for letter in between) and len(between) <= MOST_BETWEEN:
                found[" ".join(re.split(r"\s+", between)), turned] += 1
    return found


def _place(sentence: str, half: str) -> tuple[int, int] | None:
    """Where it stands, as a word where its script has spaces."""
    edge = "" if half[:1] >= UNSPACED else r"\b"
    match = re.search(f"{edge}{re.escape(half)}{edge}", sentence) if half else None
    return match.span() if match else None


def _pairs(ground: Ground) -> list[tuple[str, str]]:
    given = [SEPARATOR.split(line.strip(), maxsplit=1) for line in ground.options.pairs]
    if given:
        return [(its[0].strip(), its[1].strip()) for its in given if len(its) == 2]
    (slot,) = ground.task.template.slots
    rows = {(example.fields[slot].strip(), example.label) for example in ground.train}
    words = {label: [word for name, word in ground.task.entries if name == label] for label in ground.task.labels}
    return sorted((text, word) for text, label in rows if len(text) <= SHORT for word in words[label])
