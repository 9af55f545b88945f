"""Both languages say the same things, and have words for every code in the sources."""

import ast
import json
import string

import pytest

from playground import errors, i18n
from tests.test_architecture import SOURCES

TARGETS = {name: kind.target for name, kind in vars(errors).items() if name.endswith("Error")}


def places(sentence: str) -> set[str]:
    """The `{names}` in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


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
def test_a_sentence_asks_only_for_values_that_are_given(language):
    sentences = i18n.catalogue(language)
    for key, given in USED.items():
        if key.startswith("error.") and key in sentences:
            assert places(sentences[key]) <= given, key


def test_both_languages_have_the_same_keys_and_places():
    english, chinese = i18n.catalogue("en"), i18n.catalogue("zh")
    assert set(english) == set(chinese)
    assert [key for key in english if places(english[key]) != places(chinese[key])] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_sentence_is_empty_or_written_twice(language):
    text = (i18n.LOCALES / f"{language}.json").read_text(encoding="utf-8")
    pairs = json.loads(text, object_pairs_hook=list)
    assert [key for key, value in pairs if not value.strip()] == []
    assert len({key for key, _ in pairs}) == len(pairs)


def test_messages_are_filled_and_never_looked_into():
    error = errors.FieldsError("missing", name="{x.__class__}")
    for language in i18n.LANGUAGES:
        assert "{x.__class__}" in error.message(language)
    with pytest.raises(KeyError):
        i18n._Plain().vformat("{name.__class__}", (), {"name": "x"})
