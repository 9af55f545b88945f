"""One sitting of a training run: progress on the screen, evaluations, saving, stopping.

The loop only trains; this decides when to look, save and stop, and writes the log.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground.models.language_model import LanguageModel
from playground.pretraining.corpus import held_out_passages
from playground.pretraining.evaluation import masked_accuracy, probe_right, prompt_score, questions, read_rows
from playground.pretraining.export import export
from playground.pretraining.loop import STATE, StepReport, Trainer

LOG = "log.jsonl"
_SHOW_SECONDS = 1.0
_SAVE_SECONDS = 300.0


@dataclass
class Measuring:
    """What is measured at intervals.

    Args:
        corpus: files by language, for their held-out passages; passages: a language.
        sets: `set=path.csv`, rows drawn of each; prompts, probes: JSON files.

    Raises:
        ValueError: sets without prompts, or a set without its own.
    """

    corpus: Mapping[str, Sequence[Path]]
    passages: int = 500
    sets: Sequence[str] = ()
    rows: int = 200
    prompts: Path | None = None
    probes: Path | None = None
    _held_out: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._prompts = json.loads(self.prompts.read_text(encoding="utf-8")) if self.prompts else {}
        self._rows = {}
        for named in self.sets:
            name, _, path = named.partition("=")
            if name.split(".")[0] not in self._prompts:
                raise ValueError(f"{name}: no prompts for this set in --prompts")
            self._rows[name] = read_rows(Path(path), self.rows)

    def measure(self, model: LanguageModel) -> dict[str, float]:
        """Shares of right answers by name; a set's is its best prompt's."""
        if not self._held_out:
            self._held_out = {name: held_out_passages(files, self.passages) for name, files in self.corpus.items()}
        measured = {
            f"masked.{language}": masked_accuracy(questions(texts, language, model), model)[0]
            for language, texts in self._held_out.items()
        }
        for name, rows in self._rows.items():
            prompts = self._prompts[name.split(".")[0]]
            measured[name] = max(prompt_score(prompt, rows, model).better for prompt in prompts)
        for probe in json.loads(self.probes.read_text(encoding="utf-8")) if self.probes else ():
            name = f"probes.{probe['language']}"
            measured[name] = measured.get(name, 0) + probe_right(probe, model)
        return measured


def run_session(
    trainer: Trainer,
    model: Any,
    start: Path,
    output: Path,
    measuring: Measuring,
    evaluate_every: float = 0.1,
    minutes: float | None = None,
) -> bool:
    """Train until the end, `minutes` or an interruption (Ctrl-C, SIGTERM); save and export.

    Args:
        model: the one in the trainer; start: the folder it came from.

    Returns:
        Whether the training is finished.
    """
    output.mkdir(parents=True, exist_ok=True)
    if (output / STATE).is_file():
        trainer.resume(output)
        if trainer.progress >= 1:
            return True
    display = _Display(trainer.recipe.tokens, trainer.position.tokens)
    end = time.monotonic() + 60 * minutes if minutes else float("inf")
    saved = time.monotonic()
    evaluated = int(trainer.progress / evaluate_every)
    with _interruptions() as interrupted:
        for report in trainer.run():
            display.show(report)
            now = time.monotonic()
            if interrupted or now >= end:
                break
            if int(report.progress / evaluate_every) > evaluated and report.progress < 1:
                evaluated = int(report.progress / evaluate_every)
                trainer.save(output)
                _evaluate(trainer, model, start, output, measuring, display)
                saved = time.monotonic()
            elif now - saved > _SAVE_SECONDS:
                trainer.save(output)
                saved = now
    trainer.save(output)
    if interrupted:
        export(model, start, output / "model")
    else:
        _evaluate(trainer, model, start, output, measuring, display)
    return trainer.progress >= 1


def _evaluate(trainer: Trainer, model: Any, start: Path, output: Path, measuring: Measuring, display: _Display) -> None:
    began = time.monotonic()
    measured = measuring.measure(export(model, start, output / "model"))
    line = {
        "step": trainer.position.step,
        "tokens": trainer.position.tokens,
        **display.summary(),
        **{name: round(value, 4) for name, value in measured.items()},
    }
    with (output / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
    print("\r" + json.dumps(line), file=sys.stderr, flush=True)
    display.pause(time.monotonic() - began)


class _Display:
    """A line that says how far, how fast, how good and how long still."""

    def __init__(self, total: int, done: int):
        self._total, self._begin, self._done = total, done, done
        self._start = time.monotonic()
        self._shown = 0.0
        self._losses: list[Any] = []
        self._loss = float("nan")

    def show(self, report: StepReport) -> None:
        """At most once a second: reading a loss waits for the device."""
        self._done = report.tokens
        self._losses.append(report.loss)
        if time.monotonic() - self._shown < _SHOW_SECONDS:
            return
        self._average()
        speed = self._speed()
        left = max(self._total - self._done, 0) / max(speed, 1e-9)
        clock = f"{int(left // 3600)}:{int(left % 3600 // 60):02}:{int(left % 60):02}"
        filled = int(20 * report.progress)
        text = f"[{'#' * filled}{'.' * (20 - filled)}] {100 * report.progress:5.1f}%  loss {self._loss:.3f}"
        print(f"\r{text}  {speed:,.0f} tokens/s  {clock} left  ", end="", file=sys.stderr, flush=True)
        self._shown = time.monotonic()

    def summary(self) -> dict[str, float]:
        """The running loss and the speed, for the log."""
        self._average()
        return {"loss": round(self._loss, 4), "tokens_per_second": round(self._speed())}

    def pause(self, seconds: float) -> None:
        """Time that was not training."""
        self._start += seconds

    def _speed(self) -> float:
        return (self._done - self._begin) / max(time.monotonic() - self._start, 1e-9)

    def _average(self) -> None:
        for loss in map(float, self._losses):
            self._loss = loss if self._loss != self._loss else 0.98 * self._loss + 0.02 * loss
        self._losses.clear()


@contextmanager
def _interruptions() -> Iterator[list[int]]:
    """A list that stays empty until the process is asked to stop; a step is never torn."""
    seen: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda number, frame: seen.append(number)) for number in numbers]
    try:
        yield seen
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
