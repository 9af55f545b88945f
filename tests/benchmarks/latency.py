"""What one live update costs, beside the bare encoder and transformers' fill-mask.

    python -m tests.benchmarks.latency

The same model, sentence, thread and process; each round times all contestants in
turn, so that whatever else the machine does falls on all. Reported are medians
and the medians of the rounds' ratios.
"""

from __future__ import annotations

import argparse
import statistics
import time

import torch
import transformers
from transformers import AutoModelForMaskedLM, AutoTokenizer, pipeline

from playground import Options, load_model
from playground.prompting import template, verbalizer
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan
from playground.settings import Settings

TEMPLATE = "{text} It was [MASK]."
VERBALIZER = "positive: great, good\nnegative: terrible, bad"
TEXT = "The plot drags and half the jokes fall flat, but the two leads are a joy to watch right up to the very end"


def main() -> None:
    """Print the table."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--rounds", type=int, default=200)
    flags.add_argument("--threads", type=int, default=1)
    chosen = flags.parse_args()
    torch.set_num_threads(chosen.threads)
    transformers.logging.set_verbosity_error()

    ours = load_model()
    folder = Settings().bundled_model
    model = AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    filler = pipeline("fill-mask", model=model, tokenizer=tokenizer, top_k=50)
    sentence = TEMPLATE.replace("{text}", TEXT)
    inputs = tokenizer(sentence, return_tensors="pt")

    def live() -> object:
        parsed, words = template.parse(TEMPLATE), verbalizer.parse(VERBALIZER)
        task = Task.build(parsed, words, Options(top_k=50), ours)
        return drive(predict_plan(task, {"text": TEXT}, ours), ours)

    def encoder() -> object:
        with torch.inference_mode():
            return model.base_model(**inputs)

    def fill_mask() -> object:
        return filler(sentence)

    assert live().model_input.used == inputs["input_ids"].shape[1]
    contestants = {"live update": live, "bare encoder": encoder, "fill-mask pipeline": fill_mask}
    times = {name: [] for name in contestants}
    for contestant in contestants.values():
        for _ in range(10):
            contestant()
    for _ in range(chosen.rounds):
        for name, contestant in contestants.items():
            start = time.perf_counter()
            contestant()
            times[name].append(time.perf_counter() - start)
    print(f"{inputs['input_ids'].shape[1]} tokens, {chosen.threads} thread(s), {chosen.rounds} rounds")
    for name, values in times.items():
        print(f"{name:20} {1000 * statistics.median(values):7.2f} ms")
    for peer in ("bare encoder", "fill-mask pipeline"):
        ratios = [a / b for a, b in zip(times["live update"], times[peer], strict=True)]
        print(f"live update / {peer:20} {statistics.median(ratios):.3f}")


if __name__ == "__main__":
    main()
