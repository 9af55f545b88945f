"""How many candidates a second the searches for triggers and templates try, against trying them one by one.

    python -m tests.benchmarks.search
    python -m tests.benchmarks.search --only templates

The same fillings on the same examples of a demo set, in the same run, in turns: each by itself as the Play page would
ask (one prediction an example), the same without tokenizing anew (one sequence a pass), all in one stack, and in a race
that drops those behind. A candidate is one filling or one of the bank's templates, tried on the whole batch or dropped
by the race. Reported are medians of processor time, and how far the losses of the stack and of the single ones differ.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable
from types import SimpleNamespace

import torch

from playground import Options, load_model
from playground.datasets import demo
from playground.datasets.sample import few_shot
from playground.prompting.template import parse
from playground.prompting.verbalizer import Verbalizer
from playground.scoring.aggregation import normalise
from playground.scoring.batch import label_log_scores
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan
from playground.search import vocabulary, written
from playground.search.objective import Objective
from playground.search.options import TemplateOptions, TriggerOptions
from playground.search.placed import place
from playground.search.template_scores import TemplateScores
from playground.search.template_search import TemplateSearch
from playground.search.template_source import Ground
from playground.search.triggers import Material, TriggerSearch

TEMPLATE = "{text} [T*3] It was [MASK]."
WORDS = {"positive": ["great", "good"], "negative": ["terrible", "bad"]}


def main() -> None:
    """Print the table."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--model", default="")
    flags.add_argument("--device", default="cpu")
    flags.add_argument("--threads", type=int, default=1)
    flags.add_argument("--candidates", type=int, default=32)
    flags.add_argument("--batch", type=int, default=32)
    flags.add_argument("--alone", type=int, default=2, help="candidates tried one by one in a round")
    flags.add_argument("--rounds", type=int, default=3)
    flags.add_argument("--only", choices=["triggers", "templates"])
    chosen = flags.parse_args()
    torch.set_num_threads(chosen.threads)
    if chosen.only != "templates":
        triggers(chosen)
    if chosen.only != "triggers":
        templates(chosen)


def triggers(chosen: argparse.Namespace) -> None:
    """One step of a trigger search."""
    world = prepare(chosen)
    world.model.move(chosen.device)
    few, many = world.fillings[: chosen.alone], world.fillings
    gap = (by_sequence(world, few) - world.objective.losses(few, world.rows)).abs().max().item()
    length = statistics.mean(its.length for its in world.placed)
    print(
        f"{chosen.threads} thread(s), {chosen.device}, {len(many)} fillings on {len(world.rows)} examples of "
        f"{length:.0f} tokens on average; losses differ by {gap:.0e} at most"
    )
    contestants: dict[str, tuple[int, Callable[[], object]]] = {
        "one by one, a prediction each": (len(few), lambda: by_prediction(world, few)),
        "one by one, encoded once": (len(few), lambda: by_sequence(world, few)),
        "in one stack": (len(many), lambda: world.objective.losses(many, world.rows)),
        "in one stack, in a race": (len(many), lambda: race(world)),
    }
    compete(contestants, chosen.rounds)


