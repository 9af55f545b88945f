"""Tiny tokenizers and random checkpoints of every family, and a toy model with given numbers.

Nothing here is downloaded: vocabularies are trained on the text below, weights are drawn
from a fixed seed, wide enough that no distribution is near uniform.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
import transformers
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, trainers

from playground.results import Chunk, Tokens

CORPUS = (
    """
The film was great and the music was good. I liked the story a lot, it was a great evening!
The food was terrible, the service was bad, and we will never come back to this place.
It was a very long day. What a wonderful story: sad, funny and beautifully told.
Is this review positive or negative? It is about sports, business, science or the world.
The team won the game in the last minute; the players were happy. Apple, pear, water, book.
Yes, no, maybe. One two three four five six seven eight nine ten 1 2 3 4 5 6 7 8 9 0
Is it great? Yes. Is it terrible? No. Was it good? Maybe. A good book is a good friend.
The bank raised its rates and the markets fell. Scientists found water on a small planet.
这部电影很好看，音乐也很好。我很喜欢这个故事，真是一个美好的晚上！
饭菜很差，服务也不好，我们再也不会来了。总之很糟糕，非常失望。
这是一条关于体育、财经、科技还是世界的新闻？球队在最后一分钟赢了比赛，大家很高兴。
苹果、梨、水、书。是的，不是，也许。今天天气很好，明天可能会下雨。一二三四五六七八九十
科学家在一个小小的行星上发现了水。银行提高了利率，市场下跌。好书就是好朋友。
""".strip().split("\n")
    * 3
)

WORDPIECE = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
SENTENCEPIECE = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
ALBERT = ("<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]")
DEBERTA = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
KINDS = ("wordpiece", "byte_bpe", "byte_bpe_bare", "unigram")


def tiny_tokenizer(kind: str) -> Any:
    """`wordpiece` (BERT), `byte_bpe` (RoBERTa; `_bare`: its mask swallows no space), `unigram` (XLM-R)."""
    makers = {"wordpiece": "bert", "byte_bpe": "roberta", "byte_bpe_bare": "roberta_bare", "unigram": "xlm-roberta"}
    return _TOKENIZERS[makers[kind]]()


def _wordpiece_vocabulary() -> dict[str, int]:
    """Trained once on the corpus: the trainer breaks ties by chance, and every run would test another model."""
    pieces = (Path(__file__).parent / "wordpieces.txt").read_text(encoding="utf-8").splitlines()
    return {piece: id for id, piece in enumerate(pieces)}


def _byte_bpe(specials: Sequence[str]) -> dict[str, Any]:
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=560, special_tokens=list(specials), initial_alphabet=alphabet, show_progress=False
    )
    backend.train_from_iterator(CORPUS, trainer)
    return _vocabulary_and_merges(backend)


def _metaspace_bpe() -> dict[str, Any]:
    """Llama's kind: pieces of characters, unknown ones spelled in bytes."""
    specials = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    backend = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
    backend.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    backend.train_from_iterator(
        CORPUS, trainers.BpeTrainer(vocab_size=600, special_tokens=specials, show_progress=False)
    )
    return _vocabulary_and_merges(backend)


def _vocabulary_and_merges(backend: Tokenizer) -> dict[str, Any]:
    model = json.loads(backend.to_str())["model"]
    return {"vocab": model["vocab"], "merges": [tuple(pair) for pair in model["merges"]]}


def _unigram(specials: Sequence[str], unknown: str) -> list[tuple[str, float]]:
    backend = Tokenizer(models.Unigram())
    backend.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    trainer = trainers.UnigramTrainer(
        vocab_size=380, special_tokens=list(specials), unk_token=unknown, show_progress=False
    )
    backend.train_from_iterator(CORPUS, trainer)
    return [tuple(entry) for entry in json.loads(backend.to_str())["model"]["vocab"]]


def _swallowing(spelling: str) -> AddedToken:
    return AddedToken(spelling, lstrip=True, normalized=False, special=True)


_TOKENIZERS = {
    "bert": lambda: transformers.BertTokenizer(vocab=_wordpiece_vocabulary()),
    "distilbert": lambda: transformers.BertTokenizer(vocab=_wordpiece_vocabulary()),
    "roberta": lambda: transformers.RobertaTokenizer(**_byte_bpe(SENTENCEPIECE), mask_token=_swallowing("<mask>")),
    "roberta_bare": lambda: transformers.RobertaTokenizer(**_byte_bpe(SENTENCEPIECE)),
    "modernbert": lambda: transformers.RobertaTokenizer(
        **_byte_bpe(WORDPIECE),
        **dict(zip(("pad_token", "unk_token", "cls_token", "sep_token"), WORDPIECE[:4], strict=True)),
        bos_token="[CLS]",
        eos_token="[SEP]",
        mask_token=_swallowing("[MASK]"),
    ),
    "albert": lambda: transformers.AlbertTokenizer(vocab=_unigram(ALBERT, "<unk>"), mask_token=_swallowing("[MASK]")),
    "xlm-roberta": lambda: transformers.XLMRobertaTokenizer(
        vocab=_unigram(SENTENCEPIECE, "<unk>"), mask_token=_swallowing("<mask>")
    ),
    "deberta-v2": lambda: transformers.DebertaV2Tokenizer(vocab=_unigram(DEBERTA, "[UNK]")),
    "gpt2": lambda: transformers.GPT2Tokenizer(**_byte_bpe(["<|endoftext|>"])),
    "llama": lambda: transformers.LlamaTokenizer(**_metaspace_bpe(), add_bos_token=True),
    "qwen2": lambda: transformers.Qwen2Tokenizer(**_byte_bpe(["<|endoftext|>"])),
}

