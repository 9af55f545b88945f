"""What goes on between a model's layers: hidden states through its own head, and attention weights.

Answers come from a twin of the network: the same weights, another configuration, in which attention is computed step by
step ("eager") and layers are kept. So whoever reads with the model meanwhile notices nothing, and a compiled block runs
as it was written. Which prompt is asked, and what its words mean, is for `playground.scoring.layers`.
"""

from __future__ import annotations

import copy
import re
import threading
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedConfig

from playground.errors import ModelError
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence

_IN_A_BLOCK = re.compile(r"\.\d+\.")


class Inside:
    """A model to look into. It keeps no weights of its own; make one for each look.

    Raises:
        ModelError: the network does not call its body as a whole, so that no layer can be put before its head.
    """

    def __init__(self, model: LanguageModel):
        if model.abilities.picked != "body":
            raise ModelError("no_layers", id=model.id)
        self._id = model.id
        self._twin = copy.copy(model)
        # What the pass under way asks for is this twin's own: nobody picks rows for it.
        for name, value in vars(model).items():
            if isinstance(value, threading.local):
                setattr(self._twin, name, type(value)())
        self._network: Any = _twin(model.network)
        self._twin._model = self._network
        self._network.set_attn_implementation("eager")
        self._network.config.output_hidden_states = True
        self.layers: int = self._network.config.get_text_config().num_hidden_layers

    @torch.inference_mode()
    def log_probs(self, sequence: TokenSequence) -> Tensor:
        """Log-probabilities at a sequence's positions, after the embeddings and after every layer.

        The logit lens (nostalgebraist 2020, "interpreting GPT: the logit lens"): each layer's hidden state goes through
        the final norm, where the body has one behind its last layer, and through the LM head with its own transform. The
        last row is the model's answer.

        Returns:
            float32 on the CPU: [layers + 1, positions, V], with targets [layers + 1, positions].

        Raises:
            ModelError: the layers are not of one width, or give no numbers.
        """
        rows = self.layers + 1
        every = replace(
            sequence, positions=sequence.positions * rows, targets=sequence.targets and sequence.targets * rows
        )
        norms, handles = {}, []
        for name, module in self._network.base_model.named_modules():
            if "norm" in type(module).__name__.lower() and not _IN_A_BLOCK.search(f".{name}."):
                handles.append(module.register_forward_hook(lambda its, _, out: norms.__setitem__(its, out)))

        def lens(module: Any, args: Any, output: Any) -> Any:
            for handle in handles:  # the norm below is asked once more
                handle.remove()
            last = output[0]
            final = next((norm for norm, out in norms.items() if _same(out, last)), nn.Identity())
            states = [*output.hidden_states[:-1], last] if output.hidden_states else []
            if len(states) != rows or any(state.shape != last.shape for state in states):
                raise ModelError("no_layers", id=self._id)
            at = torch.tensor(sequence.positions, device=last.device)
            picked = [state[0, at] if state is last else final(state[:, at])[0] for state in states]
            output.last_hidden_state = torch.cat(picked)[None]
            return output

        handles.append(self._network.base_model.register_forward_hook(lens))
        try:
            (output,) = self._twin._forward([every])
        finally:
            for handle in handles:
                handle.remove()
        if output.isnan().any():
            raise ModelError("no_numbers", id=self._id)
        return output.view(rows, len(sequence.positions), *output.shape[1:]).cpu()

    @torch.inference_mode()
    def attention(self, sequence: TokenSequence) -> Tensor:
        """Attention weights of every layer and head: [layers, heads, tokens, prefix + tokens], on the CPU.

        A row is what its token reads, and sums to 1; the columns of a trained prefix stand first.

        Raises:
            ModelError: this family computes no attention weights.
        """
        weights: list[Tensor] = []

        def keep(module: Any, args: Any, output: Any) -> Any:
            weights.extend(layer for layer in output.get("attentions") or () if layer is not None)
            output.last_hidden_state = output[0][:, :1]
            return output

        handle = self._network.base_model.register_forward_hook(keep)
        self._network.config.output_attentions = True
        try:
            self._twin._forward([replace(sequence, positions=(0,), targets=None)])
        finally:
            handle.remove()
            self._network.config.output_attentions = False
        if not weights or any(layer.shape[-2] != len(sequence.ids) for layer in weights):
            raise ModelError("no_attention", id=self._id)
        return torch.cat(weights).cpu()


def _same(out: Any, last: Tensor) -> bool:
    return isinstance(out, Tensor) and out.shape == last.shape and torch.equal(out, last)


def _twin(network: nn.Module) -> nn.Module:
    """Modules and configurations anew, parameters shared; a block that was given another `forward` has its own again."""
    modules: dict[nn.Module, nn.Module] = {}
    configurations: dict[int, Any] = {}

    def copied(module: nn.Module) -> nn.Module:
        if module in modules:
            return modules[module]
        new = modules[module] = copy.copy(module)
        new.__dict__.pop("forward", None)
        for name, value in list(vars(new).items()):
            if isinstance(value, PreTrainedConfig):
                new.__dict__[name] = copy.deepcopy(value, configurations)
            elif isinstance(value, dict):  # hooks and buffers, too
                new.__dict__[name] = value.copy()
        for name, child in module._modules.items():
            new._modules[name] = child and copied(child)
        return new

    return copied(network)
