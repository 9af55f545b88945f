"""The parameter ledger: how many numbers each method would train on this model.

Counting only, in whole numbers and without tensors: every method has a formula,
and the tests hold each against the module it describes. The methods trained here
have theirs in their own files; the others stand here for comparison.
"""

from __future__ import annotations

from collections import Counter

from playground.models.shape import ModelShape, shape_of
from playground.tuning.ledger_row import LedgerPart, LedgerRow, Sizes, ledger_row
from playground.tuning.method import METHODS

__all__ = ["LedgerPart", "LedgerRow", "ModelShape", "ledger", "shape_of"]

RANK = 8
BOTTLENECK = 64


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
    sizes = Sizes(tokens, prefix or tokens, lstm, mlp)
    return (
        *(method.ledger(shape, sizes) for method in METHODS.values()),
        bitfit(shape),
        lora(shape),
        adapters(shape),
        head(shape, labels),
        everything(shape),
    )


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
    return ledger_row(shape, "lora", formula, parts)


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
    return ledger_row(shape, "bitfit", formula, parts)


def adapters(shape: ModelShape, bottleneck: int = BOTTLENECK) -> LedgerRow:
    """Two bottlenecks a block with their biases (Houlsby et al. 2019), who train the layer norms as well."""
    d, m, blocks = shape.hidden, bottleneck, shape.blocks
    formula = f"2 × {blocks} × (2 × {d:,} × {m} + {m} + {d:,})"
    parts = [
        LedgerPart("bottlenecks", formula, 2 * blocks * (2 * d * m + m + d)),
        LedgerPart("layer_norms", f"2 × {blocks} × 2 × {d:,}", 2 * blocks * 2 * d, counted=False),
    ]
    return ledger_row(shape, "adapters", formula, parts)


def head(shape: ModelShape, labels: int) -> LedgerRow:
    """A classification head as RoBERTa's: 592,130 numbers for two labels at width 768. A cloze prompt needs none."""
    d = shape.hidden
    parts = [
        LedgerPart("dense", f"{d:,} × {d:,} + {d:,}", d * d + d),
        LedgerPart("classes", f"{d:,} × {labels} + {labels}", d * labels + labels),
    ]
    return ledger_row(shape, "head", " + ".join(part.formula for part in parts), parts)


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
    return ledger_row(shape, "full", " + ".join(part.formula for part in parts), parts, lm_head=True)
