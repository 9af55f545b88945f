"""The trial at load: a few short runs that tell what a model can do, and refuse by name what cannot work.

Nothing here goes by a family's name. What a model answers alone, by plain transformers, is what it must
answer through `LanguageModel`, in a batch, and with embeddings in place of ids; its longest text is run.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, get_args

import torch
from torch import Tensor

from playground.errors import ModelError, PlaygroundError
from playground.models.abilities import Abilities, Together
from playground.models.language_model import LanguageModel
from playground.models.lengths import MOST_OPERATIONS, longest, operations, shortest, text_of
from playground.models.soft_prompt import SoftInput
from playground.models.token_sequence import TokenSequence
from playground.models.tokenizer import PromptTokenizer

log = logging.getLogger(__name__)
LENGTHS = (5, 9, 9, 14)
LONG = 150  # beyond one chunk of those that cut a text into chunks
TOGETHER = get_args(Together)
# Log-probabilities in nats: float32 in another order of sums differs by less, padding that is seen by more.
CLOSE = 1e-4
EXPLAINED = 160  # characters of an exception


def attempt(model: LanguageModel) -> Abilities:
    """What the model can do, by running it; the model has these abilities afterwards.

    Raises:
        ModelError: why it cannot be used.
    """
    _check_weights(model)
    if model.max_length < LENGTHS[-1]:
        raise ModelError("reads_too_little", id=model.id, tokens=model.max_length)
    words = _words(model)
    short = _Texts(model, words, LENGTHS)
    _check_repeatable(model, short)
    if not model.fills_masks and sees_ahead(model.network, short.asked[-1].ids, words[0]):
        raise ModelError("not_causal", id=model.id)
    _pick(model, short)
    model.adopt(replace(model.abilities, max_length=longest(model, words, LENGTHS[0])))
    together = _together(model, short)
    if operations(model, 3 * LONG) <= MOST_OPERATIONS:
        # Attention in chunks or windows is another one where there are several of them.
        width = min(LONG, model.max_length)
        long = _Texts(model, words, (width // 2 - 1, width))
        _check_repeatable(model, long)
        together = max(together, _together(model, long), key=TOGETHER.index)
    model.adopt(replace(model.abilities, together=together))
    model.adopt(
        replace(model.abilities, soft_tokens=_soft(model, short), min_length=shortest(model, words, LENGTHS[0]))
    )
    return model.abilities


class _Texts:
    """Texts of some lengths, two positions asked in each, and what transformers alone answers there."""

    def __init__(self, model: LanguageModel, words: Sequence[int], lengths: Sequence[int]):
        texts = [text_of(words, length, shift) for shift, length in enumerate(lengths)]
        if model.fills_masks:
            texts = [(*text[:-2], model.tokenizer.mask_id or 0, text[-1]) for text in texts]
        self.asked = [TokenSequence(text, (1, len(text) - 2)) for text in texts]
        self.answers = [_plain(model, sequence) for sequence in self.asked]


def words_of(network: Any, tokenizer: PromptTokenizer) -> list[int]:
    """Ids of some ordinary pieces from all over the vocabulary; padding within a text would be seen."""
    padding = getattr(network.config.get_text_config(), "pad_token_id", None)
    return [id for id in tokenizer.ordinary_ids(64) if id != padding]


def sees_ahead(network: Any, text: Sequence[int], other: int) -> bool:
    """Whether what stands last changes an answer before it."""
    changed = [*text[:-1], other if text[-1] != other else text[0]]
    one, two = (_logits(network, ids)[:-1].log_softmax(-1) for ids in (text, changed))
    return not alike([one], [two])


def _check_repeatable(model: LanguageModel, texts: _Texts) -> None:
    if not alike(texts.answers, [_plain(model, sequence) for sequence in texts.asked]):
        raise ModelError("not_repeatable", id=model.id)


def _check_weights(model: LanguageModel) -> None:
    for weight in model.network.parameters():
        if weight.numel() and not torch.stack(torch.aminmax(weight)).isfinite().all():
            raise ModelError("no_numbers", id=model.id)


def _words(model: LanguageModel) -> list[int]:
    """Ids of ordinary pieces; every one of them, and the mask's, is in the embedding."""
    network: Any = model.network
    known, most = len(model.embeddings), model.tokenizer.most_id
    head = getattr(network.get_output_embeddings(), "weight", None)
    if head is not None:
        known = min(known, len(head))
    if most >= known:
        raise ModelError("tokenizer_too_large", id=model.id, tokens=most + 1, known=known)
    words = words_of(network, model.tokenizer)
    if model.fills_masks and not model.tokenizer.keeps_a_mask():
        raise ModelError("tokenizer_unusable", id=model.id)
    if not words:
        raise ModelError("no_tokenizer", id=model.id)
    return words


def _logits(network: Any, ids: Sequence[int]) -> Tensor:
    """[L, V] by transformers alone, no memory of earlier tokens kept: some only run so."""
    cache = {"use_cache": False} if "use_cache" in inspect.signature(network.forward).parameters else {}
    with torch.inference_mode():
        return network(input_ids=torch.tensor([list(ids)]), **cache).logits[0].float()


def _plain(model: LanguageModel, sequence: TokenSequence) -> Tensor:
    """Log-probabilities [positions, V] by transformers alone."""
    answer = _logits(model.network, sequence.ids)[list(sequence.positions)].log_softmax(-1)
    if answer.isnan().any():
        raise ModelError("no_numbers", id=model.id)
    return answer


@contextmanager
def explained(id: str) -> Iterator[None]:
    """Within, whatever a model's code raises is why it does not run."""
    try:
        yield
    except PlaygroundError:
        raise
    except Exception as error:
        log.warning("%s does not run", id, exc_info=error)
        raise ModelError("does_not_run", id=id, reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    """An exception's first line, unless it might name a file."""
    said = next(iter(str(error).splitlines()), "").strip(" .:")[:EXPLAINED]
    return type(error).__name__ if not said or "/" in said or "\\" in said else said


def alike(ours: Sequence[Tensor], theirs: Sequence[Tensor]) -> bool:
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
        return alike(run(), wanted)
    except Exception as error:  # noqa: BLE001 - whatever it is, this way does not work
        log.info("a trial failed: %s", error)
        return False


def _pick(model: LanguageModel, texts: _Texts) -> None:
    """Let the head see the asked positions only, where that changes nothing."""
    for picked in ("body", "head"):
        model.adopt(replace(model.abilities, picked=picked))
        if _tried(lambda: [model.log_probs([sequence])[0] for sequence in texts.asked], texts.answers):
            return
    raise ModelError("head_unknown", id=model.id)


def _together(model: LanguageModel, texts: _Texts) -> Together:
    for together in TOGETHER[:-1]:
        model.adopt(replace(model.abilities, together=together))
        if _tried(lambda: model.log_probs(texts.asked * 2), texts.answers * 2):
            return together
    return TOGETHER[-1]


def _soft(model: LanguageModel, texts: _Texts) -> bool:
    """Embeddings in place of ids answer the same, in batches as well, and gradients reach them."""

    asked = texts.asked

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

    return _tried(read, texts.answers) and _tried(learn, [torch.ones(1)])
