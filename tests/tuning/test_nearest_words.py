"""What soft tokens learnt, against a case done by hand and a direct computation."""

from __future__ import annotations

import math

import pytest
import torch

from playground.tuning.nearest_words import MapPoint, nearest_words, project

WORDS = ["[PAD]", "east", "north", "##ing", "far", "west"]
PLANE = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.9, 0.1], [10.0, 0.5], [-1.0, 0.0]])


def word(id: int) -> str | None:
    return None if WORDS[id].startswith(("[", "##")) else WORDS[id]


def test_by_hand():
    """One token starts as "north" and moves to (2, 0.2): along "far", but nearer to "east"."""
    found = nearest_words(torch.tensor([[2.0, 0.2]]), PLANE[[2]], PLANE, word, [("west", 1, [5])], count=2)
    (token,) = found.tokens
    assert token.start == "north"
    assert token.moved == pytest.approx(math.hypot(2, 0.8))
    norms = [0, 1, 1, math.hypot(0.9, 0.1), math.hypot(10, 0.5), 1]
    assert token.relative == pytest.approx(token.moved / (sum(norms) / 6))
    assert [near.word for near in token.cosine] == ["far", "east"]
    assert token.cosine[1].value == pytest.approx(2 / math.hypot(2, 0.2))
    assert [near.word for near in token.euclidean] == ["east", "north"]
    assert token.euclidean[0].value == pytest.approx(math.hypot(1, 0.2))
    kinds = [(point.kind, point.text, point.index) for point in found.points]
    assert kinds == [
        ("start", "s1", 0),
        ("end", "s1", 0),
        ("label", "west", 1),
        ("neighbour", "far", -1),
        ("neighbour", "east", -1),
    ]
    assert found.shown == pytest.approx(1)


def test_against_a_direct_computation():
    torch.manual_seed(0)
    vocabulary, start, trained = torch.randn(200, 16), torch.randn(4, 16), 3 * torch.randn(4, 16)
    found = nearest_words(trained, start, vocabulary, lambda id: f"w{id}" if id % 3 else None)
    for token, vector, before in zip(found.tokens, trained.double(), start.double(), strict=True):
        ids = [id for id in range(200) if id % 3]
        cosine = {
            f"w{i}": float(vector @ vocabulary[i].double() / vector.norm() / vocabulary[i].double().norm()) for i in ids
        }
        distance = {f"w{i}": float((vector - vocabulary[i].double()).norm()) for i in ids}
        best = sorted(cosine, key=cosine.get, reverse=True)[:5]
        assert [near.word for near in token.cosine] == best
        assert [near.value for near in token.cosine] == pytest.approx([cosine[name] for name in best], abs=1e-5)
        closest = sorted(distance, key=distance.get)[:5]
        assert [near.word for near in token.euclidean] == closest
        assert [near.value for near in token.euclidean] == pytest.approx([distance[name] for name in closest], rel=1e-5)
        assert token.start is None and token.moved == pytest.approx(float((vector - before).norm()), rel=1e-5)


def test_a_spelling_appears_once_and_few_words_are_few():
    vocabulary = torch.eye(4)
    found = nearest_words(torch.ones(1, 4), torch.zeros(1, 4), vocabulary, lambda id: "great" if id < 2 else None)
    assert [near.word for near in found.tokens[0].cosine] == ["great"]


def test_the_map_keeps_distances_of_a_plane_and_its_signs():
    torch.manual_seed(1)
    flat = torch.randn(9, 2).double()
    basis = torch.linalg.qr(torch.randn(12, 2).double())[0]
    plane, shown = project(flat @ basis.T + 5)
    assert shown == pytest.approx(1)
    assert torch.allclose(torch.cdist(plane, plane), torch.cdist(flat, flat))
    again, _ = project(-(flat @ basis.T))
    assert torch.allclose(plane, again)
    assert all(column[column.abs().argmax()] > 0 for column in plane.T)


def test_a_lone_untrained_token_has_a_map():
    found = nearest_words(torch.ones(1, 3), torch.ones(1, 3), torch.eye(3), lambda id: None)
    assert found.points == (MapPoint("start", "s1", 0, 0.0, 0.0), MapPoint("end", "s1", 0, 0.0, 0.0))


def test_a_label_word_of_two_pieces_lies_between_them():
    found = nearest_words(torch.ones(1, 2), torch.zeros(1, 2), PLANE, word, [("north-west", 0, [2, 5])])
    label, pieces = found.points[2], nearest_words(torch.ones(1, 2), torch.zeros(1, 2), PLANE, word).points
    assert label.kind == "label" and label.index == 0 and len(found.points) == len(pieces) + 1


def test_the_bundled_models_words(bundled):
    """Soft tokens that are the words themselves are nearest to these words."""
    vocabulary = bundled.embeddings
    ids = [bundled.tokenizer.word_ids(text, True, False)[0] for text in ("it", "was")]
    found = nearest_words(
        vocabulary[ids], vocabulary[ids], vocabulary, lambda id: bundled.tokenizer.word(id, True, False)
    )
    assert [token.start for token in found.tokens] == ["it", "was"]
    assert [token.cosine[0].word for token in found.tokens] == ["it", "was"]
    assert [token.euclidean[0].word for token in found.tokens] == ["it", "was"]
    assert all(token.moved == 0 and token.cosine[0].value == pytest.approx(1) for token in found.tokens)
