"""Label words by LM-BFF's search (Gao et al. 2021, section 5.1): one word a label, chosen together.

First each label's words are narrowed to the k likeliest over its own training examples. Of the assignments of one such
word to every label the n best on the training examples are kept, and these are ranked again on the development
examples. The paper fine-tunes the LM for that second look; here it stays frozen. It ranks by accuracy; so few examples
give many ties, which here the lower mean of -log P(label) decides.

Two or three labels are enumerated. With more there would be millions of assignments: then from each label's likeliest
word one label after the other is changed, and the n best are kept, until a round changes nothing.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from playground.search.reports import Assignment, FoundWords, RankedWord
from playground.search.word_method import Material, word_method

if TYPE_CHECKING:
    from playground.search.options import WordOptions

ENUMERATED = 30_000  # assignments that are all tried
AT_ONCE = 2_000_000  # numbers of one comparison, which bounds its memory
ROUNDS = 5


@word_method("assignments", reads_dev=True, options=("candidates", "assignments"))
def find(material: Material, options: WordOptions) -> FoundWords:
    """The assignment that is best on the development examples, and each label's words in the ranked ones."""
    log_p = material.train.log_probabilities(material.words)
    labels, gold = len(material.labels), material.train.gold
    pools = [log_p[gold == c].sum(0).argsort(descending=True, stable=True)[: options.candidates] for c in range(labels)]
    pooled = torch.cat(pools).unique()
    train = log_p[:, pooled]
    places = [torch.searchsorted(pooled, pool) for pool in pools]
    best = _best(places, train, gold, options.assignments)
    dev = material.dev.log_probabilities(material.words, pooled)
    on_train, on_dev = judge(train, gold, best), judge(dev, material.dev.gold, best)
    order = sorted(range(len(best)), key=lambda i: (*_worth(on_dev, i), *_worth(on_train, i)))
    chosen = [
        Assignment(
            words=tuple(material.words.texts[i] for i in pooled[best[i_]].tolist()),
            train_accuracy=on_train[0][i_].item(),
            train_loss=on_train[1][i_].item(),
            dev_accuracy=on_dev[0][i_].item(),
            dev_loss=on_dev[1][i_].item(),
        )
        for i_ in order
    ]
    first = chosen[0].words
    return FoundWords(
        method="assignments",
        ranked={label: _ranked(chosen, c, options.ranked) for c, label in enumerate(material.labels)},
        verbalizer={label: (word,) for label, word in zip(material.labels, first, strict=True)},
        assignments=tuple(chosen[: options.ranked]),
    )


def judge(log_p: Tensor, gold: Tensor, assignments: Tensor) -> tuple[Tensor, Tensor]:
    """The share right and the mean of -log P(label) of assignments [n, labels], each [n]; the labels normalised.

    Args:
        log_p: [examples, words]; `assignments`: indices into its words.
    """
    share = max(1, AT_ONCE // max(1, log_p.shape[0] * assignments.shape[1]))
    accuracies, losses = [], []
    for part in assignments.split(share):
        scores = log_p[:, part].double().log_softmax(-1)  # [examples, n, labels]
        accuracies.append((scores.argmax(-1) == gold[:, None]).double().mean(0))
        losses.append(-scores.gather(2, gold[:, None, None].expand(-1, len(part), 1))[..., 0].mean(0))
    return torch.cat(accuracies), torch.cat(losses)


def _best(places: list[Tensor], log_p: Tensor, gold: Tensor, count: int) -> Tensor:
    """The best assignments on the training examples: [at most count, labels]."""
    total = 1
    for pool in places:
        total = min(total * len(pool), ENUMERATED + 1)
    if total <= ENUMERATED:
        every = torch.tensor(list(itertools.product(*(pool.tolist() for pool in places))))
        return _kept(every, log_p, gold, count)
    kept = torch.stack([pool[0] for pool in places])[None]
    # All labels' likeliest words may be one word, which no assignment holds twice: the first round sorts that out.
    for _ in range(ROUNDS):
        before = kept
        for c, pool in enumerate(places):
            changed = kept[:, None].expand(-1, len(pool), -1).clone()
            changed[:, :, c] = pool
            kept = _kept(torch.cat([kept, changed.flatten(0, 1)]).unique(dim=0), log_p, gold, count, strict=False)
        if torch.equal(kept, before):
            break
    return _kept(kept, log_p, gold, count)


def _kept(assignments: Tensor, log_p: Tensor, gold: Tensor, count: int, strict: bool = True) -> Tensor:
    """The best of them: those with a word for two labels last, or with `strict` not at all while there are others."""
    ordered = assignments.sort(dim=1).values
    twice = (ordered[:, 1:] == ordered[:, :-1]).any(1)
    if strict and not twice.all():
        assignments, twice = assignments[~twice], twice[~twice]
    found = judge(log_p, gold, assignments)
    order = sorted(range(len(assignments)), key=lambda i: (bool(twice[i]), *_worth(found, i)))
    return assignments[order[:count]]


def _worth(judged: tuple[Tensor, Tensor], i: int) -> tuple[float, float]:
    """Sorts the better first: by accuracy, then by loss."""
    return -judged[0][i].item(), judged[1][i].item()


def _ranked(chosen: list[Assignment], label: int, count: int) -> tuple[RankedWord, ...]:
    """A label's words in the order of the best assignment each is in, with that one's development accuracy."""
    first: dict[str, float] = {}
    for its in chosen:
        first.setdefault(its.words[label], its.dev_accuracy)
    return tuple(RankedWord(word, score) for word, score in list(first.items())[:count])
