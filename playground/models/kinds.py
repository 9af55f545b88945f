"""The kinds of language models: what transformers calls them, and how they read.

How a kind's label words are scored is for `playground.scoring`, which has one scorer for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transformers import AutoModelForCausalLM, AutoModelForMaskedLM
from transformers.models.auto.modeling_auto import (
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
    MODEL_FOR_MASKED_LM_MAPPING_NAMES,
)

from playground.choices import Choices
from playground.errors import ModelError


@dataclass(frozen=True)
class ModelKind:
    """One kind of language model.

    Args:
        auto: the transformers class that loads it.
        families: the model types that have such a class.
        marks: what the name of an architecture of this kind contains.
        fills_masks: it answers at mask tokens, an answer of n pieces at n of them.
        looks_back: a token attends only to those before it.
    """

    name: str
    auto: Any
    families: frozenset[str]
    marks: tuple[str, ...]
    fills_masks: bool = False
    looks_back: bool = False
    options: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its messages."""
        return (f"kind.{self.name}",)


KINDS: Choices[ModelKind] = Choices()
# In this order: a family that has both kinds is masked unless its architecture says otherwise.
KINDS.register(
    ModelKind(
        "masked", AutoModelForMaskedLM, frozenset(MODEL_FOR_MASKED_LM_MAPPING_NAMES), ("ForMaskedLM",), fills_masks=True
    )
)
KINDS.register(
    ModelKind(
        "causal",
        AutoModelForCausalLM,
        frozenset(MODEL_FOR_CAUSAL_LM_MAPPING_NAMES),
        ("CausalLM", "LMHead"),
        looks_back=True,
    )
)


def kind_named(name: str) -> ModelKind:
    """The kind of this name.

    Raises:
        ModelError: there is none.
    """
    if name not in KINDS:
        raise ModelError("unknown_kind", kind=name, known=", ".join(KINDS))
    return KINDS[name]


def kind_of(family: str, architectures: tuple[str, ...]) -> ModelKind | None:
    """The kind of a checkpoint: by its architecture, else by its family; `None` if it is no language model.

    >>> kind_of("bert", ("BertLMHeadModel",)).name, kind_of("bert", ()).name, kind_of("vit", ("ViTModel",))
    ('causal', 'masked', None)
    """
    its = [kind for kind in KINDS.values() if family in kind.families]
    if not its:
        return None
    marked = (kind for kind in KINDS.values() for name in architectures if any(mark in name for mark in kind.marks))
    return next(marked, its[0])
