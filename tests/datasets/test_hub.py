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

    def take(self, count):
        return self.rows[:count]


def rows(count):
    return [{"text": f"文 {n}", "label": n % 2, "picture": object(), "words": ["a"]} for n in range(count)]


@pytest.fixture
def library(monkeypatch):
    """`library(answer)` puts a `datasets` in place; it returns what was asked of it."""

    def install(answer):
        asked = []

        def load_dataset(*arguments, **options):
            asked.append((arguments, options))
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setitem(sys.modules, "datasets", SimpleNamespace(load_dataset=load_dataset))
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
    assert found == [{"text": "文 0", "label": "bad"}, {"text": "文 1", "label": "good"}, {"text": "文 2", "label": "bad"}]
    assert asked == [(("owner/name", None), {"split": "test", "streaming": True})]


def test_all_splits_share_the_limit(library):
    library({"train": Part(rows(10)), "validation": Part([{"text": "secret", "label": -1}])})
    found = lines(hub.fetch("name", "config", "", 4, 10_000))
    assert [(row["split"], row["label"]) for row in found] == [("train", "bad"), ("train", "good"), ("validation", "")]


def test_what_goes_wrong_is_said(library, monkeypatch):
    monkeypatch.setitem(sys.modules, "datasets", None)
    assert refusal("owner/name", "", "", 5, 1000).code == "hub_library"
    for name in ("", "../etc", "/etc", "a/b/c", "tests", "owner/..", "https://x"):
        assert refusal(name, "", "", 5, 1000).code == "hub_name"
    library(ConnectionError("no route"))
    assert refusal("owner/name", "", "", 5, 1000).code == "hub_unreachable"
    library(ValueError("Config name is missing.\nPick one"))
    error = refusal("owner/name", "", "", 5, 1000)
    assert (error.code, error.values["reason"]) == ("hub_failed", "Config name is missing.")
    library(Part([]))
    assert refusal("owner/name", "", "x", 5, 1000).code == "empty"
    library(Part(rows(100)))
    assert refusal("owner/name", "", "x", 100, 1000).code == "file_too_large"
