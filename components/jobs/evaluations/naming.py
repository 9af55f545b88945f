"""What evaluations, their data and their prompts are called on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from components.jobs.any_job import Say, data_title
from playground.errors import VerbalizerError
from playground.evaluation.spec import Column
from playground.figures.style import shorten
from playground.models.registry import BUNDLED
from playground.prompting import verbalizer as verbalizers

LONGEST_TITLE, LONGEST_WORDS = 60, 40
LONGEST_COLUMN = 400  # a picture shortens it, one that is saved does not


def data_name(data: Mapping[str, Any], language: str) -> str:
    """What a job's data is called: an upload may bear a demo set's name without being it."""
    return data_title(data["name"], language) if data["source"].get("demo") else data["name"]


def model_name(id: str, say: Say) -> str:
    """A model as people call it."""
    return say("model.bundled") if id == BUNDLED else id


def title(spec: Mapping[str, Any], say: Say) -> str:
    """What a job that nobody named is called: what it asks."""
    if spec["view"] == "grid":
        return prompt_text(spec, say)
    text = f"{prompt_text(spec, say)} · {label_words(spec['columns'][0]['verbalizer'])}"
    return say("evaluation.words", prompt=text) if spec["view"] == "words" else text


def prompt_text(spec: Mapping[str, Any], say: Say) -> str:
    """What is asked, in a few words."""
    if spec["view"] == "grid":
        sizes = {name: len(spec[name]) for name in ("rows", "columns", "models")}
        return say("evaluation.grid" if sizes["models"] == 1 else "evaluation.grid_models", **sizes)
    return shorten(spec["rows"][0]["template"], LONGEST_TITLE)


def label_words(verbalizer: str, longest: int = LONGEST_WORDS) -> str:
    """`great / terrible`: the first word of each label.

    Raises:
        VerbalizerError: the text cannot be understood.
    """
    found = verbalizers.parse(verbalizer)
    labels = found.labels if found else ()
    return shorten(" / ".join(label.words[0].text if label.words else label.name for label in labels), longest)


def named_columns(verbalizers: Sequence[str]) -> list[Column]:
    """Verbalizers under names of their own: two that begin with the same words are counted."""
    columns: list[Column] = []
    for verbalizer in verbalizers:
        try:
            name = label_words(verbalizer, LONGEST_COLUMN)
        except VerbalizerError:
            name = shorten(" ".join(verbalizer.split()), LONGEST_WORDS)  # its error is said beside the name
        same = sum(column.name == name or column.name.startswith(f"{name} (") for column in columns)
        columns.append(Column(f"{name} ({same + 1})" if same else name, verbalizer))
    return columns
