"""The look inside, held against transformers' own hidden states and attentions, and against the prediction itself."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from playground.errors import ModelError, PlaygroundError
from playground.models import loading
from playground.models.inside import Inside
from playground.models.soft_prompt import SoftInput
from playground.models.token_sequence import TokenSequence
from playground.scoring import layers
from playground.scoring.layers import layer_predictions, mask_attention
from playground.scoring.plans import drive
from playground.scoring.predict import predict_plan
from playground.settings import Settings
from tests.fakes import load_plain
from tests.models import families
from tests.scoring.explaining import TEXT, task

# How each family's head reads a hidden state: written from its own class, the final norm of the body where it has one.
HEADS = {
    "bert": lambda model, state, inner: model.cls(state),
    "roberta": lambda model, state, inner: model.lm_head(state),
    "distilbert": lambda model, state, inner: model.vocab_projector(
        model.vocab_layer_norm(model.activation(model.vocab_transform(state)))
    ),
    "modernbert": lambda model, state, inner: model.decoder(
        model.head(model.model.final_norm(state) if inner else state)
    ),
    "gpt2": lambda model, state, inner: model.lm_head(model.transformer.ln_f(state) if inner else state),
    "llama": lambda model, state, inner: model.lm_head(model.model.norm(state) if inner else state),
    "electra": lambda model, state, inner: model.generator_lm_head(model.generator_predictions(state)),
    "camembert": lambda model, state, inner: model.lm_head(state),
    "gpt_neox": lambda model, state, inner: model.get_output_embeddings()(
        model.gpt_neox.final_layer_norm(state) if inner else state
    ),
    "mistral": lambda model, state, inner: model.lm_head(model.model.norm(state) if inner else state),
}


@pytest.fixture(scope="module")
def both(tiny, tmp_path_factory):
    """`both(family)` -> the project's model and plain transformers', attention computed step by step."""

    def make(family):
        if family in families.SHAPES:
            folder = families.save(family, tmp_path_factory.mktemp(family))
            pair = SimpleNamespace(ours=loading.load(folder, family, "1"), folder=folder)
        else:
            pair = tiny(family)
        plain = load_plain(pair.folder, families.kind(family) if family in families.SHAPES else pair.ours.kind).model
        plain.set_attn_implementation("eager")
        return pair.ours, plain

    return make


@pytest.mark.parametrize("family", HEADS)
def test_layers_and_attentions_are_what_transformers_returns(both, family):
    model, plain = both(family)
    ids = tuple(range(6, 18))
    sequence = TokenSequence(ids, (3, 11))
    with torch.inference_mode():
        found = plain(
            input_ids=torch.tensor([ids]), output_hidden_states=True, output_attentions=True, return_dict=True
        )
        last = len(found.hidden_states) - 1
        wanted = [
            HEADS[family](plain, state, i < last)[0, [3, 11]].log_softmax(-1)
            for i, state in enumerate(found.hidden_states)
        ]
    inside = Inside(model)
    assert torch.allclose(inside.log_probs(sequence), torch.stack(wanted), atol=1e-4)
    assert torch.allclose(inside.log_probs(sequence)[-1], model.log_probs([sequence])[0], atol=1e-4)
    attention = inside.attention(sequence)
    assert torch.allclose(attention, torch.cat(found.attentions), atol=1e-4)
    # Whoever reads with the model itself meanwhile is not disturbed.
    assert model.network.config._attn_implementation != "eager"
    assert not model.network.config.output_hidden_states


def test_the_bundled_model_however_it_is_compiled(bundled):
    plain = load_plain(Settings().bundled_model, "masked").model
    plain.set_attn_implementation("eager")
    sequence = TokenSequence(tuple(range(1000, 1016)), (5, 9))
    with torch.inference_mode():
        found = plain(torch.tensor([sequence.ids]), output_hidden_states=True, output_attentions=True)
        wanted = torch.stack([plain.cls(state)[0, [5, 9]].log_softmax(-1) for state in found.hidden_states])
    inside = Inside(bundled)
    assert torch.allclose(inside.log_probs(sequence), wanted, atol=1e-4)
    assert torch.allclose(inside.attention(sequence), torch.cat(found.attentions), atol=1e-4)
    # And it answers as before for everybody else.
    assert torch.allclose(bundled.log_probs([sequence])[0], wanted[-1], atol=1e-4)


@pytest.mark.parametrize("family", ["bert", "gpt2"])
@pytest.mark.parametrize("source", ["{text} It was [MASK].", "{text} It was [MASK]", "{text} It was [SOFT*2] [MASK]!"])
@pytest.mark.parametrize("calibration", ["none", "contextual"])
def test_the_last_layer_is_the_prediction(tiny, family, source, calibration):
    model = tiny(family).ours
    its, fields = (
        task(model, source, "good: great, a long word\nbad: terrible", calibration=calibration),
        {"text": TEXT},
    )
    whole = drive(predict_plan(its, fields, model), model)
    found = layer_predictions(its, fields, model)
    assert len(found) == 1 + model.network.config.num_hidden_layers
    assert found[-1].probabilities() == pytest.approx(whole.probabilities(), abs=1e-4)
    assert found[0].probabilities() != pytest.approx(whole.probabilities(), abs=1e-3)
    for layer in found:
        assert sum(layer.probabilities().values()) == pytest.approx(1, abs=1e-6)
        assert [len(column) for column in layer.tokens] == [len(column) for column in whole.tokens]


def test_masks_filled_in_turn_may_be_filled_in_another_order_a_layer(tiny):
    model = tiny("bert").ours
    its = task(model, "{text} It was [MASK*3].", "a: one two three\nb: ten nine eight", filling="sequential")
    whole = drive(predict_plan(its, {"text": TEXT}, model), model)
    found = layer_predictions(its, {"text": TEXT}, model)
    assert found[-1].probabilities() == pytest.approx(whole.probabilities(), abs=1e-4)


@pytest.mark.parametrize("family", ["bert", "gpt2", "llama"])
def test_the_mask_reads_everything_once(tiny, family):
    model = tiny(family).ours
    found = mask_attention(task(model), {"text": TEXT}, model)
    for layer in found.from_mask:
        for head in layer:
            assert sum(head) == pytest.approx(1, abs=1e-4) and len(head) == len(found.pieces)
    if family == "bert":
        assert found.pieces[found.at].kind == "mask"
    else:  # what stands behind the mask is not read, and the last piece answers
        assert found.at == len(found.pieces) - 1 and found.pieces[-1].text.endswith("was")
        assert all(value == 0 for layer in found.to_mask for head in layer for value in head[:-1])


def test_a_trained_prefix_has_columns_of_its_own(tiny):
    model = tiny("bert").ours
    shape = model.prefix_shape
    assert shape is not None
    count, heads, width = shape
    prompt = SoftInput(keys_values=torch.randn(count, 2, heads, 3, width))
    sequence = TokenSequence((2, 7, 8, 4, 3), (3,), prompt=prompt)
    attention = Inside(model).attention(sequence)
    assert attention.shape == (count, heads, 5, 8)
    assert torch.allclose(attention.sum(-1), torch.ones(count, heads, 5), atol=1e-4)
    assert torch.allclose(Inside(model).log_probs(sequence)[-1], model.log_probs([sequence])[0], atol=1e-4)


def test_what_has_no_layers_or_attention_is_refused_by_name(both, tiny, monkeypatch):
    fnet, _ = both("fnet")
    with pytest.raises(ModelError, match="attention"):
        mask_attention(task(fnet), {"text": TEXT}, fnet)
    model = tiny("bert").ours
    monkeypatch.setattr(layers, "MOST_POSITIONS", 2)
    with pytest.raises(PlaygroundError, match="long"):
        layer_predictions(task(model), {"text": TEXT}, model)
