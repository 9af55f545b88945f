"""The exported script, run by itself, answers as the project does."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from playground.errors import TuningError
from playground.models import loading
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
from tests.models import families

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


# Several command lines in one process, each [script, arguments]: what each printed, and what it said beside that.
COMMANDS = """
import contextlib, io, json, runpy, sys
told = []
for file, arguments in json.load(open("commands.json", encoding="utf-8")):
    sys.argv, printed, said = [file, *arguments], io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(said):
        try:
            runpy.run_path(file, run_name="__main__")
        except SystemExit as error:
            print(error, file=sys.stderr)
    told.append([printed.getvalue(), said.getvalue().rpartition("it/s]")[2].strip()])
json.dump(told, open("told.json", "w", encoding="utf-8"))
"""


ODD = {"model": "a", "prompt": "film", "-x": "-5", "csv": "and", "a=b": "=", "--slot": "good"}
NAMED = [part for name, text in ODD.items() for part in ("--slot", f"{name}={text}")]
TABLE = [["id", "text"], ["1", "film"], ["2", "film " * 600], ["3", 'a "film",\nand']]


@pytest.fixture(scope="module")
def scripts(tiny, bundled, tmp_path_factory):
    """Scripts in folders of their own, by name: what each was made of."""
    folder = tmp_path_factory.mktemp("lines")
    xmod = families.save("xmod-open", folder / "models/xmod")
    bert, gpt = tiny("bert"), tiny("gpt2")
    two = '{a} "\\n" {{x}} {b} [SOFT*4] [MASK].'
    made = {
        "two": (bundled, trained(bundled, two, words="\"a: 'b'\": great\n差\\n: terrible"), Settings().bundled_model),
        "odd": (bert.ours, trained(bert.ours, "".join(f"{{{name}}} " for name in ODD) + "[SOFT] [MASK]"), bert.folder),
        "table": (gpt.ours, trained(gpt.ours, "{text} [SOFT*2] It was [MASK]"), gpt.folder),
        "gone": (bert.ours, trained(bert.ours, "{text} [SOFT] [MASK]"), Path("assets/models/mine")),
        "beside": (bert.ours, trained(bert.ours, "{text} [SOFT] [MASK]"), Path("assets/models/mine")),
    }
    language = loading.load(xmod, "xmod", "1")
    made["language"] = (language, trained(language, "{text} [SOFT] [MASK]"), xmod)
    for name, (model, prompt, source) in made.items():
        write(folder / name, model, prompt, source)
    shutil.copytree(bert.folder, folder / "beside/assets/models/mine")
    for name, rows in (
        ("rows", TABLE),
        ("other", [["id", "review"], ["1", "film"]]),
        ("odd", [[*ODD], [*ODD.values()]]),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    return SimpleNamespace(folder=folder, made=made, bert=str(bert.folder))


@pytest.fixture(scope="module")
def told(scripts):
    """What each command line printed, and what it had to say beside its answers. One process runs them all."""
    lines = {
        "two": ["two", TEXT, "so so"],
        "too long": ["two", "very " * 600, "so so"],
        "by place": ["odd", "--", *ODD.values()],
        "by name": ["odd", *NAMED],
        "both": ["odd", *NAMED[:4], "--", *list(ODD.values())[2:]],
        "odd table": ["odd", "--csv", "odd.csv"],
        "too few": ["odd", "one"],
        "unknown": ["odd", "--slot", "y=1"],
        "table": ["table", "--csv", "rows.csv", "--output", "out.csv"],
        "no column": ["table", "--csv", "other.csv"],
        "no table": ["table", "--csv", "none.csv"],
        "gone": ["gone", FILM],
        "told where": ["gone", "--model", scripts.bert, FILM],
        "told wrong": ["gone", "--model", "nowhere/at-all", FILM],
        "no prompt": ["gone", "--model", scripts.bert, "--prompt", "none.safetensors", FILM],
        "beside": ["beside", FILM],
        "language": ["language", FILM],
    }
    commands = [[f"{name}/ask.py", arguments] for name, *arguments in lines.values()]
    (scripts.folder / "commands.json").write_text(json.dumps(commands), encoding="utf-8")
    done = python(scripts.folder, "-c", COMMANDS)
    assert done.returncode == 0, done.stderr
    return dict(zip(lines, json.loads((scripts.folder / "told.json").read_text(encoding="utf-8")), strict=True))


def answered(scripts, name: str, fields: dict[str, str]) -> dict[str, float]:
    """The project's own answer to a script's prompt."""
    model, prompt, _ = scripts.made[name]
    return ours(model, prompt, fields)


def test_the_bundled_model_with_two_slots_and_odd_texts(scripts, told):
    agree(told["two"][0], answered(scripts, "two", {"a": TEXT, "b": "so so"}))
    assert "too long" in told["too long"][1] and "Traceback" not in told["too long"][1]


@pytest.mark.parametrize("line", ["by place", "by name", "both"])
def test_slots_of_any_name_are_no_options(line, scripts, told):
    agree(told[line][0], answered(scripts, "odd", ODD))


def test_columns_of_a_table_may_have_any_names_and_texts_that_fit_no_slot_are_told(scripts, told):
    expected = answered(scripts, "odd", ODD)
    head, row = list(csv.reader(told["odd table"][0].splitlines()))
    assert head == [*ODD, "predicted", *(f"p({label})" for label in expected)]
    assert row[:7] == [*ODD.values(), max(expected, key=expected.__getitem__)]
    assert [float(cell) for cell in row[7:]] == pytest.approx(list(expected.values()), abs=1e-5)
    assert told["too few"][1].startswith("Texts given: 1") and told["unknown"][1].startswith("--slot 'y=1'")


def test_a_table_of_texts_gets_labels_and_probabilities(scripts, told):
    assert told["table"][1].startswith("Row 3 has no answer. The text is too long")
    with (scripts.folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    assert [row[:2] for row in rows] == TABLE[1:]
    for number, row in enumerate(rows):
        if number == 1:
            assert row[2:] == ["", "", ""]
        else:
            expected = answered(scripts, "table", {"text": row[1]})
            assert [float(cell) for cell in row[3:]] == pytest.approx(list(expected.values()), abs=1e-5)
    assert "text" in told["no column"][1] and "review" in told["no column"][1]
    assert told["no table"][1].startswith("The table none.csv cannot be read")


def test_a_model_that_is_not_here_is_looked_for_and_asked_for(scripts, told):
    assert "assets/models/mine" in told["gone"][1] and "--model" in told["gone"][1]
    assert "--model" in told["told wrong"][1] and "--prompt" in told["no prompt"][1]
    assert not any("Traceback" in told[line][1] for line in ("gone", "told wrong", "no prompt"))
    for line in ("told where", "beside"):
        agree(told[line][0], answered(scripts, "gone", {"text": FILM}))


def test_a_model_that_reads_one_of_several_languages_is_told_which(scripts, told):
    assert "SETTINGS = {'default_language': 'en_XX'}" in (scripts.folder / "language/ask.py").read_text("utf-8")
    agree(told["language"][0], answered(scripts, "language", {"text": FILM}))


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
