"""The frozen parts of a loaded model, compiled for this processor: chosen by measuring, held against plain torch.

Linear maps are packed for oneDNN (`packed_linear`) where that is faster here, and in the last block they answer only
where a position is asked. Every step must leave a probe's log-probabilities and the slopes at its tokens as plain
torch has them; what does not is taken back. No family is known by its name.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from transformers.pytorch_utils import Conv1D

from playground.models import packed_linear
from playground.models.fused_block import fuse, unfuse
from playground.models.language_model import LanguageModel
from playground.models.lengths import MOST_OPERATIONS, blocks_of, operations, text_of
from playground.models.packed_linear import PackedLinear, packed, swap, unpack
from playground.models.token_sequence import TokenSequence
from playground.models.trial import LENGTHS, LONG, alike, words_of

log = logging.getLogger(__name__)
# Packed must be faster by more than a busy machine's noise.
WORTH = 0.97
# Of timing one size of maps: how often at least, and seconds after which it is enough.
TIMES, ENOUGH = 3, 0.03
# Rows of the products that are timed: a live text's, and the masks that a head sees.
TEXT_ROWS, HEAD_ROWS = 32, 4


@dataclass(frozen=True)
class Choice:
    """What was found out about a model.

    Args:
        packed: whether linear maps are packed.
        asked_only: names of the packed maps that answer only where they are asked.
        fused: whether blocks of BERT's make are fused.
    """

    packed: bool = False
    asked_only: frozenset[str] = frozenset()
    fused: bool = False


# By id and revision: a model that is loaded again needs no second measuring.
_found: dict[tuple[str, str], Choice] = {}


def compile_frozen(model: LanguageModel) -> Choice:
    """Make the model faster where this processor allows, its answers the same to 1e-4.

    A model of an id and revision that was compiled before in this process is taken to be the same.
    """
    if model.device.type != "cpu" or not packed_linear.available():
        return Choice()
    key = model.id, model.revision
    try:
        choice = _found.get(key)
        if choice is None:
            choice = _first(model)
        else:
            if choice.packed:
                _pack(model.network)
            _apply(model, choice)
    except Exception as error:  # noqa: BLE001 - whatever these operators raise here, plain torch does without them
        log.info("%s runs on plain torch: %s", model.id, error)
        choice = Choice()
        _apply(model, choice)
    _found[key] = choice
    return choice


def _apply(model: LanguageModel, choice: Choice) -> None:
    """Let a packed model run as a choice says, which may be on plain torch."""
    network = model.network
    unfuse(network)
    if not choice.packed:
        unpack(network)
    for name, layer in network.named_modules():
        if isinstance(layer, PackedLinear):
            layer.asked = model.asked if name in choice.asked_only else None
    if choice.fused:
        fuse(blocks_of(network))
    model.settle()


def _first(model: LanguageModel) -> Choice:
    """Measure and try: the most that holds."""
    probe = _Probe(model)
    clock = _Clock()
    _pack(model.network, clock)
    if not clock.faster:
        _apply(model, Choice())
        return Choice()
    model.settle()
    choices = [Choice(packed=True)]
    if asked_only := probe.asked_only():
        choices.append(replace(choices[-1], asked_only=asked_only))
    if fuse(blocks_of(model.network)):
        choices.append(replace(choices[-1], fused=True))
    while choices:
        _apply(model, choices[-1])
        if probe.holds():
            for layer in packed(model.network):
                layer.forget()
            return choices[-1]
        log.info("%s answers otherwise as %s", model.id, choices.pop())
    _apply(model, Choice())
    return Choice()


class _Probe:
    """Texts of several lengths with what plain torch answers at two positions of each, and the slopes at their tokens."""

    def __init__(self, model: LanguageModel):
        self._model = model
        words = words_of(model.network, model.tokenizer)
        lengths = [length for length in LENGTHS if length >= model.abilities.min_length]
        if operations(model, LONG) <= MOST_OPERATIONS:
            lengths.append(min(LONG, model.max_length))
        texts = [text_of(words, length, shift) for shift, length in enumerate(lengths)]
        self._asked = [TokenSequence(text, (1, len(text) - 2)) for text in texts]
        self._answers, self._slopes = self._run()

    def _run(self) -> tuple[list[Tensor], list[Tensor]]:
        return self._model.log_probs(self._asked), self._gradient() if self._model.abilities.soft_tokens else []

    def _gradient(self) -> list[Tensor]:
        text = self._asked[min(3, len(self._asked) - 1)]
        aimed = TokenSequence(text.ids, text.positions, targets=text.ids[:2])
        return [self._model.gradients(aimed, torch.tensor([1.0, -0.5]))[1]]

    def holds(self) -> bool:
        """Whether the model still answers so."""
        answers, slopes = self._run()
        return alike(answers, self._answers) and alike(slopes, self._slopes)

    def asked_only(self) -> frozenset[str]:
        """Names of the last block's maps whose answers matter only where a position is asked.

        These are the ones at whose other answers no slope arrives; queries are among them, keys and values are not.
        """
        if not self._model.abilities.soft_tokens:
            return frozenset()
        mattering: dict[PackedLinear, set[int]] = {}

        def watch(layer: PackedLinear, args: tuple[Tensor, ...], output: Tensor) -> None:
            if output.requires_grad:
                output.register_hook(partial(note, layer))

        def note(layer: PackedLinear, slope: Tensor) -> None:
            rows = slope.reshape(-1, layer.out_features).any(dim=1).nonzero().flatten().tolist()
            mattering[layer] = mattering.get(layer, set()) | set(rows)

        layers = [layer for block in blocks_of(self._model.network)[-1:] for layer in packed(block)]
        handles = [layer.register_forward_hook(watch) for layer in layers]
        try:
            self._gradient()
        finally:
            for handle in handles:
                handle.remove()
        positions = set(self._asked[min(3, len(self._asked) - 1)].positions)
        names = {layer: name for name, layer in self._model.network.named_modules()}
        return frozenset(names[layer] for layer in layers if layer in mattering and mattering[layer] <= positions)


def _pack(network: nn.Module, watch: Callable[[nn.Module, PackedLinear], None] | None = None) -> None:
    """Pack a network's maps, one after the other, so that no more than one weight is there twice.

    Args:
        watch: sees each plain map with its packed one before the plain one goes.
    """
    embeddings: Any = network
    shared = embeddings.get_input_embeddings().weight.data_ptr()

    def packed_or_plain(plain: nn.Module) -> nn.Module:
        # A head of a large vocabulary may be the table of embeddings, which has to stay as it is.
        if type(plain) not in (nn.Linear, Conv1D):
            return plain
        assert isinstance(plain, nn.Linear | Conv1D)
        if plain.weight.data_ptr() == shared:
            return plain
        if plain.weight.dtype is not torch.float32 or not plain.weight.numel():
            return plain
        layer = PackedLinear(plain)
        if watch:
            watch(plain, layer)
        return layer

    swap(network, packed_or_plain)


class _Clock:
    """Times the plain and the packed maps of a network; maps of one size count as the first of them."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[float, float]] = {}
        self._plain = self._packed = 0.0

    def __call__(self, plain: nn.Module, layer: PackedLinear) -> None:
        size = layer.in_features, layer.out_features
        if size not in self._known:
            rows = HEAD_ROWS if layer.out_features > 8 * layer.in_features else TEXT_ROWS
            self._known[size] = timed(plain, layer, torch.ones(rows, layer.in_features))
        plain_time, packed_time = self._known[size]
        self._plain += plain_time
        self._packed += packed_time

    @property
    def faster(self) -> bool:
        """Whether all packed maps together take less time."""
        return self._packed < WORTH * self._plain


@torch.inference_mode()
def timed(one: nn.Module, other: nn.Module, rows: Tensor) -> tuple[float, float]:
    """Seconds of each at its best, by this thread's clock, in turn."""
    times: dict[nn.Module, list[float]] = {one: [], other: []}
    while len(times[other]) < TIMES or sum(times[one]) + sum(times[other]) < ENOUGH:
        for module, found in times.items():
            began = time.thread_time()
            module(rows)
            found.append(time.thread_time() - began)
    return min(times[one]), min(times[other])
