"""What a page asks before an evaluation starts: the complete job, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playground.datasets.dataset import SPLITS, DataSet
from playground.datasets.sample import at_most
from playground.errors import DataError, PlaygroundError, TemplateError
from playground.evaluation.passes import passes
from playground.evaluation.readouts import Readouts
from playground.evaluation.seen import Seen, seen_places
from playground.evaluation.spec import Column, EvaluationSpec, ModelRef, Row
from playground.models import soft_prompt
from playground.models.language_model import LanguageModel
from playground.prompting.template import parse
from playground.prompting.wordings import wordings as ways_to_write
from playground.results import Example
from playground.scoring.batch import ask_all
from playground.scoring.options import Options

MOST_TRAIN = 2_000  # rows that the bag of words learns from
SAMPLE = 24  # examples whose length stands for all


@dataclass(frozen=True)
class Outline:
    """A job before it starts.

    `examples` are asked of each of `prompts` distinct prompts; `rows` and `columns` have
    each one's name and, where none of its cells can be asked, the first one's error;
    `missing` are labels of the data that some verbalizer lacks; `flops` floating-point
    operations in all, about.
    """

    examples: int
    prompts: int
    rows: tuple[tuple[str, PlaygroundError | None], ...]
    columns: tuple[tuple[str, PlaygroundError | None], ...]
    missing: tuple[str, ...]
    flops: float


def examples_of(dataset: DataSet, split: str) -> tuple[Example, ...]:
    """The examples of one split, or of `all`.

    Raises:
        DataError: there is no such split, or it has no row (`no_split`).
    """
    known = {name: dataset.split(name) for name in SPLITS}
    found = {**known, "all": tuple(row for name in SPLITS for row in known[name])}.get(split, ())
    if not found:
        raise DataError("no_split", split=split[:40], known=", ".join(name for name in SPLITS if known[name]))
    return found


def default_split(dataset: DataSet) -> str:
    """`dev`, where prompts are chosen, so that the test rows stay unseen; else all rows."""
    return "dev" if dataset.dev else "all"


def make_spec(
    view: str,
    rows: Sequence[Row],
    columns: Sequence[Column],
    models: Sequence[LanguageModel],
    dataset: DataSet,
    source: Mapping[str, Any],
    split: str,
    options: Options,
    sample: int | None = None,
    seeds: Sequence[int] = (1,),
    prompts: Mapping[str, bytes] | None = None,
    readouts: Readouts | None = None,
    wordings: int = 0,
) -> EvaluationSpec:
    """A complete job from what a form holds.

    Rows that one of the trained prompts knows from its training are left out, for all prompts alike; where no row
    would be left, all are asked, and `data["seen"]` says so.

    Raises:
        DataError: the split has no rows.
        OptionsError: `wordings` is no count up to `MOST_WORDING_ROWS`.
        PromptFileError: a prompt cannot be read.
    """
    asked = examples_of(dataset, split)
    seen, left_out = _seen(rows, models[0], asked, prompts or {})
    left = len(asked) - len(left_out)
    count = min(sample or left, left)
    whole = count == left
    data = {
        "source": dict(source),
        "name": dataset.name,
        "fingerprint": dataset.fingerprint,
        "split": split,
        "language": dataset.language,
        "slots": list(dataset.slots),
        "labels": list(dataset.labels),
        "rows": count,
        "seen": seen and seen.to_json(),
    }
    return EvaluationSpec(
        view=view,
        data=data,
        rows=tuple(rows),
        columns=tuple(columns),
        models=tuple(ModelRef(model.id, model.revision) for model in models),
        options=options,
        sample=None if whole else count,
        seeds=tuple(seeds[:1]) if whole else tuple(seeds),
        examples=asked,
        # What is measured on would be known by heart.
        train=() if split in ("train", "all") else at_most(dataset.train, MOST_TRAIN),
        prompts=prompts or {},
        left_out=left_out,
        readouts=readouts or Readouts(),
        wordings=wordings,
    )


def _seen(
    rows: Sequence[Row], model: LanguageModel, asked: Sequence[Example], prompts: Mapping[str, bytes]
) -> tuple[Seen | None, tuple[int, ...]]:
    """What the rows' prompts know of the examples, and the places that are left out for it."""
    places: set[int] = set()
    unknown = False
    for row in rows:
        if row.prompt is None:
            continue
        keys = soft_prompt.load(prompts[row.prompt]).seen
        unknown = unknown or keys is None
        with suppress(TemplateError):  # its row says why
            places |= seen_places(parse(row.template, model.tokenizer.mask_token).slots, asked, keys or ())
    left_out = tuple(sorted(places)) if len(places) < len(asked) else ()
    if places:
        return Seen(len(places), len(asked), bool(left_out)), left_out
    return (Seen(None, len(asked), False) if unknown else None), ()


def outline(spec: EvaluationSpec, models: Sequence[LanguageModel]) -> Outline:
    """Check every cell before a job starts, and count.

    Raises:
        PlaygroundError: no cell can be asked: the first one's error.
    """
    asked, errors = passes(spec, models, priors=False)
    if not asked:
        raise next(iter(errors.values()))
    order = spec.order
    flops = 0.0
    for its in asked:
        sample = [spec.examples[place].fields for place in order[:SAMPLE]]
        sequences = [each for found in ask_all(its.task, sample, its.model) for each in found.sequences]
        tokens = sum(len(each.ids) for each in sequences) / len(sample)
        positions = sum(len(each.positions) for each in sequences) / len(sample)
        body = its.model.parameters - its.model.embeddings.numel()
        count = len(order) + its.besides + spec.wording_rows * len(ways_to_write(its.task.template))
        flops += 2 * count * (tokens * body + positions * its.model.embeddings.numel())
    labels = {example.label for example in spec.examples}
    known = [set(question.task.labels) for its in asked for question in its.questions]
    return Outline(
        examples=len(order),
        prompts=len(asked),
        rows=tuple((row.name, _error(errors, spec, row=r)) for r, row in enumerate(spec.rows)),
        columns=tuple((column.name, _error(errors, spec, column=c)) for c, column in enumerate(spec.columns)),
        missing=tuple(sorted(labels - set().union(*known))),
        flops=flops,
    )


def _error(
    errors: Mapping[Any, PlaygroundError], spec: EvaluationSpec, row: int | None = None, column: int | None = None
) -> PlaygroundError | None:
    mine = [error for cell, error in errors.items() if row in (None, cell.row) and column in (None, cell.column)]
    cells = len(spec.models) * (len(spec.columns) if row is not None else len(spec.rows))
    return mine[0] if len(mine) == cells else None
