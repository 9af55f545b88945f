"""The trial at load: a few short runs that tell what a model can do, and refuse by name what cannot work.

Nothing here goes by a family's name. What a model answers alone, by plain transformers, is what it must
answer through `LanguageModel`, in a batch, and with embeddings in place of ids; its longest text is run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from playground.errors import ModelError
from playground.models.abilities import Abilities, Together
from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftInput
from playground.models.token_sequence import TokenSequence

log = logging.getLogger(__name__)
LENGTHS = (5, 9, 9, 14)
# Log-probabilities in nats: float32 in another order of sums differs by less, padding that is seen by more.
CLOSE = 1e-4
# Operations of a longest text that are run to the end; of a larger model, up to its second block.
MOST_OPERATIONS = 1e11
EXPLAINED = 160  # characters of an exception


def attempt(model: LanguageModel) -> Abilities:
    """What the model can do, by running it; the model has these abilities afterwards.

    Raises:
        ModelError: why it cannot be used.
    """
    _check_weights(model)
    if model.max_length < LENGTHS[0]:
        raise ModelError("reads_too_little", id=model.id, tokens=model.max_length)
    words = _words(model)
    texts = [_text(words, min(length, model.max_length), shift) for shift, length in enumerate(LENGTHS)]
    if model.fills_masks:
        texts = [(*text[:-2], model.tokenizer.mask_id or 0, text[-1]) for text in texts]
    answers = [_plain(model, text) for text in texts]
    if not _alike(answers[-1:], [_plain(model, texts[-1])]):
        raise ModelError("not_repeatable", id=model.id)
    if not model.fills_masks and sees_ahead(model.network, texts[-1], words[0]):
        raise ModelError("not_causal", id=model.id)
    asked = [TokenSequence(text, (1, len(text) - 2)) for text in texts]
    wanted = [answer[list(sequence.positions)] for sequence, answer in zip(asked, answers, strict=True)]
    _pick(model, asked, wanted)
    found = replace(model.abilities, together=_together(model, asked, wanted), soft_tokens=_soft(model, asked, wanted))
    model.adopt(found)
    model.adopt(replace(found, max_length=_longest(model, words)))
    return model.abilities


def sees_ahead(network: Any, text: Sequence[int], other: int) -> bool:
    """Whether what stands last changes an answer before it."""
    changed = [*text[:-1], other if text[-1] != other else text[0]]
    with torch.inference_mode():
        one, two = (network(input_ids=torch.tensor([ids])).logits[0, :-1] for ids in (text, changed))
    return not _alike([one.float().log_softmax(-1)], [two.float().log_softmax(-1)])


def _check_weights(model: LanguageModel) -> None:
    for weight in model.network.parameters():
        if weight.numel() and not torch.stack(torch.aminmax(weight)).isfinite().all():
            raise ModelError("no_numbers", id=model.id)


def _words(model: LanguageModel) -> list[int]:
    """Ids of ordinary pieces; every one of them, and the mask's, is in the embedding."""
    known, most = len(model.embeddings), model.tokenizer.most_id
    head = getattr(model.network.get_output_embeddings(), "weight", None)
    if head is not None:
        known = min(known, len(head))
    if most >= known:
        raise ModelError("tokenizer_too_large", id=model.id, tokens=most + 1, known=known)
    padding = getattr(model.network.config.get_text_config(), "pad_token_id", None)
    words = [id for id in model.tokenizer.ordinary_ids(64) if id != padding]
    if not words:
        raise ModelError("no_tokenizer", id=model.id)
    return words


def _text(words: Sequence[int], length: int, shift: int = 0) -> tuple[int, ...]:
    return tuple(islice(cycle(words), 3 * shift, 3 * shift + length))


def _plain(model: LanguageModel, text: Sequence[int]) -> Tensor:
    """Log-probabilities [L, V] of a text by transformers alone."""
    try:
        with torch.inference_mode():
            logits = model.network(input_ids=torch.tensor([text])).logits[0]
    except Exception as error:
        # A model's code raises any type.
        log.warning("%s does not run", model.id, exc_info=error)
        raise ModelError("does_not_run", id=model.id, reason=_reason(error)) from error
    answer = logits.float().log_softmax(-1)
    if answer.isnan().any():
        raise ModelError("no_numbers", id=model.id)
    return answer


