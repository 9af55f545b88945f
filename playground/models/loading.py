"""The only `from_pretrained` calls: a folder on disk -> a LanguageModel.

Safetensors (or one GGUF file of an installed package) only, no remote code, no
weights made up: a checkpoint whose LM head is missing is refused by name.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import AutoTokenizer

from playground.errors import ModelError
from playground.models.kinds import KINDS, ModelKind, kind_of
from playground.models.language_model import LanguageModel

log = logging.getLogger(__name__)


def load(folder: Path, id: str, revision: str, *, gguf: str | None = None, context_limit: int = 2048) -> LanguageModel:
    """Load the model of a folder in float32.

    Args:
        gguf: name of a GGUF file in the folder to read instead of safetensors.
        context_limit: the most tokens of a prompt, whatever the model could take.

    Raises:
        ModelError: what is missing or not allowed, by name.
    """
    kind = KINDS["causal"] if gguf else _check(folder, id)
    source = {"gguf_file": gguf} if gguf else {"use_safetensors": True}
    verbosity = transformers.logging.get_verbosity()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        model, report = kind.auto.from_pretrained(
            folder,
            dtype=torch.float32,
            trust_remote_code=False,
            local_files_only=True,
            output_loading_info=True,
            **source,
        )
        tokenizer = AutoTokenizer.from_pretrained(
            folder, trust_remote_code=False, local_files_only=True, **({"gguf_file": gguf} if gguf else {})
        )
    except ModelError:
        raise
    except Exception as error:
        # transformers raises nearly every type here; its text may carry paths, so it goes to the log.
        log.warning("loading %s failed", id, exc_info=error)
        raise ModelError("not_loadable", id=id) from error
    finally:
        transformers.logging.set_verbosity(verbosity)
    if model.config.is_encoder_decoder:
        raise ModelError("not_a_language_model", id=id, family=model.config.model_type)
    missing = sorted(report["missing_keys"]) if not gguf else []
    if missing:
        raise ModelError("missing_weights", id=id, names=", ".join(missing[:4]), count=len(missing))
    if report.get("mismatched_keys"):
        raise ModelError("not_loadable", id=id)
    if kind.fills_masks and tokenizer.mask_token_id is None:
        raise ModelError("no_mask_token", id=id)
    return LanguageModel(id, revision, kind.name, model, tokenizer, _max_length(model.config, tokenizer, context_limit))


def _check(folder: Path, id: str) -> ModelKind:
    """Refuse early, with the reason, what transformers would refuse late or run."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        config = None
    if not isinstance(config, dict):
        raise ModelError("no_config", id=id)
    if not any(folder.glob("*.safetensors")):
        raise ModelError("no_safetensors", id=id)
    family = str(config.get("model_type", "?"))
    kind = kind_of(family, tuple(map(str, config.get("architectures") or ())))
    if kind is None:
        code = "remote_code" if "auto_map" in config else "not_a_language_model"
        raise ModelError(code, id=id, family=family)
    return kind


def _max_length(config: Any, tokenizer: Any, context_limit: int) -> int:
    limits = [context_limit, tokenizer.model_max_length]
    config = config.get_text_config()
    positions = getattr(config, "max_position_embeddings", None)
    if positions:
        # RoBERTa counts positions from behind its padding index: 514 are 512 tokens.
        offset = (config.pad_token_id or 0) + 1 if config.model_type in _OFFSET_FAMILIES else 0
        limits.append(positions - offset)
    return int(min(limits))


_OFFSET_FAMILIES = {"roberta", "xlm-roberta", "camembert", "xlm-roberta-xl", "longformer", "roberta-prelayernorm"}
