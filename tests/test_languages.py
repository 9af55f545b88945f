"""A language is one catalogue and one registering line: a toy one passes through every page."""

from __future__ import annotations

import json
import subprocess
import sys

from playground import i18n
from tests.test_docs import ROOT

# In a process of its own, because modules read the list of languages when they are imported.
BUILD = """
import json, sys
from pathlib import Path

from playground import i18n

i18n.LOCALES = Path(sys.argv[1])
i18n.LANGUAGES = (*i18n.LANGUAGES, "eo")

from components.opening import Opening
from components.pages.common import ADDRESSES
from components.pages.shell import build_app
from components.routes.scripts import strings, strings_address
from components.services import Services
from playground.settings import Settings

services = Services(Settings(data=Path(sys.argv[2])))
try:
    demo, options = build_app(Opening.of(services))
    page = json.dumps([block.get_config() for block in demo.blocks.values()], default=str, ensure_ascii=False)
    setup = services.setup("play", "eo")
    print(json.dumps({
        "addresses": {page: paths["eo"] for page, paths in ADDRESSES.items()},
        "built": sorted(path for path, *_ in demo.pages),
        "head": options["head"],
        "first": setup.state.template,
        "kind": setup.play.first.template.kind_label,
        "props": [word in page for word in ("Esperanto", strings_address("eo"), "中文")],
        "strings": json.loads(strings("eo"))["ui.link.copy"],
    }))
finally:
    services.close()
"""


def test_a_language_needs_its_catalogue_and_a_line(tmp_path):
    for path in i18n.LOCALES.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    words = {key: f"~{text}" for key, text in i18n.catalogue("en").items()}
    about = {"language.name": "Esperanto", "language.tag": "eo", "language.direction": "ltr"}
    (tmp_path / "eo.json").write_text(json.dumps({**words, **about}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path), str(tmp_path / "data")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["addresses"] == {
        "play": "eo",
        "train": "eo-train",
        "search": "eo-search",
        "evaluate": "eo-evaluate",
        "compare": "eo-compare",
    }
    assert set(found["addresses"].values()) <= set(found["built"])
    assert "&quot;eo&quot;: {&quot;name&quot;: &quot;Esperanto&quot;" in found["head"]
    # Nobody has written prompts in it yet: it begins with the first one of all.
    assert found["first"] == "{text} It was [MASK]." and found["kind"] == "~cloze"
    assert found["props"] == [True, True, True] and found["strings"] == "~Copy link"
