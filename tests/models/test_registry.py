"""Ids, folders below the root only, memory, and several users at once."""

import json
import os
import shutil
import threading
from pathlib import Path

import pytest

from playground.errors import ModelError
from playground.models import folder as folders
from playground.models import loading, pinned_revision
from playground.models.registry import BUNDLED, SMOLLM, Note, Registry
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


def test_a_link_in_a_folder_leads_nowhere_outside_the_root(home, registry):
    for name, target in (("leads-out", home / "secret"), ("leads-in", home / "root" / "one")):
        (home / "root" / name).mkdir(exist_ok=True)
        for path in target.iterdir():
            (home / "root" / name / path.name).symlink_to(path)
    assert refused(registry, "leads-out") == "outside_root"
    assert registry.get("leads-in").kind == "masked", "as the hub's cache has them"


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


def test_the_revision_is_the_files_fingerprint(registry, home):
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


@pytest.fixture
def root(checkpoint, tmp_path) -> Path:
    """A root with one model, to be changed."""
    shutil.copytree(checkpoint("bert"), tmp_path / "root" / "mine")
    return tmp_path / "root"


def save_anew(root: Path, checkpoint: Path) -> None:
    """As `save_pretrained` does it: file by file, over the old ones."""
    for path in checkpoint.iterdir():
        shutil.copyfile(path, root / "mine" / path.name)


def test_a_folder_saved_anew_is_noticed_read_and_said(root, checkpoint):
    registry = Registry(Settings(models_root=root, hub=False))
    old = registry.get("mine")
    assert registry.loaded("mine") is old and registry.get("mine") is old and not old.reloaded
    save_anew(root, checkpoint("distilbert"))
    assert registry.loaded("mine") is None
    new = registry.get("mine")
    assert (old.family, new.family) == ("bert", "distilbert") and new.revision != old.revision
    assert registry.loaded("mine") is new and new.reloaded
    assert Note("reloaded") in registry.cards()[-1].notes
    assert len([card for card in registry.cards() if card.id == "mine"]) == 1


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"])
def test_any_file_that_was_written_is_noticed(root, name):
    registry = Registry(Settings(models_root=root, hub=False))
    old = registry.get("mine")
    path = root / "mine" / name
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1))
    new = registry.get("mine")
    assert new is not old and new.revision == old.revision


def test_a_tokenizer_added_is_noticed_and_a_readme_is_not(root):
    registry = Registry(Settings(models_root=root, hub=False))
    old = registry.get("mine")
    (root / "mine" / "README.md").write_text("x")
    assert registry.get("mine") is old
    (root / "mine" / "added_tokens.json").write_text("{}")
    assert registry.get("mine") is not old


def test_a_folder_that_is_gone_leaves_its_model(root):
    registry = Registry(Settings(models_root=root, hub=False))
    old = registry.get("mine")
    shutil.rmtree(root / "mine")
    assert registry.get("mine") is old


def test_a_folder_half_written_is_an_error_until_it_is_whole(root, checkpoint):
    registry = Registry(Settings(models_root=root, hub=False))
    registry.get("mine")
    whole = (root / "mine" / "model.safetensors").read_bytes()
    (root / "mine" / "model.safetensors").write_bytes(whole[:5000])
    assert refused(registry, "mine") == "not_loadable"
    (root / "mine" / "model.safetensors").write_bytes(whole)
    assert registry.get("mine").family == "bert"


def test_a_folder_written_while_it_is_read_is_not_kept(root, monkeypatch):
    registry = Registry(Settings(models_root=root, hub=False))
    load = loading.load

    def load_slowly(*args, **kwargs):
        model = load(*args, **kwargs)
        os.utime(root / "mine" / "config.json", ns=(0, 0))
        return model

    monkeypatch.setattr(loading, "load", load_slowly)
    assert refused(registry, "mine") == "being_saved"
    monkeypatch.undo()
    assert registry.get("mine").family == "bert"


def test_a_job_of_a_folder_saved_anew_runs_with_the_new_model(root, checkpoint, monkeypatch):
    app = Registry(Settings(models_root=root, hub=False))
    worker = Registry(Settings(models_root=root, hub=False))
    monkeypatch.setattr(pinned_revision, "_registry", lambda: worker)
    old = app.get("mine").revision
    assert pinned_revision.pinned("mine", old).family == "bert"
    save_anew(root, checkpoint("distilbert"))
    assert pinned_revision.pinned("mine", app.get("mine").revision).family == "distilbert"
    with pytest.raises(ModelError) as caught:
        pinned_revision.pinned("mine", old)
    assert caught.value.code == "other_revision"


@pytest.mark.parametrize("name", ["tokenizer.json", "tokenizer_config.json", "config.json"])
def test_tokenizer_and_configuration_count_in_the_revision(root, name):
    before = Registry(Settings(models_root=root)).get("mine").revision
    path = root / "mine" / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert Registry(Settings(models_root=root)).get("mine").revision != before


def test_files_that_read_nothing_do_not_count_in_the_revision(root):
    before = folders.revision(root / "mine")
    for name in ("README.md", "generation_config.json", "optimizer.bin"):
        (root / "mine" / name).write_text("{}")
    assert folders.revision(root / "mine") == before


def test_the_bundled_models_revision_is_the_one_that_prompts_were_trained_under(tmp_path):
    copy = shutil.copytree(Settings().bundled_model, tmp_path / "copy")
    assert folders.revision(copy) == "2ade1994f246"
    path = copy / "tokenizer_config.json"
    path.write_text(path.read_text().replace("true", "false", 1))
    assert folders.revision(copy) != "2ade1994f246"


def test_a_card_says_what_a_model_reads(registry):
    registry.get("two")
    assert registry.cards()[-1].notes == (Note("max_length", {"tokens": 64}),)
    assert registry.cards()[0].notes == ()


@pytest.mark.parametrize("asked", [{"num_hidden_layers": 3_000_000}, {"vocab_size": 1_500_000, "hidden_size": 4096}])
def test_a_configuration_that_asks_for_more_than_its_files_is_refused(root, asked):
    path = root / "mine" / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **asked}))
    assert refused(Registry(Settings(models_root=root)), "mine") in {"size_disagrees", "implausible"}
