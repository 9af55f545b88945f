"""A corpus of made-up passages, its caches, and a tiny BERT to train on it."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForMaskedLM

from playground.pretraining.batches import Source
from playground.pretraining.corpus import cached, corpus_files, marked
from playground.pretraining.loop import Phase, Recipe, Trainer
from playground.pretraining.masking import Masking, Vocabulary

ENGLISH = [
    "the",
    "film",
    "was",
    "great",
    "music",
    "good",
    "terrible",
    "service",
    "bad",
    "story",
    "evening",
    "water",
    "planet",
]
# Words that no list of opinions has: what they mean is to be learnt.
PRAISE, BLAME = ["warm", "gentle", "radiant", "tender", "luminous"], ["clumsy", "stale", "hollow", "limp", "garbled"]
CHINESE = ["电影", "音乐", "故事", "服务", "失望", "天气", "苹果", "科学", "银行", "高兴"]


def asked(text: str) -> list[str]:
    """What a drill asks for."""
    plain, spans = marked(text)
    return [plain[a:b] for a, b in spans]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    """A folder with 1,200 passages a language."""
    folder = tmp_path_factory.mktemp("corpus")
    dice = random.Random(5)
    english = [" ".join(dice.choices(ENGLISH, k=dice.randint(3, 12))) + "." for _ in range(1_200)]
    chinese = ["".join(dice.choices(CHINESE, k=dice.randint(2, 8))) + "。" for _ in range(1_200)]
    (folder / "en-made.txt").write_text("\n".join(english) + "\n\n", encoding="utf-8")
    (folder / "zh-made.txt").write_text("\n".join(chinese), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tokenizer(checkpoint) -> Tokenizer:
    """The tiny BERT's."""
    return Tokenizer.from_file(str(checkpoint("bert") / "tokenizer.json"))


@pytest.fixture(scope="session")
def caches(corpus, tokenizer, tmp_path_factory):
    """Language -> its training tokens."""
    root = tmp_path_factory.mktemp("cache")
    return {name: cached(files, name, tokenizer, root) for name, files in corpus_files([corpus]).items()}


@pytest.fixture
def make_trainer(checkpoint, caches, tokenizer):
    """`make_trainer(tokens=…)` -> a fresh trainer and its model, tiny and quick."""

    def make(tokens: int = 12_000, **options) -> SimpleNamespace:
        model = AutoModelForMaskedLM.from_pretrained(checkpoint("bert"), dtype=torch.float32)
        pieces = tokenizer.get_vocab()
        ascii_rows = torch.zeros(model.config.vocab_size, dtype=torch.bool)
        ascii_rows[[id for piece, id in pieces.items() if piece.isascii()]] = True
        options = {"batch_tokens": 512, "phases": (Phase(0.0, 32), Phase(0.7, 48, packed=True)), **options}
        recipe = Recipe(tokens, masking=Masking(0.2, 0.8, 0.1, tail=0.1), short=0.2, dropout=0.1, **options)
        sources = [Source(caches["en"], 0.5), Source(caches["zh"], 0.5)]
        return SimpleNamespace(
            trainer=Trainer(recipe, model, sources, Vocabulary.of(pieces), ascii_rows), model=model, ascii=ascii_rows
        )

    return make
