"""How many candidates a second the trigger search tries, against trying them one by one.

    python -m tests.benchmarks.search

The same fillings on the same examples of a demo set, in the same run, in turns: each by itself as the Play page would
ask (one prediction an example), the same without tokenizing anew (one sequence a pass), all in one stack, and in a race
that drops those behind. A candidate is one filling, tried on the whole batch or dropped by the race. Reported are
medians over the rounds, and how far the losses of the stack and of the single ones differ.
"""

from __future__ import annotations

import argparse
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
from playground.search.options import TriggerOptions
from playground.search.placed import place
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
    chosen = flags.parse_args()
    torch.set_num_threads(chosen.threads)
    world = prepare(chosen)
    world.model.move(chosen.device)
    few, many = world.fillings[: chosen.alone], world.fillings
    contestants: dict[str, tuple[int, Callable[[], object]]] = {
        "one by one, a prediction each": (len(few), lambda: by_prediction(world, few)),
        "one by one, encoded once": (len(few), lambda: by_sequence(world, few)),
        "in one stack": (len(many), lambda: world.objective.losses(many, world.rows)),
        "in one stack, in a race": (len(many), lambda: race(world)),
    }
    gap = (by_sequence(world, few) - world.objective.losses(few, world.rows)).abs().max().item()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(chosen.rounds):
        for name, (_, contestant) in contestants.items():
            began = time.perf_counter()
            contestant()
            times[name].append(time.perf_counter() - began)
    length = statistics.mean(its.length for its in world.placed)
    print(
        f"{chosen.threads} thread(s), {chosen.device}, {len(many)} candidates on {len(world.rows)} examples of "
        f"{length:.0f} tokens on average; losses differ by {gap:.0e} at most"
    )
    speeds = {name: count / statistics.median(times[name]) for name, (count, _) in contestants.items()}
    slowest = speeds["one by one, a prediction each"]
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
