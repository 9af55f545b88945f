"""The library's work beside that of others on the same model: a live update, scoring many texts, a step of training.

All in one process and thread, in turn, by the processor's clock. The bare encoder is transformers' own, float32, not
compiled; fill-mask is its pipeline; PEFT's step is `training_step`'s.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer, pipeline

from playground import Options, load_model
from playground.datasets import demo
from playground.prompting import template, verbalizer
from playground.scoring.batch import word_scores
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan
from playground.settings import Settings
from playground.tuning import desk
from playground.tuning.task import TuningRun
from tests.benchmarks.latency import TEMPLATE, TEXT, VERBALIZER
from tests.benchmarks.measure import Measure
from tests.benchmarks.timing import in_turn, ratio


def live(quick: bool) -> Iterator[Measure]:
    """One live update of 32 tokens beside the bare encoder and fill-mask's top 50."""
    ours, (model, tokenizer) = load_model(), _plain()
    filler = pipeline("fill-mask", model=model, tokenizer=tokenizer, top_k=50)
    sentence = TEMPLATE.replace("{text}", TEXT)
    inputs = tokenizer(sentence, return_tensors="pt")

    def update() -> object:
        task = Task.build(template.parse(TEMPLATE), verbalizer.parse(VERBALIZER), Options(top_k=50), ours)
        return drive(predict_plan(task, {"text": TEXT}, ours), ours)

    @torch.inference_mode()
    def encoder() -> object:
        return model.base_model(**inputs)

    contestants = {"update": update, "encoder": encoder, "fill-mask": lambda: filler(sentence)}
    times = in_turn(contestants, 20 if quick else 200, 5)
    yield Measure("live", "live update / bare encoder", ratio(times, "update", "encoder"), "×", 0.75)
    yield Measure("live", "live update / fill-mask, top 50", ratio(times, "update", "fill-mask"), "×", 0.32)


def scoring(quick: bool) -> Iterator[Measure]:
    """Many texts with four label words, beside fill-mask that is given them as targets."""
    ours, (model, tokenizer) = load_model(), _plain()
    filler = pipeline("fill-mask", model=model, tokenizer=tokenizer)
    count = 100 if quick else 1000
    data = demo.load("film-reviews")
    reviews = [example.fields["text"] for example in (*data.train, *data.dev)]
    texts = [reviews[i % len(reviews)] for i in range(count)]
    task = Task.build(template.parse(TEMPLATE), verbalizer.parse(VERBALIZER), Options(), ours)
    targets = [word for _, word in task.entries]
    contestants = {
        "ours": lambda: word_scores(task, [{"text": text} for text in texts], ours),
        "fill-mask": lambda: filler([TEMPLATE.replace("{text}", text) for text in texts], targets=targets),
    }
    times = in_turn(contestants, 1 if quick else 3, 0)
    name = f"scoring {count:,} texts / fill-mask with targets"
    yield Measure("scoring", name, ratio(times, "ours", "fill-mask"), "×", 0.25)


def training(quick: bool) -> Iterator[Measure]:
    """A step of each method beside PEFT's prompt tuning: batches of 8, 5 soft tokens, as `training_step` has them."""
    if find_spec("peft") is None:
        yield Measure("training", "a step / PEFT's prompt tuning", None, "×", note="peft is not installed")
        return
    from tests.benchmarks import training_step as steps

    (_, tokenizer), data = _plain(), demo.load("film-reviews")
    examples = [example for example in data.train if example.label in steps.WORDS][:32]
    sentences = [
        tokenizer(steps.TEMPLATE.replace("{text}", example.fields["text"]))["input_ids"] for example in examples
    ]
    targets = [tokenizer.convert_tokens_to_ids(steps.WORDS[example.label]) for example in examples]
    start = torch.randn(5, 384, generator=torch.Generator().manual_seed(1)) * 0.05
    chosen = argparse.Namespace(rate=0.003, batch=8)
    made = (sentences, targets, start, chosen)
    contestants: dict[str, Callable[[int], object]] = {
        "peft": steps.peft_step(*made),
        "float32": steps.our_step(*made, loss="labels"),
        "bfloat16": steps.our_step(*made, loss="labels", precision="bfloat16"),
        **{name: _method(name) for name in desk.METHODS},
    }
    numbers = dict.fromkeys(contestants, -1)

    def counted(name: str) -> object:
        numbers[name] += 1
        return contestants[name](numbers[name])

    times = in_turn({name: lambda name=name: counted(name) for name in contestants}, 5 if quick else 40)
    limits = {"float32": 0.28, "bfloat16": 0.20}
    for name in list(contestants)[1:]:
        told = f"prompt tuning, {name}" if name in limits else f"method {name} as Train begins it"
        yield Measure("training", f"{told}: a step / PEFT's", ratio(times, name, "peft"), "×", limits.get(name))


def _method(name: str) -> Callable[[int], object]:
    """One update of a method as the page would train it, on the demo set's own prompt."""
    model, its, data = load_model(), demo.SETS["film-reviews"], demo.load("film-reviews")
    options = {**desk.defaults()[name], "batch": 8}
    spec = desk.make_spec(its.soft, its.verbalizers[0], "mean", options, data, model)
    trainer = TuningRun(spec, model).trainer(1)
    return lambda _: trainer._update()


def _plain():
    folder = Settings().bundled_model
    model = AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32).eval()
    return model, AutoTokenizer.from_pretrained(folder)
