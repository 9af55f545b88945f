"""How good is it: masked-token accuracy on held-out passages, labels of a prompt, probes.

Everything goes through the project's own `LanguageModel` and scoring, so any masked
model can be measured, and what is measured is what the page shows.
"""

from __future__ import annotations

import csv
import random
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.pretraining.corpus import first_pieces, groups, word_starts
from playground.pretraining.masking import Masking, choose
from playground.prompting import template, verbalizer
from playground.results import Chunk, Prediction
from playground.scoring.aggregation import aggregate
from playground.scoring.options import Options
from playground.scoring.plans import drive, together
from playground.scoring.predict import PriorCache, Task, predict_plan

MEASURED = Masking(share=0.15, masked=1.0, random=0.0)
MAX_TOKENS = 128
SEED = 20
_TOGETHER = 32


@dataclass(frozen=True)
class Question:
    """A held-out passage with words hidden, and the ids that stood there."""

    row: TokenSequence
    answers: tuple[int, ...]


def questions(texts: Sequence[str], language: str, model: LanguageModel) -> list[Question]:
    """Hide 15% of the tokens of each passage, whole words, all behind [MASK].

    A passage's words are drawn from a generator seeded by its own text, so they do not
    depend on its neighbours. Words that the tokenizer does not know are not asked for;
    passages are cut at 128 tokens.
    """
    asked = []
    mask = model.tokenizer.mask_id
    if mask is None:
        raise ValueError(f"{model.id} has no mask")
    for text in texts:
        tokens = model.tokenizer.encode([Chunk("text", text)])
        inner = [i for i, chunk in enumerate(tokens.chunks) if chunk >= 0]
        if not inner:
            continue
        before, after = tokens.ids[: inner[0]], tokens.ids[inner[-1] + 1 :]
        inner = inner[: MAX_TOKENS - len(before) - len(after)]
        ids = np.array([tokens.ids[i] for i in inner])
        first = first_pieces([tokens.offsets[i] for i in inner], word_starts(text, language))
        rng = np.random.default_rng((SEED, zlib.crc32(text.encode())))
        hidden = choose(np.array([first]), (ids != model.tokenizer.unknown_id)[None], MEASURED, rng)[0]
        if hidden.any():
            shown = np.where(hidden, mask, ids).tolist()
            positions = tuple((np.flatnonzero(hidden) + len(before)).tolist())
            asked.append(Question(TokenSequence((*before, *shown, *after), positions), tuple(ids[hidden].tolist())))
    return asked


def masked_accuracy(asked: Sequence[Question], model: LanguageModel) -> tuple[float, int]:
    """The share of hidden tokens whose first guess is right, and their number."""
    right = total = 0
    for group in groups(sorted(asked, key=lambda question: len(question.row.ids)), 4 * _TOGETHER):
        outputs = model.log_probs([question.row for question in group])
        for question, output in zip(group, outputs, strict=True):
            guesses = output.argmax(dim=-1).tolist()
            right += sum(guess == answer for guess, answer in zip(guesses, question.answers, strict=True))
            total += len(question.answers)
    return right / max(total, 1), total


@dataclass(frozen=True)
class Score:
    """Accuracy of one prompt on a set, as the prompt is and with contextual calibration."""

    plain: float
    calibrated: float

    @property
    def better(self) -> float:
        """What counts."""
        return max(self.plain, self.calibrated)


def read_rows(path: Path, limit: int | None = None, seed: int = SEED) -> list[tuple[str, str]]:
    """(text, label) of a CSV file with these columns; `limit` draws that many at random."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(lines)]
    if limit is not None and limit < len(rows):
        rows = random.Random(seed).sample(rows, limit)
    return rows


def prompt_score(prompt: Mapping, rows: Sequence[tuple[str, str]], model: LanguageModel) -> Score:
    """Measure `{"template": …, "verbalizer": {label: [words]}}`.

    One pass serves both numbers: a calibrated prediction holds the scores before it.

    Raises:
        PlaygroundError: the prompt is not one, or a label has no word the model knows.
    """
    task = Task.build(
        template.parse(prompt["template"], model.tokenizer.mask_token),
        verbalizer.Verbalizer.from_mapping(prompt["verbalizer"]),
        Options(calibration="contextual"),
        model,
    )
    cache, plain, calibrated = PriorCache(), 0, 0
    for group in groups(sorted(rows, key=lambda row: len(row[0])), _TOGETHER):
        plans = [predict_plan(task, {"text": text}, model, cache) for text, _ in group]
        for (_, label), prediction in zip(group, drive(together(plans), model), strict=True):
            calibrated += max(prediction.labels, key=lambda its: its.log_score).label == label
            plain += _plain_label(prediction, task.options) == label
    return Score(plain / len(rows), calibrated / len(rows))


def _plain_label(prediction: Prediction, options: Options) -> str:
    scores = {
        label.label: aggregate(
            torch.tensor([word.log_score for word in prediction.words if word.label == label.label]),
            options.aggregation,
        ).item()
        for label in prediction.labels
    }
    return max(scores, key=scores.__getitem__)


def probe_right(probe: Mapping, model: LanguageModel) -> bool:
    """Whether an accepted answer is among the first five, at each mask for itself.

    An answer of several masks is spelled in as many characters.
    """
    task = Task.build(template.parse(probe["template"], model.tokenizer.mask_token), None, Options(top_k=5), model)
    prediction = drive(predict_plan(task, {}, model), model)
    columns = [{token.text.strip().lower() for token in column} for column in prediction.tokens]
    spelled = [[answer] if len(columns) == 1 else list(answer) for answer in probe["answers"]]
    return any(
        len(parts) == len(columns) and all(part in column for part, column in zip(parts, columns, strict=True))
        for parts in spelled
    )
