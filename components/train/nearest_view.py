"""What soft tokens are near to, as a page shows it: a table, and a map where they lie among words."""

from __future__ import annotations

from components.contracts import train as contract
from components.contracts.base import Figure
from components.jobs.any_job import Say
from playground.figures import token_map
from playground.tuning import desk


def nearest_words(found: desk.NearestWords | None, say: Say) -> contract.NearestWords:
    """`None`: the prompt lies in no vocabulary."""
    if found is None:
        return contract.NearestWords(tokens=[], figure=None, message=say("nearest_words.prefix"))
    tokens = [
        contract.SoftToken(
            name=f"s{i + 1}",
            start=token.start,
            moved=token.moved,
            cosine=[contract.Near(word=near.word, value=near.value) for near in token.cosine],
            euclidean=[contract.Near(word=near.word, value=near.value) for near in token.euclidean],
        )
        for i, token in enumerate(found.tokens)
    ]
    drawn = token_map.draw(token_map.token_map(found.points), say)
    return contract.NearestWords(tokens=tokens, figure=Figure(**drawn), message=None)
