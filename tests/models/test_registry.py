"""Ids, folders below the root only, memory, and several users at once."""

import shutil
import threading
from pathlib import Path

import pytest

from playground.errors import ModelError
from playground.models import loading
from playground.models.registry import BUNDLED, SMOLLM, Registry
from playground.settings import Settings


@pytest.fixture(scope="module")
def home(checkpoint, tmp_path_factory) -> Path:
    """An owner's root with three models, beside a folder that is nobody's business."""
    base = tmp_path_factory.mktemp("home")
    for name, family in (("one", "bert"), ("two", "gpt2"), ("deep/three", "distilbert")):
        shutil.copytree(checkpoint(family), base / "root" / name)
    shutil.copytree(checkpoint("bert"), base / "secret")
    (base / "root" / "link").symlink_to(base / "secret", target_is_directory=True)
    (base / "root" / "loop").symlink_to(base / "root" / "loop")
    (base / "root" / "file").write_text("x")
    return base


@pytest.fixture
def registry(home) -> Registry:
    """A fresh registry: folders below the root, no hub."""
    return Registry(Settings(models_root=home / "root", hub=False))


def refused(registry: Registry, id: str) -> str:
    """The code; the server's paths show in no error."""
    with pytest.raises(ModelError) as caught:
        registry.get(id)
    shown = repr(caught.value.args) + repr(caught.value.values)
    assert "home" not in shown or "home" in id
    return caught.value.code


def test_folders_below_the_root(registry):
    assert registry.get("one").family == "bert"
    assert registry.get("./two").family == "gpt2"
    assert registry.get(" deep/three ").family == "distilbert"


def test_an_absolute_path_below_the_root(registry, home):
    assert registry.get(str(home / "root" / "one")).kind == "masked"


@pytest.mark.parametrize(
    "id", ["../secret", "one/../../secret", "link", "./link", "/etc", "~", "..", "deep/../../secret"]
)
def test_no_way_out_of_the_root(registry, id):
    assert refused(registry, id) == "outside_root"


@pytest.mark.parametrize("id", ["./none", "./file", ".hidden"])
def test_no_such_folder(registry, id):
    assert refused(registry, id) == "no_folder"


@pytest.mark.parametrize(
    "id", ["~no-such-user", "a\0b", "x" * 5000, "a b", "a/b/c", "https://x/y", "a@b@c", "one;two", "./loop"]
)
def test_ids_that_are_none(registry, id):
    assert refused(registry, id) in {"bad_id", "no_folder"}


def test_folders_are_off_without_a_root():
    registry = Registry(Settings(hub=False))
    assert {refused(registry, id) for id in ("./one", "/etc", "..", "~", "C:\\x", "\\\\x")} == {"folders_off"}
    assert refused(registry, "one") == "hub_off"


def test_a_missing_package_is_named(registry, monkeypatch):
    monkeypatch.setattr("playground.models.registry._package_file", lambda model: None)
    assert refused(registry, SMOLLM.id) == "package_missing"
    card = next(card for card in registry.cards() if card.id == SMOLLM.id)
    assert (card.available, card.note) == (False, "install_package")


def test_the_empty_id_is_the_bundled_model(registry):
    model = registry.get("")
    assert model.id == BUNDLED and registry.get("bundled") is model and registry.loaded(" ") is model


def test_cards_list_what_is_loaded(registry):
    assert [(card.id, card.loaded) for card in registry.cards()] == [(BUNDLED, False), (SMOLLM.id, False)]
    model = registry.get("two")
    card = registry.cards()[-1]
    assert (card.id, card.kind, card.loaded, card.parameters) == ("two", "causal", True, model.parameters)


def test_the_revision_is_the_weights_fingerprint(registry, home):
    assert registry.get("one").revision == Registry(Settings(models_root=home)).get("secret").revision
    assert registry.get("one").revision != registry.get("two").revision


def test_the_least_recently_used_makes_room(home):
    sizes = {id: Registry(Settings(models_root=home / "root")).get(id).bytes for id in ("one", "two", "deep/three")}
    limit = sum(sizes.values()) - 1
    registry = Registry(Settings(models_root=home / "root", hub=False, memory_limit=limit))
    one = registry.get("one")
    registry.get("two")
    assert registry.get("one") is one  # used again: two is now the older
    registry.get("deep/three")
    assert registry.loaded("two") is None
    assert registry.loaded("one") is one and registry.loaded("deep/three")


def test_a_model_that_can_never_fit_is_refused_before_reading(home, monkeypatch):
    monkeypatch.setattr(loading, "load", lambda *args, **kwargs: pytest.fail("was read"))
    assert refused(Registry(Settings(models_root=home / "root", hub=False, memory_limit=1000)), "one") == "too_large"


@pytest.mark.parametrize("content", ["version https://git-lfs.github.com/spec/v1", ""])
def test_a_pointer_instead_of_weights_is_refused(home, registry, content):
    folder = shutil.copytree(home / "root" / "one", home / "root" / "pointer", dirs_exist_ok=True)
    (folder / "model.safetensors").write_text(content)
    assert refused(registry, "pointer") == "not_loadable"


def test_many_users_at_once_load_a_model_once(registry, monkeypatch):
    calls, load = [], loading.load
    monkeypatch.setattr(loading, "load", lambda *args, **kwargs: calls.append(args) or load(*args, **kwargs))
    models, barrier = [], threading.Barrier(8)

    def ask(id: str) -> None:
        barrier.wait()
        models.append((id, registry.get(id)))

    threads = [threading.Thread(target=ask, args=(id,)) for id in ("one", "two") * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(models) == 8 and len(calls) == 2
    assert len({id(model) for _, model in models}) == 2


def test_a_failed_load_is_tried_again(home, registry, monkeypatch):
    monkeypatch.setattr(
        loading, "load", lambda *args, **kwargs: (_ for _ in ()).throw(ModelError("not_loadable", id="one"))
    )
    assert refused(registry, "one") == "not_loadable"
    monkeypatch.undo()
    assert registry.get("one").family == "bert"
