"""A block of BERT's make as a dozen operations: what transformers does in some forty calls, for reading without gradients.

Attention, its output, a feed-forward map and two norms behind the sums (Vaswani et al. 2017, section 3.1), the linear
maps packed. BERT, RoBERTa, ELECTRA and their kin are built so; a block counts as one by its parts, not by its family's
name, and `compiled` holds its answers against plain torch. With gradients, under autocast or behind a prefix the
block runs as it was written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers.activations import GELUActivation

from playground.models.lengths import blocks_of
from playground.models.packed_linear import PackedLinear, product, spread

# Arguments of a block that change nothing here.
_IDLE = {"position_ids", "use_cache", "cache_position"}


@dataclass(frozen=True, eq=False)
class _Fused:
    """A block's parts, and its way to run without them."""

    plain: Callable[..., Any]
    config: Any
    heads: int
    causal: bool
    scaling: float
    query: PackedLinear
    key: PackedLinear
    value: PackedLinear
    out: PackedLinear
    norm: nn.LayerNorm
    up: PackedLinear
    down: PackedLinear
    last_norm: nn.LayerNorm

    def __call__(self, hidden: Tensor, mask: Tensor | None = None, *more: Any, **options: Any) -> Any:
        """[B, L, d] -> [B, L, d], or what the block as written gives."""
        given = any(value is not None for value in more) or any(
            value is not None and value is not False for name, value in options.items() if name not in _IDLE
        )
        learns = torch.is_grad_enabled() and hidden.requires_grad
        if given or learns or torch.is_autocast_enabled("cpu") or self.config._attn_implementation != "sdpa":
            return self.plain(hidden, mask, *more, **options)
        return self._read(hidden, mask)

    def _read(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = hidden.shape
        tokens = batch * length
        asked = self.query.asked and self.out.asked and self.up.asked and self.down.asked
        rows = asked.rows if asked and asked.tokens == tokens else None
        flat = hidden.reshape(tokens, -1)
        needed = flat if rows is None else flat.index_select(0, rows)

        query = spread(product(needed, self.query.weight, self.query.bias), rows, tokens)
        key, value = (product(flat, each.weight, each.bias) for each in (self.key, self.value))
        query, key, value = (each.view(batch, length, self.heads, -1).transpose(1, 2) for each in (query, key, value))
        causal = self.causal and mask is None and length > 1
        seen = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask, is_causal=causal, scale=self.scaling
        )
        seen = seen.transpose(1, 2).reshape(tokens, -1)
        if rows is not None:
            seen = seen.index_select(0, rows)
        middle = _normed(product(seen, self.out.weight, self.out.bias).add_(needed), self.norm)
        wide = product(middle, self.up.weight, self.up.bias, "gelu")
        found = _normed(product(wide, self.down.weight, self.down.bias).add_(middle), self.last_norm)
        return spread(found, rows, tokens).view(hidden.shape)


def _normed(values: Tensor, norm: nn.LayerNorm) -> Tensor:
    return functional.layer_norm(values, norm.normalized_shape, norm.weight, norm.bias, norm.eps)


def fuse(network: nn.Module) -> bool:
    """Fuse the blocks of a packed network that are of this make; whether there are any."""
    found = [(block, fused) for block in blocks_of(network) if (fused := _fused(block))]
    for block, fused in found:
        block.forward = fused
    return bool(found)


def unfuse(network: nn.Module) -> None:
    """Let every block run as it was written."""
    for block in blocks_of(network):
        if isinstance(block.__dict__.get("forward"), _Fused):
            del block.forward


def _fused(block: Any) -> _Fused | None:
    try:
        attention = block.attention.self
        fused = _Fused(
            plain=block.forward,
            config=attention.config,
            heads=attention.num_attention_heads,
            causal=attention.is_causal,
            scaling=attention.scaling,
            query=attention.query,
            key=attention.key,
            value=attention.value,
            out=block.attention.output.dense,
            norm=block.attention.output.LayerNorm,
            up=block.intermediate.dense,
            down=block.output.dense,
            last_norm=block.output.LayerNorm,
        )
        exact = isinstance(block.intermediate.intermediate_act_fn, GELUActivation)
    except AttributeError:
        return None
    maps = (fused.query, fused.key, fused.value, fused.out, fused.up, fused.down)
    return fused if exact and all(isinstance(each, PackedLinear) for each in maps) else None
