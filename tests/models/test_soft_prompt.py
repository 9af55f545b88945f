"""A trained prompt's file: exact round trip, and what is refused."""

import json

import pytest
import torch
from safetensors.torch import save

from playground.errors import PromptFileError
from playground.models import soft_prompt
from playground.models.soft_prompt import SoftInput, SoftPrompt, load
from playground.prompting.template import parse
from playground.results import PromptCard

CARD = PromptCard("prompt", "{text} [SOFT*2] [MASK]。", "好评：好", "mean", "bert", "1", {"数据": "我的"})


def trained(width: int = 32, **card) -> SoftPrompt:
    """A prompt of two soft tokens."""
    values = torch.randn(2, width, generator=torch.Generator().manual_seed(3))
    return SoftPrompt(SoftInput(embeddings=values), PromptCard(**{**vars(CARD), **card}))


def code(data: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(PromptFileError) as caught:
        load(data)
    return caught.value.code


def test_a_round_trip_is_exact():
    before = trained()
    after = load(before.data)
    assert torch.equal(after.input.embeddings, before.input.embeddings)
    assert after.card == CARD and after.data == before.data and after.fingerprint == before.fingerprint
    prefix = SoftPrompt(SoftInput(keys_values=torch.randn(2, 2, 4, 3, 8)), CARD)
    assert torch.equal(load(prefix.data).input.keys_values, prefix.input.keys_values)
    assert load(prefix.data).tokens == 0 and after.tokens == 2


def test_any_cut_file_is_refused():
    data = trained().data
    for end in (0, 4, 9, 40, len(data) // 2, len(data) - 1):
        assert code(data[:end]) == "unreadable"


def test_a_file_with_megabytes_of_notes_is_refused_before_they_are_read():
    said = {soft_prompt.FORMAT: json.dumps({**vars(CARD), "notes": {"why": "x" * 40_000_000}})}
    assert code(save({"embeddings": torch.zeros(2, 4)}, said)) == "card_too_large"


def test_other_files_are_refused(monkeypatch):
    tensors, card = {"embeddings": torch.zeros(2, 4)}, json.dumps(vars(CARD))
    assert code(save(tensors)) == "unreadable"
    assert code(save(tensors, {"format": "pt"})) == "not_ours"
    for broken in ("{}", "5", "[]", "[" * 100_000):
        assert code(save(tensors, {soft_prompt.FORMAT: broken})) == "unreadable"
    assert code(save(tensors, {soft_prompt.FORMAT: json.dumps({**vars(CARD), "model": 3})})) == "unreadable"
    right = {soft_prompt.FORMAT: card}
    assert code(save({"weights": torch.zeros(2, 4)}, right)) == "unreadable"
    assert code(save({"embeddings": torch.zeros(4)}, right)) == "unreadable"
    assert code(save({"embeddings": torch.zeros(2, 4, dtype=torch.long)}, right)) == "unreadable"
    assert code(save({"keys_values": torch.zeros(2, 3, 1, 1, 1)}, right)) == "unreadable"
    assert code(save({"embeddings": torch.tensor([[float("nan")]])}, right)) == "not_finite"
    assert code(b"PK\x03\x04 a zip file, a pickle, anything else") == "unreadable"
    half = {soft_prompt.FORMAT: json.dumps({**vars(CARD), "notes": {"seed": "\ud800"}})}
    assert code(save(tensors, half)) == "unreadable"
    monkeypatch.setattr(soft_prompt, "MAX_BYTES", 100)
    assert code(trained().data) == "too_large"


def test_another_model_or_template_is_refused(tiny):
    model = tiny("bert").ours
    width = model.embeddings.shape[1]
    template = parse(CARD.template)
    trained(width).check(model, template)
    for prompt, its_template, expected in [
        (trained(width, revision="other"), template, "other_model"),
        (trained(width + 1), template, "other_model"),
        (SoftPrompt(SoftInput(keys_values=torch.zeros(2, 2, 1, 3, 8)), CARD), parse("{text} [MASK]"), "other_model"),
        (trained(width), parse("{text} [SOFT] [MASK]"), "other_count"),
        (trained(width), parse("{text} [SOFT:so gut] [MASK]"), "soft_words"),
        (trained(width), parse("{text} [MASK]"), "other_count"),
        (SoftPrompt(SoftInput(keys_values=torch.zeros(2, 2, 4, 101, 8)), CARD), parse("{text} [MASK]"), "too_long"),
    ]:
        with pytest.raises(PromptFileError) as caught:
            prompt.check(model, its_template)
        assert caught.value.code == expected
