"""A loaded language model, reduced to the one thing scoring asks of it.

`log_probs` runs rows of token ids and returns log-probabilities at the asked
positions only: the LM head never sees the others. `forward` is the same with
gradients, for training what a row is read under; the model's own weights are
frozen. No templates here.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import torch
from torch import Tensor
from transformers import DynamicCache

from playground.models.soft_prompt import SoftInput
from playground.models.tokenizer import PromptTokenizer

# Bounds of one forward pass, for memory: padded tokens, and positions given to the LM head.
MAX_BATCH_TOKENS = 16_384
MAX_BATCH_POSITIONS = 512
MAX_HEAD_COPY = 256 * 1024 * 1024
# Families whose attention takes keys and values from outside, each tested for it.
PREFIX_FAMILIES = ("bert", "roberta", "xlm-roberta", "gpt2", "llama", "qwen2", "qwen3")


@dataclass(frozen=True)
class Row:
    """One sequence to run.

    `positions` are the places whose output distribution is wanted; `soft` those
    whose input is a soft token: the prompt's embeddings in order, or untrained the
    vocabulary's mean embedding. With `targets`, one id a position, only their
    log-probabilities are kept. `prompt` is what the row is read under; rows of one
    batch may have different ones.
    """

    ids: tuple[int, ...]
    positions: tuple[int, ...]
    soft: tuple[int, ...] = ()
    targets: tuple[int, ...] | None = None
    prompt: SoftInput | None = None

    def __post_init__(self) -> None:
        if self.positions and not 0 <= min(self.positions) <= max(self.positions) < len(self.ids):
            raise ValueError("a position outside the row")

    @property
    def width(self) -> int:
        """Tokens that attention looks at: the row's own and its prefix's."""
        prefix = self.prompt.keys_values if self.prompt else None
        return len(self.ids) + (0 if prefix is None else prefix.shape[3])

    def pieces(self) -> list[Row]:
        """The row itself, or copies of it that ask for a bounded share of its positions each."""
        if len(self.positions) <= MAX_BATCH_POSITIONS:
            return [self]
        starts = range(0, len(self.positions), MAX_BATCH_POSITIONS)
        shares = [slice(start, start + MAX_BATCH_POSITIONS) for start in starts]
        targets = self.targets
        return [replace(self, positions=self.positions[s], targets=targets and targets[s]) for s in shares]


class LanguageModel:
    """A frozen masked or causal LM with its tokenizer.

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
        self.device = self.embeddings.device
        # A cluster's worker may run two jobs on one model, each in a thread of its own.
        self._asked = threading.local()
        self._mean_embedding: Tensor | None = None
        model.base_model.register_forward_hook(self._select_rows)

    def _select_rows(self, module: Any, args: Any, output: Any) -> Any:
        """Leave only the wanted positions to the head: [B, L, d] -> [1, N, d].

        Transformers models compute head(base_model(...)), so this one place
        serves every family; the contract tests hold it against the plain forward.
        """
        wanted = getattr(self._asked, "rows", None)
        if wanted is not None:
            hidden = output[0]
            rows = hidden.reshape(-1, hidden.shape[-1]).index_select(0, wanted)
            output.last_hidden_state = rows.unsqueeze(0)
        return output

    @torch.inference_mode()
    def log_probs(self, rows: Sequence[Row]) -> list[Tensor]:
        """Log-probabilities over the vocabulary at each row's positions.

        Returns:
            One float32 tensor a row, on the CPU: [len(row.positions), V], with targets [len(row.positions)].
        """
        return [output.cpu() for output in self.forward(rows)]

    def forward(self, rows: Sequence[Row]) -> list[Tensor]:
        """As `log_probs`, on the model's device and with gradients to the rows' prompts."""
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

    def gradients(self, row: Row, weights: Tensor) -> tuple[Tensor, Tensor]:
        """A row's input embeddings and the gradient there of Σ weights · its targets' log p: [L, e] each, on the CPU."""
        with torch.no_grad():
            embedded = self._embed(self._tensor([row.ids]), [row])
        (output,) = self._forward([row], embedded.requires_grad_())
        (gradient,) = torch.autograd.grad(output, embedded, weights.to(output))
        return embedded.detach()[0].cpu(), gradient[0].cpu()

    def _forward(self, rows: Sequence[Row], embedded: Tensor | None = None) -> list[Tensor]:
        """One batch."""
        width = max(len(row.ids) for row in rows)
        lengths = [len(row.ids) for row in rows]
        # Any id does for padding: attention never looks at it.
        ids = self._tensor([row.ids + row.ids[-1:] * (width - len(row.ids)) for row in rows])
        inputs: dict[str, Any] = {"input_ids": ids}
        visible = torch.arange(width, device=self.device) < self._tensor(lengths)[:, None]
        if min(lengths) < width:
            inputs["attention_mask"] = visible.long()
        if embedded is not None or any(row.soft for row in rows):
            del inputs["input_ids"]
            inputs["inputs_embeds"] = self._embed(ids, rows) if embedded is None else embedded
        if self.kind == "causal":
            inputs["use_cache"] = False
        if any(row.prompt and row.prompt.keys_values is not None for row in rows):
            inputs |= self._under_prefix(rows, visible)
        wanted = [i * width + p for i, row in enumerate(rows) for p in row.positions]
        self._asked.rows = self._tensor(wanted)
        try:
            logits = self._model(**inputs).logits[0]
        finally:
            self._asked.rows = None
        outputs = torch.log_softmax(logits.float(), dim=-1).split([len(row.positions) for row in rows])
        return [_keep(row, output) for row, output in zip(rows, outputs, strict=True)]

    def _tensor(self, values: Any) -> Tensor:
        return torch.tensor(values, dtype=torch.long, device=self.device)

    def _embed(self, ids: Tensor, rows: Sequence[Row]) -> Tensor:
        """Input embeddings [B, L, e] with the soft positions filled."""
        embedded = self._model.get_input_embeddings()(ids)
        places = [i * ids.shape[1] + p for i, row in enumerate(rows) for p in row.soft]
        values = torch.cat([self._soft_embeddings(row) for row in rows])
        flat = embedded.flatten(0, 1).index_put((self._tensor(places),), values.to(embedded.dtype))
        return flat.view_as(embedded)

    def _soft_embeddings(self, row: Row) -> Tensor:
        if row.prompt and row.prompt.embeddings is not None:
            # A causal LM's left context has the first of them only.
            return row.prompt.embeddings[: len(row.soft)].to(self.device)
        return self.mean_embedding.expand(len(row.soft), -1)

    def _under_prefix(self, rows: Sequence[Row], visible: Tensor) -> dict[str, Any]:
        """Keys and values in front of every layer's own: [B, heads, n, d] each.

        Rows without a prefix, or with a shorter one, do not see what fills the gap.
        The text keeps the positions it has without a prefix.
        """
        given = [row.prompt.keys_values if row.prompt else None for row in rows]
        prefixes = [None if prefix is None else prefix.to(self.device) for prefix in given]
        known = next(prefix for prefix in prefixes if prefix is not None)
        counts = [0 if prefix is None else prefix.shape[3] for prefix in prefixes]
        longest, (batch, width) = max(counts), visible.shape
        blank = known.new_zeros(*known.shape[:3], longest, known.shape[4])
        padded = [
            blank if prefix is None else torch.cat([prefix, blank[..., prefix.shape[3] :, :]], dim=3)
            for prefix in prefixes
        ]
        stacked = torch.stack(padded, dim=2).unbind(0)  # a layer: [2, B, heads, n, d]
        seen = torch.arange(longest, device=self.device) < self._tensor(counts)[:, None]
        sees = torch.cat([seen, visible], dim=1)[:, None, None, :].expand(batch, 1, width, -1)
        if self.kind == "causal":
            ones = torch.ones(width, longest + width, dtype=torch.bool, device=self.device)
            sees = sees & ones.tril(diagonal=longest)
        mask = torch.zeros(sees.shape, device=self.device).masked_fill(~sees, torch.finfo(torch.float32).min)
        start = self._model.config.pad_token_id + 1 if "roberta" in self.family else 0
        return {
            "past_key_values": DynamicCache([(keys, values) for keys, values in stacked]),
            "attention_mask": mask,
            "position_ids": torch.arange(start, start + width, device=self.device).expand(batch, -1),
        }

    def move(self, device: str) -> None:
        """Compute elsewhere from now on: `cuda`, say."""
        self._model.to(device)
        self.device = self.embeddings.device
        self._mean_embedding = None

    @property
    def network(self) -> torch.nn.Module:
        """The transformers model itself, to count or to copy from; never to change."""
        return self._model

    @property
    def embeddings(self) -> Tensor:
        """The vocabulary's input embeddings [V, e]."""
        return self._model.get_input_embeddings().weight

    @property
    def mean_embedding(self) -> Tensor:
        """The average word [e]: what an untrained soft token is."""
        if self._mean_embedding is None:
            # Not under inference mode: training may need it later.
            with torch.inference_mode(False), torch.no_grad():
                self._mean_embedding = self.embeddings.mean(dim=0)
        return self._mean_embedding

    @torch.no_grad()
    def keys_values(self, ids: tuple[int, ...]) -> Tensor:
        """What every layer's keys and values are for these tokens alone:
        [layers, 2, heads, tokens, d]. Only for families with a `prefix_shape`."""
        cache = DynamicCache()
        self._model.base_model(input_ids=self._tensor([ids]), past_key_values=cache)
        return torch.stack([torch.cat([layer.keys, layer.values]) for layer in cache.layers]).cpu()

    @property
    def prefix_shape(self) -> tuple[int, int, int] | None:
        """Layers, heads and their width of a prefix's keys and values, or `None`
        where this family's attention takes none."""
        if self.family not in PREFIX_FAMILIES:
            return None
        config = self._model.config.get_text_config()
        heads = config.num_attention_heads
        width = getattr(config, "head_dim", None) or config.hidden_size // heads
        return config.num_hidden_layers, getattr(config, "num_key_value_heads", None) or heads, width


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
    return output.gather(1, torch.tensor(row.targets, dtype=torch.long, device=output.device)[:, None])[:, 0]


def _batches(rows: Sequence[Row]) -> list[list[int]]:
    """Indices of rows of like length together, each batch within the bounds."""
    batches: list[list[int]] = []
    positions = 0
    for i in sorted(range(len(rows)), key=lambda i: rows[i].width):
        width, wanted = rows[i].width, len(rows[i].positions)
        last = batches[-1] if batches else None
        # Padding a short row to a much longer neighbour costs more than a second pass.
        alike = last is not None and width <= 2 * rows[last[0]].width + 16
        if alike and width * (len(last) + 1) <= MAX_BATCH_TOKENS and positions + wanted <= MAX_BATCH_POSITIONS:
            last.append(i)
            positions += wanted
        else:
            batches.append([i])
            positions = wanted
    return batches
