"""What a folder says of itself is checked before anything is made: how its weights are kept, and how many there are."""

import json
import shutil
import time

import pytest
import torch
from safetensors.torch import load_file, save_file

from playground.errors import ModelError
from playground.models.loading import load


def refused(folder) -> ModelError:
    with pytest.raises(ModelError) as caught:
        load(folder, "some/model", "1")
    return caught.value


QUANTISED = {
    "gptq": {"quantization_config": {"quant_method": "gptq", "bits": 4}},
    "awq": {"quantization_config": {"quant_method": "awq", "bits": 4}},
    "bitsandbytes": {"quantization_config": {"load_in_8bit": True, "quant_method": "bitsandbytes"}},
    "old bitsandbytes": {"quantization_config": {"load_in_4bit": True}},
    "fp8": {"quantization_config": {"quant_method": "fp8"}},
    "compressed-tensors": {"compression_config": {"quant_method": "compressed-tensors"}},
    "mlx": {"quantization": {"group_size": 64, "bits": 4}},
}


@pytest.mark.parametrize("said", QUANTISED)
def test_quantised_folders_are_refused_by_what_they_say(checkpoint, tmp_path, said):
    copy = shutil.copytree(checkpoint("gpt2"), tmp_path / "copy")
    path = copy / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **QUANTISED[said]}))
    assert refused(copy).code == "quantised"


PACKED = {
    "transformer.h.0.attn.c_attn.qweight": torch.zeros(4, 4, dtype=torch.int32),
    "transformer.h.0.attn.c_attn.weight": torch.zeros(4, 4, dtype=torch.int8),
    "transformer.h.0.attn.c_attn.SCB": torch.zeros(4),
    "transformer.h.0.attn.c_attn.weight.absmax": torch.zeros(4, dtype=torch.uint8),
    "transformer.h.0.attn.c_attn.weight_scale_inv": torch.zeros(4),
    "transformer.h.0.mlp.c_fc.weight": torch.zeros(4, 4).to(torch.float8_e4m3fn),
}


@pytest.mark.parametrize("name", PACKED)
def test_quantised_folders_are_refused_by_what_their_weights_are(checkpoint, tmp_path, name):
    copy = shutil.copytree(checkpoint("gpt2"), tmp_path / "copy")
    save_file(
        {**load_file(copy / "model.safetensors"), name: PACKED[name]}, copy / "model.safetensors", {"format": "pt"}
    )
    assert refused(copy).code == "quantised"


@pytest.mark.parametrize("beside", ["quantize_config.json", "quant_config.json"])
def test_quantised_folders_are_refused_by_a_file_beside(checkpoint, tmp_path, beside):
    copy = shutil.copytree(checkpoint("gpt2"), tmp_path / "copy")
    (copy / beside).write_text('{"bits": 4}')
    assert refused(copy).code == "quantised"


@pytest.mark.parametrize(
    ("family", "asked"),
    [
        ("bert", {"num_hidden_layers": 3_000_000}),
        ("bert", {"num_hidden_layers": 9_000}),
        ("bert", {"vocab_size": 1_500_000, "hidden_size": 768}),
        ("bert", {"vocab_size": 10**15}),
        ("bert", {"hidden_size": 4 * 10**6}),
        ("bert", {"max_position_embeddings": 2 * 10**9}),
        ("bert", {"num_labels": 10**9}),
        ("gpt2", {"n_layer": 10**12}),
        ("gpt2", {"n_positions": 10**9}),
        ("llama", {"num_hidden_layers": 10**9}),
        ("llama", {"intermediate_size": 10**9}),
        ("llama", {"num_hidden_layers": 10**400}),
        ("distilbert", {"max_position_embeddings": 10**8, "sinusoidal_pos_embds": True}),
        ("qwen2", {"num_hidden_layers": 10**7, "use_sliding_window": True, "max_window_layers": 3}),
    ],
)
def test_a_configuration_larger_than_its_files_is_refused_before_anything_is_made(checkpoint, tmp_path, family, asked):
    copy = shutil.copytree(checkpoint(family), tmp_path / "copy")
    path = copy / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **asked}))
    if family == "bert":
        save_file({"x": torch.zeros(1)}, copy / "model.safetensors", {"format": "pt"})
    before = time.monotonic()
    assert refused(copy).code in {"size_disagrees", "implausible"}
    assert time.monotonic() - before < 10
