"""Play's look inside: computed when it is asked for, beside the batcher, and bounded as all closer looks are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from components.contracts import inside as contract
from components.contracts.base import Figure
from components.contracts.play import PromptState
from components.play.explaining import Explaining
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.figures import inside as figures
from playground.numbers import percent
from playground.scoring.layers import MaskAttention, layer_predictions, mask_attention

T = TypeVar("T")


class Looking:
    """What goes on between a model's layers for one prompt and one text.

    Args:
        closer: Play's other closer looks, with whom this one shares the places of those who wait.
    """

    def __init__(self, closer: Explaining):
        self._closer = closer
        # A twin of the network runs here, so that whoever reads with the model meanwhile notices nothing.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inside")

    @answers(contract.LAYERS)
    async def layers(self, asked: contract.LayersAsked, visitor: Visitor) -> contract.LayersView:
        """The labels after every layer."""
        model, kept = await self._closer.subject(asked.state)
        task, fields = self._closer.task(asked.state, model, kept)
        found = await self._work(visitor, lambda: layer_predictions(task, fields, model))
        picture = figures.layer_shares(found)
        return contract.LayersView(
            figure=Figure.drawn(figures.draw_layers(picture, visitor.say)),
            labels=[
                contract.LayerLabel(label=label, index=place)
                for label, place in zip(picture.labels, picture.places, strict=True)
            ],
            told=_leads(picture, visitor),
        )

    @answers(contract.ATTENTION)
    async def attention(self, asked: contract.AttentionAsked, visitor: Visitor) -> contract.AttentionView:
        """Attention from the mask or to it."""
        state: PromptState = asked.state
        model, kept = await self._closer.subject(state)
        task, fields = self._closer.task(state, model, kept)
        found = await self._work(visitor, lambda: mask_attention(task, fields, model, asked.mask))
        count = len(found.from_mask[0])
        head = asked.head if asked.head is not None and asked.head < count else None
        reads = asked.way == "from"
        heads = [[its[found.prefix :] for its in layer] for layer in found.from_mask] if reads else found.to_mask
        picture = figures.attention_map(found.pieces, found.at, heads, head)
        return contract.AttentionView(
            figure=Figure.drawn(figures.draw_attention(picture, visitor.say)),
            heads=count,
            masks=task.template.run_length if model.fills_masks else 1,
            told=_strongest(picture, asked.way, visitor),
            notes=_notes(picture, found, reads, model.fills_masks, visitor),
        )

    async def _work(self, visitor: Visitor, work: Callable[[], T]) -> T:
        with self._closer.place(visitor):
            return await asyncio.get_running_loop().run_in_executor(self._worker, work)


def _leads(picture: figures.LayerShares, visitor: Visitor) -> str:
    since = picture.leads_from
    if since is None:
        return visitor.say("inside.word", word=picture.words[-1][0], share=percent(picture.words[-1][1]))
    shares = picture.shares[-1]
    label = picture.labels[shares.index(max(shares))]
    return visitor.say("inside.leads", label=label, layer=since) if since else visitor.say("inside.always", label=label)


def _strongest(picture: figures.AttentionMap, way: str, visitor: Visitor) -> str | None:
    if picture.strongest is None:
        return None
    layer, piece = picture.strongest
    values = {"piece": picture.pieces[piece].text.strip(), "layer": layer + 1}
    return visitor.say(f"inside.most_{way}", share=percent(picture.weights[layer][piece], visitor.language), **values)


def _notes(
    picture: figures.AttentionMap, found: MaskAttention, reads: bool, fills_masks: bool, visitor: Visitor
) -> list[str]:
    notes = []
    if not fills_masks:
        notes.append(visitor.say("inside.note.causal"))
    if picture.left:
        notes.append(visitor.say("inside.note.left", shown=len(picture.pieces), left=picture.left))
    if found.prefix and reads:
        notes.append(visitor.say("inside.note.prefix", count=found.prefix))
    return notes
