"""The only `from_pretrained` calls: a folder on disk -> a LanguageModel that has been tried.

Safetensors (or one GGUF file of an installed package) only, no remote code, no
weights made up: a checkpoint whose LM head is missing is refused by name.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import AutoConfig, AutoTokenizer
from transformers.modeling_utils import PreTrainedModel

from playground.errors import ModelError
from playground.models import checkpoint as checkpoints
from playground.models import size, trial
from playground.models.abilities import Abilities
from playground.models.checkpoint import Checkpoint
from playground.models.compiled import compile_frozen
from playground.models.kinds import ModelKind
from playground.models.language_model import LanguageModel
from playground.models.tokenizer import PromptTokenizer

log = logging.getLogger(__name__)
# A trial's outcome where it is known, by the revision of what was tried.
KNOWN = {"2ade1994f246": Abilities(max_length=512)}


def load(
    folder: Path,
    id: str,
    revision: str,
    *,
    gguf: str | None = None,
    context_limit: int = 2048,
    memory_limit: int | None = None,
) -> LanguageModel:
    """Load the model of a folder in float32, and try it.

    Args:
        gguf: name of a GGUF file in the folder to read instead of safetensors.
        context_limit: the most tokens of a prompt, whatever the model could take.
        memory_limit: bytes that its weights may take, refused before they are read.

    Raises:
        ModelError: what is missing or not allowed, or what does not work, by name.
    """
    found = checkpoints.read(folder, id, gguf)
    size.check_plausible(found)
    with _quiet():
        with _explained(id):
            network, tokenizer, language = _read(found, memory_limit)
        with trial.explained(id):
            return _tried(found, revision, network, tokenizer, language, context_limit)


def _tried(
    found: Checkpoint, revision: str, network: Any, tokenizer: Any, language: str | None, context_limit: int
) -> LanguageModel:
    kind = _kind(found, network, tokenizer)
    if kind.fills_masks and tokenizer.mask_token_id is None:
        raise ModelError("no_mask_token", id=found.id)
    stated = Abilities(_stated_length(network.config, tokenizer, context_limit), language=language)
    model = LanguageModel(found.id, revision, kind.name, network, tokenizer, stated)
    if known := KNOWN.get(revision):
        model.adopt(replace(known, max_length=min(known.max_length, stated.max_length)))
    else:
        trial.attempt(model)
    compile_frozen(model)
    return model


def _read(found: Checkpoint, memory_limit: int | None) -> tuple[PreTrainedModel, Any, str | None]:
    """The network, its tokenizer, and which language's parts it uses where its files leave that open."""
    source: dict[str, Any] = {"trust_remote_code": False, "local_files_only": True}
    language = None
    if found.gguf:
        source["gguf_file"] = found.gguf
        weights: dict[str, Any] = {}
    else:
        config = AutoConfig.from_pretrained(found.folder, **source)
        if getattr(config, "is_encoder_decoder", False):
            raise ModelError("not_a_language_model", id=found.id, family=config.model_type)
        language = _settle(config)
        size.check_size(found, config, memory_limit)
        weights = {"config": config, "use_safetensors": True}
    network, report = found.kinds[0].auto.from_pretrained(
        found.folder, dtype=torch.float32, output_loading_info=True, **source, **weights
    )
    missing = sorted(report["missing_keys"]) if not found.gguf else []
    if missing:
        raise ModelError("missing_weights", id=found.id, names=", ".join(missing[:4]), count=len(missing))
    if report.get("mismatched_keys"):
        raise ModelError("not_loadable", id=found.id)
    return network.eval(), AutoTokenizer.from_pretrained(found.folder, **source), language


def _settle(config: Any) -> str | None:
    """Choose what a configuration leaves to each text: one way of attending, one language's parts.

    BigBird reads sparsely until its first short text, and in full from then on; X-MOD needs to be told a language.
    """
    if getattr(config, "attention_type", None) == "block_sparse":
        config.attention_type = "original_full"
    languages = getattr(config, "languages", None)
    if languages and getattr(config, "default_language", "") is None:
        config.default_language = next((name for name in languages if name.startswith("en")), languages[0])
        return str(config.default_language)
    return None


def _kind(found: Checkpoint, network: Any, tokenizer: Any) -> ModelKind:
    """Of the kinds that a class may be, the one it is: what reads ahead fills masks."""
    if len(found.kinds) == 1:
        return found.kinds[0]
    text = trial.words_of(network, PromptTokenizer(tokenizer))[:6]
    if not text:
        raise ModelError("no_tokenizer", id=found.id)
    ahead = trial.sees_ahead(network, text, text[0])
    return next((kind for kind in found.kinds if kind.looks_back != ahead), found.kinds[0])


@contextmanager
def _quiet() -> Iterator[None]:
    """transformers says nothing on the console meanwhile."""
    verbosity = transformers.logging.get_verbosity()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        yield
    finally:
        transformers.logging.set_verbosity(verbosity)


@contextmanager
def _explained(id: str) -> Iterator[None]:
    """transformers raises nearly every type; its text may carry paths, so it goes to the log."""
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        log.warning("loading %s failed", id, exc_info=error)
        raise ModelError("not_loadable", id=id) from error


def _stated_length(config: Any, tokenizer: Any, context_limit: int) -> int:
    """The limit as the files have it; a trial may find a shorter one."""
    positions = getattr(config.get_text_config(), "max_position_embeddings", None)
    stated = [context_limit, tokenizer.model_max_length, positions]
    return int(min(limit for limit in stated if isinstance(limit, int | float) and limit > 0))
