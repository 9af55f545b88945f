"""How long and how short a text a model runs: found by running it, not by its family's habits.

RoBERTa's kin count positions from behind their padding, OPT from two, Longformer fills up a window, pooling
leaves nothing of three tokens. A text that is too long fails in a table, and says by how much.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

from torch import nn
from torch.overrides import TorchFunctionMode

from playground.errors import ModelError
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence

log = logging.getLogger(__name__)
# Operations of a longest text that are run to the end; of a larger model, only its first block.
MOST_OPERATIONS = 1e11


def text_of(words: Sequence[int], length: int, shift: int = 0) -> tuple[int, ...]:
    """A text of so many tokens; another one for each shift."""
    return tuple(islice(cycle(words), 3 * shift, 3 * shift + length))


def operations(model: LanguageModel, tokens: int) -> int:
    """Multiplications and additions of a forward pass, the vocabulary's left out."""
    return 2 * tokens * (model.parameters - model.embeddings.numel())


class _Lookups(TorchFunctionMode):
    """Remembers by how much the last look-up in a table went beyond its end."""

    excess = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is nn.functional.embedding and len(args) >= 2 and args[0].numel():
            self.excess = int(args[0].max()) - len(args[1]) + 1
        return func(*args, **(kwargs or {}))


class _Enough(Exception):
    """The first block has run; the others look up nothing that it does not."""


def blocks_of(network: nn.Module) -> list[nn.Module]:
    """A model's blocks in order: of its lists of modules the one with most weights."""
    lists = [module for module in network.modules() if isinstance(module, nn.ModuleList) and len(module)]
    size = {id(each): sum(weight.numel() for weight in each.parameters()) for each in lists}
    return list(max(lists, key=lambda each: size[id(each)], default=()))


@contextmanager
def _first_block(network: nn.Module) -> Iterator[None]:
    """Within, a run ends behind the first of the model's blocks."""

    def enough(*_: Any) -> None:
        raise _Enough

    blocks = blocks_of(network)
    handle = blocks[0].register_forward_hook(enough) if blocks else None
    try:
        yield
    finally:
        if handle:
            handle.remove()


def longest(model: LanguageModel, words: Sequence[int], known: int) -> int:
    """The most tokens that run: the stated limit, or less where a table of positions ends sooner.

    Args:
        known: a length that has run.
    """

    def excess(length: int) -> int | None:
        """Tokens too many; `None` where they cannot be counted, 0 where the text runs."""
        lookups = _Lookups()
        text = TokenSequence(text_of(words, length), (length - 1,))
        try:
            with lookups:
                if operations(model, length) <= MOST_OPERATIONS:
                    model.log_probs([text])
                else:
                    with _first_block(model.network):
                        model.log_probs([text])
        except _Enough:
            return 0
        except ModelError:
            raise
        except Exception as error:  # noqa: BLE001 - a model's code raises any type
            log.info("%s does not read %d tokens: %s", model.id, length, error)
            return lookups.excess if 0 < lookups.excess < length else None
        return 0

    runs, fails = known, model.max_length + 1
    length = model.max_length
    while runs < length:
        beyond = excess(length)
        if beyond == 0:
            return length
        fails = min(fails, length)
        if beyond is None:
            break
        length -= beyond
    while fails - runs > 1:
        middle = (runs + fails) // 2
        runs, fails = (middle, fails) if excess(middle) == 0 else (runs, middle)
    return runs


def shortest(model: LanguageModel, words: Sequence[int], known: int) -> int:
    """The fewest tokens that run: pooling leaves nothing of a very short text."""

    def runs(length: int) -> bool:
        try:
            model.log_probs([TokenSequence(text_of(words, length), (length - 1,))])
        except Exception as error:  # noqa: BLE001 - a model's code raises any type
            log.info("%s does not read %d tokens: %s", model.id, length, error)
            return False
        return True

    return next((length for length in range(1, known) if runs(length)), known)
