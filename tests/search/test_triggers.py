"""The trigger search: where every filling can be tried, it finds the best."""

import itertools

import pytest
import torch

from playground.errors import SearchError
from playground.search import vocabulary
from playground.search.objective import Objective
from playground.search.options import TriggerOptions
from playground.search.triggers import Material, TriggerSearch
from tests.search.conftest import ROWS, task_on


def search(model, template: str, seed: int = 1, **options) -> TriggerSearch:
    task = task_on(model, template)
    words = vocabulary.triggers(model, task.template, task.verbalizer, [], scripts=True)
    chosen = TriggerOptions(**{"batch": len(ROWS), "race": False, "candidates": 100, "steps": 6, **options})
    objective = Objective(task, ROWS, model)
    return TriggerSearch(Material(objective, objective, words), chosen, seed, model)


def every_loss(found: TriggerSearch) -> dict[tuple[int, ...], float]:
    objective, words = found._material.train, found._material.words
    every = list(itertools.product(*map(sorted, words)))
    return dict(zip(every, objective.losses(every, range(len(ROWS))).mean(1).tolist(), strict=True))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_trigger_with_enough_candidates_is_the_optimum(toy, seed):
    found = search(toy, "{text} [T] it was [MASK].", seed)
    losses = every_loss(found)
    reports = list(found.reports())
    assert reports[1].loss == pytest.approx(min(losses.values()), abs=1e-5)
    assert losses[found.best[1]] == pytest.approx(min(losses.values()), abs=1e-5)
    assert len(reports) < 4, "nothing can change any more"


def test_two_triggers_with_beam_and_candidates_enough_are_the_optimum(toy):
    found = search(toy, "[T] {text} [T] [MASK].", beam=100, steps=3)
    losses = every_loss(found)
    assert len(losses) == 14**2
    last = list(found.reports())[-1]
    assert last.loss == pytest.approx(min(losses.values()), abs=1e-5)


@pytest.mark.parametrize("race", [False, True])
def test_a_flip_is_kept_only_if_it_is_better(toy, race):
    found = search(toy, "{text} [T*2] [MASK].", candidates=3, steps=8, race=race)
    losses = every_loss(found)
    ids = {word: id for its in found._material.words for id, word in its.items()}
    reports = list(found.reports())
    kept = 0
    for before, after in itertools.pairwise(reports):
        old, new = (losses[tuple(ids[word] for word in its.words)] for its in (before, after))
        assert sum(flip.kept for flip in after.flips) == (before.words != after.words)
        assert after.before == pytest.approx(old, abs=1e-5) and after.loss == pytest.approx(new, abs=1e-5)
        if before.words != after.words:
            (flip,) = (flip for flip in after.flips if flip.kept)
            assert flip.examples == len(ROWS) and flip.actual == pytest.approx(old - new, abs=1e-5) and flip.actual > 0
            assert after.words == (*before.words[: after.place], flip.word, *before.words[after.place + 1 :])
            assert after.dev is not None
            kept += 1
        else:
            assert after.dev is None and all(flip.actual <= 1e-5 for flip in after.flips if flip.examples == len(ROWS))
    assert kept


def test_a_flip_says_what_was_promised_and_what_came(toy):
    found = search(toy, "{text} [T*2] [MASK].", candidates=5, steps=1)
    first, report = found.reports()
    objective, words = found._material.train, found._material.words
    ids = [{word: id for id, word in its.items()} for its in words]
    start = tuple(its[word] for its, word in zip(ids, first.words, strict=True))
    losses, gradients = objective.gradient(start, range(len(ROWS)))
    slope = gradients[:, report.place].mean(0)
    assert len(report.flips) == 5
    assert [flip.predicted for flip in report.flips] == sorted((flip.predicted for flip in report.flips), reverse=True)
    for flip in report.flips:
        id = ids[report.place][flip.word]
        moved = (*start[: report.place], id, *start[report.place + 1 :])
        promised = -(toy.look_up([id])[0] - toy.look_up([start[report.place]])[0]) @ slope
        assert flip.predicted == pytest.approx(promised.item(), abs=1e-5)
        came = losses.mean() - objective.losses([moved], range(len(ROWS))).mean()
        assert flip.actual == pytest.approx(came.item(), abs=1e-5)


def test_the_race_tries_all_on_a_part_and_the_best_on_the_whole_batch(toy):
    found = search(toy, "{text} [T*2] [MASK].", candidates=12, steps=1, race=True)
    _, report = found.reports()
    counts = sorted(flip.examples for flip in report.flips)
    assert counts[0] == 2 and counts[-1] == len(ROWS) and counts.count(len(ROWS)) == 2


def test_a_batch_has_every_label_in_turn(toy):
    found = search(toy, "{text} [T] [MASK].", batch=4)
    gold = found._material.train.gold
    batches = [found._batch(step) for step in range(6)]
    assert all(sorted(gold[batch[:2]].tolist()) == [0, 1] and len(batch) == 4 for batch in batches)
    assert len({tuple(batch) for batch in batches}) > 1 and batches == [found._batch(step) for step in range(6)]


def test_a_search_goes_on_from_any_checkpoint_to_the_same(toy):
    whole = list(search(toy, "{text} [T*3] [MASK].", candidates=4, batch=6, race=True, beam=2, steps=7).reports())
    for report in whole[:-1:2]:
        again = search(toy, "{text} [T*3] [MASK].", candidates=4, batch=6, race=True, beam=2, steps=7)
        again.unpack(report.checkpoint)
        rest = list(again.reports())
        wanted = whole[report.step + 1 :]
        for mine, theirs in zip(rest, wanted, strict=True):
            assert (mine.step, mine.words, mine.flips, mine.loss) == (
                theirs.step,
                theirs.words,
                theirs.flips,
                theirs.loss,
            )
        best = min((its for its in whole if its.dev), key=lambda its: its.dev.loss)
        assert (again.best[0], again.text(again.best[1])) == (best.step, best.words)


def test_a_damaged_checkpoint_is_refused(toy):
    found = search(toy, "{text} [T] [MASK].")
    for data in (b"", b'{"step"', b"[]", b"\xff"):
        with pytest.raises(SearchError) as caught:
            found.unpack(data)
        assert caught.value.code == "damaged_checkpoint" and caught.value.message("zh")


def test_what_no_word_may_fill_is_refused(toy):
    task = task_on(toy, "{text} [T] [MASK].")
    objective = Objective(task, ROWS, toy)
    with pytest.raises(SearchError) as caught:
        TriggerSearch(Material(objective, objective, [{}]), TriggerOptions(), 1, toy)
    assert caught.value.code == "no_candidates"


def test_seeds_differ_and_repeat(toy):
    def words(seed):
        torch.manual_seed(seed + 100)  # no draw comes from here
        return [report.words for report in search(toy, "{text} [T*3] [MASK].", seed, candidates=3).reports()]

    assert words(1) == words(1)
    assert len({tuple(words(seed)) for seed in (1, 2, 3)}) > 1
