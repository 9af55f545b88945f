"""The parameter ledger: how many numbers each method would train on this model.

Counting only, in whole numbers and without tensors: every method has a formula,
and the tests hold each against the module it describes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from playground.models.shape import ModelShape, shape_of

__all__ = ["LedgerPart", "LedgerRow", "ModelShape", "ledger", "shape_of"]

RANK = 8
BOTTLENECK = 64


@dataclass(frozen=True)
class LedgerPart:
    """A piece of a row. `counted` is false for what is named only for comparison:
    some authors add it, this row's count does not."""

    name: str
    formula: str
    count: int
    counted: bool = True


@dataclass(frozen=True)
class LedgerRow:
    """What one method trains.

    `count` is the sum of the counted parts, `share` the same over the model's total
    (a method that adds parameters can exceed 1). `kept` is what is left to save
    after training, by `kept_formula`, where part of it is dropped. `lm_head` says
    whether the LM head is among what trains.
    """

    key: str
    formula: str
    count: int
    parts: tuple[LedgerPart, ...]
    share: float
    lm_head: bool
    kept: int | None = None
    kept_formula: str = ""


def ledger(
    shape: ModelShape,
    *,
    tokens: int,
    prefix: int | None = None,
    labels: int = 2,
    lstm: int | None = None,
    mlp: int | None = None,
) -> tuple[LedgerRow, ...]:
    """All methods side by side, from the fewest numbers that a task needs to all of them.

    Args:
        tokens: soft tokens k of prompt tuning and P-tuning.
        prefix: length n of a prefix; `tokens` if not given.
        labels: classes of the task, for a classification head.
        lstm: P-tuning's LSTM width in each direction; half the embedding if not given.
        mlp: hidden width of a prefix's reparameterising MLP; `None` trains the prefix itself.
    """
    return (
        prompt_tuning(shape, tokens),
        p_tuning(shape, tokens, lstm or shape.embedding // 2),
        prefix_tuning(shape, prefix or tokens, mlp),
        bitfit(shape),
        lora(shape),
        adapters(shape),
        head(shape, labels),
        everything(shape),
    )


def prompt_tuning(shape: ModelShape, tokens: int) -> LedgerRow:
    """k embeddings (Lester et al. 2021): T5-XXL's width 4096 makes 5 tokens 20,480."""
    formula = f"{tokens} × {shape.embedding:,}"
    return _row(shape, "prompt", formula, [LedgerPart("embeddings", formula, tokens * shape.embedding)])


def p_tuning(shape: ModelShape, tokens: int, hidden: int) -> LedgerRow:
    """The same embeddings made by a two-layer BiLSTM and an MLP (Liu et al. 2021), both dropped after training."""
    e, h = shape.embedding, hidden
    kept = f"{tokens} × {e:,}"
    # Each direction of a layer: four gates, each with a map of input and of state, and two biases.
    lstm = 2 * 4 * h * (e + h + 2) + 2 * 4 * h * (2 * h + h + 2)
    mlp = (2 * h + 1) * 2 * h + (2 * h + 1) * e
    parts = [
        LedgerPart("embeddings", kept, tokens * e),
        LedgerPart("lstm", f"2 × 4 × {h:,} × ({e + h + 2:,} + {3 * h + 2:,})", lstm),
        LedgerPart("mlp", f"{2 * h + 1:,} × {2 * h:,} + {2 * h + 1:,} × {e:,}", mlp),
    ]
    return _row(shape, "p_tuning", f"{kept} + {lstm:,} + {mlp:,}", parts, kept=tokens * e, kept_formula=kept)


def prefix_tuning(shape: ModelShape, length: int, mlp: int | None = None) -> LedgerRow:
    """Keys and values in every layer (Li & Liang 2021; Liu et al. 2022), alone or made by an MLP of `mlp` units."""
    width = shape.layers * 2 * shape.kv_width
    kept = f"{length} × {shape.layers} × 2 × {shape.kv_width:,}"
    if mlp is None:
        return _row(shape, "prefix", kept, [LedgerPart("keys_values", kept, length * width)])
    d = shape.embedding
    parts = [
        LedgerPart("embeddings", f"{length} × {d:,}", length * d),
        LedgerPart("mlp", f"{d + 1:,} × {mlp:,} + {mlp + 1:,} × {width:,}", (d + 1) * mlp + (mlp + 1) * width),
    ]
    formula = " + ".join(part.formula for part in parts)
    return _row(shape, "prefix", formula, parts, kept=length * width, kept_formula=kept)


def lora(shape: ModelShape, rank: int = RANK) -> LedgerRow:
    """Two thin matrices, r × in and out × r, beside each query and value map (Hu et al. 2021)."""
    parts = []
    for name, sizes in (("queries", shape.queries), ("values", shape.values)):
        for (inputs, outputs), times in Counter(sizes).items():
            formula = f"{times} × {rank} × ({inputs:,} + {outputs:,})"
            parts.append(LedgerPart(name, formula, times * rank * (inputs + outputs)))
    formula = " + ".join(part.formula for part in parts)
    if shape.queries == shape.values and len(set(shape.queries)) == 1:
        inputs, outputs = shape.queries[0]
        formula = f"{shape.blocks} × 2 × {rank} × ({inputs:,} + {outputs:,})"
    return _row(shape, "lora", formula, parts)


def bitfit(shape: ModelShape) -> LedgerRow:
    """All biases of the body, those of its layer norms too (Ben-Zaken et al. 2022).

    BERT-base with its pooler has 102,912; as a masked LM it is loaded without.
    """
    each = shape.block_biases // shape.blocks
    even = each * shape.blocks == shape.block_biases and each
    formula = f"{shape.blocks} × {each:,}" if even else f"{shape.block_biases:,}"
    parts = [LedgerPart("block_biases", formula, shape.block_biases)]
    for name, count in (("other_biases", shape.other_biases), ("pooler_biases", shape.pooler_biases)):
        if count:
            parts.append(LedgerPart(name, f"{count:,}", count))
    formula = " + ".join(part.formula for part in parts)
    if shape.head_biases:
        parts.append(LedgerPart("head_biases", f"{shape.head_biases:,}", shape.head_biases, counted=False))
    return _row(shape, "bitfit", formula, parts)


def adapters(shape: ModelShape, bottleneck: int = BOTTLENECK) -> LedgerRow:
    """Two bottlenecks a block with their biases (Houlsby et al. 2019), who train the layer norms as well."""
    d, m, blocks = shape.hidden, bottleneck, shape.blocks
    formula = f"2 × {blocks} × (2 × {d:,} × {m} + {m} + {d:,})"
    parts = [
        LedgerPart("bottlenecks", formula, 2 * blocks * (2 * d * m + m + d)),
        LedgerPart("layer_norms", f"2 × {blocks} × 2 × {d:,}", 2 * blocks * 2 * d, counted=False),
    ]
    return _row(shape, "adapters", formula, parts)


def head(shape: ModelShape, labels: int) -> LedgerRow:
    """A classification head as RoBERTa's: 592,130 numbers for two labels at width 768. A cloze prompt needs none."""
    d = shape.hidden
    parts = [
        LedgerPart("dense", f"{d:,} × {d:,} + {d:,}", d * d + d),
        LedgerPart("classes", f"{d:,} × {labels} + {labels}", d * labels + labels),
    ]
    return _row(shape, "head", " + ".join(part.formula for part in parts), parts)


def everything(shape: ModelShape) -> LedgerRow:
    """Full fine-tuning; an LM head that shares the embeddings counts them once."""
    vocabulary = shape.vocabulary * shape.embedding
    rest = shape.total - vocabulary - shape.head
    parts = [
        LedgerPart("vocabulary", f"{shape.vocabulary:,} × {shape.embedding:,}", vocabulary),
        LedgerPart("body", f"{rest:,}", rest),
    ]
    if shape.head:
        parts.append(LedgerPart("lm_head", f"{shape.head:,}", shape.head))
    return _row(shape, "full", " + ".join(part.formula for part in parts), parts, lm_head=True)


def _row(
    shape: ModelShape,
    key: str,
    formula: str,
    parts: list[LedgerPart],
    *,
    lm_head: bool = False,
    kept: int | None = None,
    kept_formula: str = "",
) -> LedgerRow:
    count = sum(part.count for part in parts if part.counted)
    return LedgerRow(key, formula, count, tuple(parts), count / shape.total, lm_head, kept, kept_formula)
