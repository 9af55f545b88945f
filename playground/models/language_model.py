"""A loaded language model, reduced to the one thing scoring asks of it.

`log_probs` runs sequences of token ids and returns log-probabilities at the asked
positions only: the LM head never sees the others. `forward` is the same with
gradients, for training what a sequence is read under; the model's own weights are
frozen. No templates here.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from transformers import DynamicCache

from playground.errors import ModelError, PromptFileError
from playground.models.abilities import Abilities
from playground.models.fused_block import unfuse
from playground.models.kinds import kind_named
from playground.models.packed_linear import Pass, lay_out_head, unpack
from playground.models.token_sequence import CACHED_TOKENS, TokenSequence, batches, wanted
from playground.models.tokenizer import PromptTokenizer

SETTLED = ("default_language", "attention_type")  # what `loading` settles in some configurations
# Families whose attention takes keys and values from outside, each tested for it.
PREFIX_FAMILIES = ("bert", "roberta", "xlm-roberta", "gpt2", "llama", "qwen2", "qwen3")


class LanguageModel:
    """A frozen language model of one of the `KINDS` with its tokenizer.

    Args:
        id: what the user asked for.
        revision: what exactly was loaded: a commit or a fingerprint.
        model: a transformers `…ForMaskedLM` or `…ForCausalLM`, float32, in eval mode.
        abilities: what the files, or a trial, say that it can do.

    Raises:
        ModelError: an unknown kind, or a tokenizer that cannot keep template and text apart.
    """

    def __init__(
        self,
        id: str,
        revision: str,
        kind: str,
        model: Any,
        tokenizer: Any,
        abilities: Abilities,
    ):
        self.id = id
        self.revision = revision
        self.kind = kind
        self.fills_masks, self._looks_back = kind_named(kind).fills_masks, kind_named(kind).looks_back
        self.tokenizer = PromptTokenizer(tokenizer)
        self.family: str = model.config.model_type
        self.parameters = sum(p.numel() for p in model.parameters())
        self._model = model.eval().requires_grad_(False)
        self.device = self.embeddings.device
        # A cluster's worker may run two jobs on one model, each in a thread of its own.
        self.asked = Pass()
        self._mean_embedding: Tensor | None = None
        self.reloaded = False  # an earlier one was read from the same folder
        self._accepts = set(inspect.signature(model.forward).parameters)
        self._picking: Any = None
        self.abilities = abilities
        self.settle()

    @property
    def settled(self) -> dict[str, str]:
        """What its configuration may leave to each text, as it reads now: whoever loads it anew must choose alike."""
        found = {name: getattr(self._model.config, name, None) for name in SETTLED}
        return {name: value for name, value in found.items() if isinstance(value, str)}

    def adopt(self, abilities: Abilities) -> None:
        """Read as these abilities say from now on."""
        self.abilities = abilities
        if self._picking is not None:
            self._picking.remove()
        if abilities.picked == "body":
            self._picking = self._model.base_model.register_forward_hook(self._pick_behind)
        else:
            head = self._model.get_output_embeddings()
            self._picking = head.register_forward_pre_hook(self._pick_before) if head is not None else None

    def settle(self) -> None:
        """Know the network's modules anew, some of which stand in others' places."""
        lay_out_head(self._model)
        self.adopt(self.abilities)
        self.bytes = sum(p.nbytes for p in self._model.parameters())

    @property
    def max_length(self) -> int:
        """The most tokens of a prompt, special tokens included."""
        return self.abilities.max_length

    def _pick_behind(self, module: Any, args: Any, output: Any) -> Any:
        """Behind the body, leave only the wanted positions to the head.

        Most of transformers' models compute head(base_model(...)); a trial holds each against its plain forward.
        """
        if self.asked.picked is not None:
            output.last_hidden_state = self._wanted(output[0])
        return output

    def _pick_before(self, module: Any, args: Any) -> Any:
        """Before the head's last map, where a model does not call its body as a whole."""
        return args if self.asked.picked is None else (self._wanted(args[0]), *args[1:])

    def _wanted(self, hidden: Tensor) -> Tensor:
        """[B, L, d] -> [1, N, d]."""
        assert self.asked.picked is not None
        return hidden.reshape(-1, hidden.shape[-1]).index_select(0, self.asked.picked).unsqueeze(0)

    @torch.inference_mode()
    def log_probs(self, sequences: Sequence[TokenSequence]) -> list[Tensor]:
        """Log-probabilities over the vocabulary at each sequence's positions.

        Returns:
            One float32 tensor a sequence, on the CPU: [len(sequence.positions), V], with targets [len(sequence.positions)].

        Raises:
            ModelError, PromptFileError: what comes out is no number, or the model takes no soft tokens.
        """
        outputs = [output.cpu() for output in self.forward(sequences)]
        for sequence, output in zip(sequences, outputs, strict=True):
            if output.isnan().any():
                raise PromptFileError("no_numbers") if sequence.prompt else ModelError("no_numbers", id=self.id)
        return outputs

    def forward(self, sequences: Sequence[TokenSequence]) -> list[Tensor]:
        """As `log_probs`, on the model's device and with gradients to the sequences' prompts."""
        parts = [(i, part) for i, sequence in enumerate(sequences) for part in sequence.pieces()]
        results = dict[int, Tensor]()
        for batch in self.batches([part for _, part in parts]):
            outputs = self._forward([parts[k][1] for k in batch])
            for k, output in zip(batch, outputs, strict=True):
                results[k] = output
        outputs = [results[k] for k in range(len(parts))]
        if len(parts) == len(sequences):
            return outputs
        joined: list[list[Tensor]] = [[] for _ in sequences]
        for (i, _), output in zip(parts, outputs, strict=True):
            joined[i].append(output)
        return [torch.cat(its) for its in joined]

    def batches(self, sequences: Sequence[TokenSequence]) -> list[list[int]]:
        """Indices of the sequences that share a forward pass."""
        return batches(sequences, self.abilities.together, CACHED_TOKENS if self.device.type == "cpu" else None)

    def gradients(self, sequence: TokenSequence, weights: Tensor) -> tuple[Tensor, Tensor]:
        """A sequence's input embeddings and the gradient there of Σ weights · its targets' log p: [L, e] each, on the CPU."""
        self._check_soft()
        with torch.no_grad():
            embedded = self._embed(self._tensor([sequence.ids]), [sequence])
        (output,) = self._forward([sequence], embedded.requires_grad_())
        (gradient,) = torch.autograd.grad(output, embedded, weights.to(output))
        return embedded.detach()[0].cpu(), gradient[0].cpu()

    def _forward(self, sequences: Sequence[TokenSequence], embedded: Tensor | None = None) -> list[Tensor]:
        """One batch."""
        lengths = [len(sequence.ids) for sequence in sequences]
        width = max(lengths)
        if min(lengths) < self.abilities.min_length:
            raise ModelError("too_short", id=self.id, tokens=min(lengths), least=self.abilities.min_length)
        # Any id does for padding: attention never looks at it.
        ids = self._tensor([sequence.ids + sequence.ids[-1:] * (width - len(sequence.ids)) for sequence in sequences])
        inputs: dict[str, Any] = {"input_ids": ids}
        visible = torch.arange(width, device=self.device) < self._tensor(lengths)[:, None]
        if min(lengths) < width:
            inputs["attention_mask"] = visible.long()
        if embedded is not None or any(sequence.soft for sequence in sequences):
            self._check_soft()
            del inputs["input_ids"]
            inputs["inputs_embeds"] = self._embed(ids, sequences) if embedded is None else embedded
        if self._looks_back and "use_cache" in self._accepts:
            inputs["use_cache"] = False
        if any(sequence.prompt and sequence.prompt.keys_values is not None for sequence in sequences):
            inputs |= self._under_prefix(sequences, visible)
        places = [i * width + p for i, sequence in enumerate(sequences) for p in sequence.positions]
        self.asked.begin(self._tensor(places), ids.numel())
        try:
            logits = self._model(**inputs).logits[0]
        finally:
            self.asked.end()
        outputs = torch.log_softmax(logits.float(), dim=-1).split([len(sequence.positions) for sequence in sequences])
        return [wanted(sequence, output) for sequence, output in zip(sequences, outputs, strict=True)]

    def _check_soft(self) -> None:
        if not self.abilities.soft_tokens:
            raise ModelError("no_soft_tokens", id=self.id)

    def look_up(self, ids: Sequence[int]) -> Tensor:
        """The input embeddings of some tokens [L, e]."""
        return self._look_up(self._tensor(ids)[None])[0]

    def _look_up(self, ids: Tensor) -> Tensor:
        """[B, L] -> [B, L, e]; some modules give a scale beside them."""
        found = self._model.get_input_embeddings()(ids)
        return found[0] if isinstance(found, tuple) else found

    def _tensor(self, values: Any) -> Tensor:
        return torch.tensor(values, dtype=torch.long, device=self.device)

    def _embed(self, ids: Tensor, sequences: Sequence[TokenSequence]) -> Tensor:
        """Input embeddings [B, L, e] with the soft positions filled."""
        embedded = self._look_up(ids)
        places = [i * ids.shape[1] + p for i, sequence in enumerate(sequences) for p in sequence.soft]
        values = torch.cat([self._soft_embeddings(sequence) for sequence in sequences])
        flat = embedded.flatten(0, 1).index_put((self._tensor(places),), values.to(embedded.dtype))
        return flat.view_as(embedded)

    def _soft_embeddings(self, sequence: TokenSequence) -> Tensor:
        if sequence.prompt and sequence.prompt.embeddings is not None:
            # A causal LM's left context has the first of them only.
            return sequence.prompt.embeddings[: len(sequence.soft)].to(self.device)
        return self.mean_embedding.expand(len(sequence.soft), -1)

    def _under_prefix(self, sequences: Sequence[TokenSequence], visible: Tensor) -> dict[str, Any]:
        """Keys and values in front of every layer's own: [B, heads, n, d] each.

        Rows without a prefix, or with a shorter one, do not see what fills the gap.
        The text keeps the positions it has without a prefix.
        """
        given = [sequence.prompt.keys_values if sequence.prompt else None for sequence in sequences]
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
        if self._looks_back:
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
        unfuse(self._model)
        unpack(self._model)
        self._model.to(device)
        self.settle()
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
        layers: Any = cache.layers  # of many kinds, all with keys and values
        return torch.stack([torch.cat([layer.keys, layer.values]) for layer in layers]).cpu()

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
