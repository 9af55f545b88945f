"""Fetching from a hub, from a process of its own: huggingface_hub reads its environment once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.models.fake_hub import COMMIT, Hub, serving
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import json, sys
from playground.errors import ModelError
from playground.models.registry import Registry
from playground.settings import Settings

limit = int(sys.argv[1])
for id in sys.argv[2:]:
    shares = []
    try:
        model = Registry(Settings(download_limit=limit)).get(id, shares.append)
        print(json.dumps({"family": model.family, "revision": model.revision, "shares": shares}))
    except ModelError as error:
        print(json.dumps({"code": error.code, "values": error.values}))
"""


@pytest.fixture(scope="module")
def hub(checkpoint, tmp_path_factory):
    """Repositories good and bad."""
    base = tmp_path_factory.mktemp("hub")
    good = shutil.copytree(checkpoint("bert"), base / "good")
    (good / "pytorch_model.bin").write_bytes(b"pickle")
    (good / "modeling_own.py").write_text("raise SystemExit")
    (good / "onnx").mkdir()
    (good / "onnx" / "model.safetensors").write_bytes(b"x" * 100)
    pickled = shutil.copytree(checkpoint("bert"), base / "pickled")
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    bare = base / "bare"
    bare.mkdir()
    shutil.copy(good / "model.safetensors", bare)
    (base / "empty").mkdir()
    (base / "empty" / "README.md").write_text("x")
    repositories = {
        "me/empty": base / "empty",
        "me/good": good,
        "me/pickled": pickled,
        "me/bare": bare,
        "me/gated": good,
    }
    with serving(repositories, gated=("me/gated",)) as hub:
        yield hub


def ask(hub: Hub | None, home: Path, *ids: str, limit: int = 10**9, **environment: str) -> list[dict]:
    """What a fresh process gets for each id."""
    settings = {
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_ENDPOINT": hub.url if hub else "http://127.0.0.1:9",
    }
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HF_", "TRANSFORMERS_")) and "proxy" not in name.lower()
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(limit), *ids],
        env={**kept, **settings, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def fetched(hub, tmp_path_factory) -> tuple[Path, dict, list[str]]:
    """A home with the good model in its cache, what the fetching gave and asked."""
    home = tmp_path_factory.mktemp("home")
    hub.requests.clear()
    (answer,) = ask(hub, home, "me/good")
    return home, answer, list(hub.requests)


def test_a_model_is_fetched_with_its_progress(fetched):
    _, answer, _ = fetched
    assert (answer["family"], answer["revision"]) == ("bert", COMMIT)
    assert answer["shares"] == sorted(answer["shares"])
    assert answer["shares"] and answer["shares"][-1] == 1 and all(0 <= share <= 1 for share in answer["shares"])


def test_only_safe_files_of_the_top_folder_are_fetched(fetched):
    home, _, requests = fetched
    files = {path.name for path in home.rglob("snapshots/*/*")}
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= files
    assert not {"pytorch_model.bin", "modeling_own.py", "onnx"} & files
    assert not [request for request in requests if any(part in request for part in (".bin", ".py", "onnx"))]


def test_what_is_cached_needs_no_hub(fetched):
    home, _, _ = fetched
    (answer, other) = ask(None, home, "me/good", "me/other", HF_HUB_OFFLINE="1")
    assert (answer["family"], answer["revision"]) == ("bert", COMMIT)
    assert (other["code"], other["values"]) == ("offline", {"id": "me/other"})


def test_a_hub_that_does_not_answer_leaves_the_cache_and_is_named(fetched):
    home, _, _ = fetched
    (answer, other) = ask(None, home, "me/good", "me/other")
    assert (answer["family"], answer["revision"]) == ("bert", COMMIT)
    assert (other["code"], other["values"]) == ("unreachable", {"id": "me/other"})


def test_a_revision_can_be_named(hub, fetched):
    home, _, _ = fetched
    by_commit, unknown = ask(hub, home, f"me/good@{COMMIT}", "me/good@no-such")
    assert by_commit["revision"] == COMMIT
    assert (unknown["code"], unknown["values"]) == ("no_revision", {"id": "me/good", "revision": "no-such"})


def test_refusals_by_name(hub, tmp_path):
    hub.requests.clear()
    ids = ["me/pickled", "me/none", "me/bare", "me/gated", "a--b/c", "me/empty"]
    answers = ask(hub, tmp_path, *ids)
    codes = ["no_safetensors", "not_found", "no_config", "gated", "not_found", "no_config"]
    assert [answer.get("code") for answer in answers] == codes
    assert [answer["values"]["id"] for answer in answers] == ids
    # Nobody asks the hub to convert pickled weights, and nothing of them is fetched.
    assert not [
        request for request in hub.requests if "convert" in request or "discussions" in request or "refs" in request
    ]
    assert not list(tmp_path.rglob("*.bin"))


def test_a_model_above_the_limit_is_refused_before_it_is_fetched(hub, tmp_path):
    hub.requests.clear()
    (answer,) = ask(hub, tmp_path, "me/good", limit=1000)
    assert answer["code"] == "too_large"
    assert not [request for request in hub.requests if request.startswith("GET") and "safetensors" in request]
