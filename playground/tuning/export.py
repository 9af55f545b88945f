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

_COMMIT = re.compile(r"[0-9a-f]{40}")


def script(
    prompt: SoftPrompt, model: LanguageModel, *, source: str | None = None, file: str = "prompt.safetensors"
) -> str:
    """Python source that prints the label probabilities of a text, uncalibrated.

    Args:
        model: what the prompt was trained with.
        source: the id or folder that transformers loads, if not the model's id.
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
    }
    if kind.start:
        constants["START"] = model.tokenizer.start_id
    reading = _EMBEDDINGS if prompt.input.keys_values is None else _PREFIX
    return "\n".join(
        [
            _OPENING.replace("KIND", kind.auto),
            *(f"{name} = {value!r}" for name, value in constants.items()),
            _LOADING.replace("KIND", kind.auto),
            reading.replace("VISIBLE", kind.sees),
            kind.scoring[template.kind],
            _LABELS.replace("AGGREGATE", AGGREGATIONS[prompt.card.aggregation].script),
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


_OPENING = '''"""Ask a language model with a trained prompt. One text for each slot of the template:

    python THIS_FILE "some text"

Needs torch, transformers (5 or newer) and safetensors, and the prompt's file beside this one.
A text must fit the model and must not itself spell special tokens such as [MASK].
"""

import argparse
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import AddedToken
from transformers import AutoModelForKIND, AutoTokenizer, DynamicCache
'''

_LOADING = '''
slots = list(dict.fromkeys(content for kind, content in PARTS if kind == "slot"))
parser = argparse.ArgumentParser()
parser.add_argument("--model", default=MODEL)
parser.add_argument("--prompt", default=Path(__file__).with_name(PROMPT))
for slot in slots:
    parser.add_argument(slot)
arguments = vars(parser.parse_args())
fields = {slot: arguments[slot] for slot in slots}
revision = REVISION if arguments["model"] == MODEL else None

torch.set_grad_enabled(False)
prompt = load_file(arguments["prompt"])
model = AutoModelForKIND.from_pretrained(arguments["model"], revision=revision, use_safetensors=True).float().eval()
tokenizer = AutoTokenizer.from_pretrained(arguments["model"], revision=revision)
SOFT, ANSWER = "<|soft token|>", "<|answer|>"
tokenizer.add_tokens([AddedToken(name, special=True, normalized=False) for name in (SOFT, ANSWER)], special_tokens=True)
soft_id, answer_id = tokenizer.convert_tokens_to_ids([SOFT, ANSWER])


def encode(answer, trim=True):
    """Ids of the filled template. Spaces before a mask belong to the word that stands there."""
    text = ""
    for i, (kind, content) in enumerate(PARTS):
        if kind == "mask" and trim and i and PARTS[i - 1][0] == "text":
            text = text[: len(text) - len(PARTS[i - 1][1])] + PARTS[i - 1][1].rstrip(" ")
        text += {"text": content, "slot": fields.get(content), "soft": SOFT * (content if kind == "soft" else 0), "mask": answer}[kind]
    ids = tokenizer(text).input_ids
    if len(ids) > LIMIT:
        raise SystemExit(f"The text is too long: {len(ids)} tokens, the model reads {LIMIT}.")
    return ids
'''

_EMBEDDINGS = '''

def log_probs(ids):
    """log p(token) at every position [L, V], the trained embeddings in place of the soft tokens."""
    ids = torch.tensor(ids)
    soft = ids == soft_id
    embedded = model.get_input_embeddings()(ids.masked_fill(soft, 0))
    embedded[soft] = prompt["embeddings"][: soft.sum()]
    return model(inputs_embeds=embedded[None]).logits[0].log_softmax(-1)
'''

_PREFIX = '''

def log_probs(ids):
    """log p(token) at every position [L, V], the trained keys and values in front of every layer's own."""
    cache = DynamicCache()
    for layer, (keys, values) in enumerate(prompt["keys_values"]):
        cache.update(keys[None], values[None], layer)
    length = prompt["keys_values"].shape[3]
    VISIBLE
    mask = torch.zeros(sees.shape).masked_fill(~sees, torch.finfo(torch.float32).min)[None, None]
    # The text keeps the positions it has without a prefix; RoBERTa counts from behind its padding id.
    start = model.config.pad_token_id + 1 if "roberta" in model.config.model_type else 0
    positions = torch.arange(start, start + len(ids))[None]
    output = model(input_ids=torch.tensor([ids]), past_key_values=cache, attention_mask=mask, position_ids=positions)
    return output.logits[0].log_softmax(-1)
'''

_MASKED = '''

def word_score(word, pieces):
    """log p of a word: the sum over its pieces, one mask each."""
    ids = encode(tokenizer.mask_token * len(pieces))
    places = [i for i, id in enumerate(ids) if id == tokenizer.mask_token_id]
    return log_probs(ids)[places, pieces].sum()
'''

_CAUSAL_PREFIX = '''

def word_score(word, pieces):
    """log p of a word after the prompt, by the chain rule."""
    ids = encode(ANSWER)
    ids = ids[: ids.index(answer_id)] or [START]
    places = range(len(ids) - 1, len(ids) - 1 + len(pieces))
    return log_probs(ids + pieces[:-1])[places, pieces].sum()
'''

_CAUSAL_CLOZE = '''
ids = encode(ANSWER)
LEFT = ids[: ids.index(answer_id)]
SENTENCES = {word: encode(word, trim=False) for words in WORDS.values() for word in words}


def shared(rows):
    """How many tokens all rows begin with."""
    return next((i for i, column in enumerate(zip(*rows)) if len(set(column)) > 1), min(map(len, rows)))


def word_score(word, pieces):
    """log p of the sentence with the word, from where the sentences begin to differ."""
    start = [] if shared([LEFT, *SENTENCES.values()]) else [START]
    common = shared([start + ids for ids in (LEFT, *SENTENCES.values())])
    ids = start + SENTENCES[word]
    scored = [i for i in range(common, len(ids)) if ids[i] != soft_id]  # a soft token is no word to predict
    return log_probs(ids)[[i - 1 for i in scored], [ids[i] for i in scored]].sum()
'''

_LABELS = """

labels = []
for words in WORDS.values():
    scores = torch.stack([word_score(word, pieces) for word, pieces in words.items()])
    labels.append(AGGREGATE)
for name, probability in zip(WORDS, torch.stack(labels).softmax(0).tolist()):
    print(f"{name}\\t{probability:.6f}")
"""


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
    "masked": _Kind("MaskedLM", _EVERY, {"cloze": _MASKED, "prefix": _MASKED}),
    "causal": _Kind(
        "CausalLM", f"{_EVERY}.tril(length)", {"cloze": _CAUSAL_CLOZE, "prefix": _CAUSAL_PREFIX}, start=True
    ),
}
