"""A trained prompt as a short Python script that needs none of this project.

The script holds the template cut into parts and the label words cut into pieces;
the trained numbers stay in their file. Texts go in with `repr`, so whatever a user
typed stays a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playground.errors import ModelError, TuningError, VerbalizerError
from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftPrompt
from playground.prompting import verbalizer as verbalizers
from playground.prompting.encoding import label_word_ids
from playground.prompting.template import Mask, Slot, Soft, Template, Text, parse
from playground.scoring.aggregation import AGGREGATIONS
from playground.tuning.script_parts import (
    CAUSAL_CLOZE,
    CAUSAL_PREFIX,
    EMBEDDINGS,
    LABELS,
    LOADING,
    MASKED,
    OPENING,
    PREFIX,
)

_COMMIT = re.compile(r"[0-9a-f]{40}")


def script(
    prompt: SoftPrompt, model: LanguageModel, *, source: str | None = None, file: str = "prompt.safetensors"
) -> str:
    """Python source that prints the label probabilities of a text, or of every row of a CSV file, uncalibrated.

    Args:
        model: what the prompt was trained with.
        source: the id or folder that transformers loads, if not the model's id; a folder is looked for where the
            script runs, beside it, and where the project is installed.
        file: the name of the prompt's file, beside the script.

    Raises:
        VerbalizerError: the prompt has no verbalizer.
        TuningError: the template has trigger tokens, which nothing has filled yet.
        ModelError: no script is known for models of this kind.
    """
    if model.kind not in _KINDS:
        raise ModelError("unknown_kind", kind=model.kind, known=", ".join(_KINDS))
    kind = _KINDS[model.kind]
    template = parse(prompt.card.template, model.tokenizer.mask_token)
    found = verbalizers.parse(prompt.card.verbalizer)
    if found is None:
        raise VerbalizerError("none")
    words = {
        label.name: {
            word.text: list(ids)
            for word in label.words
            if (ids := label_word_ids(model.tokenizer, template, word.text))
        }
        for label in found.labels
    }
    constants = {
        "MODEL": source or model.id.partition("@")[0],
        "REVISION": model.revision if _COMMIT.fullmatch(model.revision) else None,
        "PROMPT": file,
        "PARTS": _parts(template),
        "WORDS": words,
        "LIMIT": model.max_length,
        "SETTINGS": model.settled,
    }
    if kind.start:
        constants["START"] = model.tokenizer.start_id
    reading = EMBEDDINGS if prompt.input.keys_values is None else PREFIX
    return "\n".join(
        [
            OPENING.replace("KIND", kind.auto),
            *(f"{name} = {value!r}" for name, value in constants.items()),
            LOADING.replace("KIND", kind.auto),
            reading.replace("VISIBLE", kind.sees),
            kind.scoring[template.kind],
            LABELS.replace("AGGREGATE", AGGREGATIONS[prompt.card.aggregation].script),
        ]
    )


def _parts(template: Template) -> list[tuple[str, str | int]]:
    """Kind and content of each part. Spaces before soft tokens go, as in `encoding`; those before the mask
    go in the script, which for a filled sentence needs them."""
    parts: list[tuple[str, str | int]] = []
    for part in template.parts:
        match part:
            case Text(text):
                parts.append(("text", text))
            case Slot(name):
                parts.append(("slot", name))
            case Mask(count):
                parts.append(("mask", count))
            case Soft(count, None):
                match parts[-1:]:
                    case [("text", str(text))]:
                        parts[-1] = ("text", text.rstrip(" "))
                parts.append(("soft", count))
            case _:
                raise TuningError("no_script")
    return parts


@dataclass(frozen=True)
class _Kind:
    """What differs in the scripts of one kind of model: the transformers class, what a token sees, how a word
    is scored in each kind of prompt, and whether an empty prompt needs a start token."""

    auto: str
    sees: str
    scoring: Mapping[str, str]
    start: bool = False


_EVERY = "sees = torch.ones(len(ids), length + len(ids), dtype=torch.bool)"
_KINDS = {
    "masked": _Kind("MaskedLM", _EVERY, {"cloze": MASKED, "prefix": MASKED}),
    "causal": _Kind("CausalLM", f"{_EVERY}.tril(length)", {"cloze": CAUSAL_CLOZE, "prefix": CAUSAL_PREFIX}, start=True),
}
