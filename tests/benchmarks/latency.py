"""What one live update costs, beside the bare encoder and transformers' fill-mask; and what scoring many texts costs.

    python -m tests.benchmarks.latency

The same model, sentence, thread and process; each round times all contestants in
turn by the processor's clock, so that whatever else the machine does falls on all. Reported are medians,
bests and the medians of the rounds' ratios. The bare encoder is transformers' own, float32, not compiled. Many texts
are scored with four label words; fill-mask gets them as `targets`, a text at a time, as it does by default.
"""

from __future__ import annotations

import argparse

import torch
import transformers
from transformers import AutoModelForMaskedLM, AutoTokenizer, pipeline

from playground import Options, load_model
from playground.datasets import demo
from playground.prompting import template, verbalizer
from playground.scoring.batch import word_scores
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan
from playground.settings import Settings
from tests.benchmarks.timing import in_turn, ratio, table

TEMPLATE = "{text} It was [MASK]."
VERBALIZER = "positive: great, good\nnegative: terrible, bad"
TEXT = "The plot drags and half the jokes fall flat, but the two leads are a joy to watch right up to the very end"


def main() -> None:
    """Print the table."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--rounds", type=int, default=200)
    flags.add_argument("--texts", type=int, default=1000)
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
    times = in_turn({"live update": live, "bare encoder": encoder, "fill-mask pipeline": fill_mask}, chosen.rounds, 10)
    print(f"{inputs['input_ids'].shape[1]} tokens, {chosen.threads} thread(s), {chosen.rounds} rounds")
    print(table(times))
    for peer in ("bare encoder", "fill-mask pipeline"):
        print(f"live update / {peer:20} {ratio(times, 'live update', peer):.3f}")

    data = demo.load("film-reviews")
    reviews = [example.fields["text"] for example in (*data.train, *data.dev)]
    texts = [reviews[i % len(reviews)] for i in range(chosen.texts)]
    task = Task.build(template.parse(TEMPLATE), verbalizer.parse(VERBALIZER), Options(), ours)
    targets = [word for _, word in task.entries]
    sentences = [TEMPLATE.replace("{text}", text) for text in texts]
    scorers = {
        "scoring": lambda: word_scores(task, [{"text": text} for text in texts], ours),
        "fill-mask with targets": lambda: filler(sentences, targets=targets),
    }
    times = in_turn(scorers, 3, 0)
    print(f"{len(texts)} texts, {len(targets)} label words")
    print(table(times))
    print(f"scoring / fill-mask with targets    {ratio(times, 'scoring', 'fill-mask with targets'):.3f}")


if __name__ == "__main__":
    main()
