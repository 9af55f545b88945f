"""The model dialog: which models there are, and the loading of another."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from components.contracts.base import Call, Contract, Nothing, Share

ModelId = Annotated[str, Field(max_length=300)]


class Model(Contract):
    """A model as people choose it; the bundled one's id is empty. `note` says why it cannot be loaded now, `notes` what a
    loaded one reads and how it differs from most."""

    id: str
    name: str
    kind: str
    kind_label: str
    languages: str
    parameters: str
    loaded: bool
    available: bool
    note: str
    notes: list[str]


class Models(Contract):
    """Every model that can be named."""

    models: list[Model]


class LoadAsked(Contract):
    """Whose loading is meant; `begin` is true once, and false for every look at how far it is."""

    id: ModelId
    begin: bool


class Loading(Contract):
    """How far it is: `fraction` is `None` where nobody knows. Once done there is the `model`."""

    id: str
    message: str
    fraction: Share | None
    done: bool
    model: Model | None


MODELS = Call("models", Nothing, Models, "The models that can be chosen now.")
MODEL_LOAD = Call(
    "model_load",
    LoadAsked,
    Loading,
    "Load a model for everybody to choose; then asked again and again until it is done.",
)
