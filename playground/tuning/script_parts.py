"""The text of the exported script, in parts that `export` puts together; nothing here runs.

Words in capitals such as `KIND` are filled in by `export`. The constants of the prompt stand between
`OPENING` and `LOADING`.
"""

from __future__ import annotations

OPENING = r'''"""Ask a language model with a trained prompt. One text for each slot of the template, in their order or by name:

    python THIS_FILE "some text"
    python THIS_FILE --slot "text=some text"
    python THIS_FILE --csv FILE --output FILE

The first row of a CSV file names its columns; those named as the slots are read, and every row comes back with its
answer. A text that begins with a hyphen is given as --slot "text=-", or behind --.

Needs torch, transformers (5 or newer) and safetensors, and the prompt's file beside this one.
A text must fit the model and must not itself spell special tokens such as [MASK].
"""

import argparse
import csv
import importlib.util
import math
import sys
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from tokenizers import AddedToken
from transformers import AutoConfig, AutoModelForKIND, AutoTokenizer, DynamicCache
'''

LOADING = r'''

def arguments(given):
    """What stands on the command line. Slots may have any name: none of them is an option."""
    joined = []
    for argument in given:
        if joined and joined[-1] == "--slot":
            joined[-1] = f"--slot={argument}"  # a name may begin with a hyphen
        else:
            joined.append(argument)
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw, allow_abbrev=False)
    parser.add_argument("--model", metavar="FOLDER", help="the model, where it is not found")
    parser.add_argument("--prompt", metavar="FILE", help="the trained prompt, where it is not beside this file")
    parser.add_argument("--slot", metavar="NAME=TEXT", action="append", default=[], help="the text of a slot")
    parser.add_argument("--csv", metavar="FILE", help="a table with a column for each slot")
    parser.add_argument("--output", metavar="FILE", help="where the table goes with its answers; else it is printed")
    parser.add_argument("texts", metavar="TEXT", nargs="*", help="a text for each slot that --slot does not name")
    return parser.parse_args(joined)


def filled():
    """The text of every slot."""
    fields = {}
    for pair in ARGUMENTS.slot:
        name = max((slot for slot in SLOTS if pair.startswith(f"{slot}=")), key=len, default=None)
        if name is None:
            raise SystemExit(f"--slot {pair!r} names no slot. Write NAME=TEXT; the names are: {', '.join(SLOTS)}.")
        fields[name] = pair[len(name) + 1 :]
    rest = [slot for slot in SLOTS if slot not in fields]
    if len(rest) != len(ARGUMENTS.texts):
        wanted = f"one for each of: {', '.join(rest)}" if rest else "none"
        raise SystemExit(f"Texts given: {len(ARGUMENTS.texts)}; wanted: {wanted}.")
    return {**fields, **dict(zip(rest, ARGUMENTS.texts))}


def source():
    """The model's folder or its id on the hub, and the revision: as told, here, beside this file, or where the
    project is installed."""
    wanted, revision = ARGUMENTS.model or MODEL, None if ARGUMENTS.model else REVISION
    places = [Path(wanted), Path(__file__).resolve().parent / wanted]
    project = importlib.util.find_spec("playground")
    for package in (project and project.submodule_search_locations) or ():
        places += [Path(package).parent / wanted, Path(package) / f"_{wanted}"]
    for place in places:
        if (place / "config.json").is_file():
            return str(place), revision
    if REVISION is None and not ARGUMENTS.model:
        raise SystemExit(f"The model {MODEL} is not here. Say which folder it lies in: --model FOLDER")
    return wanted, revision


def loaded(name, revision):
    """The model and its tokenizer."""
    try:
        config = AutoConfig.from_pretrained(name, revision=revision)
        for key, value in SETTINGS.items():
            setattr(config, key, value)
        found = AutoModelForKIND.from_pretrained(name, revision=revision, config=config, use_safetensors=True)
        return found.float().eval(), AutoTokenizer.from_pretrained(name, revision=revision)
    except (OSError, ValueError) as error:
        reason = next(iter(str(error).splitlines()), "")
        raise SystemExit(f"The model {name} cannot be loaded: {reason} Say where it lies: --model FOLDER") from None


def trained():
    """The trained numbers."""
    file = Path(ARGUMENTS.prompt or Path(__file__).with_name(PROMPT))
    try:
        found = load_file(file)
    except (OSError, SafetensorError):
        raise SystemExit(f"The trained prompt {file.name} cannot be read. Say where it lies: --prompt FILE") from None
    if "embeddings" in found and found["embeddings"].shape[1] != model.get_input_embeddings().embedding_dim:
        raise SystemExit(f"The prompt was trained with another model, {MODEL}. Say where that lies: --model FOLDER")
    return found


SLOTS = list(dict.fromkeys(content for kind, content in PARTS if kind == "slot"))
ARGUMENTS = arguments(sys.argv[1:])
FIELDS = None if ARGUMENTS.csv else filled()
torch.set_grad_enabled(False)
model, tokenizer = loaded(*source())
prompt = trained()
SOFT, ANSWER = "<|soft token|>", "<|answer|>"
tokenizer.add_tokens([AddedToken(name, special=True, normalized=False) for name in (SOFT, ANSWER)], special_tokens=True)
soft_id, answer_id = tokenizer.convert_tokens_to_ids([SOFT, ANSWER])


class TooLong(Exception):
    """A text that the model cannot read whole."""


def encode(fields, answer, trim=True):
    """Ids of the filled template. Spaces before a mask belong to the word that stands there."""
    text = ""
    for i, (kind, content) in enumerate(PARTS):
        if kind == "mask" and trim and i and PARTS[i - 1][0] == "text":
            text = text[: len(text) - len(PARTS[i - 1][1])] + PARTS[i - 1][1].rstrip(" ")
        text += {"text": content, "slot": fields.get(content), "soft": SOFT * (content if kind == "soft" else 0), "mask": answer}[kind]
    ids = tokenizer(text).input_ids
    if len(ids) > LIMIT:
        raise TooLong(f"The text is too long: {len(ids)} tokens, the model reads {LIMIT}.")
    return ids
'''

