"""The program as it is called: help, a short run that is stopped and goes on, the folder it leaves."""

import doctest
import json
import subprocess
import sys

import numpy as np
import pytest
import torch
from safetensors import safe_open
from transformers import AutoModelForMaskedLM

from playground.models import loading
from playground.pretraining import corpus as corpus_module
from playground.pretraining import drills, facts, guesses, loop, masking, vocabulary
from playground.pretraining.__main__ import main
from playground.pretraining.export import export
from playground.pretraining.loop import STATE


def test_help_is_there(capsys):
    command = [sys.executable, "-m", "playground.pretraining", "--help"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "vocabulary" in result.stdout
    for command in ("train", "vocabulary"):
        with pytest.raises(SystemExit, match="0"):
            main([command, "--help"])
        assert "--corpus" in capsys.readouterr().out


@pytest.fixture
def arguments(corpus, checkpoint, tmp_path):
    rows = tmp_path / "toy.csv"
    rows.write_text("text,label\nthe film was good,positive\nbad service,negative\n", encoding="utf-8")
    words = {"positive": ["good"], "negative": ["bad"]}
    prompts = {"toy": [{"template": "{text} It was [MASK].", "verbalizer": words}]}
    (tmp_path / "prompts.json").write_text(json.dumps(prompts), encoding="utf-8")
    probes = [{"language": "en", "kind": "facts", "template": "a [MASK].", "answers": ["film"]}]
    (tmp_path / "probes.json").write_text(json.dumps(probes), encoding="utf-8")
    return [
        "train",
        "--model",
        checkpoint("bert"),
        "--corpus",
        corpus,
        "--output",
        tmp_path / "run",
        "--cache",
        tmp_path / "cache",
        "--tokens",
        "8k",
        "--batch-tokens",
        "512",
        "--phase",
        "0:32",
        "--evaluate-every",
        "0.5",
        "--passages",
        "20",
        "--device",
        "cpu",
        "--precision",
        "float32",
        "--sets",
        f"toy={rows}",
        "--prompts",
        tmp_path / "prompts.json",
        "--probes",
        tmp_path / "probes.json",
    ]


def test_a_run_leaves_a_model_a_state_and_a_log(arguments, tmp_path, capsys):
    main([*map(str, arguments), "--minutes", "0.000001"])
    assert len((tmp_path / "run" / "log.jsonl").read_text().splitlines()) == 1
    main([*map(str, arguments)])
    main([*map(str, arguments)])
    log = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [line["tokens"] for line in log] == sorted({line["tokens"] for line in log})
    assert log[-1]["tokens"] >= 8_000
    assert {"masked.en", "masked.zh", "toy", "probes.en", "loss", "tokens_per_second", "step"} <= set(log[-1])
    assert {file.name for file in (tmp_path / "run").iterdir()} == {STATE, "log.jsonl", "model"}
    names = {file.name for file in (tmp_path / "run" / "model").iterdir()}
    assert names == {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
    assert "tokens/s" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (["--corpus", "nowhere/en.txt"], "no such file"),
        (["--share", "1"], "share"),
        (["--sets", "other=x.csv"], "no prompts"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(arguments, changed, message):
    with pytest.raises(SystemExit, match=message):
        main([*map(str, arguments), *changed])


def test_the_export_is_half_precision_safetensors_and_loads(checkpoint, tmp_path):
    model = AutoModelForMaskedLM.from_pretrained(checkpoint("bert"), dtype=torch.float32)
    loaded = export(model, checkpoint("bert"), tmp_path)
    assert loaded.kind == "masked"
    with safe_open(tmp_path / "model.safetensors", "pt") as file:
        names = file.keys()
        assert {file.get_tensor(name).dtype for name in names} == {torch.float16}
    assert {weight.dtype for weight in model.parameters()} == {torch.float32}
    assert loading.load(tmp_path, "again", "1").parameters == model.num_parameters()


def test_an_export_that_is_too_large_or_not_finite_is_refused(checkpoint, tmp_path):
    model = AutoModelForMaskedLM.from_pretrained(checkpoint("bert"), dtype=torch.float32)
    with pytest.raises(ValueError, match="1,000 are allowed"):
        export(model, checkpoint("bert"), tmp_path, limit=1_000)
    with torch.no_grad():
        model.cls.predictions.bias[0] = 1e6
    with pytest.raises(ValueError, match="float16"):
        export(model, checkpoint("bert"), tmp_path)


def test_the_examples_in_the_docstrings_hold():
    for module in (corpus_module, drills, facts, guesses, masking, loop, vocabulary):
        assert doctest.testmod(module, extraglobs={"np": np}).failed == 0
