"""The frozen parts of a loaded model, compiled for this processor: chosen by measuring, held against plain torch.

Linear maps are packed for oneDNN (`packed_linear`) where that is faster here, and in the last block they answer only
where a position is asked. Every step must leave a probe's log-probabilities and the slopes at its tokens as plain
torch has them; what does not is taken back. No family is known by its name.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers.pytorch_utils import Conv1D

from playground.models import packed_linear
from playground.models.language_model import LanguageModel
from playground.models.lengths import MOST_OPERATIONS, blocks_of, operations, text_of
from playground.models.packed_linear import PackedLinear, pack, packed, product, swap, unpack
from playground.models.token_sequence import TokenSequence
from playground.models.trial import LENGTHS, LONG, alike, words_of

log = logging.getLogger(__name__)
TIMES = 7
# Packed must be faster by more than a busy machine's noise.
WORTH = 0.95
# Rows of the products that are timed: a live text's, and the masks that a head sees.
TEXT_ROWS, HEAD_ROWS = 32, 4
Size = tuple[int, int]


@dataclass(frozen=True)
class Choice:
    """What was found out about a model: the sizes of the maps that are packed (inputs, outputs), and the names of those
    that answer only where they are asked."""

    sizes: frozenset[Size] = frozenset()
    asked_only: frozenset[str] = frozenset()


# By revision: a model that is loaded again needs no second measuring.
_found: dict[str, Choice] = {}


def compile_frozen(model: LanguageModel) -> Choice:
    """Make the model faster where this processor allows, its answers the same to 1e-4.

    A model of a revision that was compiled before in this process is taken to be the same.
    """
    if model.device.type != "cpu" or not packed_linear.available():
        return Choice()
    try:
        known = _found.get(model.revision)
        choice = _found[model.revision] = _again(model, known) if known else _first(model)
    except Exception as error:  # noqa: BLE001 - whatever these operators raise here, plain torch does without them
        log.warning("%s runs on plain torch", model.id, exc_info=error)
        choice = _found[model.revision] = Choice()
        unpack(model.network)
    model.settle()
    return choice


def _again(model: LanguageModel, choice: Choice) -> Choice:
    _pack(model.network, lambda size, plain, weight: size in choice.sizes)
    names = {name: layer for name, layer in model.network.named_modules() if isinstance(layer, PackedLinear)}
    for name in choice.asked_only:
        names[name].asked = model.asked
    return choice


def _first(model: LanguageModel) -> Choice:
    probe = _Probe(model)
    sizes = _pack(model.network, _Faster())
    model.settle()
    if not sizes:
        return Choice()
    if not probe.holds():
        log.warning("%s answers otherwise with packed weights", model.id)
        unpack(model.network)
        return Choice()
    candidates = probe.asked_only()
    for layer in candidates:
        layer.asked = model.asked
    if candidates and not probe.holds():
        for layer in candidates:
            layer.asked = None
    names = {layer: name for name, layer in model.network.named_modules()}
    return Choice(sizes, frozenset(names[layer] for layer in candidates if layer.asked))


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

    def asked_only(self) -> list[PackedLinear]:
        """The last block's maps whose answers matter only where a position is asked.

        These are the ones at whose other answers no slope arrives; queries are among them, keys and values are not.
        """
        if not self._model.abilities.soft_tokens:
            return []
        mattering: dict[PackedLinear, set[int]] = {}

        def watch(layer: PackedLinear, args: tuple[Tensor, ...], output: Tensor) -> None:
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
        return [layer for layer in layers if layer in mattering and mattering[layer] <= positions]


def _pack(network: nn.Module, wanted: Callable[[Size, nn.Module, Tensor], bool]) -> frozenset[Size]:
    """Pack the maps that are wanted, one after the other, so that no more than one weight is there twice."""
    shared = network.get_input_embeddings().weight.data_ptr()
    done: dict[nn.Module, PackedLinear] = {}
    for plain in list(network.modules()):
        # A head of a large vocabulary may be the table of embeddings, which has to stay as it is.
        if type(plain) not in (nn.Linear, Conv1D) or plain.weight.data_ptr() == shared:
            continue
        outputs, inputs = plain.weight.t().shape if isinstance(plain, Conv1D) else plain.weight.shape
        if plain.weight.dtype is torch.float32 and inputs and outputs:
            layer = PackedLinear(plain)
            if wanted((inputs, outputs), plain, layer.weight):
                swap(network, {plain: layer})
                done[plain] = layer
    return frozenset((layer.in_features, layer.out_features) for layer in done.values())


class _Faster:
    """Whether packed maps of a size are faster than plain ones, each size timed once."""

    def __init__(self) -> None:
        self._known: dict[Size, bool] = {}

    def __call__(self, size: Size, plain: nn.Module, weight: Tensor) -> bool:
        if size not in self._known:
            inputs, outputs = size
            rows = torch.ones(HEAD_ROWS if outputs > 8 * inputs else TEXT_ROWS, inputs)
            self._known[size] = measured(plain, lambda rows: product(rows, weight), rows) < WORTH
        return self._known[size]


@torch.inference_mode()
def measured(plain: Callable[[Tensor], Tensor], other: Callable[[Tensor], Tensor], rows: Tensor) -> float:
    """The other's time as a share of the plain one's, by this thread's clock."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(TIMES):
        for way, found in zip((plain, other), times, strict=True):
            began = time.thread_time()
            way(rows)
            found.append(time.thread_time() - began)
    return min(times[1]) / max(min(times[0]), 1e-9)
