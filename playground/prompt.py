"""`Prompt`: a template and a verbalizer as one object, for notebooks and scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playground.models.language_model import LanguageModel
from playground.models.registry import Registry
from playground.prompting import openprompt, template, verbalizer
from playground.results import Prediction
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan
from playground.settings import from_environment


@dataclass(frozen=True)
class Prompt:
    """A question put to a language model, and what its answers mean.

    Args:
        template: `"{text} It was [MASK]."`; OpenPrompt's syntax is understood too.
        verbalizer: text (`"positive: great\\nnegative: terrible"`), a mapping from
            label to words, or `None` to look at the vocabulary only.
        options: how scores become labels.
    """

    template: str
    verbalizer: str | Mapping[str, Sequence[str]] | None = None
    options: Options = field(default_factory=Options)

    def predict(self, model: LanguageModel, **fields: str) -> Prediction:
        """The answer for one example, its fields as keyword arguments.

        Raises:
            PlaygroundError: what is wrong with the texts, in English by default.
        """
        task = Task.build(read_template(self.template, model), self._verbalizer(), self.options, model)
        return drive(predict_plan(task, fields, model), model)

    def _verbalizer(self) -> verbalizer.Verbalizer | None:
        if isinstance(self.verbalizer, Mapping):
            return verbalizer.Verbalizer.from_mapping(self.verbalizer)
        return verbalizer.parse(self.verbalizer or "")


def read_template(source: str, model: LanguageModel) -> template.Template:
    """A template from either syntax, the model's own mask spelling understood."""
    if openprompt.looks_like(source):
        return openprompt.read(source)
    return template.parse(source, model.tokenizer.mask_token)


def load_model(id: str = "") -> LanguageModel:
    """The bundled model, or any other by hub id, folder or package name.

    Raises:
        ModelError: why it cannot be had.
    """
    return Registry(from_environment()).get(id)
