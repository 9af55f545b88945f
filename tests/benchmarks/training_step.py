"""What one step of prompt tuning costs, beside PEFT's prompt tuning of the same frozen model.

    python -m tests.benchmarks.training_step

Same model, examples, batch, optimiser, learning rate and start; the prompt stands in
front, and the loss is the vocabulary's cross-entropy at the mask. PEFT knows no
masked-LM task: its feature-extraction task over the masked LM, with labels extended
over the prompt, gives the same loss, which is checked at every step. Each round times
all contestants in turn by the processor's clock; reported are medians and the medians of the rounds' ratios.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import torch
import transformers
from peft import PromptTuningConfig, get_peft_model
from transformers import AutoModelForMaskedLM, AutoTokenizer

from playground import Options, load_model
from playground.datasets import demo
from playground.datasets.sample import few_shot
from playground.evaluation.encoded_examples import EncodedExamples
from playground.models.token_sequence import TokenSequence
from playground.prompting import template, verbalizer
from playground.results import PromptCard
from playground.scoring.predict import Task
from playground.scoring.scorer import Asked, Term
from playground.settings import Settings
from playground.tuning.loop import Material, Trainer, batch_indices
from playground.tuning.options import TuningOptions
from playground.tuning.prompt_tuning import PromptTuning

TEMPLATE = "{text} It was [MASK]."
WORDS = {"positive": "great", "negative": "terrible"}


def main() -> None:
    """Print the table."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--rounds", type=int, default=40)
    flags.add_argument("--threads", type=int, default=1)
    flags.add_argument("--tokens", type=int, default=5)
    flags.add_argument("--batch", type=int, default=8)
    flags.add_argument("--rate", type=float, default=0.003)
    chosen = flags.parse_args()
    torch.set_num_threads(chosen.threads)
    transformers.logging.set_verbosity_error()

    examples, _ = few_shot(demo.load("film-reviews").train, 16, seed=1)
    tokenizer = AutoTokenizer.from_pretrained(Settings().bundled_model)
    sentences = [tokenizer(TEMPLATE.replace("{text}", example.fields["text"]))["input_ids"] for example in examples]
    targets = [tokenizer.convert_tokens_to_ids(WORDS[example.label]) for example in examples]
    start = torch.randn(chosen.tokens, 384, generator=torch.Generator().manual_seed(1)) * 0.05

    ours = {
        "ours, vocabulary loss": our_step(sentences, targets, start, chosen, loss="vocabulary"),
        "ours, label-word loss": our_step(sentences, targets, start, chosen, loss="labels"),
        "ours, label words, bfloat16": our_step(sentences, targets, start, chosen, loss="labels", precision="bfloat16"),
    }
    contestants = {"PEFT prompt tuning": peft_step(sentences, targets, start, chosen), **ours}
    times: dict[str, list[float]] = {name: [] for name in contestants}
    gap = 0.0
    for step in range(chosen.rounds + 3):
        losses = {}
        for name, contestant in contestants.items():
            began = time.process_time()
            losses[name] = contestant(step)
            if step >= 3:
                times[name].append(time.process_time() - began)
        gap = max(gap, abs(losses["PEFT prompt tuning"] - losses["ours, vocabulary loss"]))
    length = statistics.mean(map(len, sentences))
    print(
        f"{chosen.threads} thread(s), batch {chosen.batch}, {chosen.tokens} soft tokens, "
        f"{length:.0f} tokens a sentence on average, {chosen.rounds} rounds"
    )
    print(f"largest difference between PEFT's and our loss over all steps: {gap:.1e}")
    for name, values in times.items():
        ratios = [a / b for a, b in zip(values, times["PEFT prompt tuning"], strict=True)]
        print(f"{name:28} {1000 * statistics.median(values):7.1f} ms  {statistics.median(ratios):.3f} of PEFT's")


def our_step(sentences, targets, start, chosen, **options) -> Callable[[int], float]:
    """One update of the project's own trainer, on rows with the prompt in front."""
    model = load_model()
    made = TuningOptions(
        learning_rate=chosen.rate,
        batch=chosen.batch,
        schedule="constant",
        warmup=0.0,
        clip=0.0,
        steps=10_000,
        evaluate_every=10_000,
        **options,
    )
    words = verbalizer.Verbalizer.from_mapping(WORDS)
    task = Task.build(template.parse(TEMPLATE), words, Options(), model)
    labels = list(WORDS)
    ids = {word: model.tokenizer.word_ids(word, True, False) for word in WORDS.values()}
    front = tuple(range(len(start)))
    asked = []
    for sentence in sentences:
        row = tuple([sentence[0]] * len(start) + sentence)
        terms = {word: (Term(0, 0, its_ids[0]),) for word, its_ids in ids.items()}
        rows = (TokenSequence(row, (row.index(model.tokenizer.mask_id),), front),)
        asked.append(Asked(None, rows, terms, dict.fromkeys(terms, (0, 1))))
    gold = torch.tensor([labels.index(next(n for n, w in WORDS.items() if ids[w][0] == target)) for target in targets])
    questions = EncodedExamples(tuple(asked), gold)
    card = PromptCard("prompt", TEMPLATE, "", "mean", model.id, model.revision)
    trainer = Trainer(PromptTuning(start), Material(task, questions, questions, card), made, 1, model)
    return lambda step: trainer._update()[0]


def peft_step(sentences, targets, start, chosen) -> Callable[[int], float]:
    """One update as a user of PEFT writes it."""
    base = AutoModelForMaskedLM.from_pretrained(Settings().bundled_model, dtype=torch.float32)
    config = PromptTuningConfig(task_type="FEATURE_EXTRACTION", num_virtual_tokens=len(start))
    model = get_peft_model(base, config).eval()
    with torch.no_grad():
        model.prompt_encoder["default"].embedding.weight.copy_(start)
    optimizer = torch.optim.AdamW((p for p in model.parameters() if p.requires_grad), lr=chosen.rate, weight_decay=0.0)
    mask = AutoTokenizer.from_pretrained(Settings().bundled_model).mask_token_id

    def step(number: int) -> float:
        batch = batch_indices(number, len(sentences), chosen.batch, seed=1)
        width = max(len(sentences[i]) for i in batch)
        ids = torch.tensor([sentences[i] + [0] * (width - len(sentences[i])) for i in batch])
        visible = torch.tensor([[1] * len(sentences[i]) + [0] * (width - len(sentences[i])) for i in batch])
        labels = torch.full((len(batch), len(start) + width), -100)
        for row, i in enumerate(batch):
            labels[row, len(start) + sentences[i].index(mask)] = targets[i]
        loss = model(input_ids=ids, attention_mask=visible, labels=labels).loss
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


if __name__ == "__main__":
    main()
