"""The ledger's numbers: the papers', and those of real modules, layer by layer."""

from __future__ import annotations

from dataclasses import replace

import peft
import pytest
import torch
import transformers
from torch import nn

from playground import i18n
from playground.models.shape import ModelShape, read_shape, shape_of
from playground.tuning import ledger, p_tuning, prefix_tuning, prompt_tuning
from playground.tuning.p_tuning import PTuning
from playground.tuning.prefix_tuning import PrefixTuning, ReparameterisedPrefix
from playground.tuning.prompt_tuning import PromptTuning
from tests import fakes

T5_XXL = ModelShape(
    24, 4096, 4096, 64, 64, 64, 10240, 32128, ((4096, 4096),) * 24, ((4096, 4096),) * 24, 0, 0, 0, 0, 0, 1
)


def count(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def on_meta(kind: str, config: transformers.PretrainedConfig) -> ModelShape:
    """The shape of a model that was never given memory."""
    with torch.device("meta"):
        network = getattr(transformers, kind)(config)
    return read_shape(network, count(network))


ROBERTA = transformers.RobertaConfig(vocab_size=50265, max_position_embeddings=514, type_vocab_size=1)
ROBERTA_LARGE = transformers.RobertaConfig(
    vocab_size=50265,
    max_position_embeddings=514,
    type_vocab_size=1,
    hidden_size=1024,
    num_hidden_layers=24,
    num_attention_heads=16,
    intermediate_size=4096,
)


@pytest.mark.parametrize(("tokens", "width", "numbers"), [(5, 4096, 20_480), (8, 1024, 8_192), (3, 768, 2_304)])
def test_prompt_tuning_as_published(tokens, width, numbers):
    row = prompt_tuning.count(replace(T5_XXL, embedding=width), tokens)
    assert row.count == numbers and row.formula == f"{tokens} × {width:,}"


def test_the_papers_numbers_on_models_of_those_sizes():
    base, large = on_meta("RobertaForMaskedLM", ROBERTA), on_meta("RobertaForMaskedLM", ROBERTA_LARGE)
    assert prefix_tuning.count(large, 20).count == 983_040
    assert ledger.lora(base).count == 294_912 and ledger.lora(large).count == 786_432
    assert ledger.lora(base).formula == "12 × 2 × 8 × (768 + 768)"
    assert ledger.head(base, 2).count == 592_130
    kept = ledger.head(base, 2).count / (ledger.head(base, 2).count + prompt_tuning.count(base, 20).count)
    assert round(kept, 2) == 0.97


def test_bitfit_names_pooler_and_head():
    config = transformers.BertConfig()
    with_pooler, masked_lm = on_meta("BertModel", config), on_meta("BertForMaskedLM", config)
    assert ledger.bitfit(with_pooler).count == 102_912
    assert ledger.bitfit(masked_lm).count == 102_912 - 768
    parts = {part.name: part for part in ledger.bitfit(masked_lm).parts}
    assert "pooler_biases" not in parts and not parts["head_biases"].counted
    assert parts["head_biases"].count == 768 + 768 + 30522
    assert ledger.bitfit(masked_lm).formula == "12 × 8,448 + 768"


def test_the_real_classification_head():
    with torch.device("meta"):
        classifier = transformers.RobertaForSequenceClassification(ROBERTA).classifier
    assert count(classifier) == ledger.head(on_meta("RobertaForMaskedLM", ROBERTA), 2).count


@pytest.mark.parametrize(
    ("kind", "config", "total"),
    [
        ("BertForMaskedLM", transformers.BertConfig(), 109_514_298),
        ("RobertaForMaskedLM", ROBERTA, 124_697_433),
        ("GPT2LMHeadModel", transformers.GPT2Config(), 124_439_808),
        ("DistilBertForMaskedLM", transformers.DistilBertConfig(), 66_985_530),
        (
            "AlbertForMaskedLM",
            transformers.AlbertConfig(
                embedding_size=128, hidden_size=768, num_attention_heads=12, intermediate_size=3072
            ),
            None,
        ),
        ("ElectraForMaskedLM", transformers.ElectraConfig(), None),
        ("LlamaForCausalLM", transformers.LlamaConfig(num_key_value_heads=8, num_hidden_layers=4), None),
        (
            "Qwen2ForCausalLM",
            transformers.Qwen2Config(
                hidden_size=896,
                num_attention_heads=14,
                num_key_value_heads=2,
                num_hidden_layers=24,
                intermediate_size=4864,
            ),
            None,
        ),
    ],
)
def test_all_families_add_up(kind, config, total):
    shape = on_meta(kind, config)
    row = ledger.everything(shape)
    assert row.count == shape.total == (total or shape.total) and row.share == 1 and row.lm_head
    assert all(part.count >= 0 for part in row.parts)
    with torch.device("meta"):
        biases = sum(
            p.numel() for name, p in getattr(transformers, kind)(config).named_parameters() if name.endswith("bias")
        )
    assert shape.block_biases + shape.other_biases + shape.pooler_biases + shape.head_biases == biases


def test_shared_blocks_and_grouped_heads_are_seen():
    albert = on_meta(
        "AlbertForMaskedLM", transformers.AlbertConfig(embedding_size=64, hidden_size=128, num_attention_heads=4)
    )
    assert (albert.layers, albert.blocks, albert.embedding, albert.hidden) == (12, 1, 64, 128)
    llama = on_meta(
        "LlamaForCausalLM", transformers.LlamaConfig(hidden_size=64, num_attention_heads=8, num_key_value_heads=2)
    )
    assert llama.values[0] == (64, 16) and llama.kv_width == 16
    assert ledger.lora(llama).formula == "32 × 8 × (64 + 64) + 32 × 8 × (64 + 16)"


def test_p_tuning_counts_its_encoder():
    k, e, h = 5, 48, 24
    lstm = nn.LSTM(e, h, num_layers=2, bidirectional=True)
    mlp = nn.Sequential(nn.Linear(2 * h, 2 * h), nn.ReLU(), nn.Linear(2 * h, e))
    row = p_tuning.count(replace(T5_XXL, embedding=e), k, h)
    assert {part.name: part.count for part in row.parts} == {
        "embeddings": k * e,
        "lstm": count(lstm),
        "mlp": count(mlp),
    }
    assert row.kept == k * e and row.count == k * e + count(lstm) + count(mlp)
    theirs = peft.PromptEncoder(
        peft.PromptEncoderConfig(
            encoder_reparameterization_type="LSTM",
            encoder_hidden_size=31,
            num_virtual_tokens=k,
            token_dim=e,
            num_transformer_submodules=1,
            num_attention_heads=4,
            num_layers=2,
        )
    )
    assert p_tuning.count(replace(T5_XXL, embedding=e), k, 31).count == count(theirs)


def test_a_prefix_with_its_mlp_is_pefts():
    for projection in (False, True):
        theirs = peft.PrefixEncoder(
            peft.PrefixTuningConfig(
                num_virtual_tokens=7,
                token_dim=32,
                num_layers=3,
                num_attention_heads=4,
                encoder_hidden_size=20,
                prefix_projection=projection,
                num_transformer_submodules=1,
            )
        )
        shape = replace(T5_XXL, layers=3, embedding=32, kv_heads=4, head_dim=8)
        row = prefix_tuning.count(shape, 7, 20 if projection else None)
        assert row.count == count(theirs)
        assert (row.kept if projection else row.count) == 7 * 3 * 2 * 32


def test_the_projects_own_modules_have_as_many_parameters():
    shape = replace(T5_XXL, layers=3, hidden=48, embedding=48, kv_heads=2, head_dim=8)
    start, prefix = torch.zeros(5, 48), torch.zeros(3, 2, 2, 7, 8)
    rows = {row.key: row for row in ledger.ledger(shape, tokens=5, prefix=7, mlp=48)}
    assert count(PromptTuning(start)) == rows["prompt"].count
    assert count(PTuning(start, 1)) == rows["p_tuning"].count
    assert count(ReparameterisedPrefix(prefix, 48, 48, 1)) == rows["prefix"].count
    assert count(PrefixTuning(prefix)) == rows["prefix"].kept


LORA = {
    "bert": ["query", "value"],
    "roberta": ["query", "value"],
    "albert": ["query", "value"],
    "distilbert": ["q_lin", "v_lin"],
    "deberta-v2": ["query_proj", "value_proj"],
    "gpt2": ["c_attn"],
    "llama": ["q_proj", "v_proj"],
    "qwen2": ["q_proj", "v_proj"],
    "xlm-roberta": ["query", "value"],
}


@pytest.mark.parametrize("family", LORA)
def test_lora_and_prefix_are_pefts_on_tiny_models(family, checkpoint):
    plain = fakes.load_plain(checkpoint(family), "masked" if family in fakes.MASKED else "causal").model
    shape = read_shape(plain, count(plain))
    tuned = peft.get_peft_model(plain, peft.LoraConfig(r=8, target_modules=LORA[family]))
    assert tuned.get_nb_trainable_parameters()[0] == ledger.lora(shape).count
    plain = fakes.load_plain(checkpoint(family), "masked" if family in fakes.MASKED else "causal").model
    if family in fakes.CAUSAL:
        tuned = peft.get_peft_model(plain, peft.PrefixTuningConfig(num_virtual_tokens=5, task_type="CAUSAL_LM"))
        assert tuned.get_nb_trainable_parameters()[0] == prefix_tuning.count(shape, 5).count


def test_adapters_count_their_bottlenecks():
    one = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 32))
    shape = replace(T5_XXL, hidden=32, queries=((32, 32),) * 3)
    assert ledger.adapters(shape).count == 2 * 3 * count(one)


def test_the_bundled_model_is_counted_once(bundled):
    shape = shape_of(bundled)
    assert (shape.layers, shape.hidden, shape.embedding, shape.kv_width, shape.feed_forward) == (6, 384, 384, 384, 1536)
    rows = {row.key: row for row in ledger.ledger(shape, tokens=2, prefix=10)}
    assert rows["prompt"].count == 768 and rows["prefix"].formula == "10 × 6 × 2 × 384"
    assert rows["prefix"].count == 46_080 and rows["lora"].count == 73_728
    assert rows["full"].count == bundled.parameters
    assert rows["full"].parts[2].count == 384 * 384 + 384 + 2 * 384 + len(bundled.embeddings)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_row_and_part_has_a_name(language):
    sentences = i18n.catalogue(language)
    for mlp in (None, 8):
        for row in ledger.ledger(
            replace(T5_XXL, head=3, head_biases=2, other_biases=3, pooler_biases=1), tokens=2, mlp=mlp
        ):
            assert {f"ledger.row.{row.key}", f"ledger.note.{row.key}"} <= set(sentences)
            assert {f"ledger.part.{part.name}" for part in row.parts} <= set(sentences)
            assert row.count == sum(part.count for part in row.parts if part.counted)
