"""How well a model reads prompts with no training: label accuracy, probes, masked tokens.

    python -m tests.benchmarks.quality --model ID sst2=sst2.csv agnews=agnews.csv --masked corpus/

A set is `name=path`: a CSV file with the columns text and label; what stands before
the first full stop of the name (`sst2.dev` -> `sst2`) chooses its prompts in
quality_prompts.json, where `*` marks the better of plain and calibrated. `--masked`
takes corpus files or folders as `python -m playground.pretraining` does, and needs
requirements-pretraining.txt. A file that is not there is named and passed over.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from playground.errors import PlaygroundError
from playground.models.language_model import LanguageModel
from playground.models.registry import Registry
from playground.pretraining.corpus import corpus_files, held_out_passages
from playground.pretraining.evaluation import SEED, masked_accuracy, probe_right, prompt_score, questions, read_rows
from playground.settings import Settings

HERE = Path(__file__).parent
PASSAGES = 2_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("sets", nargs="*", metavar="set=path.csv", type=_named_path)
    flags.add_argument("--model", default="", help="a hub id or a folder; the bundled model by default")
    flags.add_argument("--masked", nargs="+", default=[], type=Path, metavar="CORPUS", help="measure held-out passages")
    flags.add_argument("--limit", type=int, help="rows of a set, drawn at random; passages a language")
    flags.add_argument("--seed", type=int, default=SEED, help="of the rows that --limit draws")
    flags.add_argument("--threads", type=int, default=1)
    chosen = flags.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    model = Registry(Settings(models_root=Path("/"))).get(_model_id(chosen.model))
    print(f"model: {chosen.model or 'bundled'}, {model.parameters:,} parameters")
    if chosen.sets:
        print_sets(chosen.sets, model, chosen.limit, chosen.seed)
    print_probes(model)
    if chosen.masked:
        print_masked(chosen.masked, model, chosen.limit or PASSAGES)


def _named_path(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text}: write set=path.csv")
    return name, Path(path)


def _model_id(text: str) -> str:
    folder = Path(text).expanduser()
    return str(folder.resolve()) if text and folder.is_dir() else text


def print_sets(sets: Sequence[tuple[str, Path]], model: LanguageModel, limit: int | None, seed: int) -> None:
    """A line a prompt, the best prompt's number last."""
    prompts = json.loads((HERE / "quality_prompts.json").read_text(encoding="utf-8"))
    print(f"\n{'set':12} {'plain':>7} {'calibrated':>10} {'majority':>8} {'n':>5}  template")
    for name, path in sets:
        if name.split(".")[0] not in prompts:
            print(f"{name:12} no prompts: they are for {', '.join(prompts)}")
            continue
        if not path.is_file():
            print(f"{name:12} no such file: {path}")
            continue
        rows = read_rows(path, limit, seed)
        majority = Counter(label for _, label in rows).most_common(1)[0][1] / len(rows)
        best = 0.0
        for prompt in prompts[name.split(".")[0]]:
            try:
                score = prompt_score(prompt, rows, model)
            except PlaygroundError as error:
                print(f"{name:12} not measured: {error}  {prompt['template']}")
                continue
            best = max(best, score.better)
            plain, calibrated = (_starred(value, score.better) for value in (score.plain, score.calibrated))
            shares = f"{plain:>7} {calibrated:>10} {100 * majority:8.1f}"
            print(f"{name:12} {shares} {len(rows):5}  {prompt['template']}", flush=True)
        print(f"{name:12} {100 * best:6.1f}  best", flush=True)


def _starred(value: float, better: float) -> str:
    return f"{100 * value:.1f}{'*' * (value == better)}"


def print_probes(model: LanguageModel) -> None:
    """How many of each language's probes have an accepted word in the top five, and which have none."""
    probes = json.loads((HERE / "probes.json").read_text(encoding="utf-8"))
    right = {probe["template"]: probe_right(probe, model) for probe in probes}
    print(f"\nprobes: {sum(right.values())} of {len(probes)}")
    for language in ("en", "zh"):
        of_language = [probe for probe in probes if probe["language"] == language]
        print(f"  {language}: {sum(right[probe['template']] for probe in of_language)} of {len(of_language)}")
    for probe in probes:
        if not right[probe["template"]]:
            print(f"  missed: {probe['template']} ({', '.join(probe['answers'])})")


def print_masked(corpus: Sequence[Path], model: LanguageModel, count: int) -> None:
    """Masked-token accuracy a language: 15% of tokens, whole words, all behind [MASK]."""
    present = [path for path in corpus if path.exists()]
    print()
    for path in corpus:
        if path not in present:
            print(f"masked: no such file: {path}")
    if model.tokenizer.mask_id is None:
        print("masked: this model has no mask token")
        return
    for language, files in sorted(corpus_files(present).items()):
        asked = questions(held_out_passages(files, count), language, model)
        accuracy, total = masked_accuracy(asked, model)
        print(f"masked {language}: {100 * accuracy:.1f} of {total:,} tokens in {len(asked):,} passages", flush=True)


if __name__ == "__main__":
    main()
