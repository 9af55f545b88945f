"""The kinds of language models: what transformers calls them, and how they read.

How a kind's label words are scored is for `playground.scoring`, which has one scorer for each.
"""

from __future__ import annotations

from collections.abc import Mapping
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
        classes: model type -> name of its class of this kind; several where a type has a choice.
        marks: what the name of an architecture of this kind contains.
        fills_masks: it answers at mask tokens, an answer of n pieces at n of them.
        looks_back: a token attends only to those before it.
    """

    name: str
    auto: Any
    classes: Mapping[str, str | tuple[str, ...]]
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
    ModelKind("masked", AutoModelForMaskedLM, {**MODEL_FOR_MASKED_LM_MAPPING_NAMES}, ("ForMaskedLM",), fills_masks=True)
)
KINDS.register(
    ModelKind(
        "causal",
        AutoModelForCausalLM,
        {**MODEL_FOR_CAUSAL_LM_MAPPING_NAMES},
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


def kinds_of(family: str, architectures: tuple[str, ...]) -> tuple[ModelKind, ...]:
    """The kinds that a checkpoint may be of: by its architecture, else by its family; none if it is no language model.

    More than one where one class is both and only the model itself can tell, as XLM's.

    >>> [kind.name for kind in kinds_of("bert", ("BertLMHeadModel",)) + kinds_of("bert", ())]
    ['causal', 'masked']
    >>> [kind.name for kind in kinds_of("xlm", ("XLMWithLMHeadModel",))], kinds_of("vit", ("ViTModel",))
    (['masked', 'causal'], ())
    """
    its = tuple(kind for kind in KINDS.values() if family in kind.classes)
    exact = tuple(kind for kind in its if _named(kind, family) & set(architectures))
    marked = tuple(kind for kind in its for name in architectures if any(mark in name for mark in kind.marks))
    return exact or marked[:1] or its[:1]


def _named(kind: ModelKind, family: str) -> set[str]:
    names = kind.classes[family]
    return {names} if isinstance(names, str) else set(names)
