"""Rows read under trained prompts: against plain transformers, PEFT, and one another."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from transformers import AutoModelForMaskedLM, DynamicCache

from playground.models.language_model import PREFIX_FAMILIES
from playground.models.soft_prompt import SoftInput
from playground.models.token_sequence import TokenSequence
from tests.fakes import FAMILIES, MASKED

IDS = (5, 9, 11, 7, 30, 12)
TAKES = [family for family in FAMILIES if family in PREFIX_FAMILIES]


def embeddings(model, count: int, seed: int = 1) -> SoftInput:
    """Some soft tokens."""
    draw = torch.Generator().manual_seed(seed)
    return SoftInput(embeddings=torch.randn(count, model.embeddings.shape[1], generator=draw))


def prefix(model, count: int, seed: int = 1) -> SoftInput:
    """Some keys and values."""
    layers, heads, width = model.prefix_shape
    draw = torch.Generator().manual_seed(seed)
    return SoftInput(keys_values=torch.randn(layers, 2, heads, count, width, generator=draw))


@pytest.mark.parametrize("family", FAMILIES)
def test_soft_tokens_stand_where_the_row_says(tiny, family):
    it = tiny(family)
    soft = embeddings(it.ours, 2)
    (output,) = it.ours.log_probs([TokenSequence(IDS, (3, 5), (1, 4), prompt=soft)])
    with torch.inference_mode():
        embedded = it.plain.get_input_embeddings()(torch.tensor([IDS]))
        embedded[0, [1, 4]] = soft.embeddings
        expected = it.plain(inputs_embeds=embedded).logits[0, [3, 5]].log_softmax(-1)
    assert (output - expected).abs().max() < 1e-4


@pytest.mark.parametrize("family", TAKES)
def test_a_prefix_is_keys_and_values_before_the_texts_own(tiny, family):
    """Against plain transformers with eager attention and its own two-dimensional mask, or for
    the encoders, which build none for a longer past, an open one."""
    it = tiny(family)
    soft = prefix(it.ours, 3)
    (output,) = it.ours.log_probs([TokenSequence(IDS, (0, 2, 5), prompt=soft)])
    start = it.plain.config.pad_token_id + 1 if "roberta" in family else 0
    plain = it.plain
    if family in MASKED:
        plain = AutoModelForMaskedLM.from_pretrained(it.folder, attn_implementation="eager").eval()
        mask = torch.zeros(1, 1, len(IDS), 3 + len(IDS))
    else:
        mask = torch.ones(1, 3 + len(IDS), dtype=torch.long)
    with torch.inference_mode():
        expected = (
            plain(
                input_ids=torch.tensor([IDS]),
                past_key_values=DynamicCache([(keys[None], values[None]) for keys, values in soft.keys_values]),
                attention_mask=mask,
                position_ids=torch.arange(start, start + len(IDS))[None],
            )
            .logits[0, [0, 2, 5]]
            .log_softmax(-1)
        )
    assert (output - expected).abs().max() < 1e-4
    (without,) = it.ours.log_probs([TokenSequence(IDS, (0, 2, 5))])
    assert (output - without).abs().max() > 1e-2


@pytest.mark.parametrize("family", [family for family in TAKES if family not in MASKED])
def test_a_prefix_of_a_texts_own_keys_and_values_is_that_text(tiny, family):
    """What the words before would have said through attention is all that a prefix says."""
    it = tiny(family)
    layers, heads, width = it.ours.prefix_shape
    found = it.ours.keys_values(IDS[:3])
    assert found.shape == (layers, 2, heads, 3, width)
    whole = DynamicCache()
    with torch.inference_mode():
        it.plain(input_ids=torch.tensor([IDS[:3]]), past_key_values=whole, use_cache=True)
    for ours, layer in zip(found, whole.layers, strict=True):
        assert torch.allclose(ours[0], layer.keys[0], atol=1e-5) and torch.allclose(ours[1], layer.values[0], atol=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_one_batch_mixes_prompts_and_answers_as_apart(tiny, family):
    """Mixed-task inference, Lester et al. 2021, section 1 and figure 2."""
    model = tiny(family).ours
    rows = [
        TokenSequence(IDS, (1, 5)),
        TokenSequence(IDS, (1, 5), (2,), prompt=embeddings(model, 1)),
        TokenSequence(IDS[:4], (3,), (0, 1), prompt=embeddings(model, 2, seed=2)),
        TokenSequence(IDS, (0,), (2,)),
    ]
    if family in TAKES:
        rows += [
            TokenSequence(IDS, (2, 5), prompt=prefix(model, 4)),
            TokenSequence(IDS[:3], (2,), prompt=prefix(model, 2, seed=3)),
        ]
    together = model.log_probs(rows)
    for row, output in zip(rows, together, strict=True):
        assert (output.exp() - model.log_probs([row])[0].exp()).abs().max() < 1e-5


@pytest.mark.parametrize("family", FAMILIES)
def test_gradients_reach_the_prompt_and_nothing_else(tiny, family):
    model = tiny(family).ours
    made = [embeddings(model, 2)] + ([prefix(model, 3)] if family in TAKES else [])
    for soft in made:
        (tensor,) = soft.tensors.values()
        tensor.requires_grad_()
        row = (
            TokenSequence(IDS, (4,), (1, 2), prompt=soft)
            if soft.embeddings is not None
            else TokenSequence(IDS, (4,), prompt=soft)
        )
        (output,) = model.forward([row])
        output[0, 7].backward()
        # Every soft token of every layer is looked at.
        assert (tensor.grad.abs().amax(-1) > 0).all()
    assert all(p.grad is None and not p.requires_grad for p in model.network.parameters())


def test_two_threads_may_use_one_model(tiny):
    """A cluster's worker may run two jobs on it at once."""
    model = tiny("bert").ours
    rows = [[TokenSequence(IDS[: 2 + n % 4], (n % 2,))] for n in range(40)]
    alone = [model.log_probs(each)[0] for each in rows]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda each: model.log_probs(each)[0], rows * 5))
    assert all(torch.allclose(one, other, atol=1e-5) for one, other in zip(together, alone * 5, strict=True))


@pytest.mark.parametrize("family", [family for family in FAMILIES if family not in TAKES])
def test_other_families_have_no_prefix(tiny, family):
    assert tiny(family).ours.prefix_shape is None
