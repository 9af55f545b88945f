"""Rows in, log-probabilities out: order, batches, memory; the numbers are the contract's."""

import pytest
import torch

from playground.models import token_sequence
from playground.models.token_sequence import TokenSequence
from tests.fakes import FAMILIES

ROWS = [
    TokenSequence((5, 6, 7, 8, 9, 10), (5, 0, 2)),
    TokenSequence((11, 12), (1,)),
    TokenSequence((5, 6, 7, 8, 9, 10), (2, 0, 2)),
    TokenSequence(tuple(range(5, 45)), (39,)),
]


@pytest.fixture
def forwards(tiny, monkeypatch):
    """The shapes that a family's model is run with."""

    def watch(family: str) -> list[tuple[int, int]]:
        shapes = []
        handle = tiny(family).ours._model.register_forward_pre_hook(
            lambda module, args, kwargs: shapes.append(tuple(kwargs["input_ids"].shape)), with_kwargs=True
        )
        handles.append(handle)
        return shapes

    handles: list = []
    yield watch
    for handle in handles:
        handle.remove()


@pytest.mark.parametrize("family", FAMILIES)
def test_one_row_of_log_probabilities_a_position_in_the_order_asked(tiny, family):
    model = tiny(family).ours
    outputs = model.log_probs(ROWS)
    size = tiny(family).plain.config.vocab_size
    assert [tuple(output.shape) for output in outputs] == [(3, size), (1, size), (3, size), (1, size)]
    assert all(output.dtype is torch.float32 and not output.requires_grad for output in outputs)
    assert all(torch.allclose(output.exp().sum(-1), torch.ones(len(output)), atol=1e-4) for output in outputs)
    first, _, third, _ = outputs
    assert torch.allclose(first[[2, 1]], third[[0, 1]], atol=1e-5) and torch.equal(third[0], third[2])
    assert (first[0] - first[1]).abs().max() > 1e-3


def test_nothing_asked(tiny):
    assert tiny("bert").ours.log_probs([]) == []
    nothing, something = tiny("bert").ours.log_probs([TokenSequence((5, 6), ()), ROWS[1]])
    assert len(nothing) == 0 and len(something) == 1
    assert len(tiny("bert").ours.log_probs([TokenSequence((5, 6), ())])[0]) == 0


def test_rows_of_like_length_share_a_pass(tiny, forwards):
    shapes = forwards("bert")
    tiny("bert").ours.log_probs(ROWS)
    assert sorted(shapes) == [(1, 40), (3, 6)]  # 40 is too far from 6 to pad them all


def test_a_batch_never_exceeds_its_bound(tiny, forwards, monkeypatch):
    shapes = forwards("bert")
    rows = [TokenSequence((5,) * length, (0,)) for length in (10, 12, 11, 10, 12, 64, 63)]
    whole = tiny("bert").ours.log_probs(rows)
    shapes.clear()
    monkeypatch.setattr(token_sequence, "MAX_BATCH_TOKENS", 24)
    parts = tiny("bert").ours.log_probs(rows)
    assert all(count * width <= 24 or count == 1 for count, width in shapes)
    assert sum(count for count, _ in shapes) == len(rows)
    assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(whole, parts, strict=True))


def test_the_head_sees_only_the_asked_positions(tiny):
    seen = []
    model = tiny("bert").ours
    handle = model._model.get_output_embeddings().register_forward_pre_hook(
        lambda module, args: seen.append(args[0].shape)
    )
    model.log_probs(ROWS[:1])
    handle.remove()
    assert [tuple(shape) for shape in seen] == [(1, 3, 32)]


def test_a_failed_pass_leaves_the_model_as_it_was(tiny):
    model = tiny("bert").ours
    before = model.log_probs(ROWS[:1])[0]
    with pytest.raises(IndexError):
        model.log_probs([TokenSequence((10**6,), (0,))])
    with torch.inference_mode():
        assert model._model(input_ids=torch.tensor([[5, 6, 7]])).logits.shape[1] == 3
    assert torch.equal(model.log_probs(ROWS[:1])[0], before)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_model_is_frozen_and_its_size_known(tiny, family):
    model = tiny(family).ours
    assert not any(weight.requires_grad for weight in model._model.parameters())
    assert not model._model.training
    assert 4 * model.parameters <= model.bytes <= 8 * model.parameters


@pytest.mark.parametrize("family", FAMILIES)
def test_soft_positions_change_only_their_own_row(tiny, family):
    model = tiny(family).ours
    plain = model.log_probs([ROWS[0], ROWS[2]])
    mixed = model.log_probs([TokenSequence(ROWS[0].ids, ROWS[0].positions, (1,)), ROWS[2]])
    assert torch.allclose(plain[1], mixed[1], atol=1e-5)
    assert (plain[0] - mixed[0]).abs().max() > 1e-3


def test_what_stands_at_a_soft_position_does_not_matter(tiny):
    one, other = tiny("bert").ours.log_probs(
        [TokenSequence((5, 6, 7), (2,), (1,)), TokenSequence((5, 99, 7), (2,), (1,))]
    )
    assert torch.allclose(one, other, atol=1e-6)


def test_a_position_outside_its_row_is_refused():
    for position in (-1, 2):
        with pytest.raises(ValueError, match="position"):
            TokenSequence((5, 6), (position,))


def test_targets_are_the_asked_log_probabilities_however_a_row_is_cut(tiny, monkeypatch):
    row = TokenSequence((5, 6, 7, 8), (0, 1, 3))
    whole = tiny("bert").ours.log_probs([row])[0]
    aimed = TokenSequence(row.ids, row.positions, targets=(9, 4, 2))
    monkeypatch.setattr(token_sequence, "MAX_BATCH_POSITIONS", 2)
    (cut, again) = tiny("bert").ours.log_probs([aimed, row])
    assert torch.allclose(cut, whole[[0, 1, 2], [9, 4, 2]], atol=1e-5)
    assert torch.allclose(again, whole, atol=1e-5)
