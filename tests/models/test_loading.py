"""What is loaded, and what is refused by name before anything runs."""

import json
import shutil

import pytest
import torch

from playground.errors import ModelError
from playground.models.loading import load
from tests.fakes import CAUSAL, FAMILIES, MASKED, READS, tiny_checkpoint


def refused(folder, id: str = "some/model") -> ModelError:
    """The error; its cause's text and the folder never show in it."""
    with pytest.raises(ModelError) as caught:
        load(folder, id, "1")
    shown = json.dumps([caught.value.args, caught.value.values], ensure_ascii=False)
    assert str(folder) not in shown and "/" not in shown.replace(id, "")
    assert caught.value.values["id"] == id
    return caught.value


def changed(folder, tmp_path, **config):
    """A copy of a checkpoint with a changed config; `None` takes an entry out."""
    copy = shutil.copytree(folder, tmp_path / "copy")
    path = copy / "config.json"
    entries = {**json.loads(path.read_text()), **config}
    path.write_text(json.dumps({name: value for name, value in entries.items() if value is not None}))
    return copy


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_loads(tiny, family):
    model = tiny(family).ours
    assert (model.id, model.revision, model.family) == (family, "1", family)
    assert model.kind == ("masked" if family in MASKED else "causal")
    assert model.max_length == READS  # RoBERTa's 66 positions are 64 tokens
    assert model.parameters == sum(p.numel() for p in tiny(family).plain.parameters())


@pytest.mark.parametrize("family", ["roberta", "xlm-roberta"])
def test_roberta_counts_positions_from_behind_its_padding(tiny, family):
    last = torch.full((1, READS), tiny(family).tokenizer.mask_token_id)
    tiny(family).plain(input_ids=last)
    with pytest.raises((IndexError, RuntimeError)):
        tiny(family).plain(input_ids=torch.cat([last, last[:, :1]], dim=1))


def test_the_owners_limit_bounds_a_long_context(checkpoint):
    assert load(checkpoint("llama"), "llama", "1", context_limit=40).max_length == 40


def test_the_tokenizers_own_limit_counts_too(checkpoint, tmp_path):
    copy = changed(checkpoint("bert"), tmp_path)
    path = copy / "tokenizer_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "model_max_length": 24}))
    assert load(copy, "x", "1").max_length == 24


@pytest.mark.parametrize("family", ["bert", "roberta", "albert", "distilbert", "modernbert", "deberta-v2", "llama"])
def test_a_missing_lm_head_is_refused_by_name(tmp_path, family):
    error = refused(tiny_checkpoint(family, tmp_path, headless=True))
    assert error.code == "missing_weights" and error.values["count"] >= 1
    assert any(part in error.values["names"] for part in ("cls", "head", "predictions", "vocab", "decoder"))


def test_a_classifier_is_no_language_model(checkpoint, tmp_path):
    from safetensors.torch import load_file, save_file

    copy = changed(checkpoint("bert"), tmp_path, architectures=["BertForSequenceClassification"])
    weights = load_file(copy / "model.safetensors")
    kept = {name: value for name, value in weights.items() if not name.startswith("cls.")}
    save_file({**kept, "classifier.weight": torch.zeros(2, 32)}, copy / "model.safetensors", {"format": "pt"})
    assert refused(copy).code == "missing_weights"


def test_pickled_weights_are_refused(checkpoint, tmp_path):
    copy = changed(checkpoint("bert"), tmp_path)
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    assert refused(copy).code == "no_safetensors"


def test_remote_code_is_refused_and_not_run(checkpoint, tmp_path):
    auto_map = {"AutoConfig": "own.OwnConfig", "AutoModelForMaskedLM": "own.OwnModel"}
    copy = changed(checkpoint("bert"), tmp_path, model_type="own", auto_map=auto_map)
    (copy / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    error = refused(copy)
    assert (error.code, error.values["family"]) == ("remote_code", "own")
    assert not (tmp_path / "ran").exists()


def test_remote_code_beside_a_known_family_is_not_run(checkpoint, tmp_path):
    auto_map = {"AutoConfig": "own.OwnConfig", "AutoModelForMaskedLM": "own.OwnModel"}
    copy = changed(checkpoint("bert"), tmp_path, auto_map=auto_map)
    (copy / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert load(copy, "x", "1").family == "bert"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("text", [None, "", "not json", "[]", '"bert"', "\xff"])
def test_no_readable_config(checkpoint, tmp_path, text):
    copy = changed(checkpoint("bert"), tmp_path)
    (copy / "config.json").unlink()
    if text is not None:
        (copy / "config.json").write_bytes(text.encode("latin-1"))
    assert refused(copy).code == "no_config"


@pytest.mark.parametrize(
    ("family", "more"),
    [
        ("vit", {}),
        ("", {}),
        ("t5", {"architectures": ["T5ForConditionalGeneration"], "is_encoder_decoder": True}),
        ("bart", {"architectures": ["BartForConditionalGeneration"], "is_encoder_decoder": True}),
        ("bart", {"architectures": ["BartForConditionalGeneration"], "is_encoder_decoder": None}),
    ],
)
def test_other_kinds_of_models_are_refused_with_their_family(checkpoint, tmp_path, family, more):
    error = refused(changed(checkpoint("bert"), tmp_path, model_type=family, **more))
    assert (error.code, error.values["family"]) == ("not_a_language_model", family)


@pytest.mark.parametrize("damage", ["truncated", "pointer", "shapes"])
def test_damaged_weights_are_refused(checkpoint, tmp_path, damage):
    copy = changed(checkpoint("bert"), tmp_path, **({"vocab_size": 7} if damage == "shapes" else {}))
    weights = copy / "model.safetensors"
    if damage == "truncated":
        weights.write_bytes(weights.read_bytes()[:5000])
    elif damage == "pointer":
        weights.write_text("version https://git-lfs.github.com/spec/v1\n")
    assert refused(copy).code == "not_loadable"


def test_a_masked_model_without_a_mask_token_is_refused(checkpoint, tmp_path):
    copy = changed(checkpoint("bert"), tmp_path)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        source = checkpoint("gpt2") / name
        shutil.copy(source, copy / name)
    assert refused(copy).code == "no_mask_token"


@pytest.mark.parametrize(
    ("family", "architectures", "kind"),
    [("bert", ["BertForMaskedLM"], "masked"), ("bert", None, "masked"), ("gpt2", ["GPT2LMHeadModel"], "causal")]
    + [(family, None, "causal") for family in CAUSAL],
)
def test_the_kind_comes_from_the_architecture_or_the_family(checkpoint, tmp_path, family, architectures, kind):
    assert load(changed(checkpoint(family), tmp_path, architectures=architectures), "x", "1").kind == kind
