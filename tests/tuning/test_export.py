"""The exported script, run by itself, answers as the project does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from playground.errors import TuningError
from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.prompting.template import parse
from playground.prompting.verbalizer import parse as parse_verbalizer
from playground.results import PromptCard
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan
from playground.settings import Settings
from playground.tuning.export import script

WORDS = "positive: great, wonderful\n差: terrible, bad"
CLOSE = "one: good\n两: great"  # whole sentences of a random model differ by far with most words
TEXT = 'It\'s a "nice" film — 很好看！'


def trained(
    model: LanguageModel, template: str, method: str = "prompt", aggregation: str = "mean", words: str = WORDS
) -> SoftPrompt:
    """Random numbers where training would have put its own."""
    torch.manual_seed(0)
    scale = model.embeddings.std().item()
    if model.kind == "causal" and parse(template, None).kind == "cloze":
        words = CLOSE
    if method == "prefix":
        layers, heads, width = model.prefix_shape
        tensor = SoftInput(keys_values=0.3 * torch.randn(layers, 2, heads, 3, width))
    else:
        count = parse(template, model.tokenizer.mask_token).soft_tokens
        tensor = SoftInput(embeddings=3 * scale * torch.randn(count, model.embeddings.shape[1]))
    return SoftPrompt(tensor, PromptCard(method, template, words, aggregation, model.id, model.revision))


def ours(model: LanguageModel, prompt: SoftPrompt, fields: dict[str, str]) -> dict[str, float]:
    card = prompt.card
    template = parse(card.template, model.tokenizer.mask_token)
    task = Task.build(template, parse_verbalizer(card.verbalizer), Options(aggregation=card.aggregation), model, prompt)
    return drive(predict_plan(task, fields, model), model).probabilities()


def write(folder: Path, model: LanguageModel, prompt: SoftPrompt, source: Path) -> None:
    """The two files that a user downloads."""
    folder.mkdir(exist_ok=True)
    (folder / "prompt.safetensors").write_bytes(prompt.data)
    (folder / "ask.py").write_text(script(prompt, model, source=str(source)), encoding="utf-8")


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Python in a process of its own, far from the project."""
    environment = {"PYTHONIOENCODING": "utf-8", "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "PATH": ""}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def agree(printed: str, expected: dict[str, float]) -> None:
    found = dict(line.split("\t") for line in printed.splitlines())
    assert list(found) == list(expected)
    assert [float(value) for value in found.values()] == pytest.approx(list(expected.values()), abs=1e-5)
    assert max(expected.values()) < 0.9999, "a sure answer proves little"


CASES = [
    ("bert", "prompt", "{text} [SOFT*3] [MASK].", "mean"),
    ("bert", "prefix", "{text} It was [MASK].", "geometric"),
    ("roberta", "prompt", "[SOFT*2] {text} It was [MASK] .", "sum"),
    ("roberta", "prefix", "{text} It was [MASK].", "max"),
    ("distilbert", "prompt", "[SOFT]{text} so [SOFT] [MASK]", "mean"),
    ("gpt2", "prompt", "{text} [SOFT*3] It was [MASK]", "mean"),
    ("gpt2", "prompt", "[SOFT] {text} It was [MASK] [SOFT].", "mean"),
    ("gpt2", "prefix", "{text} It was [MASK]", "mean"),
    ("llama", "prefix", "{text} It was [MASK]!", "mean"),
    ("llama", "prompt", "[SOFT*2] {text} It was [MASK]", "mean"),
    ("qwen2", "prefix", "{text} It was [MASK]", "mean"),
    ("gpt2", "prefix", "[MASK] {text}.", "mean"),
]


FILM = "film"
# One process runs them all: importing transformers takes longer than the answers.
DRIVER = """
import contextlib, runpy, sys
for number in range(int(sys.argv[1])):
    sys.argv = [f"{number}/ask.py", "film"]
    with open(f"{number}/printed", "w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def printed(tiny, tmp_path_factory):
    """What each case's script prints."""
    folder = tmp_path_factory.mktemp("scripts")
    for number, (family, method, template, aggregation) in enumerate(CASES):
        model = tiny(family)
        write(folder / str(number), model.ours, trained(model.ours, template, method, aggregation), model.folder)
    done = python(folder, "-c", DRIVER, str(len(CASES)))
    assert done.returncode == 0, done.stderr
    return [(folder / str(number) / "printed").read_text(encoding="utf-8") for number in range(len(CASES))]


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: "-".join(CASES[number][:3]))
def test_the_script_answers_as_the_project(number, tiny, printed):
    family, method, template, aggregation = CASES[number]
    model = tiny(family).ours
    agree(printed[number], ours(model, trained(model, template, method, aggregation), {"text": FILM}))


def test_the_bundled_model_with_two_slots_and_odd_texts(bundled, tmp_path):
    words = "\"a: 'b'\": great\n差\\n: terrible"
    prompt = trained(bundled, '{a} "\\n" {{x}} {b} [SOFT*4] [MASK].', words=words)
    write(tmp_path, bundled, prompt, Settings().bundled_model)
    done = python(tmp_path, "ask.py", TEXT, "so so")
    agree(done.stdout, ours(bundled, prompt, {"a": TEXT, "b": "so so"}))
    done = python(tmp_path, "ask.py", "very " * 600, "so so")
    assert done.returncode == 1 and "too long" in done.stderr


def test_a_hub_models_script_names_its_commit(tiny):
    model = tiny("bert").ours
    prompt = trained(model, "{text} [SOFT] [MASK]")
    assert "REVISION = None" in script(prompt, model)
    model.revision, before = "0123456789" * 4, model.revision
    assert f"REVISION = '{model.revision}'" in script(prompt, model)
    model.revision = before


def test_trigger_tokens_cannot_be_exported(tiny):
    model = tiny("bert").ours
    with pytest.raises(TuningError) as caught:
        script(trained(model, "{text} [SOFT] [T] [MASK]"), model)
    assert caught.value.code == "no_script"
