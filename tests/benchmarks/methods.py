"""All ways to better a prompt from K examples a class, on the same sets, seeds and test rows: one table.

    python -m tests.benchmarks.methods --files folder --kept methods.jsonl
    python -m tests.benchmarks.methods --kept methods.jsonl --table

The folder has CSV files `name.train.csv` and `name.dev.csv` (columns text and label); where one of the two is missing,
some of the other's rows are held out. Every seed draws K examples a class to learn from and K others to choose by, and begins
with the hand-written prompt of quality_prompts.json that is best on the former. Test rows are read once a cell, at its
end; at most `--limit` of them, the same for all. A cell is a line of the file `--kept`, and what is there is not done
again. Seconds are processor time without the reading of test rows. Intervals are 95% and resample the test rows, each
with its mean over the seeds; an arrow is a gain or loss against the hand-written prompt whose interval leaves out zero.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from playground import load_model
from playground.datasets.dataset import DataSet
from playground.datasets.sample import affordable, at_most, few_shot, hold_out
from playground.evaluation.encoded_examples import TOGETHER, EncodedExamples, joined, log_probabilities
from playground.evaluation.learning import learn
from playground.evaluation.readouts import BATCH_ROWS
from playground.models.language_model import LanguageModel
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import Mask, Slot, Template, Text, Trigger, parse
from playground.results import Example
from playground.scoring.batch import word_scores
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, prior_plan
from playground.search.objective import Objective
from playground.search.options import TriggerOptions, WordOptions
from playground.search.spec import SearchSpec
from playground.search.trigger_run import TriggerRun
from playground.search.word_run import WordRun
from playground.tuning.options import TuningOptions
from tests.benchmarks.fewshot import PROMPTS, Study, rows
from tests.benchmarks.measure import machine
from tests.benchmarks.methods_table import SETS, table

TRIGGERS = 3


@dataclass(frozen=True)
class Shot:
    """One seed of one set: what is learnt from and chosen by, and the hand-written prompt to begin with."""

    study: Study
    seed: int
    examples: int

    @cached_property
    def drawn(self) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
        """To learn from, to choose by."""
        return few_shot(self.study.train, self.examples, self.seed)

    @cached_property
    def index(self) -> int:
        """The prompt that is best on what is learnt from."""
        return self.study.choose(self.drawn[0])

    @property
    def task(self) -> Task:
        """The hand-written prompt."""
        return self.study.task(self.index, "none")

    @property
    def model(self) -> LanguageModel:
        """The language model."""
        return self.study.model

    def right(self, found: Tensor) -> Tensor:
        """log P(label) of the test rows [rows, labels] -> 1 where it is right, else 0: [rows]."""
        gold = torch.tensor([self.task.labels.index(row.label) for row in self.study.test])
        return (found.argmax(-1) == gold).long()

    def asked(self, task: Task, prior: Tensor | None = None, prompt: object = None) -> Tensor:
        """A task's log P(label) of the test rows: [rows, labels]."""
        questions = EncodedExamples.of(task, self.study.test, self.model)
        return log_probabilities(task, questions, self.model, prompt, prior)

    def spec(self, wanted: str, task: Task, options: object) -> SearchSpec:
        """A search that sees no test row."""
        return SearchSpec(
            wanted=wanted,
            template=str(task.template),
            verbalizer=str(task.verbalizer),
            aggregation="mean",
            model=self.model.id,
            revision=self.model.revision,
            options=options,
            data="file",
            fingerprint="",
            train=self.study.train,
            test=(),
        )


#: What was found, as text, and how to ask it: which test rows it gets right.
Found = tuple[str, Callable[[], Tensor]]


def hand_written(shot: Shot) -> Found:
    """The prompt chosen on the K examples."""
    return str(shot.task.template), lambda: shot.study.right(shot.index, "none").long()


def calibrated(shot: Shot) -> Found:
    """The same, contextual calibration."""
    return str(shot.task.template), lambda: shot.study.right(shot.index, "contextual").long()


def batch(shot: Shot) -> Found:
    """The same, batch calibration over training rows without their labels."""
    task, rows = shot.study.task(shot.index, "batch"), at_most(shot.study.train, BATCH_ROWS)
    prior = drive(prior_plan(task, shot.model, [row.fields for row in rows]), shot.model)
    return str(task.template), lambda: shot.right(shot.asked(task, prior))


def learnt(shot: Shot) -> Found:
    """A verbalizer learnt under the same template."""
    task = shot.task
    verbalizer = learn(task, shot.drawn[0], shot.model)

    def right() -> Tensor:
        fields = [row.fields for row in shot.study.test]
        parts = [fields[start : start + TOGETHER] for start in range(0, len(fields), TOGETHER)]
        values = torch.cat([word_scores(task, part, shot.model, verbalizer.places) for part in parts])
        return shot.right(verbalizer.over(task.labels, values[:, len(task.entries) :]))

    return json.dumps(verbalizer.told(3), ensure_ascii=False), right


def label_words(shot: Shot) -> Found:
    """The best on the development examples of the three searches for label words, one mask in the same template."""
    parts = tuple(Mask() if isinstance(part, Mask) else part for part in shot.task.template.parts)
    spec = shot.spec("label_words", replace(shot.task, template=Template(parts)), options(WordOptions, shot))
    *_, result, _ = (message.report for message in WordRun(spec, shot.model).messages())
    task = Task.build(Template(parts), verbalizers.parse(result["verbalizer"]), Options(), shot.model)
    return f"{result['method']}: {result['verbalizer']}", lambda: shot.right(shot.asked(task))


