"""Every model is tried at load: it answers as plain transformers does, alone and in batches, or is refused by name."""

import json
import shutil
from functools import cache

import pytest
import torch
from safetensors.torch import load_file, save_file

from playground.errors import ModelError, PromptFileError, TuningError
from playground.models import folder as folders
from playground.models import loading, trial
from playground.models.abilities import Abilities
from playground.models.loading import load
from playground.models.soft_prompt import SoftInput
from playground.models.token_sequence import TokenSequence, batches
from playground.settings import Settings
from playground.tuning.method import METHODS
from tests.fakes import READS, load_plain
from tests.models import families

REFUSED = {"xlnet": "not_causal", "bert-open-decoder": "not_causal", "reformer-hashing": "not_repeatable"}
WORKS = [name for name in families.SHAPES if name not in REFUSED]
EQUAL_ONLY = {"fnet", "funnel", "convbert", "mobilebert", "yoso", "nystromformer", "reformer-local"}
WITHOUT_SOFT_TOKENS = {"esm", "ctrl", "reformer-local"}


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """`saved(name)` -> folder of a checkpoint of that shape."""
    return cache(lambda name: families.save(name, tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="module")
def loaded(saved):
    """`loaded(name)` -> the project's model of it."""
    return cache(lambda name: load(saved(name), name, "1", context_limit=256))


def refused(folder, **more) -> ModelError:
    with pytest.raises(ModelError) as caught:
        load(folder, "some/model", "1", **more)
    return caught.value


def answers(plain, row: TokenSequence) -> torch.Tensor:
    """By plain transformers, alone."""
    with torch.inference_mode():
        return plain(input_ids=torch.tensor([row.ids]), **plain.asked).logits[0].log_softmax(-1)[list(row.positions)]


def plain_model(folder, name):
    """The same folder by transformers itself."""
    plain = load_plain(folder, families.kind(name)).model
    plain.asked = {}
    if name == "xmod-open":
        plain.set_default_language("en_XX")
    return plain


def rows(model, *lengths: int) -> list[TokenSequence]:
    return [
        TokenSequence(
            tuple(20 + (7 * shift + i) % 100 for i in range(length)), tuple(sorted({0, length // 2, length - 1}))
        )
        for shift, length in enumerate(lengths)
        if model.abilities.min_length <= length <= model.max_length
    ]


@pytest.mark.parametrize("name", WORKS)
def test_a_model_answers_as_plain_transformers_does_alone_and_in_a_batch(saved, loaded, name):
    model, plain = loaded(name), plain_model(saved(name), name)
    asked = rows(model, 5, 3, 12, 12, 7, 33, 20, model.max_length, 1)
    wanted = [answers(plain, row) for row in asked]
    for outputs in ([model.log_probs([row])[0] for row in asked], model.log_probs(asked)):
        for output, other in zip(outputs, wanted, strict=True):
            assert (output - other).abs().max() < 1e-4


@pytest.mark.parametrize("name", WORKS)
def test_the_kind_is_what_the_model_does(loaded, name):
    assert loaded(name).kind == families.kind(name)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_work_is_refused_by_name(saved, name):
    assert refused(saved(name)).code == REFUSED[name]


@pytest.mark.parametrize(
    "name", ["mpnet", "xmod", "ibert", "data2vec-text", "luke", "camembert", "opt", "esm", "ctrl", "mpt"]
)
def test_the_limit_is_found_out_by_running(loaded, name):
    assert loaded(name).max_length == READS


@pytest.mark.parametrize(("stated", "found"), [(None, READS), (10**30, READS), (512, READS), (40, 40)])
def test_the_limit_is_found_whatever_the_tokenizer_says(saved, tmp_path, stated, found):
    copy = shutil.copytree(saved("mpnet"), tmp_path / "copy")
    path = copy / "tokenizer_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "model_max_length": stated}))
    assert load(copy, "x", "1").max_length == found


def test_a_large_model_is_run_to_its_first_block_only(saved, monkeypatch):
    monkeypatch.setattr("playground.models.lengths.MOST_OPERATIONS", 0)
    assert load(saved("mpnet"), "x", "1").max_length == READS
    assert load(saved("ctrl"), "x", "1").max_length == READS


def test_models_that_see_padding_are_batched_by_equal_length_only(loaded):
    assert {name for name in WORKS if loaded(name).abilities.together != "any"} == EQUAL_ONLY
    sequences = [TokenSequence((5,) * length, (0,)) for length in (4, 6, 4, 6, 5)]
    assert batches(sequences, "equal") == [[0, 2], [4], [1, 3]]
    assert batches(sequences, "alone") == [[0], [2], [4], [1], [3]]
    assert batches(sequences) == [[0, 2, 4, 1, 3]]


def test_a_text_too_short_to_pool_is_an_error_with_a_name(loaded):
    model = loaded("funnel")
    assert model.abilities.min_length == 5
    with pytest.raises(ModelError) as caught:
        model.log_probs([TokenSequence((5, 6, 7), (1,))])
    assert (caught.value.code, caught.value.values["least"]) == ("too_short", 5)


@pytest.mark.parametrize("name", WORKS)
def test_soft_tokens_are_read_as_words_are_or_refused(loaded, name):
    model = loaded(name)
    row = TokenSequence((21, 22, 23, 24, 25, 26), (3,))
    soft = TokenSequence(row.ids, row.positions, (1, 4), prompt=SoftInput(embeddings=model.look_up((22, 25))))
    if name in WITHOUT_SOFT_TOKENS:
        for ask in (lambda: model.log_probs([soft]), lambda: model.gradients(row, torch.ones(1))):
            with pytest.raises(ModelError) as caught:
                ask()
            assert caught.value.code == "no_soft_tokens"
        error = METHODS["prompt"].refusal(model)
        assert isinstance(error, TuningError) and error.code == "no_soft_tokens"
    else:
        assert (model.log_probs([soft])[0] - model.log_probs([row])[0]).abs().max() < 1e-4
        assert METHODS["prompt"].refusal(model) is None


def test_a_language_left_open_is_chosen_and_said(loaded):
    assert loaded("xmod-open").abilities.language == "en_XX" and "one_language" in loaded("xmod-open").abilities.notes
    assert loaded("xmod").abilities.language is None


@pytest.mark.parametrize("where", ["one", "all", "infinite", "bias"])
def test_weights_that_are_no_numbers_are_refused(checkpoint, tmp_path, where):
    copy = shutil.copytree(checkpoint("bert"), tmp_path / "copy")
    weights = load_file(copy / "model.safetensors")
    table = weights["bert.embeddings.word_embeddings.weight"]
    if where == "one":
        table[-1, 3] = torch.nan
    elif where == "infinite":
        table[7, 0] = torch.inf
    elif where == "all":
        weights = {name: torch.full_like(weight, torch.nan) for name, weight in weights.items()}
    else:
        weights["cls.predictions.bias"][4] = torch.nan
    save_file(weights, copy / "model.safetensors", {"format": "pt"})
    assert refused(copy).code == "no_numbers"


def test_finite_weights_that_give_no_numbers_are_refused(checkpoint, tmp_path):
    copy = shutil.copytree(checkpoint("llama"), tmp_path / "copy")
    weights = load_file(copy / "model.safetensors")
    weights["lm_head.weight"] = torch.full_like(weights["lm_head.weight"], 3e38)
    save_file(weights, copy / "model.safetensors", {"format": "pt"})
    assert refused(copy).code == "no_numbers"


def test_what_is_no_number_later_is_an_error_with_a_name(checkpoint):
    model = load(checkpoint("bert"), "bert", "1")
    bad = SoftInput(embeddings=torch.full((1, 32), torch.nan))
    with pytest.raises(PromptFileError) as of_prompt:
        model.log_probs([TokenSequence((5, 6, 7), (2,), (1,), prompt=bad)])
    assert of_prompt.value.code == "no_numbers"
    model.network.bert.embeddings.word_embeddings.weight[9] = torch.nan
    assert model.log_probs([TokenSequence((5, 6, 7), (2,))])[0].isfinite().all()
    with pytest.raises(ModelError) as of_model:
        model.log_probs([TokenSequence((5, 9, 7), (2,))])
    assert of_model.value.code == "no_numbers"


@pytest.mark.parametrize("family", ["bert", "gpt2", "xlm-roberta", "llama"])
@pytest.mark.parametrize("token", ["<new>", {"pad_token": "<pad-of-its-own>"}])
def test_a_tokenizer_larger_than_the_embedding_is_refused(tiny, tmp_path, family, token):
    copy = shutil.copytree(tiny(family).folder, tmp_path / "copy")
    tokenizer = type(tiny(family).tokenizer).from_pretrained(copy)
    tokenizer.add_tokens([token]) if isinstance(token, str) else tokenizer.add_special_tokens(token)
    tokenizer.save_pretrained(copy)
    error = refused(copy)
    known = len(tiny(family).plain.get_input_embeddings().weight)
    assert (error.code, error.values["tokens"], error.values["known"]) == ("tokenizer_too_large", known + 1, known)


def test_an_embedding_larger_than_the_tokenizer_is_not(saved, tmp_path):
    from transformers import AutoModelForMaskedLM

    copy = shutil.copytree(saved("electra"), tmp_path / "copy")
    model = AutoModelForMaskedLM.from_pretrained(copy)
    model.resize_token_embeddings(len(model.get_input_embeddings().weight) + 40)
    model.save_pretrained(copy)
    assert load(copy, "x", "1").kind == "masked"


@pytest.mark.parametrize("family", ["bert", "gpt2", "xlm-roberta", "llama"])
@pytest.mark.parametrize("kept", [(), ("tokenizer_config.json",), ("special_tokens_map.json", "tokenizer_config.json")])
def test_a_folder_without_a_tokenizer_is_refused(checkpoint, tmp_path, family, kept):
    copy = shutil.copytree(checkpoint(family), tmp_path / "copy")
    for path in copy.iterdir():
        if path.name not in ("config.json", "model.safetensors", *kept):
            path.unlink()
    assert refused(copy).code == "no_tokenizer"


def test_tables_that_are_in_no_file_count_too(saved, tmp_path):
    copy = shutil.copytree(saved("ctrl"), tmp_path / "copy")
    path = copy / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "n_positions": 10**8}))
    error = refused(copy, memory_limit=10**9)
    assert (error.code, error.values["size"]) == ("too_large", "12.8")


def test_the_bundled_models_trial_is_known_and_skipped(monkeypatch):
    folder = Settings().bundled_model
    ((revision, known),) = loading.KNOWN.items()
    assert folders.revision(folder) == revision
    assert load(folder, "bundled", "1").abilities == known == Abilities(max_length=512)
    monkeypatch.setattr(trial, "attempt", lambda model: pytest.fail("was tried"))
    assert load(folder, "bundled", revision).abilities == known
    assert load(folder, "bundled", revision, context_limit=100).max_length == 100
