"""The hub's data sets, through a stand-in for the library, which is not installed with the app."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import pytest

from playground import i18n
from playground.datasets import hub
from playground.errors import DataError

LABEL = SimpleNamespace(names=["bad", "good"])


class Part:
    """A streamed split."""

    def __init__(self, rows):
        self.rows, self.features = rows, {"text": SimpleNamespace(), "label": LABEL}

    def decode(self, enable):
        assert enable is False
        return self

    def take(self, count):
        return self.rows[:count]


OWN = {"train": ["hf://datasets/owner/name@8a3f/train.csv"], "test": ["hf://datasets/owner/name@8a3f/data/test.csv"]}


def rows(count):
    return [{"text": f"文 {n}", "label": n % 2, "picture": object(), "words": ["a"]} for n in range(count)]


@pytest.fixture
def library(monkeypatch):
    """`library(answer)` puts a `datasets` in place whose builder has these files; it returns what was asked of it."""

    def install(answer, files=OWN, kind="csv", building=None):
        asked = []

        class Builder:
            __module__ = f"datasets.packaged_modules.{kind}.{kind}"
            config = SimpleNamespace(data_files=files)

            def as_streaming_dataset(self, split):
                asked.append(split)
                if isinstance(answer, Exception):
                    raise answer
                return answer

        def load_dataset_builder(*arguments, **options):
            asked.append((arguments, options))
            if building:
                raise building
            return Builder()

        monkeypatch.setitem(sys.modules, "datasets", SimpleNamespace(load_dataset_builder=load_dataset_builder))
        return asked

    return install


def refusal(*arguments):
    with pytest.raises(DataError) as error:
        hub.fetch(*arguments)
    assert all(error.value.message(language) for language in i18n.LANGUAGES)
    return error.value


def lines(data):
    return [json.loads(line) for line in data.decode().splitlines()]


def test_one_split_is_streamed_up_to_the_limit(library):
    asked = library(Part(rows(10)))
    found = lines(hub.fetch("owner/name", "", "test", 3, 10_000))
    assert found == [
        {"text": "文 0", "label": "bad"},
        {"text": "文 1", "label": "good"},
        {"text": "文 2", "label": "bad"},
    ]
    assert asked == [(("hf://datasets/owner/name", None), {"token": False}), "test"]


def test_all_splits_share_the_limit(library):
    library({"train": Part(rows(10)), "validation": Part([{"text": "secret", "label": -1}])})
    found = lines(hub.fetch("owner/name", "config", "", 4, 10_000))
    assert [(row["split"], row["label"]) for row in found] == [("train", "bad"), ("train", "good"), ("validation", "")]


def test_what_goes_wrong_is_said(library, monkeypatch):
    monkeypatch.setitem(sys.modules, "datasets", None)
    assert refusal("owner/name", "", "", 5, 1000).code == "hub_library"
    for name in ("", "../etc", "/etc", "a/b/c", "owner/..", "buckets/x", "https://x", "\ud800/x"):
        assert refusal(name, "", "", 5, 1000).code == "hub_name"
    library(None, building=ConnectionError("no route"))
    assert refusal("owner/name", "", "", 5, 1000).code == "hub_unreachable"
    library(ConnectionError("no route"))
    assert refusal("owner/name", "", "", 5, 1000).code == "hub_unreachable"
    library(RuntimeError("Bad split: x\nof y"))
    assert refusal("owner/name", "", "x", 5, 1000).values["reason"] == "Bad split: x"
    library(None, building=ValueError("Config name is missing.\nPick one"))
    error = refusal("owner/name", "", "", 5, 1000)
    assert (error.code, error.values["reason"]) == ("hub_failed", "Config name is missing.")
    library(Part([]))
    assert refusal("owner/name", "", "x", 5, 1000).code == "empty"
    library(Part(rows(100)))
    assert refusal("owner/name", "", "x", 100, 1000).code == "file_too_large"


@pytest.mark.parametrize("name", ["text", "csv", "json", "parquet", "arrow", "imagefolder", "imdb"])
def test_the_librarys_own_readers_are_never_asked(library, name):
    """They would read the folder that the server runs in."""
    asked = library({"train": Part(rows(2))}, files={"train": ["/home/somebody/notes.txt"]}, kind=name)
    assert refusal(name, "", "", 5, 1000).code == "hub_name"
    assert asked == []


@pytest.mark.parametrize(
    "file",
    [
        "/home/somebody/table.csv",
        "file:///etc/passwd",
        "http://127.0.0.1:8000/x.csv",
        "https://huggingface.co/datasets/owner/name/x.csv",
        "hf://datasets/owner/other@8a3f/x.csv",
        "hf://datasets/owner/name-too@8a3f/x.csv",
        "hf://buckets/owner/name@8a3f/x.csv",
        "hf://datasets/owner/name@8a3f/x.zip::/etc/passwd",
        "zip://x.csv::/home/somebody/x.zip",
    ],
)
def test_a_card_that_names_files_elsewhere_is_refused_before_they_are_read(library, file):
    asked = library({"train": Part(rows(2))}, files={**OWN, "more": [*OWN["train"], file]})
    assert refusal("owner/name", "", "", 5, 1000).code == "hub_foreign"
    assert len(asked) == 1


@pytest.mark.parametrize("files", [None, {}, {"train": []}])
def test_a_builder_without_files_is_refused(library, files):
    """So is one of a copy that the server keeps of a data set, perhaps of a secret one."""
    library({"train": Part(rows(2))}, files=files)
    assert refusal("owner/name", "", "", 5, 1000).code == "hub_foreign"


@pytest.mark.parametrize("kind", ["webdataset", "hdf5", "lance", "imagefolder"])
def test_only_plain_tables_are_read(library, kind):
    library({"train": Part(rows(2))}, kind=kind)
    assert refusal("owner/name", "", "", 5, 1000).code == "hub_foreign"


@pytest.mark.parametrize(
    "error", [FileNotFoundError("Unable to find '/home/x'"), OSError("10.0.0.1 said no"), RuntimeError("a script")]
)
def test_a_card_finds_out_nothing_about_this_machine(library, error):
    library(None, building=error)
    found = refusal("owner/name", "", "", 5, 1000)
    assert (found.code, found.values) == ("hub_foreign", {"name": "owner/name"})


def test_a_hub_that_is_slow_is_left(library, monkeypatch):
    library(Part(rows(3)))
    monkeypatch.setattr(hub, "PATIENCE", -1.0)
    assert refusal("owner/name", "", "x", 5, 1000).code == "hub_slow"


def test_features_that_nobody_knows_need_no_decoding(library):
    part = Part([{"text": "a", "label": 1}])
    part.features = part.decode = None
    library(part)
    assert lines(hub.fetch("owner/name", "", "x", 5, 1000)) == [{"text": "a", "label": 1}]