EMBEDDINGS = r'''

def log_probs(ids):
    """log p(token) at every position [L, V], the trained embeddings in place of the soft tokens."""
    ids = torch.tensor(ids)
    soft = ids == soft_id
    embedded = model.get_input_embeddings()(ids.masked_fill(soft, 0))
    embedded[soft] = prompt["embeddings"][: soft.sum()]
    return model(inputs_embeds=embedded[None]).logits[0].log_softmax(-1)
'''

PREFIX = r'''

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

MASKED = r'''

def scorer(fields):
    """What gives log p of a word: the sum over its pieces, one mask each."""

    def score(word, pieces):
        ids = encode(fields, tokenizer.mask_token * len(pieces))
        places = [i for i, id in enumerate(ids) if id == tokenizer.mask_token_id]
        return log_probs(ids)[places, pieces].sum()

    return score
'''

CAUSAL_PREFIX = r'''

def scorer(fields):
    """What gives log p of a word after the prompt, by the chain rule."""
    ids = encode(fields, ANSWER)
    ids = ids[: ids.index(answer_id)] or [START]

    def score(word, pieces):
        places = range(len(ids) - 1, len(ids) - 1 + len(pieces))
        return log_probs(ids + pieces[:-1])[places, pieces].sum()

    return score
'''

CAUSAL_CLOZE = r'''

def shared(rows):
    """How many tokens all rows begin with."""
    return next((i for i, column in enumerate(zip(*rows)) if len(set(column)) > 1), min(map(len, rows)))


def scorer(fields):
    """What gives log p of the sentence with a word, from where the sentences begin to differ."""
    ids = encode(fields, ANSWER)
    left = ids[: ids.index(answer_id)]
    sentences = {word: encode(fields, word, trim=False) for words in WORDS.values() for word in words}
    start = [] if shared([left, *sentences.values()]) else [START]
    common = shared([start + ids for ids in (left, *sentences.values())])

    def score(word, pieces):
        ids = start + sentences[word]
        scored = [i for i in range(common, len(ids)) if ids[i] != soft_id]  # a soft token is no word to predict
        return log_probs(ids)[[i - 1 for i in scored], [ids[i] for i in scored]].sum()

    return score
'''

LABELS = r'''

def answer(fields):
    """The probability of every label."""
    score, labels = scorer(fields), []
    for words in WORDS.values():
        scores = torch.stack([score(word, pieces) for word, pieces in words.items()])
        labels.append(AGGREGATE)
    return torch.stack(labels).softmax(0).tolist()


def table(file):
    """The rows of a CSV file, each with the most probable label and every label's probability."""
    try:
        with open(file, encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.reader(opened))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise SystemExit(f"The table {file} cannot be read: it must be there, and be CSV in UTF-8.") from None
    head = rows[0] if rows else []
    missing = [slot for slot in SLOTS if slot not in head]
    if missing:
        raise SystemExit(f"The table lacks the columns: {', '.join(missing)}. It has: {', '.join(head)}.")
    yield [*head, "predicted", *(f"p({name})" for name in WORDS)]
    for number, row in enumerate(rows[1:], 2):
        row = (row + [""] * len(head))[: len(head)]
        try:
            shares = answer({slot: row[head.index(slot)] for slot in SLOTS})
        except TooLong as error:
            print(f"Row {number} has no answer. {error}", file=sys.stderr)
            yield row + [""] * (1 + len(WORDS))
        else:
            best = max(zip(shares, WORDS), key=lambda pair: pair[0])[1]
            yield [*row, best, *(f"{share:.6f}" for share in shares)]


if ARGUMENTS.csv and ARGUMENTS.output:
    answered = list(table(ARGUMENTS.csv))  # before the file is opened: it may be the same one
    try:
        with open(ARGUMENTS.output, "w", encoding="utf-8-sig", newline="") as opened:
            csv.writer(opened).writerows(answered)
    except OSError:
        raise SystemExit(f"{ARGUMENTS.output} cannot be written.") from None
elif ARGUMENTS.csv:
    csv.writer(sys.stdout, lineterminator="\n").writerows(table(ARGUMENTS.csv))
else:
    try:
        shares = answer(FIELDS)
    except TooLong as error:
        raise SystemExit(str(error)) from None
    for name, share in zip(WORDS, shares):
        print(f"{name}\t{share:.6f}")
'''
