"""New rows: which, from what, and what the tokenizer then makes of them."""

import json

import numpy as np
import pytest
import torch
from safetensors import safe_open
from tokenizers import Tokenizer
from transformers import AutoModelForMaskedLM, AutoTokenizer

from playground.models import loading
from playground.pretraining.export import LIMIT, export
from playground.pretraining.vocabulary import (
    DIGITS,
    EMOJI,
    NewPiece,
    big5_level_one,
    extended,
    rarest,
    room,
    simplified,
    variants,
    wanted,
    write_tokenizer,
)
from playground.settings import Settings


@pytest.fixture(scope="module")
def grown(checkpoint, tmp_path_factory):
    """The tiny BERT with everything wanted: the new model, its pieces, its folder, the old one."""
    folder = tmp_path_factory.mktemp("grown")
    old = AutoModelForMaskedLM.from_pretrained(checkpoint("bert"), dtype=torch.float32)
    before = Tokenizer.from_file(str(checkpoint("bert") / "tokenizer.json")).get_vocab()
    model, pieces = extended(old, before, wanted(before), set())
    write_tokenizer(checkpoint("bert"), pieces, folder)
    return model, pieces, folder, old, before


def test_the_frequent_traditional_characters_are_five_thousand():
    characters = big5_level_one()
    assert len(characters) == len(set(characters)) == 5_401
    assert characters[:3] == ["一", "乙", "丁"]
    assert {"臺", "灣", "國", "學", "說", "這"} <= set(characters)


def test_a_traditional_row_starts_from_its_simplified_one(grown):
    model, pieces, _, old, before = grown
    assert simplified()["電"] == "电" and "电" in before
    rows, bias = model.get_input_embeddings().weight, model.cls.predictions.bias
    assert torch.equal(rows[pieces["電"]], old.get_input_embeddings().weight[before["电"]])
    assert bias[pieces["電"]] < bias[pieces["电"]]
    for piece in ("[MASK]", "film", "电"):
        assert pieces[piece] == before[piece]
        assert torch.equal(rows[pieces[piece]], old.get_input_embeddings().weight[before[piece]])


def test_nothing_wanted_is_unknown_any_more(grown):
    model, pieces, folder, _, _ = grown
    export(model, folder, folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for text in ["臺灣學習", "「國語」", "good😀", "😂😂❤️", "二〇一八", "０１２", "0123456789"]:
        assert tokenizer.unk_token_id not in tokenizer(text)["input_ids"], text
    assert not set(big5_level_one()) - set(pieces)
    assert loading.load(folder, "grown", "1").parameters == model.num_parameters()


def test_variants_map_simplified_to_traditional(grown):
    _, pieces, *_ = grown
    table = variants(pieces)
    assert table[pieces["电"]] == pieces["電"]
    assert table[pieces["film"]] == pieces["film"]


def test_rare_pieces_give_way(checkpoint, grown):
    *_, old, before = grown
    counts = np.full(len(before), 9)
    counts[before["great"]] = 0
    counts[before["a"]] = 0
    assert rarest(before, counts, 1) == {"great"}
    model, pieces = extended(old, before, [NewPiece("龘")], {"great"})
    assert "great" not in pieces and sorted(pieces.values()) == list(range(len(before)))
    rows = model.get_input_embeddings().weight
    assert torch.equal(rows[pieces["film"]], old.get_input_embeddings().weight[before["film"]])
    with pytest.raises(ValueError, match="can"):
        rarest(before, counts, 10_000)


def test_the_room_is_counted_in_rows():
    model = AutoModelForMaskedLM.from_pretrained(Settings().bundled_model, dtype=torch.float32)
    size = 2 * sum(weight.numel() for weight in model.parameters())
    assert room(model, size + 7_700) == 7_700 // (2 * 385)
    assert room(model, size - 1) < 0


def test_a_special_token_may_not_move(checkpoint, tmp_path, grown):
    pieces = dict(grown[1])
    pieces["[MASK]"], pieces["film"] = pieces["film"], pieces["[MASK]"]
    with pytest.raises(ValueError, match="moved"):
        write_tokenizer(checkpoint("bert"), pieces, tmp_path)


def test_the_tokenizer_file_differs_in_its_vocabulary_only(checkpoint, grown):
    old, new = (json.loads((folder / "tokenizer.json").read_text("utf-8")) for folder in (checkpoint("bert"), grown[2]))
    old["model"].pop("vocab"), new["model"].pop("vocab")
    assert old == new


def test_the_bundled_model_knows_traditional_characters_emoji_and_digits_and_is_small():
    folder = Settings().bundled_model
    tokenizer = AutoTokenizer.from_pretrained(folder)
    texts = [*big5_level_one(), *EMOJI, *DIGITS, *"0123456789", "ab0123456789", "臺灣的國語😂", "x😂😂"]
    unknown = [text for text in texts if tokenizer.unk_token_id in tokenizer(text)["input_ids"]]
    assert unknown == []
    assert sum(file.stat().st_size for file in folder.iterdir()) <= LIMIT
    with safe_open(folder / "model.safetensors", "pt") as weights:
        names = weights.keys()
        assert {weights.get_slice(name).get_dtype() for name in names} == {"F16"}
