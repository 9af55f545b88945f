"""Make the bundled model: corpus files in, checkpoint out.

    python -m playground.pretraining vocabulary --output start/
    python -m playground.pretraining drills --corpus corpus/ --wordnet /usr/share/wordnet --output drills/
    python -m playground.pretraining train --model start/ --corpus corpus/ --output run/ --tokens 30M

`train` goes on where it stopped when it is called again with the same flags. A corpus
file is text, one passage a line, `.txt` or `.txt.xz`, its name beginning with `en` or
`zh`; one passage in 200 is held out for measuring. The folder of the run holds the
state, log.jsonl, and in `model/` the latest export. Needs requirements-pretraining.txt;
`drills` also WordNet's files (Debian's wordnet-base).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
import transformers
from tokenizers import Tokenizer
from transformers import AutoModelForMaskedLM

from playground.errors import PlaygroundError
from playground.pretraining import drills, facts, guessed_drills, vocabulary
from playground.pretraining.average import averaged
from playground.pretraining.batches import Source
from playground.pretraining.corpus import TokenCache, cached, corpus_files, passages
from playground.pretraining.export import LIMIT, export
from playground.pretraining.loop import Phase, Recipe, Trainer
from playground.pretraining.masking import Masking, Vocabulary
from playground.pretraining.session import Measuring, run_session
from playground.settings import Settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the flags and do it."""
    chosen = _flags().parse_args(arguments)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    try:
        chosen.do(chosen)
    except (PlaygroundError, OSError, ValueError) as error:
        sys.exit(f"{type(error).__name__}: {error}")


