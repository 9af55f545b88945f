"""Tiny random checkpoints of families beyond the contract's own: those that read in a way of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import transformers

from tests import fakes

_POSITIONS = {"max_position_embeddings": fakes.READS + 2}
_WINDOWS = {**_POSITIONS, "attention_types": [[["global", "local"], 1]], "window_size": 8}
_BERT = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64, **_POSITIONS}
_LLAMA = {**_BERT, "num_key_value_heads": 2}
_GPT = {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": fakes.READS}
_OPT = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "ffn_dim": 64, "word_embed_proj_dim": 16}
_BART = {
    "d_model": 32,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "is_decoder": True,
    "is_encoder_decoder": False,
}
_XLM = {"emb_dim": 32, "n_layers": 2, "n_heads": 4, **_POSITIONS}
_MPT = {"d_model": 32, "n_layers": 2, "n_heads": 4, "max_seq_len": fakes.READS}
_REFORMER = {
    "hidden_size": 32,
    "num_attention_heads": 2,
    "attention_head_size": 16,
    "feed_forward_size": 32,
    "axial_pos_shape": [8, 8],
    "axial_pos_embds_dim": [16, 16],
    "max_position_embeddings": fakes.READS,
    "lsh_attn_chunk_length": 8,
    "local_attn_chunk_length": 8,
    "num_buckets": 4,
    "is_decoder": False,
}
# Name -> family, tokenizer (see `fakes`), sizes.
SHAPES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "camembert": ("camembert", "roberta", _BERT),
    "electra": ("electra", "bert", {**_BERT, "embedding_size": 16}),
    "mpnet": ("mpnet", "roberta", _BERT),
    "deberta": ("deberta", "bert", {**_BERT, "relative_attention": True, "pos_att_type": ["c2p", "p2c"]}),
    "xmod": ("xmod", "roberta", {**_BERT, "languages": ["en_XX", "de_DE"], "default_language": "de_DE"}),
    "xmod-open": ("xmod", "roberta", {**_BERT, "languages": ["de_DE", "en_XX"], "default_language": None}),
    "ibert": ("ibert", "roberta", _BERT),
    "data2vec-text": ("data2vec-text", "roberta", _BERT),
    "luke": ("luke", "roberta", {**_BERT, "entity_vocab_size": 20, "entity_emb_size": 16}),
    "fnet": ("fnet", "bert", {**_BERT, "tpu_short_seq_length": fakes.READS}),
    "funnel": ("funnel", "bert", {"block_sizes": [1, 1, 1], "d_model": 32, "n_head": 4, "d_head": 8, "d_inner": 64}),
    "convbert": ("convbert", "bert", {**_BERT, "embedding_size": 32, "conv_kernel_size": 3}),
    "mobilebert": (
        "mobilebert",
        "bert",
        {**_BERT, "embedding_size": 32, "intra_bottleneck_size": 32, "num_feedforward_networks": 1},
    ),
    "yoso": ("yoso", "bert", _BERT),
    "nystromformer": ("nystromformer", "bert", {**_BERT, "num_landmarks": 8, "segment_means_seq_len": 8}),
    "big_bird": ("big_bird", "bert", {**_BERT, "max_position_embeddings": 300, "block_size": 4}),
    "longformer": ("longformer", "roberta", {**_BERT, "attention_window": 8}),
    "roformer": ("roformer", "bert", {**_BERT, "embedding_size": 32}),
    "xlm": ("xlm", "bert", _XLM),
    "xlm-causal": ("xlm", "bert", {**_XLM, "causal": True}),
    "xlm-causal-padded-by-a-word": ("xlm", "gpt2", {**_XLM, "causal": True, "pad_token_id": 1}),
    "flaubert": ("flaubert", "bert", _XLM),
    "esm": (
        "esm",
        "roberta",
        {**_BERT, "position_embedding_type": "absolute", "mask_token_id": 4, "token_dropout": True},
    ),
    "eurobert": ("eurobert", "bert", _BERT),
    "rembert": ("rembert", "bert", {**_BERT, "input_embedding_size": 16, "output_embedding_size": 24}),
    "reformer-local": ("reformer", "bert", {**_REFORMER, "attn_layers": ["local", "local"]}),
    "reformer-hashing": ("reformer", "bert", {**_REFORMER, "attn_layers": ["lsh", "lsh"]}),
    "opt": ("opt", "gpt2", {**_OPT, "max_position_embeddings": fakes.READS, "pad_token_id": 1}),
    "gpt_neo": ("gpt_neo", "gpt2", {"hidden_size": 32, "num_layers": 2, "num_heads": 4, **_WINDOWS}),
    "gpt_neox": ("gpt_neox", "gpt2", _BERT),
    "bloom": ("bloom", "gpt2", {"hidden_size": 32, "n_layer": 2, "n_head": 4}),
    "mistral": ("mistral", "gpt2", {**_LLAMA, "sliding_window": 8}),
    "gemma": ("gemma", "gpt2", {**_LLAMA, "head_dim": 8}),
    "phi": ("phi", "gpt2", _BERT),
    "falcon": ("falcon", "gpt2", {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "alibi": True}),
    "mpt": ("mpt", "gpt2", _MPT),
    "ctrl": ("ctrl", "gpt2", {**_GPT, "dff": 64}),
    "xlnet": ("xlnet", "gpt2", {"d_model": 32, "n_layer": 2, "n_head": 4, "d_inner": 64}),
    "bart-decoder": ("bart", "gpt2", {**_BART, **_POSITIONS}),
    "mamba": ("mamba", "gpt2", {"hidden_size": 32, "num_hidden_layers": 2, "state_size": 8}),
    "rwkv": ("rwkv", "gpt2", {"hidden_size": 32, "num_hidden_layers": 2, "context_length": fakes.READS}),
    "bert-decoder": ("bert", "bert", {**_BERT, "is_decoder": True}),
    "bert-open-decoder": ("bert", "bert", {**_BERT, "is_decoder": False}),
}
_CAUSAL = {name for name, (_, tokenizer, _) in SHAPES.items() if tokenizer == "gpt2"} | {
    "bert-decoder",
    "bert-open-decoder",
}


def kind(name: str) -> str:
    """What the checkpoint is."""
    return "causal" if name in _CAUSAL or name.startswith("xlm-causal") else "masked"


def save(name: str, folder: Path) -> Path:
    """A checkpoint of random weights, with its tokenizer, as a hub's would be."""
    family, tokenizer_of, sizes = SHAPES[name]
    tokenizer = fakes.tokenizer_of(tokenizer_of)
    ids = {f"{name}_token_id": getattr(tokenizer, f"{name}_token_id", None) for name in ("pad", "bos", "eos")}
    config = transformers.AutoConfig.for_model(family, **{**ids, **sizes, "vocab_size": len(tokenizer)})
    auto = transformers.AutoModelForCausalLM if name in _CAUSAL else transformers.AutoModelForMaskedLM
    model = auto.from_config(config).eval()
    draw = torch.Generator().manual_seed(20)
    with torch.no_grad():
        for _, weight in sorted(model.named_parameters()):
            noise = torch.randn(weight.shape, generator=draw)
            weight.copy_(0.3 * noise) if weight.dim() > 1 else weight.add_(0.1 * noise)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