MASKED = ("bert", "roberta", "albert", "distilbert", "modernbert", "xlm-roberta", "deberta-v2")
CAUSAL = ("gpt2", "llama", "qwen2")
FAMILIES = MASKED + CAUSAL
READS = 64  # tokens that every tiny checkpoint reads

_SMALL = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
_SHAPES: dict[str, dict[str, Any]] = {
    "bert": {**_SMALL, "max_position_embeddings": READS},
    "roberta": {**_SMALL, "max_position_embeddings": READS + 2, "pad_token_id": 1},
    "albert": {**_SMALL, "embedding_size": 16, "max_position_embeddings": READS},
    "distilbert": {"dim": 32, "n_layers": 2, "n_heads": 4, "hidden_dim": 64, "max_position_embeddings": READS},
    "modernbert": {**_SMALL, "max_position_embeddings": READS, "local_attention": 16, "reference_compile": False},
    "xlm-roberta": {**_SMALL, "max_position_embeddings": READS + 2, "pad_token_id": 1},
    "deberta-v2": {
        **_SMALL,
        "max_position_embeddings": READS,
        "relative_attention": True,
        "position_buckets": 16,
        "pos_att_type": ["p2c", "c2p"],
        "position_biased_input": False,
    },
    "gpt2": {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": READS},
    "llama": {**_SMALL, "num_key_value_heads": 2, "max_position_embeddings": READS},
    "qwen2": {**_SMALL, "num_key_value_heads": 2, "max_position_embeddings": READS, "tie_word_embeddings": True},
}


def tokenizer_of(family: str) -> Any:
    """A family's tokenizer, trained on the corpus."""
    return _TOKENIZERS[family]()


def tiny_model(family: str, tokenizer: Any, *, headless: bool = False) -> Any:
    """A random model of a family, all weights from one seed."""
    specials = {f"{name}_token_id": getattr(tokenizer, f"{name}_token_id", None) for name in ("pad", "bos", "eos")}
    config = transformers.AutoConfig.for_model(family, **{**specials, **_SHAPES[family]}, vocab_size=len(tokenizer))
    if headless:
        maker = transformers.AutoModel
    else:
        maker = transformers.AutoModelForMaskedLM if family in MASKED else transformers.AutoModelForCausalLM
    model = maker.from_config(config).eval()
    generator = torch.Generator().manual_seed(20)
    with torch.no_grad():
        for _, weight in sorted(model.named_parameters()):
            if weight.dim() > 1:
                weight.normal_(0.0, 0.5, generator=generator)
            else:
                weight.add_(0.1 * torch.randn(weight.shape, generator=generator))
    return model


def tiny_checkpoint(family: str, folder: Path, *, headless: bool = False) -> Path:
    """A random model and its trained tokenizer, saved as a hub checkpoint would be."""
    tokenizer = _TOKENIZERS[family]()
    tiny_model(family, tokenizer, headless=headless).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


class ToyTokenizer:
    """A tokenizer by hand: words apart by spaces, `+` joins the pieces of a word."""

    VOCABULARY = ("good", "fine", "bad", "poor", "?")
    mask_token, unknown_id, start_id, mask_id = "[MASK]", None, None, 4

    def encode(self, chunks: Sequence[Chunk]) -> Tokens:
        """Every word an id (those of no vocabulary `?`), every placeholder `?`."""
        found = list(self._tokens(chunks))
        return Tokens(*map(tuple, zip(*found, strict=True))) if found else Tokens((), (), ())

    def _tokens(self, chunks: Sequence[Chunk]) -> Iterator[tuple[int, int, int]]:
        for index, chunk in enumerate(chunks):
            if chunk.placeholders:
                yield from [(self.mask_id, index, 0)] * chunk.placeholders
            at = 0
            for word in chunk.text.split():
                at = chunk.text.index(word, at)
                yield (self.VOCABULARY.index(word) if word in self.VOCABULARY else 4), index, at
                at += len(word)

    def word_ids(self, word: str, leading_space: bool, at_start: bool) -> tuple[int, ...]:
        """`good+bad` is a word of two pieces; empty for what is not in the vocabulary."""
        pieces = word.split("+")
        return tuple(map(self.VOCABULARY.index, pieces)) if set(pieces) <= set(self.VOCABULARY) else ()

    def piece(self, id: int) -> str:
        """The word itself."""
        return self.VOCABULARY[id]


class ToyModel:
    """Five words and the probabilities a test gives: `table(ids, position) -> five numbers`."""

    def __init__(self, table: Any, kind: str = "masked", max_length: int = 64):
        self.id, self.revision, self.kind, self.family, self.max_length = "toy", "1", kind, "toy", max_length
        self.tokenizer = ToyTokenizer()
        self.asked: list[Any] = []
        self._table = table

    def log_probs(self, rows: Sequence[Any]) -> list[torch.Tensor]:
        """As `LanguageModel.log_probs`; `asked` remembers the rows."""
        self.asked += rows
        tables = [
            torch.tensor([[_log(p) for p in self._table(row.ids, position)] for position in row.positions])
            for row in rows
        ]
        return [
            table if row.targets is None else table[range(len(row.targets)), row.targets]
            for row, table in zip(rows, tables, strict=True)
        ]


def _log(p: float) -> float:
    return math.log(p) if p else -math.inf


def load_plain(folder: Path, kind: str) -> SimpleNamespace:
    """The same folder by plain transformers: `.tokenizer`, `.model`, for references."""
    maker = transformers.AutoModelForMaskedLM if kind == "masked" else transformers.AutoModelForCausalLM
    model = maker.from_pretrained(folder, dtype=torch.float32).eval()
    return SimpleNamespace(model=model, tokenizer=transformers.AutoTokenizer.from_pretrained(folder))
