"""A compiled model answers as plain torch does, or is plain torch."""

from dataclasses import replace

import pytest
import torch
from transformers.pytorch_utils import Conv1D

from playground.models import compiled, packed_linear
from playground.models.compiled import Choice, compile_frozen
from playground.models.loading import load
from playground.models.packed_linear import PackedLinear, packed
from playground.models.soft_prompt import SoftInput
from playground.models.token_sequence import TokenSequence
from tests.fakes import FAMILIES
from tests.models import families

pytestmark = pytest.mark.skipif(not packed_linear.available(), reason="this torch has no packed products")
ROWS = [
    TokenSequence((5, 6, 7, 8, 9, 10), (5, 0, 2, 0)),
    TokenSequence((11, 12, 13), (1,)),
    TokenSequence(tuple(range(5, 25)), (19, 3)),
]
FUSED = {"bert", "roberta", "xlm-roberta"}


@pytest.fixture
def packing(monkeypatch):
    """Packed maps count as faster, and nothing is known of any model."""
    monkeypatch.setattr(compiled._Clock, "faster", True)
    monkeypatch.setattr(compiled, "_found", {})


def plain_and_compiled(folder, monkeypatch):
    """One model on plain torch, and the same compiled."""
    with monkeypatch.context() as without:
        without.setattr(packed_linear, "available", lambda: False)
        plain = load(folder, "model", "1")
    return plain, load(folder, "model", "1")


def reduced(model, row: TokenSequence, prompt: SoftInput) -> torch.Tensor:
    """The gradient to a prompt in bfloat16."""
    with torch.autocast("cpu", torch.bfloat16):
        (output,) = model.forward([replace(row, prompt=prompt)])
    (slope,) = torch.autograd.grad(output.sum(), prompt.tensors.values())
    return slope


@pytest.mark.parametrize("family", FAMILIES)
def test_a_compiled_model_answers_and_learns_as_plain_torch_does(checkpoint, packing, monkeypatch, family):
    plain, ours = plain_and_compiled(checkpoint(family), monkeypatch)
    assert packed(ours.network) and not packed(plain.network)
    assert compiled._found["model", "1"].fused == (family in FUSED)
    for one, other in zip(plain.log_probs(ROWS), ours.log_probs(ROWS), strict=True):
        assert torch.allclose(one, other, rtol=0, atol=1e-4)
    (one,), (other,) = plain.log_probs(ROWS[:1]), ours.log_probs(ROWS[:1])
    assert torch.allclose(one, other, rtol=0, atol=1e-4)

    width = plain.embeddings.shape[1]
    given = 0.3 * torch.randn(2, width, generator=torch.Generator().manual_seed(1))
    row, slopes, rough = replace(ROWS[0], soft=(1, 3)), [], []
    for model in (plain, ours):
        prompt = SoftInput(embeddings=given.clone().requires_grad_())
        outputs = model.forward([replace(row, prompt=prompt), replace(ROWS[2], soft=(4, 5), prompt=prompt)])
        loss = sum(output[:, 7].sum() for output in outputs)
        slopes.append(torch.autograd.grad(loss, prompt.embeddings)[0])
        rough.append(reduced(model, row, prompt))
    assert slopes[0].abs().max() > 1e-3
    assert torch.allclose(*slopes, rtol=1e-4, atol=1e-4 * slopes[0].abs().max().item())
    assert torch.nn.functional.cosine_similarity(rough[0].flatten(), rough[1].flatten(), dim=0) > 0.98