def triggers(shot: Shot) -> Found:
    """Three words behind the text, found by gradient."""
    spec = shot.spec(
        "triggers", replace(shot.task, template=triggered(shot.task.template)), options(TriggerOptions, shot)
    )
    run = TriggerRun(spec, shot.model)
    search = run.search(shot.seed)
    for _ in search.reports():
        pass
    _, filling, _ = search.best

    def right() -> Tensor:
        return shot.right(joined(list(Objective(run.task, shot.study.test, shot.model).by_parts(filling)), run.task))

    return " ".join(search.text(filling)), right


def prompt_tuning(shot: Shot) -> Found:
    """The words of the template as soft tokens."""
    made = shot.study.run(shot.index, options(TuningOptions, shot))
    trainer = made.trainer(shot.seed)
    for _ in trainer.reports():
        pass
    _, _, prompt = trainer.best
    return str(made.start.template), lambda: shot.right(shot.asked(made.task, prompt=prompt))


METHODS: dict[str, tuple[str, Callable[[Shot], Found]]] = {
    "hand_written": ("hand-written", hand_written),
    "calibrated": ("calibrated (contextual)", calibrated),
    "batch": ("calibrated (batch)", batch),
    "learnt": ("learnt verbalizer", learnt),
    "label_words": ("label-word search", label_words),
    "tuning": ("prompt tuning", prompt_tuning),
    "triggers": ("triggers", triggers),
}


def options(cls: type, shot: Shot) -> object:
    """A method's default options, for this seed and K."""
    return cls(seeds=(shot.seed,), examples=shot.examples)


def triggered(template: Template) -> Template:
    """A template with triggers behind its text, or at its end where its text is.

    >>> str(triggered(parse("{text} It was [MASK]."))), str(triggered(parse("[MASK]新闻：{text}")))
    ('{text} [T*3] It was [MASK].', '[MASK]新闻：{text} [T*3]')
    """
    at = next(i for i, part in enumerate(template.parts) if isinstance(part, Slot)) + 1
    rest = template.parts[at:]
    first = rest[0].text if rest and isinstance(rest[0], Text) else ""
    between = [Text(" "), Trigger(TRIGGERS)] if first[:1] in ("", " ") else [Trigger(TRIGGERS)]
    return parse(str(Template((*template.parts[:at], *between, *rest))))


def main() -> None:
    """Do what is not done yet, then print the table."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--files", type=Path, help="the folder of sets")
    flags.add_argument("--kept", type=Path, required=True, metavar="FILE", help="JSON lines, read and added to")
    flags.add_argument("--model", default="")
    flags.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    flags.add_argument("--methods", nargs="+", default=list(METHODS), choices=METHODS)
    flags.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    flags.add_argument("--examples", type=int, default=16, help="K")
    flags.add_argument("--limit", type=int, default=300, help="test rows of a set")
    flags.add_argument("--threads", type=int, default=1)
    flags.add_argument("--table", action="store_true", help="print the table of what is kept, and do no more")
    chosen = flags.parse_args()
    torch.set_num_threads(chosen.threads)
    if not chosen.table:
        fill(chosen)
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    print("\n".join(table(kept(chosen.kept), {name: title for name, (title, _) in METHODS.items()})))


def fill(chosen: argparse.Namespace) -> None:
    """Add the cells that are lacking, the cheap methods of all sets and seeds first."""
    if chosen.files is None or not chosen.files.is_dir():
        print(f"no folder of sets: {chosen.files or '--files was not given'}")
        return
    model = load_model(chosen.model)
    prompts = json.loads(PROMPTS.read_text(encoding="utf-8"))
    studies, shots = {}, {}
    for name in chosen.sets:
        if (parts := read(chosen.files, name, chosen.limit)) is None:
            print(f"{name}: no such files in {chosen.files.name}")
        else:
            studies[name] = Study(model, prompts[name], *parts)
    done = {(cell["set"], cell["method"], cell["seed"]) for cell in kept(chosen.kept)}
    for method in chosen.methods:
        for seed in chosen.seeds:
            for name, study in studies.items():
                if (name, method, seed) in done:
                    continue
                shot = shots.setdefault((name, seed), Shot(study, seed, chosen.examples))
                shot.index  # noqa: B018 - chosen once, and no method's cost
                began = time.process_time()
                text, ask = METHODS[method][1](shot)
                seconds = time.process_time() - began
                right = ask().tolist()
                cell = {"set": name, "method": method, "seed": seed, "seconds": seconds, "found": text, "right": right}
                cell["examples"] = affordable(study.train, chosen.examples)
                with chosen.kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(cell, ensure_ascii=False) + "\n")
                print(
                    f"{name:8} {method:13} seed {seed} {100 * statistics.mean(right):5.1f} {seconds:6.1f} s", flush=True
                )


def read(folder: Path, name: str, limit: int) -> tuple[tuple[Example, ...], tuple[Example, ...]] | None:
    """The training and test rows of a set, `None` where it has no file."""
    files = [path for split in ("train", "dev") if (path := folder / f"{name}.{split}.csv").is_file()]
    if not files:
        return None
    train, *test = map(rows, files)
    held = hold_out(DataSet(name, name, train, (), test[0] if test else ()), min(0.5, limit / len(train)))
    return held.train, at_most(held.test, limit)


def kept(path: Path) -> list[dict]:
    """The cells of a file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
