"""Play's look inside a model: the answer after every layer, and attention from and to the mask."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from components.contracts.base import Call, Contract, Figure
from components.contracts.play import PromptState


class LayersAsked(Contract):
    """What is asked of every layer."""

    state: PromptState


class LayerLabel(Contract):
    """A label with its place in the verbalizer, which gives its colour."""

    label: str
    index: int


class LayersView(Contract):
    """The labels' shares after every layer; `told` says from which on the answer stands."""

    figure: Figure
    labels: list[LayerLabel]
    told: str


class AttentionAsked(Contract):
    """Which way: what the mask reads, or how much each piece reads the mask. `head` is one of them, `None` their mean;
    `mask` one of several masks, both counted from 0."""

    state: PromptState
    way: Literal["from", "to"]
    head: Annotated[int, Field(ge=0)] | None
    mask: Annotated[int, Field(ge=0)]


class AttentionView(Contract):
    """Attention by layer and piece, out of so many `heads` and `masks`; `told` is its largest weight in a sentence, `notes`
    say what the picture leaves out."""

    figure: Figure
    heads: int
    masks: int
    told: str | None
    notes: list[str]


LAYERS = Call("layers", LayersAsked, LayersView, "The answer after every layer.", dropped=True)
ATTENTION = Call("attention", AttentionAsked, AttentionView, "What the mask attends to, and what to it.", dropped=True)
