"""Of an answer what a page does not have yet, and answers that many ask for.

A page says which parts it has by their marks; the server keeps nothing of a page. A mark is made of what a part says, so
one that nobody knows only means that the part is told.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from components.contracts.base import Contract
from components.contracts.models import Model
from components.contracts.play import LiveAnswer, LiveAsked
from playground.recent import Recent

PARTS = (
    *("offers", "template", "verbalizer", "sentence", "labels", "words", "prompts", "vocabulary", "steps"),
    *("reading", "model"),
)
MOST_BYTES = 2**20  # of shared answers, as JSON
MOST_SEEN = 5_000  # questions that are known to have been asked


def marked(answer: LiveAnswer) -> LiveAnswer:
    """The whole answer with the marks of its parts; those that it brings stand."""
    parts = {name: part for name in PARTS if (part := getattr(answer, name)) is not None}
    return answer.model_copy(
        update={"marks": {name: answer.marks.get(name) or mark(part) for name, part in parts.items()}}
    )


def thin(answer: LiveAnswer, has: Mapping[str, str]) -> LiveAnswer:
    """A marked answer without the parts that a page has."""
    same = [name for name, mark in answer.marks.items() if has.get(name) == mark]
    marks = {name: mark for name, mark in answer.marks.items() if name not in same}
    return answer.model_copy(update={**dict.fromkeys(same), "marks": marks, "same": same})


def mark(part: Contract | Sequence[Contract]) -> str:
    """What a part says, in twelve letters."""
    parts = [part] if isinstance(part, Contract) else part
    told = "\n".join(each.model_dump_json() for each in parts)
    return urlsafe_b64encode(blake2b(told.encode(), digest_size=9).digest()).decode()


class Answers:
    """Answers without fault to questions that were asked twice, which a class does that opens the same example.

    Of what was asked once only a hash is kept: nobody's typing stays here, and none of it drives out what many ask.
    """

    def __init__(self) -> None:
        self._seen = Recent[bool](MOST_SEEN)
        self._kept = Recent[LiveAnswer](MOST_BYTES)

    @staticmethod
    def key(asked: LiveAsked, language: str, revision: str, card: Model) -> bytes | None:
        """What an answer depends on; `None` where that is more: trained prompts can be deleted."""
        if asked.state.prompts:
            return None
        parts = asked.state.model_dump(), language, asked.steps_from, revision, card.model_dump()
        # Half a character is a problem to be told, not to fail on.
        return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def get(self, key: bytes | None) -> LiveAnswer | None:
        """The marked answer, if it is kept."""
        return None if key is None else self._kept.get(key)

    def put(self, key: bytes | None, answer: LiveAnswer) -> None:
        """Keep a marked answer that is asked for the second time."""
        if key is None or answer.problem:
            return
        if self._seen.get(key):
            self._kept.put(key, answer, len(answer.model_dump_json()))
        else:
            self._seen.put(key, True)
