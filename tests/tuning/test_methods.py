"""The three methods' modules against PEFT and the papers' shapes."""

import pytest
import torch
from peft import PrefixTuningConfig, PromptEncoder, PromptEncoderConfig, PromptEncoderReparameterizationType
from peft.tuners.prefix_tuning import PrefixEncoder

from playground.tuning.p_tuning import PTuning
from playground.tuning.prefix_tuning import PrefixTuning, ReparameterisedPrefix
from playground.tuning.prompt_tuning import PromptTuning


def parameters(module: torch.nn.Module) -> int:
    """How many numbers are trained."""
    return sum(p.numel() for p in module.parameters() if p.requires_grad)


def test_prompt_tuning_is_its_embeddings():
    start = torch.randn(5, 16)
    module = PromptTuning(start)
    assert parameters(module) == 5 * 16 and torch.equal(module().embeddings, start)
    start += 1
    assert not torch.equal(module().embeddings, start), "the start is copied"


def test_p_tuning_is_pefts_prompt_encoder():
    """The same weights in both give the same embeddings."""
    start = torch.randn(4, 16)
    ours = PTuning(start, seed=1, hidden=8)
    peft = PromptEncoder(
        PromptEncoderConfig(
            peft_type="P_TUNING",
            task_type="FEATURE_EXTRACTION",
            num_virtual_tokens=4,
            token_dim=16,
            num_transformer_submodules=1,
            encoder_reparameterization_type=PromptEncoderReparameterizationType.LSTM,
            encoder_hidden_size=8,
            encoder_num_layers=2,
            encoder_dropout=0.0,
        )
    )
    assert parameters(ours) == parameters(peft)
    with torch.no_grad():
        peft.embedding.weight.copy_(ours.embeddings)
        peft.lstm_head.load_state_dict(ours.lstm.state_dict())
        peft.mlp_head.load_state_dict(ours.mlp.state_dict())
        expected = peft(torch.arange(4)[None])[0]
        assert torch.allclose(ours().embeddings, expected, atol=1e-6)
    assert torch.equal(PTuning(start, seed=1)().embeddings, PTuning(start, seed=1)().embeddings)
    assert not torch.equal(PTuning(start, seed=1)().embeddings, PTuning(start, seed=2)().embeddings)


def test_prefixes_are_as_large_as_pefts():
    start = torch.randn(2, 2, 4, 3, 8)  # layers, keys and values, heads, tokens, width

    def peft(projection: bool) -> PrefixEncoder:
        return PrefixEncoder(
            PrefixTuningConfig(
                peft_type="PREFIX_TUNING",
                num_virtual_tokens=3,
                token_dim=32,
                num_layers=2,
                num_attention_heads=4,
                num_transformer_submodules=1,
                encoder_hidden_size=20,
                prefix_projection=projection,
            )
        )

    assert parameters(PrefixTuning(start)) == parameters(peft(False)) == 2 * 2 * 3 * 32
    assert parameters(ReparameterisedPrefix(start, 32, 20, seed=1)) == parameters(peft(True))


@pytest.mark.parametrize("reparameterised", [False, True])
def test_a_prefix_begins_as_its_start(reparameterised):
    start = torch.randn(2, 2, 4, 3, 8)
    module = ReparameterisedPrefix(start, 32, 20, seed=1) if reparameterised else PrefixTuning(start)
    assert torch.equal(module().keys_values, start)


def test_the_mlps_output_is_laid_out_token_by_token():
    """The numbers of one prefix token come from that token's row alone."""
    module = ReparameterisedPrefix(torch.zeros(2, 2, 4, 3, 8), 6, 5, seed=1)
    torch.nn.init.normal_(module.mlp[2].weight)
    before = module().keys_values.detach().clone()
    with torch.no_grad():
        module.embeddings[1] += 1
    changed = (module().keys_values != before).flatten(0, 2).any(-1).any(0)
    assert changed.tolist() == [False, True, False]
