"""All languages say the same things, and have words for every code in the sources."""

import ast
import json

import pytest

from components import kinds as jobs
from playground import errors, i18n
from playground.datasets.mapping import RowProblem
from playground.numbers import locale
from tests.test_architecture import SOURCES

TARGETS = {name: kind.target for name, kind in vars(errors).items() if name.endswith("Error")}


def literals(node: ast.expr | None) -> list[str]:
    """The texts an argument can be: itself, or either side of `a if b else c`."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def assigned(tree: ast.AST) -> dict[str, list[str]]:
    """What texts a variable called `code` is given in a file."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).extend(literals(node.value))
    return found


def used() -> dict[str, set[str]]:
    """Message key -> names of the values it is given, for all errors and findings."""
    keys: dict[str, set[str]] = {}
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        variables = assigned(tree)
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            name, first = node.func.id, node.args[0]
            codes = variables.get(first.id, []) if isinstance(first, ast.Name) else literals(first)
            if name in TARGETS:
                given = {keyword.arg for keyword in node.keywords} - {"start", "end"}
                for code in codes:
                    keys[f"error.{TARGETS[name]}.{code}"] = given
            elif name == "Finding":
                keys |= {f"lint.{code}": set() for code in codes}
    return keys


def unusable() -> dict[str, set[str]]:
    """Code of every problem of a row -> names of the values it is given; the readers' own have none."""
    codes: dict[str, set[str]] = {}
    for path in SOURCES:
        if path.parent.name != "datasets":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_Unusable":
                codes |= {code: {keyword.arg for keyword in node.keywords} for code in literals(node.args[0])}
            elif isinstance(node, ast.Constant) and str(node.value).startswith("row_"):
                codes.setdefault(node.value, set())
    return codes


def spelled() -> set[str]:
    """Keys of errors that stand in the sources as they are: what becomes of a job without an exception."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES)
    texts = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and text.startswith("error.") and text[-1] != "."}


def fixes() -> set[str]:
    """Codes of all fixes: the text before an `Edit` or a helper's edit in lint.py."""
    path = next(path for path in SOURCES if path.name == "lint.py")
    codes = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Call):
            codes |= set(literals(node.elts[0]))
    return codes


USED = used()


def test_the_sources_were_really_read():
    assert {"error.template.no_mask", "error.model.offline", "lint.shared_word", "lint.needless_space"} <= set(USED)
    assert {"remove_word", "add_space", "remove_space", "use_masks", "use_own_name"} <= fixes()
    assert USED["error.template.bad_count"] == {"found", "limit"}
    assert len(USED) > 50


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_code_has_a_sentence(language):
    wanted = set(USED) | {f"fix.{code}" for code in fixes()}
    assert sorted(wanted - set(i18n.catalogue(language))) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_header_can_say_that_a_job_of_any_page_runs_or_waits(language):
    wanted = {f"ui.jobs.chip.{kind.page}{state}" for kind in jobs.KINDS for state in ("", ".queued")}
    assert sorted(wanted - set(i18n.catalogue(language))) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_sentence_asks_only_for_values_that_are_given(language):
    sentences = i18n.catalogue(language)
    for key, given in USED.items():
        if key.startswith("error.") and key in sentences:
            assert i18n.places(sentences[key]) <= given, key


@pytest.mark.parametrize("language", i18n.LANGUAGES[1:])
def test_every_language_has_the_same_keys_and_places(language):
    first, other = i18n.catalogue(i18n.LANGUAGES[0]), i18n.catalogue(language)
    assert set(first) == set(other)
    assert [key for key in first if i18n.places(first[key]) != i18n.places(other[key])] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_counted_place_has_every_form_that_its_language_knows(language):
    wanted = {*locale(language).plural_form.tags, "other"}
    sentences = i18n.catalogue(language).items()
    assert [key for key, text in sentences for forms in i18n.plural_forms(text) if forms != wanted] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_sentence_is_empty_or_written_twice(language):
    text = (i18n.LOCALES / f"{language}.json").read_text(encoding="utf-8")
    pairs = json.loads(text, object_pairs_hook=list)
    assert [key for key, value in pairs if not value.strip()] == []
    assert len({key for key, _ in pairs}) == len(pairs)


KINDS = {kind.target: kind for name, kind in vars(errors).items() if name.endswith("Error")}


def rendered(key: str, language: str) -> list[tuple[str, set[str]]]:
    """An error's messages as its raise sites would make them, every value its own name in angle brackets."""
    _, target, code = key.split(".", 2)
    found = []
    if key in USED:
        values = {name: f"<{name}>" for name in USED[key]}
        found.append((KINDS[target](code, start=3, end=5, **values).message(language), USED[key]))
    if target == "data" and code in UNUSABLE:
        values = {name: f"<{name}>" for name in UNUSABLE[code]}
        found.append((RowProblem(7, code, values).message(language), UNUSABLE[code]))
    return found or [(i18n.translate(language, key), set())]


UNUSABLE, SPELLED = unusable(), spelled()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_error_can_be_said_with_the_values_it_is_given(language):
    sentences = i18n.catalogue(language)
    keys = {key for key in USED if key.startswith("error.")} | SPELLED | {f"error.data.{code}" for code in UNUSABLE}
    assert keys == {key for key in sentences if key.startswith("error.")}, "each is raised, each has a sentence"
    for key in keys:
        for said, given in rendered(key, language):
            assert said and all(f"<{name}>" in said for name in i18n.places(sentences[key]) & given), key


def test_a_value_may_have_any_name():
    names = ("code", "key", "language", "values", "self", "place", "target", "start", "end")
    for name in names[:-2]:
        error = errors.ModelError("too_many", count=2, limit=1, **{name: "x"})
        assert error.values[name] == "x" and error.message("zh") != error.message("en"), name
    assert i18n._Plain().vformat(" ".join(f"{{{name}}}" for name in names), (), dict.fromkeys(names, 1))


def test_a_message_can_name_the_position(monkeypatch):
    monkeypatch.setitem(i18n.catalogue("en"), "error.template.no_mask", "from {start} to {end}")
    assert errors.TemplateError("no_mask", start=3, end=5).beside("options").message() == "from 3 to 5"


def test_messages_are_filled_and_never_looked_into():
    error = errors.FieldsError("missing", name="{x.__class__}")
    for language in i18n.LANGUAGES:
        assert "{x.__class__}" in error.message(language)
    with pytest.raises(KeyError):
        i18n._Plain().vformat("{name.__class__}", (), {"name": "x"})
