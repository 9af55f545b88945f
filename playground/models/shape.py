"""A loaded model's sizes: what the parameter ledger multiplies. Read, never guessed by name of the model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

# How transformers calls the query and value projections, per family; then the fused ones.
_QUERIES = ("query", "q_lin", "q_proj", "query_proj")
_VALUES = ("value", "v_lin", "v_proj", "value_proj")
_FUSED = ("c_attn", "query_key_value", "qkv_proj", "in_proj", "Wqkv")
_FEED_FORWARD = ("intermediate_size", "n_inner", "hidden_dim", "ffn_dim")
_IN_A_BLOCK = re.compile(r"\.\d+\.")


@dataclass(frozen=True)
class ModelShape:
    """Sizes of one language model.

    `queries` and `values` are (inputs, outputs) of the linear maps to queries and
    values, one pair for every block that has weights of its own: ALBERT runs one
    block in all its `layers`. Biases include those of layer norms; `block_biases`
    are all blocks' together. `head` is the size of the LM head without what it
    shares with the embeddings, `total` counts a shared weight once.
    """

    layers: int
    hidden: int
    embedding: int
    heads: int
    kv_heads: int
    head_dim: int
    feed_forward: int
    vocabulary: int
    queries: tuple[tuple[int, int], ...]
    values: tuple[tuple[int, int], ...]
    block_biases: int
    other_biases: int
    pooler_biases: int
    head_biases: int
    head: int
    total: int

    @property
    def blocks(self) -> int:
        """Number of blocks with weights of their own."""
        return len(self.queries)

    @property
    def kv_width(self) -> int:
        """Numbers in one layer's key (or value) of one token."""
        return self.kv_heads * self.head_dim


def shape_of(model: Any) -> ModelShape:
    """The sizes of a `LanguageModel`."""
    return read_shape(model.network, model.parameters)


def read_shape(network: Any, total: int) -> ModelShape:
    """The sizes of a transformers model with `total` distinct parameters.

    `total` may be less than the network holds now: a `LanguageModel` keeps a copy
    of a shared LM head for speed, which is not counted twice.
    """
    config = network.config.get_text_config()
    hidden, layers, heads = config.hidden_size, config.num_hidden_layers, config.num_attention_heads
    kv_heads = getattr(config, "num_key_value_heads", None) or heads
    head_dim = getattr(config, "head_dim", None) or hidden // heads
    feed_forward = next((size for name in _FEED_FORWARD if (size := getattr(config, name, None))), 4 * hidden)
    vocabulary, embedding = network.get_input_embeddings().weight.shape
    queries, values = _linear_sizes(network, _QUERIES), _linear_sizes(network, _VALUES)
    if not queries:
        # One map makes queries, keys and values (GPT-2): its parts, as Hu et al. treat it.
        inputs = [size for size, _ in _linear_sizes(network, _FUSED)] or [hidden] * layers
        queries = tuple((size, heads * head_dim) for size in inputs)
        values = tuple((size, kv_heads * head_dim) for size in inputs)
    body = {id(parameter) for parameter in network.base_model.parameters()}
    sizes = {name: parameter.numel() for name, parameter in network.named_parameters()}
    outside = {name for name, parameter in network.named_parameters() if id(parameter) not in body}
    biases = {name for name in sizes if name.rsplit(".", 1)[-1] == "bias"}
    in_blocks = {name for name in biases - outside if _IN_A_BLOCK.search(name)}
    pooler = {name for name in biases - outside if "pooler" in name}
    return ModelShape(
        layers=layers,
        hidden=hidden,
        embedding=embedding,
        heads=heads,
        kv_heads=kv_heads,
        head_dim=head_dim,
        feed_forward=feed_forward,
        vocabulary=vocabulary,
        queries=queries,
        values=values,
        block_biases=sum(sizes[name] for name in in_blocks),
        other_biases=sum(sizes[name] for name in biases - outside - in_blocks - pooler),
        pooler_biases=sum(sizes[name] for name in pooler),
        head_biases=sum(sizes[name] for name in biases & outside),
        head=sum(sizes[name] for name in outside) - (sum(sizes.values()) - total),
        total=total,
    )


def _linear_sizes(network: Any, names: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """(inputs, outputs) of every linear map with one of these names."""
    sizes = []
    for name, module in network.named_modules():
        if name.rsplit(".", 1)[-1] in names and getattr(getattr(module, "weight", None), "ndim", 0) == 2:
            outputs, inputs = module.weight.shape
            # GPT-2's Conv1D is a linear map with its weight the other way round.
            sizes.append((outputs, inputs) if type(module).__name__ == "Conv1D" else (inputs, outputs))
    return tuple(sizes)
