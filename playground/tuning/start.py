"""Where training starts: the template with its soft tokens counted, and the piece each starts from.

Lester et al. 2021, section 3.2: random, sampled from the vocabulary's commonest
words, or the label words; here also any words, spelled in the template or apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from playground.errors import TuningError
from playground.models.language_model import LanguageModel
from playground.prompting.encoding import fill
from playground.prompting.template import MAX_SOFT, Soft, Template, Text
from playground.results import Chunk
from playground.tuning.initial_values import sample
from playground.tuning.method import METHODS
from playground.tuning.options import TuningOptions


@dataclass(frozen=True)
class Start:
    """`template` has its soft tokens as `[SOFT*k]`, or none for a prefix;
    `hand_written` has their words instead, or nothing. `ids` holds the piece each
    soft token starts from, `None` where the initialisation decides."""

    template: Template
    hand_written: Template
    ids: tuple[int | None, ...]


def start_of(template: Template, options: TuningOptions, model: LanguageModel) -> Start:
    """Count the soft tokens of a template, put some in front if there are none.

    Raises:
        TuningError: the model's family takes no prefix, or there are too many soft tokens.
    """
    hand_written = _hand_written(template, options.words if options.initialisation == "words" else "")
    method = METHODS[options.method]
    if refused := method.refusal(model):
        raise refused
    if not method.in_template:
        return Start(hand_written, hand_written, ())
    if not any(isinstance(part, Soft) for part in template.parts):
        first = template.parts[0]
        space = () if isinstance(first, Text) and first.text.startswith(" ") else (Text(" "),)
        template = Template((Soft(options.tokens), *space, *template.parts))
    pieces = _soft_pieces(template, model)
    ids = tuple(id for its_pieces in pieces.values() for id in its_pieces)
    if len(ids) > MAX_SOFT:
        raise TuningError("too_many_soft", count=len(ids), limit=MAX_SOFT)
    parts = [Soft(len(pieces[i])) if i in pieces else part for i, part in enumerate(template.parts)]
    return Start(Template(tuple(parts)), hand_written, ids)


def _soft_pieces(template: Template, model: LanguageModel) -> dict[int, tuple[int | None, ...]]:
    """Index of each soft part -> its words' pieces as they are in the sentence, `None` for no word."""
    chunks = fill(template, dict.fromkeys(template.slots, ""), template.run_length)
    tokens = model.tokenizer.encode(chunks)
    found = {}
    for i, part in enumerate(template.parts):
        if isinstance(part, Soft):
            ids = tuple(id for id, chunk in zip(tokens.ids, tokens.chunks, strict=True) if chunk == i)
            found[i] = ids if part.words is not None else (None,) * len(ids)
    return found


def _hand_written(template: Template, words: str) -> Template:
    """Soft words as literal ones; for soft tokens without, the words they all start from, or nothing."""
    parts: list = []
    for part in template.parts:
        if isinstance(part, Soft):
            part = Text(words if part.words is None else part.words)
        if isinstance(part, Text) and parts and isinstance(parts[-1], Text):
            joint = parts[-1].text + part.text
            # Two spaces around a soft token that is gone are one.
            parts[-1] = Text(joint.replace("  ", " ") if parts[-1].text.endswith(" ") else joint)
        else:
            parts.append(part)
    if isinstance(parts[0], Text) and isinstance(template.parts[0], Soft) and not (template.parts[0].words or words):
        parts[0] = Text(parts[0].text.lstrip(" "))
    return Template(tuple(part for part in parts if not (isinstance(part, Text) and not part.text)))


def _pieces(words: str, model: LanguageModel) -> tuple[int, ...]:
    """The pieces of words that stand within a sentence."""
    tokens = model.tokenizer.encode([Chunk("text", words)])
    return tuple(id for id, chunk in zip(tokens.ids, tokens.chunks, strict=True) if chunk >= 0)


def start_ids(
    start: Start, options: TuningOptions, model: LanguageModel, label_ids: list[int], seed: int
) -> list[int | None]:
    """The piece each soft token starts from; `None` for a random one."""
    known = start.ids or (None,) * options.tokens
    count = len(known)
    match options.initialisation:
        case "random":
            return list(known)
        case "labels":
            filler = label_ids[:count] + sample(model, max(0, count - len(label_ids)), seed)
        case "words":
            filler = list(_pieces(options.words, model))
            if not filler:
                raise TuningError("no_words", name="words")
        case _:
            filler = sample(model, count, seed)
    return [filler[i % len(filler)] if id is None else id for i, id in enumerate(known)]
