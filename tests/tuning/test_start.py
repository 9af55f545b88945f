"""Where training starts: counted soft tokens, their first embeddings, the hand-written twin."""

import pytest
import torch

from playground.errors import TuningError
from playground.prompting.encoding import encode
from playground.prompting.template import parse
from playground.tuning.initial_values import start_embeddings
from playground.tuning.options import TuningOptions
from playground.tuning.start import start_ids, start_of
from tests.fakes import FAMILIES

WORDS = "{text} [SOFT:It was] [MASK]."


@pytest.mark.parametrize("family", FAMILIES)
def test_words_are_counted_in_their_pieces_and_begin_as_the_words(tiny, family):
    """Before any step the soft prompt answers exactly as the hand-written one."""
    model = tiny(family).ours
    start = start_of(parse(WORDS), TuningOptions(), model)
    assert str(start.hand_written) == "{text} It was [MASK]."
    assert str(start.template) == f"{{text}} [SOFT*{len(start.ids)}] [MASK]."
    literal = encode(start.hand_written, {"text": "I liked it."}, model.tokenizer, 64)
    soft = encode(start.template, {"text": "I liked it."}, model.tokenizer, 64)
    filled = list(soft.ids)
    for place, id in zip(soft.soft, start.ids, strict=True):
        filled[place] = id
    assert tuple(filled) == literal.ids and soft.mask == literal.mask
    rows = start_embeddings(list(start.ids), model, seed=1)
    assert torch.equal(rows, model.embeddings[list(start.ids)])


@pytest.mark.parametrize(
    ("template", "hand_written", "counted"),
    [
        ("{text} It was [MASK].", "{text} It was [MASK].", "[SOFT*5] {text} It was [MASK]."),
        ("[SOFT*3] {text} [MASK]", "{text} [MASK]", "[SOFT*3] {text} [MASK]"),
        ("{text} [SOFT] It [SOFT*2] was [MASK]", "{text} It was [MASK]", "{text} [SOFT] It [SOFT*2] was [MASK]"),
        ("{text} [SOFT:great] and [SOFT] [MASK]", "{text} great and [MASK]", "{text} [SOFT] and [SOFT] [MASK]"),
        ("[MASK] {text}[SOFT]", "[MASK] {text}", "[MASK] {text}[SOFT]"),
    ],
)
def test_soft_tokens_anywhere(tiny, template, hand_written, counted):
    start = start_of(parse(template), TuningOptions(tokens=5), tiny("bert").ours)
    assert (str(start.hand_written), str(start.template)) == (hand_written, counted)


def test_a_prefix_leaves_the_template_as_the_hand_written_one(tiny):
    start = start_of(parse(WORDS), TuningOptions(method="prefix"), tiny("bert").ours)
    assert str(start.template) == str(start.hand_written) == "{text} It was [MASK]." and start.ids == ()


def test_a_family_without_prefix_is_refused_by_name(tiny):
    with pytest.raises(TuningError, match="distilbert"):
        start_of(parse(WORDS), TuningOptions(method="prefix"), tiny("distilbert").ours)


def test_each_initialisation(tiny):
    model = tiny("bert").ours
    start = start_of(parse("[SOFT*4] {text} [SOFT:great] [MASK]"), TuningOptions(), model)

    def ids(**options) -> list[int | None]:
        return start_ids(start, TuningOptions(**options), model, [50, 51], seed=1)

    great = start.ids[-1]
    assert ids(initialisation="random") == [None] * 4 + [great]
    assert ids(initialisation="labels")[:2] == [50, 51] and len(set(ids(initialisation="labels"))) > 3
    again = [model.tokenizer.word_ids(word, True, False)[0] for word in ("good", "book")]
    assert ids(initialisation="words", words="good book") == [*again, *again, great]
    sampled = ids()
    assert sampled[-1] == great and len(set(sampled)) == 5 and sampled == ids()
    assert all(model.tokenizer.word(id, True, False) for id in sampled)
    assert sampled != start_ids(start, TuningOptions(), model, [], seed=2)


def test_random_starts_are_as_wide_as_the_vocabulary(bundled):
    rows = start_embeddings([None] * 40, bundled, seed=1)
    assert rows.std().item() == pytest.approx(bundled.embeddings.std().item(), rel=0.05)
    assert torch.equal(rows, start_embeddings([None] * 40, bundled, seed=1))
    assert not torch.equal(rows, start_embeddings([None] * 40, bundled, seed=2))


def test_too_many_soft_tokens(tiny):
    with pytest.raises(TuningError, match="110"):
        start_of(parse("[SOFT*100] {text} [SOFT*10] [MASK]"), TuningOptions(), tiny("bert").ours)
