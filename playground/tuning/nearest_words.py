"""What soft tokens have learnt: the words near them, how far they went, and a map.

A soft token is a vector, no word: the nearest words are a hint, not a translation
(Khashabi et al. 2022, "Prompt Waywardness"). Two distances are given because they
disagree, most of all where training has made a vector much longer than any word's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from torch.nn.functional import normalize

WORDS = 5
SHORT = 300
# Neighbours of each token on the map: more would bury the tokens.
ON_MAP = 2
SAME = 1e-4


@dataclass(frozen=True)
class Near:
    """A vocabulary word and its cosine with, or Euclidean distance from, a soft token."""

    word: str
    value: float


@dataclass(frozen=True)
class LearntToken:
    """One soft token after training.

    `start` is the word whose embedding it started as, `None` where it started
    elsewhere. `moved` is the Euclidean distance from there, `relative` the same in
    units of the mean norm of the vocabulary's embeddings. `cosine` and `euclidean`
    are the nearest words, nearest first.
    """

    start: str | None
    moved: float
    relative: float
    cosine: tuple[Near, ...]
    euclidean: tuple[Near, ...]


PointKind = Literal["start", "end", "label", "neighbour"]


@dataclass(frozen=True)
class MapPoint:
    """A place on the map; `index` is the soft token's or the label's, -1 for a neighbour."""

    kind: PointKind
    text: str
    index: int
    x: float
    y: float


@dataclass(frozen=True)
class NearestWords:
    """All soft tokens of a prompt, and the map with the share of the variance it shows."""

    tokens: tuple[LearntToken, ...]
    points: tuple[MapPoint, ...]
    shown: float


def nearest_words(
    trained: Tensor,
    start: Tensor,
    vocabulary: Tensor,
    word: Callable[[int], str | None],
    label_words: Sequence[tuple[str, int, Sequence[int]]] = (),
    count: int = WORDS,
) -> NearestWords:
    """Look at soft tokens among the words.

    Args:
        trained: [k, e] embeddings after training.
        start: [k, e] embeddings before.
        vocabulary: [V, e] input embeddings of the model.
        word: id -> the whole word it is, or `None` for continuation pieces and special tokens.
        label_words: word, index of its label, ids of its pieces (their mean is its place).
        count: nearest words of each token.
    """
    trained, start, vocabulary = trained.float(), start.float(), vocabulary.detach().float()
    scale = vocabulary.norm(dim=1).mean().item()
    moved = (trained - start).norm(dim=1).tolist()
    cosines = normalize(trained, dim=1) @ normalize(vocabulary, dim=1).T
    distances = torch.cdist(trained, vocabulary)
    near = [_nearest(row, word, count, largest=True) for row in cosines]
    tokens = []
    for i, distance in enumerate(moved):
        close = _nearest(distances[i], word, count, largest=False)
        # Seen from afar `cdist` loses digits; these few are computed again.
        exact = [(text, id, (trained[i] - vocabulary[id]).norm().item()) for text, id, _ in close]
        tokens.append(
            LearntToken(
                _started_as(start[i], vocabulary, word, SAME * scale),
                distance,
                distance / scale,
                tuple(Near(text, value) for text, _, value in near[i]),
                tuple(Near(text, value) for text, _, value in exact),
            )
        )
    around = {text: id for words in near for text, id, _ in words[:ON_MAP]}
    points, shown = _map(trained, start, vocabulary, label_words, around)
    return NearestWords(tuple(tokens), points, shown)


def _nearest(
    values: Tensor, word: Callable[[int], str | None], count: int, largest: bool
) -> list[tuple[str, int, float]]:
    """The first whole words by value [V], each spelling once: text, id, value."""
    found: dict[str, tuple[int, float]] = {}
    # Few of the nearest are no words: a short list nearly always does.
    for id in _ranked(values, largest):
        text = word(id)
        if text is not None and text not in found:
            found[text] = (id, values[id].item())
        if len(found) == count:
            break
    return [(text, id, value) for text, (id, value) in found.items()]


def _ranked(values: Tensor, largest: bool) -> Iterator[int]:
    """Ids by value, the first few hundred without sorting the rest."""
    first = values.topk(min(SHORT, len(values)), largest=largest).indices.tolist()
    yield from first
    if len(first) < len(values):
        seen = set(first)
        yield from (id for id in values.argsort(descending=largest, stable=True).tolist() if id not in seen)


def _started_as(start: Tensor, vocabulary: Tensor, word: Callable[[int], str | None], within: float) -> str | None:
    distances = (vocabulary - start).norm(dim=1)
    id = int(distances.argmin())
    return word(id) if distances[id] <= within else None


def _map(
    trained: Tensor,
    start: Tensor,
    vocabulary: Tensor,
    label_words: Sequence[tuple[str, int, Sequence[int]]],
    around: dict[str, int],
) -> tuple[tuple[MapPoint, ...], float]:
    """Two principal components of everything that is drawn."""
    labels = {text for text, _, _ in label_words}
    around = {text: id for text, id in around.items() if text not in labels}
    k = len(trained)
    names: list[tuple[PointKind, str, int]] = [("start", f"s{i + 1}", i) for i in range(k)]
    names.extend(("end", f"s{i + 1}", i) for i in range(k))
    names.extend(("label", text, label) for text, label, _ in label_words)
    names.extend(("neighbour", text, -1) for text in around)
    rows = [start, trained]
    rows += [vocabulary[list(ids)].mean(dim=0, keepdim=True) for _, _, ids in label_words]
    rows += [vocabulary[[id]] for id in around.values()]
    plane, shown = project(torch.cat(rows))
    points = zip(names, plane.tolist(), strict=True)
    return tuple(MapPoint(kind, text, index, x, y) for (kind, text, index), (x, y) in points), shown


def project(points: Tensor) -> tuple[Tensor, float]:
    """Principal components 1 and 2 of [N, e] as [N, 2], and their share of the variance.

    A component's sign is free; here its farthest point lies on the positive side,
    so that the same prompt gives the same map everywhere.
    """
    centred = points.double() - points.double().mean(dim=0)
    left, singular, _ = torch.linalg.svd(centred, full_matrices=False)
    plane = torch.zeros(len(points), 2, dtype=torch.double)
    for axis in range(min(2, len(singular))):
        column = left[:, axis] * singular[axis]
        plane[:, axis] = column * (1 if column[column.abs().argmax()] >= 0 else -1)
    total = singular.square().sum().item()
    return plane, singular[:2].square().sum().item() / total if total else 1.0
