"""A look inside: what a prompt would answer after every layer, and what the mask attends to.

After a layer the whole way of a prediction is gone (label words, calibration, aggregation) with that layer's
distribution in the place of the last one's, so the last entry is the prediction itself. An early layer's states were
never meant for the head: what it answers says how far the answer has formed, not what the model "thinks" there. And
attention says what is read, not what for (Jain and Wallace 2019, "Attention is not Explanation"). Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from torch import Tensor

from playground.errors import PlaygroundError
from playground.models.inside import Inside
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.results import Piece, Prediction
from playground.scoring.explain import MOST_TOKENS
from playground.scoring.predict import Task, predict_plan, scorer_for
from playground.scoring.scorer import Asked

MOST_POSITIONS = 4_096  # answer positions times layers that go through the head

Heads = tuple[tuple[tuple[float, ...], ...], ...]


@dataclass(frozen=True)
class MaskAttention:
    """Attention weights from and to one answer position, by layer and head.

    Args:
        pieces: the sequence as it is read. A causal LM reads what stands before the mask, and answers at its last piece.
        at: which of the pieces answers.
        prefix: how many trained vectors stand in front of it.
        from_mask: what the answering piece reads, [layers][heads][prefix + pieces]; each sums to 1.
        to_mask: how much of its reading each piece spends on the answering one, [layers][heads][pieces].
    """

    pieces: tuple[Piece, ...]
    at: int
    prefix: int
    from_mask: Heads
    to_mask: Heads


def layer_predictions(task: Task, fields: Mapping[str, str], model: LanguageModel) -> tuple[Prediction, ...]:
    """The prediction after the embeddings, after the first layer, … after the last. It computes: call it in a thread.

    Raises:
        ModelError: the model's layers cannot be put before its head.
        PlaygroundError: too many label words for so many layers; whatever `predict_plan` says.
    """
    inside = Inside(model)
    plans = [predict_plan(task, fields, model) for _ in range(inside.layers + 1)]
    asked: dict[int, list[TokenSequence]] = {layer: next(plan) for layer, plan in enumerate(plans)}
    found: dict[int, Prediction] = {}
    while asked:
        outputs = _run(inside, [sequence for sequences in asked.values() for sequence in sequences])
        for layer, sequences in list(asked.items()):
            try:
                asked[layer] = plans[layer].send([outputs[_key(sequence)][layer] for sequence in sequences])
            except StopIteration as stop:
                found[layer] = stop.value
                del asked[layer]
    return tuple(found[layer] for layer in range(len(plans)))


def mask_attention(task: Task, fields: Mapping[str, str], model: LanguageModel, mask: int = 0) -> MaskAttention:
    """Attention from and to one of a prompt's answer positions.

    Args:
        mask: which of several answer positions, from 0; a causal LM has one.

    Raises:
        ModelError: the family has no attention weights.
        FieldsError, TemplateError: as `encode`.
    """
    asked = scorer_for(model).ask(task.template, fields, task.words)
    sequence = replace(asked.sequences[asked.vocabulary], prompt=task.prompt and task.prompt.input)
    at = sequence.positions[min(mask, len(sequence.positions) - 1)]
    weights = Inside(model).attention(sequence)
    prefix = weights.shape[-1] - len(sequence.ids)
    return MaskAttention(
        _pieces(asked, sequence, model), at, prefix, _heads(weights[:, :, at]), _heads(weights[:, :, :, prefix + at])
    )


def _run(inside: Inside, sequences: list[TokenSequence]) -> dict[tuple, Tensor]:
    """Every sequence once, though each layer asks for it: [layers + 1, …] by its key."""
    distinct = {_key(sequence): sequence for sequence in sequences}
    positions = (inside.layers + 1) * sum(len(sequence.positions) for sequence in distinct.values())
    tokens = sum(sequence.width for sequence in distinct.values())
    if positions > MOST_POSITIONS or tokens > MOST_TOKENS:
        raise PlaygroundError("too_much_to_explain")
    return {key: inside.log_probs(sequence) for key, sequence in distinct.items()}


def _key(sequence: TokenSequence) -> tuple:
    """What tells the sequences of one task apart: all are read under the same prompt."""
    return sequence.ids, sequence.positions, sequence.soft, sequence.targets


def _pieces(asked: Asked, sequence: TokenSequence, model: LanguageModel) -> tuple[Piece, ...]:
    """The pieces of the asked sequence: the prompt's own, behind a start token of the scorer's."""
    prompt = asked.prompt
    own = prompt.model_input.pieces if model.fills_masks else prompt.model_input.pieces[: prompt.mask[0]]
    opening = sequence.ids[: len(sequence.ids) - len(own)]
    return (*(Piece(model.tokenizer.piece(id), "special") for id in opening), *own)


def _heads(weights: Tensor) -> Heads:
    """[layers, heads, n] -> tuples."""
    return tuple(tuple(tuple(head) for head in layer) for layer in weights.tolist())