@pytest.mark.parametrize("family", ["bert", "roberta", "gpt2", "llama"])
def test_under_a_prefix_it_answers_and_learns_as_plain_torch_does(checkpoint, packing, monkeypatch, family):
    plain, ours = plain_and_compiled(checkpoint(family), monkeypatch)
    layers, heads, width = plain.prefix_shape
    given, found = torch.randn(layers, 2, heads, 3, width, generator=torch.Generator().manual_seed(2)), []
    for model in (plain, ours):
        prompt = SoftInput(keys_values=given.clone().requires_grad_())
        outputs = model.forward([replace(ROWS[0], prompt=prompt), ROWS[1]])
        (slope,) = torch.autograd.grad(outputs[0][:, 7].sum(), prompt.keys_values)
        found.append([*(output.detach() for output in outputs), slope])
    for one, other in zip(*found, strict=True):
        assert torch.allclose(one, other, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    "name", ["deberta", "opt", "bloom", "gpt_neox", "electra", "bert-decoder", "mamba", "longformer"]
)
def test_families_with_ways_of_their_own_are_compiled_or_left_alone(tmp_path, packing, monkeypatch, name):
    plain, ours = plain_and_compiled(families.save(name, tmp_path), monkeypatch)
    assert ours.abilities == plain.abilities
    rows = [row for row in ROWS if len(row.ids) >= ours.abilities.min_length]
    for one, other in zip(plain.log_probs(rows), ours.log_probs(rows), strict=True):
        assert torch.allclose(one, other, rtol=0, atol=1e-4)


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_what_answers_otherwise_is_taken_back(checkpoint, packing, monkeypatch, family):
    plain, _ = plain_and_compiled(checkpoint(family), monkeypatch)
    exact = packed_linear.product
    monkeypatch.setattr(packed_linear, "product", lambda *given, **more: exact(*given, **more) + 0.01)
    monkeypatch.setattr(compiled, "_found", {})
    ours = load(checkpoint(family), "model", "1")
    assert not packed(ours.network) and compiled._found["model", "1"] == Choice()
    for one, other in zip(plain.log_probs(ROWS), ours.log_probs(ROWS), strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_wrong_slopes_are_taken_back_too(checkpoint, packing, monkeypatch, family):
    monkeypatch.setattr(
        PackedLinear, "back", lambda layer, slope, rows, reduced: slope @ layer.weight.to_dense() * 1.01
    )
    assert not packed(load(checkpoint(family), "model", "1").network)


def test_a_wrong_fusion_leaves_the_packed_maps(checkpoint, packing, monkeypatch):
    from playground.models import fused_block

    monkeypatch.setattr(fused_block, "_normed", lambda values, norm: values)
    ours = load(checkpoint("bert"), "model", "1")
    assert packed(ours.network) and compiled._found["model", "1"].packed and not compiled._found["model", "1"].fused


def test_operators_that_raise_leave_plain_torch(checkpoint, packing, monkeypatch):
    def fails(weight):
        raise RuntimeError("no such format on this processor")

    monkeypatch.setattr(packed_linear, "pack", fails)
    ours = load(checkpoint("bert"), "model", "1")
    assert not packed(ours.network) and len(ours.log_probs(ROWS)) == 3


def test_slower_maps_are_not_packed(checkpoint, monkeypatch):
    monkeypatch.setattr(compiled, "_found", {})
    monkeypatch.setattr(compiled, "timed", lambda one, other, rows: (1.0, 1.0))
    assert not packed(load(checkpoint("bert"), "model", "1").network)
    assert compiled._found["model", "1"] == Choice()


@pytest.mark.parametrize("family", ["bert", "gpt2", "llama"])
def test_a_second_load_measures_nothing_and_runs_alike(checkpoint, packing, monkeypatch, family):
    first = load(checkpoint(family), "model", "1")
    for name in ("_Probe", "timed"):
        monkeypatch.setattr(compiled, name, lambda *given: pytest.fail("was measured again"))
    second = load(checkpoint(family), "model", "1")
    assert len(packed(second.network)) == len(packed(first.network))
    for one, other in zip(first.log_probs(ROWS), second.log_probs(ROWS), strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_no_weight_is_there_twice(checkpoint, packing, monkeypatch, family):
    plain, ours = plain_and_compiled(checkpoint(family), monkeypatch)
    assert ours.bytes == plain.bytes and ours.parameters == plain.parameters
    assert {name: p.shape for name, p in plain.network.named_parameters() if "c_" not in name} == {
        name: p.shape for name, p in ours.network.named_parameters() if "c_" not in name
    }
    made = {"_back", "_reduced", "_reduced_back"}
    assert not any(made & set(layer.__dict__) for layer in packed(ours.network))
    ours.log_probs(ROWS)
    assert not any(made & set(layer.__dict__) for layer in packed(ours.network))


def test_a_packed_weight_can_be_read_and_put_back(checkpoint, packing, monkeypatch):
    for family, kind in (("bert", torch.nn.Linear), ("gpt2", Conv1D)):
        plain, ours = plain_and_compiled(checkpoint(family), monkeypatch)
        weights = dict(plain.network.named_parameters())
        names = {layer: name for name, layer in ours.network.named_modules()}
        for layer in packed(ours.network):
            back = layer.plain()
            assert torch.equal(back.weight, weights[f"{names[layer]}.weight"])
            assert type(back) is kind or not layer.transposed
        ours.move("cpu")
        assert not packed(ours.network)
        assert not any("forward" in module.__dict__ for module in ours.network.modules())
        for one, other in zip(plain.log_probs(ROWS), ours.log_probs(ROWS), strict=True):
            assert torch.allclose(one, other, rtol=0, atol=1e-6)


def test_only_asked_rows_are_multiplied_and_only_they_learn():
    plain = torch.nn.Linear(6, 5).requires_grad_(False)
    layer, asked = PackedLinear(plain), packed_linear.Pass()
    layer.asked = asked
    values = torch.randn(2, 4, 6, requires_grad=True)
    asked.begin(torch.tensor([6, 1, 6]), 8)
    answer = layer(values)
    asked.end()
    whole = plain(values)
    assert torch.allclose(answer.flatten(0, 1)[[1, 6]], whole.flatten(0, 1)[[1, 6]], atol=1e-6)
    assert not answer.flatten(0, 1)[[0, 2, 3, 4, 5, 7]].any()
    (slope,) = torch.autograd.grad(answer.square().sum(), values)
    (wanted,) = torch.autograd.grad(whole.flatten(0, 1)[[1, 6]].square().sum(), values)
    assert torch.allclose(slope, wanted, atol=1e-5)
    assert torch.allclose(layer(values), whole, atol=1e-6)


def test_on_another_device_nothing_is_compiled(tiny):
    class Elsewhere:
        device = torch.device("meta")

    assert compile_frozen(Elsewhere()) == Choice()


def test_a_choice_holds_for_its_own_model_alone(checkpoint, packing):
    load(checkpoint("bert"), "one", "1")
    assert ("one", "1") in compiled._found and ("other", "1") not in compiled._found
