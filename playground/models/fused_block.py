"""A block of BERT's make as a dozen operations: what transformers does in some forty calls, for reading without gradients.

Attention, its output, a feed-forward map and two norms behind the sums (Vaswani et al. 2017, section 3.1), the linear
maps packed. BERT, RoBERTa, ELECTRA and their kin are built so; a block counts as one by its parts, not by its family's
name, and `compiled` holds its answers against plain torch. With gradients, under autocast or behind a prefix the
block runs as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers.activations import GELUActivation

from playground.models.packed_linear import PackedLinear, Pass, product, spread

# Arguments of a block that change nothing here.
_IDLE = {"position_ids", "use_cache", "cache_position"}


# A packed weight [out, in] with its bias.
Map = tuple[Tensor, Tensor | None]


@dataclass(frozen=True, eq=False)
class _Fused:
    """A block's parts, and its way to run without them.

    Args:
        asked: where only the rows that are asked need an answer, as in a last block: the pass under way.
    """

    plain: Callable[..., Any]
    config: Any
    heads: int
    causal: bool
    scaling: float
    query: Map
    key: Map
    value: Map
    out: Map
    norm: nn.LayerNorm
    up: Map
    down: Map
    last_norm: nn.LayerNorm
    asked: Pass | None

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
        rows = self.asked.rows if self.asked is not None and self.asked.tokens == tokens else None
        flat = hidden.reshape(tokens, -1)
        needed = flat if rows is None else flat.index_select(0, rows)
        shape = (batch, length, self.heads, -1)
        query = spread(product(needed, *self.query), rows, tokens).view(shape).transpose(1, 2)
        key = product(flat, *self.key).view(shape).transpose(1, 2)
        value = product(flat, *self.value).view(shape).transpose(1, 2)
        seen = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask, is_causal=self.causal and mask is None and length > 1, scale=self.scaling
        )
        seen = seen.transpose(1, 2).reshape(tokens, -1)
        if rows is not None:
            seen = seen.index_select(0, rows)
        middle = _normed(product(seen, *self.out).add_(needed), self.norm)
        wide = product(middle, *self.up, then="gelu")
        found = _normed(product(wide, *self.down).add_(middle), self.last_norm)
        return spread(found, rows, tokens).view(hidden.shape)


def _normed(values: Tensor, norm: nn.LayerNorm) -> Tensor:
    return functional.layer_norm(values, norm.normalized_shape, norm.weight, norm.bias, norm.eps)


def fuse(blocks: Iterable[nn.Module]) -> bool:
    """Fuse the packed blocks that are of this make; whether there are any."""
    found = [(block, fused) for block in blocks if (fused := _fused(block))]
    for block, fused in found:
        block.forward = fused
    return bool(found)


def unfuse(network: nn.Module) -> None:
    """Let every block run as it was written."""
    for module in network.modules():
        if isinstance(module.__dict__.get("forward"), _Fused):
            del module.forward


def _fused(block: Any) -> _Fused | None:
    try:
        attention, behind = block.attention.self, block.attention.output
        maps = [attention.query, attention.key, attention.value, behind.dense, block.intermediate.dense]
        maps.append(block.output.dense)
        if not isinstance(block.intermediate.intermediate_act_fn, GELUActivation):
            return None
        norms = behind.LayerNorm, block.output.LayerNorm
        settings = attention.config, attention.num_attention_heads, attention.is_causal, attention.scaling
    except AttributeError:
        return None
    if not all(isinstance(each, PackedLinear) for each in maps):
        return None
    asked = {each.asked for each in maps[:1] + maps[3:]}
    query, key, value, out, up, down = ((each.weight, each.bias) for each in maps)
    return _Fused(
        block.forward,
        *settings,
        query,
        key,
        value,
        out,
        norms[0],
        up,
        down,
        norms[1],
        asked.pop() if len(asked) == 1 else None,
    )