def _reason(error: Exception) -> str:
    """An exception's first line, unless it might name a file."""
    said = next(iter(str(error).splitlines()), "")[:EXPLAINED]
    return type(error).__name__ if not said or "/" in said or "\\" in said else said


def _alike(ours: Sequence[Tensor], theirs: Sequence[Tensor]) -> bool:
    """Equal numbers but for rounding, which grows with what is rounded."""
    for one, other in zip(ours, theirs, strict=True):
        if one.shape != other.shape:
            return False
        finite = other.isfinite()
        scale = max(1.0, other[finite].abs().max().item() / 20) if finite.any() else 1.0
        if not torch.allclose(one, other, rtol=0, atol=CLOSE * scale):
            return False
    return True


def _tried(run: Callable[[], list[Tensor]], wanted: Sequence[Tensor]) -> bool:
    """Whether a way of running gives the wanted answers; a model's code may raise anything instead."""
    try:
        return _alike(run(), wanted)
    except Exception as error:  # noqa: BLE001 - whatever it is, this way does not work
        log.info("a trial failed: %s", error)
        return False


def _pick(model: LanguageModel, asked: Sequence[TokenSequence], wanted: Sequence[Tensor]) -> None:
    """Let the head see the asked positions only, where that changes nothing."""
    for picked in ("body", "head"):
        model.adopt(replace(model.abilities, picked=picked))
        if _tried(lambda: [model.log_probs([sequence])[0] for sequence in asked], wanted):
            return
    raise ModelError("head_unknown", id=model.id)


def _together(model: LanguageModel, asked: Sequence[TokenSequence], wanted: Sequence[Tensor]) -> Together:
    for together in ("any", "equal"):
        model.adopt(replace(model.abilities, together=together))
        if _tried(lambda: model.log_probs(asked), wanted):
            return together
    return "alone"


def _soft(model: LanguageModel, asked: Sequence[TokenSequence], wanted: Sequence[Tensor]) -> bool:
    """Embeddings in place of ids answer the same, in batches as well, and gradients reach them."""

    def read() -> list[Tensor]:
        # Every token its own embedding, as if all were soft.
        given = [SoftInput(embeddings=model.look_up(sequence.ids)) for sequence in asked]
        places = [tuple(range(len(sequence.ids))) for sequence in asked]
        return model.log_probs(
            [
                replace(sequence, soft=soft, prompt=prompt)
                for sequence, soft, prompt in zip(asked, places, given, strict=True)
            ]
        )

    def learn() -> list[Tensor]:
        aimed = replace(asked[0], targets=asked[0].ids[: len(asked[0].positions)])
        _, slopes = model.gradients(aimed, torch.ones(len(aimed.positions)))
        return [(slopes.isfinite().all() & slopes.any()).float()[None]]

    return _tried(read, wanted) and _tried(learn, [torch.ones(1)])


class _Lookups(TorchFunctionMode):
    """Remembers by how much the last look-up in a table went beyond its end."""

    excess = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is nn.functional.embedding and len(args) >= 2 and args[0].numel():
            self.excess = int(args[0].max()) - len(args[1]) + 1
        return func(*args, **(kwargs or {}))


class _Enough(Exception):
    """The first block has run; the others look up nothing that it does not."""


@contextmanager
def _first_block(network: nn.Module) -> Iterator[None]:
    """Within, a run ends behind the first of the model's blocks."""
    lists = [module for module in network.modules() if isinstance(module, nn.ModuleList) and len(module)]

    def enough(*_: Any) -> None:
        raise _Enough

    size = {id(each): sum(weight.numel() for weight in each.parameters()) for each in lists}
    blocks = max(lists, key=lambda each: size[id(each)], default=None)
    handle = blocks[0].register_forward_hook(enough) if blocks is not None else None
    try:
        yield
    finally:
        if handle:
            handle.remove()


def _longest(model: LanguageModel, words: Sequence[int]) -> int:
    """The most tokens that run: the stated limit, or less where a table of positions ends sooner."""
    body = model.parameters - model.embeddings.numel()

    def excess(length: int) -> int | None:
        """Tokens too many; `None` where they cannot be counted, 0 where the text runs."""
        lookups = _Lookups()
        text = TokenSequence(_text(words, length), (length - 1,))
        try:
            with lookups:
                if 2 * body * length <= MOST_OPERATIONS:
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

    runs, fails = LENGTHS[0], model.max_length + 1
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
