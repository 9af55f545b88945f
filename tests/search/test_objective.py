"""What a filling is worth: as the written prompt is, whatever the kind of model, and with a true gradient."""

import copy
import threading

import pytest
import torch

from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities
from playground.models.abilities import Abilities
from playground.models.head import can_narrow, narrow
from playground.models.language_model import LanguageModel
from playground.scoring.batch import ask_all
from playground.scoring.predict import Task
from playground.search import vocabulary, written
from playground.search.objective import Objective
from playground.search.triggers import first_order_gains
from tests.search.conftest import ROWS, task_on

SENTENCES = ("{text} [T*2] it was [MASK].", "[T] {text} so [T] [MASK]", "{text} [MASK] it was [T*2].")


def fillings(model, task: Task, count: int = 5) -> list[tuple[int, ...]]:
    words = vocabulary.triggers(model, task.template, task.verbalizer, [])
    return [tuple(sorted(its)[(7 * i + 3 * j) % len(its)] for j, its in enumerate(words)) for i in range(count)]


@pytest.mark.parametrize("family", ["bert", "roberta", "gpt2", "llama"])
@pytest.mark.parametrize("template", SENTENCES)
@pytest.mark.parametrize("words", [{"yes": "good", "no": "bad"}, {"yes": ["wonderful", "good"], "no": "terrible bad"}])
def test_a_filling_is_worth_what_the_written_prompt_is(tiny, family, template, words):
    model = tiny(family).ours
    task = task_on(model, template, words)
    objective = Objective(task, ROWS, model)
    all_words = vocabulary.triggers(model, task.template, task.verbalizer, [])
    checked = 0
    tried = fillings(model, task)
    losses = objective.losses(tried, range(len(ROWS)))
    for filling, its_losses in zip(tried, losses, strict=True):
        texts = [its[id] for its, id in zip(all_words, filling, strict=True)]
        template_ = written.with_words(task, filling, texts, ROWS, model)
        if template_ is None:
            continue  # two words beside each other may be another one's pieces
        checked += 1
        plain = Task.build(template_, task.verbalizer, task.options, model)
        questions = EncodedExamples.of(plain, ROWS, model)
        expected = -log_probabilities(plain, questions, model).gather(1, questions.gold[:, None])[:, 0]
        assert its_losses.tolist() == pytest.approx(expected.tolist(), abs=2e-4)
        assert objective.score(filling).loss == pytest.approx(expected.mean().item(), abs=2e-4)
        some, _ = objective.gradient(filling, [5, 2])
        assert some.tolist() == pytest.approx(expected[[5, 2]].tolist(), abs=2e-4)
    assert checked >= 2


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_the_first_order_score_is_the_slope_of_a_finite_difference(tiny, family):
    """In double precision, towards other words, by the five-point stencil."""
    plain = tiny(family)
    kind = "masked" if family == "bert" else "causal"
    network = copy.deepcopy(plain.plain).double()
    model = LanguageModel(family, "1", kind, network, plain.tokenizer, Abilities(64))
    task = task_on(model, "{text} [T*2] it was [MASK]")
    objective = Objective(task, ROWS, model)
    rows = list(range(len(ROWS)))
    filling = fillings(model, task)[1]
    _, gradients = objective.gradient(filling, rows)
    current = model.look_up(filling)
    others = model.look_up(sorted(vocabulary.triggers(model, task.template, task.verbalizer, [])[0])[:8])
    step = 1e-2 / others.norm(dim=1).max().item()
    for place in (0, 1):
        predicted = first_order_gains(others.float(), current[place].float(), gradients[:, place].mean(0))
        for other, gain in zip(others, predicted.tolist(), strict=True):
            around = [
                _moved_loss(objective, filling, current, place, side * step * (other - current[place]))
                for side in (-2, -1, 1, 2)
            ]
            slope = (around[0] - 8 * around[1] + 8 * around[2] - around[3]) / (12 * step)
            assert gain == pytest.approx(-slope, abs=1e-3)


def _moved_loss(objective: Objective, filling, current: torch.Tensor, place: int, shift: torch.Tensor) -> float:
    moved = current.clone()
    moved[place] += shift
    rows = range(len(ROWS))
    with torch.no_grad():
        return objective.embedded_losses(filling, [moved] * len(rows), rows).double().mean().item()


@pytest.mark.parametrize("family", ["bert", "roberta", "albert", "distilbert", "modernbert", "gpt2", "qwen2"])
def test_a_narrow_head_gives_what_the_whole_one_gives(tiny, family):
    model = tiny(family).ours
    task = task_on(model, "{text} it was [MASK]")
    sequences = [its.sequences[0] for its in ask_all(task, (row.fields for row in ROWS), model)]
    ids = [ids[0] for ids in task.words.values()]
    assert can_narrow(model, sequences[0], ids)
    whole = model.log_probs(sequences)
    with narrow(model, ids):
        few = model.log_probs(sequences)
        other: list = []
        thread = threading.Thread(target=lambda: other.extend(model.log_probs(sequences)))
        thread.start()
        thread.join()
    for wide, thin, theirs, again in zip(whole, few, other, model.log_probs(sequences), strict=True):
        assert torch.allclose(thin, wide[:, ids].log_softmax(-1), atol=1e-5)
        assert theirs.shape == again.shape == wide.shape
