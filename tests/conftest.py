"""Fixtures built once a session: tokenizers, checkpoints, loaded models."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
import torch

from playground.models import loading
from playground.models.language_model import LanguageModel
from playground.models.tokenizer import PromptTokenizer
from playground.settings import Settings
from tests import fakes
from tests.server import running

torch.set_num_threads(1)
hypothesis.settings.register_profile("project", deadline=None, max_examples=150)
hypothesis.settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What takes too long for every day."""
    parser.addoption("--thorough", action="store_true", help="walk every example and every lesson in a browser")


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory):
    """`checkpoint(family)` -> folder of a tiny random checkpoint."""

    @cache
    def make(family: str) -> Path:
        return fakes.tiny_checkpoint(family, tmp_path_factory.mktemp(family))

    return make


@pytest.fixture(scope="session")
def tiny(checkpoint):
    """`tiny(family)` -> the project's model and plain transformers' from one folder."""

    @cache
    def make(family: str) -> SimpleNamespace:
        folder = checkpoint(family)
        plain = fakes.load_plain(folder, "masked" if family in fakes.MASKED else "causal")
        ours = loading.load(folder, family, "1")
        return SimpleNamespace(ours=ours, plain=plain.model, tokenizer=plain.tokenizer, folder=folder)

    return make


@pytest.fixture(scope="session")
def tokenizers():
    """`tokenizers(kind)` -> the project's tokenizer and the plain one it wraps."""

    @cache
    def make(kind: str) -> SimpleNamespace:
        plain = fakes.tiny_tokenizer(kind)
        return SimpleNamespace(ours=PromptTokenizer(plain), plain=plain)

    return make


@pytest.fixture(scope="session")
def bundled() -> LanguageModel:
    """The model that comes with the project."""
    return loading.load(Settings().bundled_model, "bundled", "1")


@pytest.fixture(scope="session")
def server(checkpoint):
    """The app itself, with a folder that holds a tiny BERT and a tiny GPT-2."""
    root = checkpoint("bert").parent
    with running("--models-root", str(root)) as app:
        yield app
