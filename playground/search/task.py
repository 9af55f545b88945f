"""A whole search job as a stream of messages: the face that background workers call by name.

It loads its model by id and exact revision and needs nothing else than the spec: no database, no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playground.models.language_model import LanguageModel
from playground.models.pinned_revision import pinned
from playground.results import Message
from playground.search.options import TemplateOptions, TriggerOptions
from playground.search.spec import SearchSpec
from playground.search.template_run import TemplateRun
from playground.search.trigger_run import TriggerRun
from playground.search.word_run import WordRun


def search(values: Mapping[str, Any], checkpoint: bytes | None = None) -> Iterator[Message]:
    """Run a spec's JSON, from its beginning or from a checkpoint of the same spec.

    `device` in it is where a worker that has one wants the model: `cuda`.

    Raises:
        PlaygroundError: what is wrong with the spec.
    """
    spec = SearchSpec.from_json(values)
    model = pinned(spec.model, spec.revision)
    if values.get("device"):
        model.move(values["device"])
    yield from run_of(spec, model).messages(checkpoint)


def run_of(spec: SearchSpec, model: LanguageModel) -> TriggerRun | WordRun | TemplateRun:
    """The run that a spec asks for.

    Raises:
        PlaygroundError: what cannot be searched, and why.
    """
    if isinstance(spec.options, TemplateOptions):
        return TemplateRun(spec, model)
    return TriggerRun(spec, model) if isinstance(spec.options, TriggerOptions) else WordRun(spec, model)
