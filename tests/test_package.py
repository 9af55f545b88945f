"""The wheel: what it says of itself, and that it runs outside the clone."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from gradio_client import Client

from tests.patience import PATIENCE
from tests.server import ROOT, running

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = ("playground", "components", "assets", "app.py", "setup.py", "pyproject.toml")
ROWS = "text,label\n" + "".join(
    f"{text} {number}.,{label}\n"
    for text, label in (("A joy", "positive"), ("A bore", "negative"))
    for number in range(8)
)
PAPERS = ("requirements.txt", "MANIFEST.in", "README.md", "LICENSE")


def _link(source: str, target: str) -> None:
    """A second name for a file instead of a copy, where the disk allows it: the model has 50 MB."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the project's wheel in it, built offline; nothing is written into the clone."""
    (backend,) = PROJECT["build-system"]["requires"]
    if importlib.util.find_spec("setuptools") is None:
        pytest.skip(f"the build backend is missing: pip install {backend}")
    if importlib.util.find_spec("pip") is None:
        pytest.skip("this environment has no pip to build and install a wheel with")
    tree, wheels, target = (tmp_path_factory.mktemp(name) for name in ("tree", "wheels", "target"))
    for name in (*SOURCES, *PAPERS):
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, tree / name, copy_function=_link, ignore=ignored)
        else:
            shutil.copy2(ROOT / name, tree / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    alone = ["--no-deps", "--no-index"]
    for command in (
        ["wheel", *alone, "--no-build-isolation", "--wheel-dir", str(wheels), str(tree)],
        ["install", *alone, "--no-compile", "--target", str(target), "--find-links", str(wheels), "prompt-playground"],
    ):
        done = subprocess.run([*pip, *command], cwd=wheels, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_name_version_and_dependencies_have_one_source_each(installed):
    (about,) = installed.glob("prompt_playground-*.dist-info")
    lines = (about / "METADATA").read_text(encoding="utf-8").splitlines()
    wanted = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert f"Version: {PROJECT['project']['version']}" in lines
    assert [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist: ")] == [
        line for line in wanted if not line.startswith("#")
    ]
    assert re.search(
        rf"^## \[{re.escape(PROJECT['project']['version'])}\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )


def test_the_wheel_carries_what_runs_and_no_more(installed):
    carried = installed / "playground" / "_assets"
    for path in ("models/bundled/model.safetensors", "locales/en.json", "js/pages/main.js", "css/lib/tokens.css"):
        assert (carried / path).is_file()
    assert (installed / "playground" / "store" / "migrations" / "0001_jobs.py").is_file()
    assert not (carried / "screenshots").exists() and not (installed / "tests").exists()


def test_the_command_starts_the_app_anywhere_and_trains(installed, tmp_path):
    command = [str(installed / "bin" / "prompt-playground")]
    if os.name == "nt":
        command = [str(installed / "bin" / "prompt-playground.exe")]
    with running(command=command, cwd=tmp_path, PYTHONPATH=str(installed)) as app:
        client = Client(app.url, verbose=False)
        verbalizer = "positive: great\nnegative: terrible"
        told = client.predict("{text} It was [MASK].", verbalizer, {"text": "A joy."}, api_name="/predict")
        assert set(told["labels"]) == {"positive", "negative"}
        # The jobs' worker process imports the command's script again.
        asked = ("[SOFT] {text} [MASK].", verbalizer, {"csv": ROWS}, "a secret of a test", "")
        job = client.predict(*asked, {"steps": 1, "seeds": [1], "examples": 2}, api_name="/train")["job"]
        until = time.monotonic() + PATIENCE
        while (state := client.predict(job, api_name="/job")["state"]) in {"queued", "running"}:
            assert time.monotonic() < until, state
            time.sleep(0.2)
        assert state == "done"
    assert list(tmp_path.iterdir()) == []
