"""A frozen linear map as oneDNN has it: its weight reordered once, and only the asked rows multiplied where that is enough.

torch's own product reads a weight as it lies and reorders it at every call, or leaves it to MKL, which is slow on some
processors. Whether a packed map is faster here, and whether its numbers are right, is for `compiled` to find out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable
from torch.nn import functional
from transformers.pytorch_utils import Conv1D

# oneDNN multiplies four rows in less time than one.
LEAST_ROWS = 4
# How many rows a weight is laid out for; the layout is the same for all numbers but one.
USUAL_ROWS = 64
MAX_HEAD_COPY = 256 * 1024 * 1024  # bytes


def available() -> bool:
    """Whether this torch has the operators."""
    return torch.backends.mkldnn.is_available() and all(
        hasattr(torch.ops.mkldnn, name) for name in ("_linear_pointwise", "_reorder_linear_weight")
    )


def pack(weight: Tensor) -> Tensor:
    """[out, in] -> the same numbers in oneDNN's order; `to_dense` brings them back."""
    return torch.ops.mkldnn._reorder_linear_weight(weight.detach().clone(), USUAL_ROWS)


def product(rows: Tensor, packed: Tensor, bias: Tensor | None = None, then: str = "none") -> Tensor:
    """[N, in] -> [N, out]; `then` is "gelu" where that function of the product is wanted."""
    count = len(rows)
    if count < LEAST_ROWS:
        rows = functional.pad(rows, (0, 0, 0, LEAST_ROWS - count))
    out = torch.ops.mkldnn._linear_pointwise(rows, packed, bias, then, [], "none" if then == "gelu" else "")
    return out if count >= LEAST_ROWS else out.narrow_copy(0, 0, count)


def spread(values: Tensor, rows: Tensor | None, tokens: int) -> Tensor:
    """Rows back in their places, zeros elsewhere; all of them where there is nothing to pick."""
    if rows is None:
        return values
    return values.new_zeros(tokens, values.shape[1]).index_copy_(0, rows, values)


class Pass(threading.local):
    """What the pass under way in this thread asks for: rows of [batch · length], in the order asked, and each once."""

    def __init__(self) -> None:
        self.picked: Tensor | None = None
        self.rows: Tensor | None = None
        self.tokens = 0

    def begin(self, picked: Tensor, tokens: int) -> None:
        """Ask for these rows of so many tokens."""
        self.picked, self.tokens = picked, tokens
        rows = picked.unique()
        self.rows = rows if len(rows) < tokens else None

    def end(self) -> None:
        """Whatever runs next in this thread asks for everything."""
        self.picked = self.rows = None