def _flags() -> argparse.ArgumentParser:
    shows = argparse.ArgumentDefaultsHelpFormatter
    flags = argparse.ArgumentParser(
        "python -m playground.pretraining", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = flags.add_subparsers(required=True, metavar="vocabulary | drills | train | average")

    added = "add traditional characters, emoji and digits"
    words = commands.add_parser("vocabulary", help=added, formatter_class=shows)
    words.set_defaults(do=extend_vocabulary)
    asks = commands.add_parser("drills", help="write passages that ask as prompts do", formatter_class=shows)
    asks.set_defaults(do=write_drills, threads=0)
    asks.add_argument("--model", type=Path, default=Settings().bundled_model, help="folder whose words are known")
    asks.add_argument("--corpus", type=Path, nargs="+", required=True, help="files or folders")
    asks.add_argument("--wordnet", type=Path, required=True, help="folder of index.noun and its like")
    asks.add_argument("--output", type=Path, required=True, help="folder to write: passages/, guessed/ and facts/")
    asks.add_argument("--count", type=_count, default=120_000, help="drills of passages a language, about")
    asks.add_argument("--without", type=Path, help="JSON file of probes, whose sentences are left out")
    asks.add_argument("--seed", type=int, default=20, help="of everything random")
    train = commands.add_parser("train", help="train, or go on training", formatter_class=shows)
    train.set_defaults(do=train_model)
    for command in (words, train):
        command.add_argument("--model", type=Path, default=Settings().bundled_model, help="folder to start from")
        command.add_argument("--output", type=Path, required=True, help="folder to write")
        command.add_argument("--corpus", type=Path, nargs="+", default=[], help="files or folders")
        command.add_argument("--cache", type=Path, default=Path("cache"), help="folder for tokens, shared by runs")
        command.add_argument("--workers", type=int, default=1, help="processes that tokenise")
        command.add_argument("--threads", type=int, default=0, help="of torch; 0 is its own choice")
    words.add_argument("--limit", type=int, default=LIMIT, help="bytes of the folder, at most")

    mean = commands.add_parser("average", help="write the mean of several runs' weights", formatter_class=shows)
    mean.set_defaults(do=average_models, threads=0)
    shares = {"type": _weighted, "nargs": "+", "metavar": "PATH=SHARE"}
    mean.add_argument("--model", required=True, help="folders and weights", **shares)
    mean.add_argument("--output", type=Path, required=True, help="folder to write")

    length = train.add_argument_group("how long")
    length.add_argument("--tokens", type=_count, required=True, help="to read in all: 30M, 2G")
    length.add_argument("--minutes", type=float, help="stop after so long; call again to go on")
    length.add_argument("--batch-tokens", type=_count, default=4096, help="of a step, padding included")
    length.add_argument(
        "--phase",
        type=_phase,
        nargs="+",
        default=[Phase(0.0, 128)],
        metavar="START:LENGTH[:packed]",
        help="sequence length from a share of the training on; packed: filled with passages",
    )
    length.add_argument("--seed", type=int, default=20, help="of everything random")

    mix = train.add_argument_group("what is read")
    mix.add_argument("--english", type=float, default=0.42, help="share of the tokens")
    mix.add_argument(
        "--extra",
        default=[],
        help="further corpora, never measured on, and the share of the tokens each gets",
        **shares,
    )
    mix.add_argument("--traditional", type=float, default=0.0, help="share of Chinese in traditional characters")
    mix.add_argument("--short", type=float, default=0.0, help="share of passages cut to their last 4 to 20 tokens")

    hidden = train.add_argument_group("what is hidden")
    hidden.add_argument("--share", type=float, default=0.15, help="of the tokens")
    hidden.add_argument("--masked", type=float, default=0.8, help="of these, shown as [MASK]")
    hidden.add_argument("--random", type=float, default=0.1, help="of these, shown as random pieces")
    hidden.add_argument("--pieces", action="store_true", help="hide single pieces and characters, not whole words")
    hidden.add_argument("--spans", type=float, nargs="+", default=[1.0], help="shares of runs of 1, 2, … words")
    hidden.add_argument("--tail", type=float, default=0.0, help="share of sequences whose last word is masked as well")

    rates = train.add_argument_group("how it learns")
    rates.add_argument("--body-rate", type=float, default=4e-4, help="of the layers")
    rates.add_argument("--head-rate", type=float, default=1e-3, help="of the LM head")
    rates.add_argument("--row-rate", type=float, default=3e-3, help="of the embeddings of pieces outside ASCII")
    rates.add_argument(
        "--ascii-rows", type=float, default=1.0, help="train the others, at the body's rate, from this share on"
    )
    rates.add_argument("--warm-up", type=float, default=0.03, help="share of the training")
    rates.add_argument("--floor", type=float, default=0.02, help="the rates' last share")
    rates.add_argument("--weight-decay", type=float, default=0.01, help="of the layers' matrices")
    rates.add_argument("--clip", type=float, default=1.0, help="the gradient's norm, at most")
    rates.add_argument("--dropout", type=float, default=0.0, help="in the layers")

    machine = train.add_argument_group("on what")
    machine.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", help="cpu, cuda")
    machine.add_argument(
        "--precision", choices=("auto", "bfloat16", "float32"), default="auto", help="of the matrix products"
    )
    machine.add_argument("--compile", action="store_true", help="run the layers through torch.compile")

    measure = train.add_argument_group("how it is measured")
    measure.add_argument("--evaluate-every", type=float, default=0.1, help="share of the training; saves, too")
    measure.add_argument("--passages", type=int, default=500, help="held-out passages a language")
    measure.add_argument("--prompts", type=Path, help="JSON file: set -> prompts, as in tests/benchmarks")
    measure.add_argument(
        "--sets", nargs="*", default=[], metavar="set=path.csv", help="labelled rows for these prompts"
    )
    measure.add_argument("--probes", type=Path, help="JSON file of probes, as in tests/benchmarks")
    measure.add_argument("--rows", type=int, default=200, help="of each set")
    return flags


def _count(text: str) -> int:
    """`30M` -> 30,000,000."""
    factors = {"k": 1_000, "M": 1_000_000, "G": 1_000_000_000}
    factor = factors.get(text[-1:], 1)
    return int(float(text.removesuffix(text[-1]) if factor > 1 else text) * factor)


def _phase(text: str) -> Phase:
    """`0.9:256:packed` -> Phase."""
    start, length, *packed = text.split(":")
    if packed not in ([], ["packed"]):
        raise argparse.ArgumentTypeError(f"{text}: write START:LENGTH or START:LENGTH:packed")
    return Phase(float(start), int(length), bool(packed))


def _weighted(text: str) -> tuple[Path, float]:
    """`drills/facts=0.05` -> a folder and its share."""
    path, _, share = text.rpartition("=")
    if not path or not 0 < float(share) < 1:
        raise argparse.ArgumentTypeError(f"{text}: write PATH=SHARE, a share between 0 and 1")
    return Path(path), float(share)


def _open_caches(chosen: argparse.Namespace, tokenizer: Tokenizer, paths: Sequence[Path]) -> dict[str, TokenCache]:
    def report(tokens: int) -> None:
        print(f"\rtokenised {language}: {tokens:,}", end="", file=sys.stderr, flush=True)

    caches = {}
    for language, files in sorted(corpus_files(paths).items()):
        caches[language] = cached(files, language, tokenizer, chosen.cache, chosen.workers, report)
        print(f"\r{language}: {len(caches[language].ids):,} tokens to train on", file=sys.stderr)
    return caches


# Bytes of a piece's line in tokenizer.json, generously.
_LINE = 40


def extend_vocabulary(chosen: argparse.Namespace) -> None:
    """`vocabulary`: the model with more rows, in a folder."""
    model = AutoModelForMaskedLM.from_pretrained(chosen.model, dtype=torch.float32)
    tokenizer = Tokenizer.from_file(str(chosen.model / "tokenizer.json"))
    pieces = tokenizer.get_vocab()
    new = vocabulary.wanted(pieces)
    reserve = (chosen.model / "tokenizer.json").stat().st_size + _LINE * len(new)
    missing = len(new) - vocabulary.room(model, chosen.limit - reserve)
    dropped: set[str] = set()
    if missing > 0:
        counts = np.zeros(len(pieces), np.int64)
        for cache in _open_caches(chosen, tokenizer, chosen.corpus).values():
            counts += np.bincount(cache.ids, minlength=len(pieces))
        if not counts.any():
            raise ValueError(f"{missing} rows too many: name the --corpus, so that rare pieces can go")
        dropped = vocabulary.rarest(pieces, counts, missing)
    model, pieces = vocabulary.extended(model, pieces, new, dropped)
    vocabulary.write_tokenizer(chosen.model, pieces, chosen.output)
    export(model, chosen.output, chosen.output, chosen.limit)
    print(f"{len(new):,} pieces added, {len(dropped):,} dropped, {len(pieces):,} in all")


def write_drills(chosen: argparse.Namespace) -> None:
    """`drills`: three folders: of the corpus, of guesses about it, and of knowledge bases."""
    pieces = Tokenizer.from_file(str(chosen.model / "tokenizer.json")).get_vocab()
    known = {piece: id for piece, id in pieces.items() if piece.isascii() and piece.isalpha()}
    wordnet = facts.WordNet(chosen.wordnet, known)
    dictionary = facts.Dictionary([piece for piece in pieces if len(piece) == 1])
    probes = json.loads(chosen.without.read_text(encoding="utf-8")) if chosen.without else ()
    kept, dice = facts.kept_apart(probes), random.Random(chosen.seed)
    known_facts = {
        "en": facts.english_facts(wordnet, known, dice),
        "zh": facts.chinese_facts(wordnet, dictionary, known, dice),
    }
    nouns = {"en": wordnet.nouns(), "zh": dictionary.nouns()}
    for language, files in sorted(corpus_files(chosen.corpus).items()):
        found = drills.drills(
            language, partial(passages, files), facts.opinions(wordnet), nouns[language], chosen.count, chosen.seed
        )
        guessed = guessed_drills.drills(language, passages(files), chosen.count, chosen.seed)
        for name, lines in [
            ("passages", [drill.text for drill in found]),
            ("guessed", [drill.text for drill in guessed]),
            ("facts", facts.written(language, known_facts[language], kept, chosen.seed)),
        ]:
            (chosen.output / name).mkdir(parents=True, exist_ok=True)
            (chosen.output / name / f"{language}.txt").write_text("\n".join(lines), encoding="utf-8")
            print(f"{name}/{language}.txt: {len(lines):,} drills")


def average_models(chosen: argparse.Namespace) -> None:
    """`average`: one model of several."""
    export(averaged(chosen.model), chosen.model[0][0], chosen.output)


def train_model(chosen: argparse.Namespace) -> None:
    """`train`: make the parts, and run them."""
    model = AutoModelForMaskedLM.from_pretrained(chosen.model, dtype=torch.float32).to(chosen.device)
    tokenizer = Tokenizer.from_file(str(chosen.model / "tokenizer.json"))
    pieces = tokenizer.get_vocab()
    table = vocabulary.variants(pieces) if chosen.traditional else None
    sources = []
    for path, share in [(None, 1 - sum(share for _, share in chosen.extra)), *chosen.extra]:
        caches = _open_caches(chosen, tokenizer, [path] if path else chosen.corpus)
        shares = {"en": chosen.english, "zh": 1 - chosen.english}
        total = sum(shares[language] for language in caches)
        sources += [
            Source(cache, share * shares[name] / total, *((table, chosen.traditional) if name == "zh" else (None, 0.0)))
            for name, cache in caches.items()
        ]
    if not sources or sources[0].share <= 0:
        raise ValueError("no --corpus, or no share left for it")
    recipe = Recipe(
        tokens=chosen.tokens,
        phases=tuple(chosen.phase),
        masking=Masking(
            chosen.share, chosen.masked, chosen.random, not chosen.pieces, tuple(chosen.spans), chosen.tail
        ),
        **{name: getattr(chosen, name) for name in _NUMBERS},
    )
    ascii_rows = torch.zeros(len(pieces), dtype=torch.bool)
    ascii_rows[[id for piece, id in pieces.items() if piece.isascii()]] = True
    bfloat16 = _has_bfloat16(chosen.device) if chosen.precision == "auto" else chosen.precision == "bfloat16"
    trainer = Trainer(
        recipe, model, sources, Vocabulary.of(pieces), ascii_rows, bfloat16=bfloat16, compiled=chosen.compile
    )
    measuring = Measuring(
        corpus_files(chosen.corpus), chosen.passages, chosen.sets, chosen.rows, chosen.prompts, chosen.probes
    )
    run_session(trainer, model, chosen.model, chosen.output, measuring, chosen.evaluate_every, chosen.minutes)


_NUMBERS = (
    "batch_tokens short body_rate head_rate row_rate ascii_rows warm_up floor weight_decay clip dropout seed"
).split()


def _has_bfloat16(device: str) -> bool:
    """Whether the device multiplies in bfloat16 itself, rather than imitating it."""
    if device.startswith("cuda"):
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


if __name__ == "__main__":
    main()
