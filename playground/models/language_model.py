"""A loaded language model, reduced to the one thing scoring asks of it.

`log_probs` runs rows of token ids and returns log-probabilities at the asked
positions only: the LM head never sees the others. No gradients, no templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import torch
from torch import Tensor

from playground.models.tokenizer import PromptTokenizer

# Bounds of one forward pass, for memory: padded tokens, and positions given to the LM head.
MAX_BATCH_TOKENS = 16_384
MAX_BATCH_POSITIONS = 512
MAX_HEAD_COPY = 256 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One sequence to run.

    `positions` are the places whose output distribution is wanted; `soft` those
    whose input is an untrained soft token: the vocabulary's mean embedding. With
    `targets`, one id a position, only their log-probabilities are kept.
    """

    ids: tuple[int, ...]
    positions: tuple[int, ...]
    soft: tuple[int, ...] = ()
    targets: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if self.positions and not 0 <= min(self.positions) <= max(self.positions) < len(self.ids):
            raise ValueError("a position outside the row")

    def pieces(self) -> list[Row]:
        """The row itself, or copies of it that ask for a bounded share of its positions each."""
        if len(self.positions) <= MAX_BATCH_POSITIONS:
            return [self]
        starts = range(0, len(self.positions), MAX_BATCH_POSITIONS)
        shares = [slice(start, start + MAX_BATCH_POSITIONS) for start in starts]
        targets = self.targets
        return [replace(self, positions=self.positions[s], targets=targets and targets[s]) for s in shares]


class LanguageModel:
    """A frozen masked or causal LM with its tokenizer, for one thread at a time.

    Args:
        id: what the user asked for.
        revision: what exactly was loaded: a commit or a fingerprint.
        model: a transformers `…ForMaskedLM` or `…ForCausalLM`, float32, in eval mode.
        max_length: the most tokens of a prompt, special tokens included.
    """

    def __init__(
        self,
        id: str,
        revision: str,
        kind: Literal["masked", "causal"],
        model: Any,
        tokenizer: Any,
        max_length: int,
    ):
        self.id = id
        self.revision = revision
        self.kind = kind
        self.tokenizer = PromptTokenizer(tokenizer)
        self.max_length = max_length
        self.family: str = model.config.model_type
        self.parameters = sum(p.numel() for p in model.parameters())
        self._model = model.eval().requires_grad_(False)
        _lay_out_head(model)
        self.bytes = sum(p.nbytes for p in model.parameters())
        self._wanted: Tensor | None = None
        self._mean_embedding: Tensor | None = None
        model.base_model.register_forward_hook(self._select_rows)

    def _select_rows(self, module: Any, args: Any, output: Any) -> Any:
        """Leave only the wanted positions to the head: [B, L, d] -> [1, N, d].

        Transformers models compute head(base_model(...)), so this one place
        serves every family; the contract tests hold it against the plain forward.
        """
        if self._wanted is not None:
            hidden = output[0]
            rows = hidden.reshape(-1, hidden.shape[-1]).index_select(0, self._wanted)
            output.last_hidden_state = rows.unsqueeze(0)
        return output

    @torch.inference_mode()
    def log_probs(self, rows: Sequence[Row]) -> list[Tensor]:
        """Log-probabilities over the vocabulary at each row's positions.

        Returns:
            One float32 tensor a row: [len(row.positions), V], with targets [len(row.positions)].
        """
        parts = [(i, part) for i, row in enumerate(rows) for part in row.pieces()]
        results: list[Tensor | None] = [None] * len(parts)
        for batch in _batches([part for _, part in parts]):
            outputs = self._forward([parts[k][1] for k in batch])
            for k, output in zip(batch, outputs, strict=True):
                results[k] = output
        if len(parts) == len(rows):
            return results
        joined: list[list[Tensor]] = [[] for _ in rows]
        for (i, _), output in zip(parts, results, strict=True):
            joined[i].append(output)
        return [torch.cat(outputs) for outputs in joined]

    def _forward(self, rows: list[Row]) -> list[Tensor]:
        width = max(len(row.ids) for row in rows)
        lengths = [len(row.ids) for row in rows]
        # Any id does for padding: attention never looks at it.
        ids = torch.tensor([row.ids + row.ids[-1:] * (width - len(row.ids)) for row in rows])
        inputs: dict[str, Tensor] = {"input_ids": ids}
        if min(lengths) < width:
            inputs["attention_mask"] = (torch.arange(width) < torch.tensor(lengths)[:, None]).long()
        if any(row.soft for row in rows):
            inputs["inputs_embeds"] = self._embed(inputs.pop("input_ids"), rows)
        if self.kind == "causal":
            inputs["use_cache"] = False
        wanted = [i * width + p for i, row in enumerate(rows) for p in row.positions]
        self._wanted = torch.tensor(wanted, dtype=torch.long)
        try:
            logits = self._model(**inputs).logits[0]
        finally:
            self._wanted = None
        outputs = torch.log_softmax(logits.float(), dim=-1).split([len(row.positions) for row in rows])
        return [_keep(row, output) for row, output in zip(rows, outputs, strict=True)]

    def _embed(self, ids: Tensor, rows: list[Row]) -> Tensor:
        """Input embeddings [B, L, e] with the soft positions filled."""
        embedding = self._model.get_input_embeddings()
        if self._mean_embedding is None:
            self._mean_embedding = embedding.weight.mean(dim=0)
        embedded = embedding(ids)
        for i, row in enumerate(rows):
            embedded[i, list(row.soft)] = self._mean_embedding
        return embedded


def _lay_out_head(model: Any) -> None:
    """Store the LM head's weight [V, d] column by column.

    One or two rows against a vocabulary is bound by memory, and BLAS reads this
    layout about twice as fast (measured in tests/benchmarks). It unties the head
    from the embeddings, a copy worth its memory only for smaller vocabularies.
    """
    head = model.get_output_embeddings()
    if isinstance(head, torch.nn.Linear) and head.weight.nbytes <= MAX_HEAD_COPY:
        head.weight = torch.nn.Parameter(head.weight.t().contiguous().t(), requires_grad=False)


def _keep(row: Row, output: Tensor) -> Tensor:
    """What a row wants of its [positions, V]: a copy of the targets alone, or all."""
    if row.targets is None:
        return output
    return output.gather(1, torch.tensor(row.targets, dtype=torch.long)[:, None])[:, 0]


def _batches(rows: Sequence[Row]) -> list[list[int]]:
    """Indices of rows of like length together, each batch within the bounds."""
    batches: list[list[int]] = []
    positions = 0
    for i in sorted(range(len(rows)), key=lambda i: len(rows[i].ids)):
        width, wanted = len(rows[i].ids), len(rows[i].positions)
        last = batches[-1] if batches else None
        # Padding a short row to a much longer neighbour costs more than a second pass.
        alike = last is not None and width <= 2 * len(rows[last[0]].ids) + 16
        if alike and width * (len(last) + 1) <= MAX_BATCH_TOKENS and positions + wanted <= MAX_BATCH_POSITIONS:
            last.append(i)
            positions += wanted
        else:
            batches.append([i])
            positions = wanted
    return batches