class PackedLinear(nn.Linear):
    """A frozen `nn.Linear` (or GPT-2's `Conv1D`) whose weight is packed.

    `weight` keeps its shape, but its numbers are read by `weight.to_dense()` alone. Its transpose, for gradients to the
    input, and both in bfloat16, for training under autocast, are made when first needed.

    Args:
        asked: where only rows that are asked need an answer: the pass under way. The others' answers are zero.
    """

    def __init__(self, plain: nn.Linear | Conv1D):
        nn.Module.__init__(self)
        weight = plain.weight.t() if isinstance(plain, Conv1D) else plain.weight
        self.out_features, self.in_features = weight.shape
        self.weight = nn.Parameter(pack(weight), requires_grad=False)
        self.bias = plain.bias
        self.transposed = isinstance(plain, Conv1D)
        self.asked: Pass | None = None

    def plain(self) -> nn.Linear | Conv1D:
        """The map as it was before."""
        weight = self.weight.to_dense()
        sizes = self.out_features, self.in_features
        with torch.device("meta"):
            plain: Any = Conv1D(*sizes) if self.transposed else nn.Linear(sizes[1], sizes[0])
        weight = weight.t().contiguous() if self.transposed else weight
        plain.weight, plain.bias = nn.Parameter(weight, requires_grad=False), self.bias
        return plain.eval()

    def forward(self, input: Tensor) -> Tensor:
        """[…, in] -> […, out]."""
        flat = input.reshape(-1, self.in_features)
        asked = self.asked
        rows = asked.rows if asked is not None and asked.tokens == len(flat) else None
        reduced = torch.is_autocast_enabled("cpu")
        learns = torch.is_grad_enabled() and input.requires_grad
        out: Any = _Product.apply(flat, self, rows, reduced) if learns else self.multiply(flat, rows, reduced)
        return out.view(*input.shape[:-1], self.out_features)

    def multiply(self, flat: Tensor, rows: Tensor | None, reduced: bool) -> Tensor:
        """The product without a gradient, in bfloat16 if `reduced`: [tokens, in] -> [tokens, out]."""
        part = flat if rows is None else flat.index_select(0, rows)
        if reduced:
            return spread(product(part.bfloat16(), *self._reduced), rows, len(flat))
        return spread(product(part, self.weight, self.bias), rows, len(flat))

    def back(self, slope: Tensor, rows: Tensor | None, reduced: bool) -> Tensor:
        """The gradient to the input from the output's: [tokens, out] -> [tokens, in]."""
        part = slope if rows is None else slope.index_select(0, rows)
        out = product(part.bfloat16(), self._reduced_back) if reduced else product(part, self._back)
        return spread(out, rows, len(slope))

    def forget(self) -> None:
        """Drop what was made for gradients and for bfloat16 until it is needed again."""
        for name in ("_back", "_reduced", "_reduced_back"):
            self.__dict__.pop(name, None)

    @cached_property
    def _back(self) -> Tensor:
        return pack(self.weight.to_dense().t().contiguous())

    @cached_property
    def _reduced(self) -> tuple[Tensor, Tensor | None]:
        bias = None if self.bias is None else self.bias.detach().bfloat16()
        return pack(self.weight.to_dense().bfloat16()), bias

    @cached_property
    def _reduced_back(self) -> Tensor:
        return pack(self.weight.to_dense().t().contiguous().bfloat16())


def dense_weight(layer: nn.Linear) -> Tensor:
    """The weight of a linear map, packed or not, as torch has it: [out, in]."""
    return layer.weight.to_dense() if isinstance(layer, PackedLinear) else layer.weight


def packed(network: nn.Module) -> list[PackedLinear]:
    """The packed maps of a network, each once."""
    return [module for module in network.modules() if isinstance(module, PackedLinear)]


def unpack(network: nn.Module) -> None:
    """Put the plain maps back: for another device, or because packed ones answer otherwise."""
    swap(network, lambda module: module.plain() if isinstance(module, PackedLinear) else module)


def swap(network: nn.Module, other: Callable[[nn.Module], nn.Module]) -> None:
    """Put another module in the place of each, one after the other, wherever it stands."""
    places: dict[nn.Module, list[tuple[nn.Module, str]]] = {}
    for parent in network.modules():
        for name, child in parent._modules.items():
            if child is not None:
                places.setdefault(child, []).append((parent, name))
    while places:
        module, its = places.popitem()
        new = other(module)
        if new is not module:
            for parent, name in its:
                setattr(parent, name, new)


def lay_out_head(model: Any) -> None:
    """Store the LM head's weight [V, d] column by column.

    One or two sequences against a vocabulary is bound by memory, and BLAS reads this layout about twice as fast. It
    unties the head from the embeddings, a copy worth its memory only for smaller vocabularies.
    """
    head = model.get_output_embeddings()
    if type(head) is torch.nn.Linear and head.weight.nbytes <= MAX_HEAD_COPY:
        head.weight = torch.nn.Parameter(head.weight.t().contiguous().t(), requires_grad=False)


class _Product(torch.autograd.Function):
    """The product with its gradient to the input; a frozen weight has none."""

    @staticmethod
    def forward(ctx: Any, flat: Tensor, layer: PackedLinear, rows: Tensor | None, reduced: bool) -> Tensor:
        ctx.layer, ctx.rows, ctx.reduced, ctx.dtype = layer, rows, reduced, flat.dtype
        return layer.multiply(flat, rows, reduced)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor, None, None, None]:
        with torch.no_grad():
            slope = ctx.layer.back(slopes[0].contiguous(), ctx.rows, ctx.reduced)
        return slope.to(ctx.dtype), None, None, None