def templates(chosen: argparse.Namespace) -> None:
    """The bank's templates in the race that a search for templates begins with."""
    model = load_model(chosen.model)
    examples, _ = few_shot(demo.load("film-reviews").train, -(-chosen.batch // 2), seed=1)
    examples = examples[: chosen.batch]
    own = Task.build(parse("{text} It was [MASK]."), Verbalizer.from_mapping(WORDS), Options(), model)
    model.move(chosen.device)
    ground = Ground(own, examples, examples[:16], TemplateOptions(sources=("bank",), rounds=0), model)
    scores = TemplateScores(own.labels, examples, model)

    def begun() -> TemplateSearch:
        search = TemplateSearch(ground, scores, scores, 1)
        search._gather("bank")
        return search

    def race() -> None:
        search = begun()
        while search._running and len(search._finalists()) < search.options.finalists:
            search._race()

    tasks = [begun().task(i) for i in range(len(begun()._running))]
    few = tasks[: chosen.alone]

    def alone() -> list[list[float]]:
        plans = [[predict_plan(task, example.fields, model) for example in examples] for task in few]
        found = [[drive(plan, model).labels for plan in its] for its in plans]
        gold = [own.labels.index(example.label) for example in examples]
        return [[-math.log(its[g].probability) for its, g in zip(row, gold, strict=True)] for row in found]

    together = scores.log_probabilities(few, range(len(examples)))[:, range(len(examples)), scores.gold]
    gap = (torch.tensor(alone()) + together).abs().max().item()
    print(f"{len(tasks)} templates on the same examples; losses differ by {gap:.0e} at most")
    contestants: dict[str, tuple[int, Callable[[], object]]] = {
        "one by one, a prediction each": (len(few), alone),
        "in stacks": (len(tasks), lambda: scores.log_probabilities(tasks, range(len(examples)))),
        "in stacks, in a race": (len(tasks), race),
    }
    compete(contestants, chosen.rounds)


def compete(contestants: dict[str, tuple[int, Callable[[], object]]], rounds: int) -> None:
    """All in turn, a line each; the first is what the others are compared with."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, (_, contestant) in contestants.items():
            began = time.process_time()
            contestant()
            times[name].append(time.process_time() - began)
    speeds = {name: count / statistics.median(times[name]) for name, (count, _) in contestants.items()}
    slowest = next(iter(speeds.values()))
    for name, speed in speeds.items():
        print(f"{name:30} {speed:8.2f} candidates a second  {speed / slowest:6.1f} times")


def prepare(chosen: argparse.Namespace) -> SimpleNamespace:
    """The model, the examples and the fillings of one step of a search."""
    model = load_model(chosen.model)
    examples, dev = few_shot(demo.load("film-reviews").train, -(-chosen.batch // 2), seed=1)
    examples = examples[: chosen.batch]
    task = Task.build(parse(TEMPLATE), Verbalizer.from_mapping(WORDS), Options(), model)
    words = vocabulary.triggers(model, task.template, task.verbalizer, [example.fields["text"] for example in examples])
    objective = Objective(task, examples, model)
    options = TriggerOptions(candidates=chosen.candidates, batch=chosen.batch)
    search = TriggerSearch(Material(objective, Objective(task, dev[:2], model), words), options, 1, model)
    next(search.reports())
    batch = search._batch(0)
    losses, candidates = search._promising(batch, 0)
    return SimpleNamespace(
        model=model,
        task=task,
        examples=examples,
        placed=place(task, examples, model),
        objective=objective,
        search=search,
        words=words,
        batch=batch,
        losses=losses,
        candidates=candidates,
        fillings=[its.filling for its in candidates],
        rows=range(len(examples)),
    )


def by_prediction(world: SimpleNamespace, fillings: list[tuple[int, ...]]) -> None:
    """Each candidate as a written template, each example as a prediction."""
    for filling in fillings:
        words = [its[id] for its, id in zip(world.words, filling, strict=True)]
        template = written.replaced(world.task.template, words)
        task = Task.build(template, world.task.verbalizer, world.task.options, world.model)
        for example in world.examples:
            drive(predict_plan(task, example.fields, world.model), world.model)


def by_sequence(world: SimpleNamespace, fillings: list[tuple[int, ...]]) -> torch.Tensor:
    """-log P(label) [fillings, examples], one sequence a pass."""
    gold = world.objective.gold.tolist()
    found = [
        [
            -normalise(label_log_scores(world.task, [its.filled(filling)], world.model.log_probs))[0, label]
            for its, label in zip(world.placed, gold, strict=True)
        ]
        for filling in fillings
    ]
    return torch.tensor(found, dtype=torch.double)


def race(world: SimpleNamespace) -> object:
    """What a step of a search does with its candidates."""
    return world.search._race(world.candidates, world.losses, world.batch)


if __name__ == "__main__":
    main()
