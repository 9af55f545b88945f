"""Training learns, stops and goes on as if it had not stopped, and touches only what it should."""

import pytest
import torch

from playground.pretraining.loop import STATE, Phase, Recipe, additive


def weights(model) -> dict[str, torch.Tensor]:
    return {name: weight.detach().clone() for name, weight in model.named_parameters()}


def test_an_interrupted_run_ends_as_an_uninterrupted_one(make_trainer, tmp_path):
    whole = make_trainer()
    losses = [float(report.loss) for report in whole.trainer.run()]
    assert len(losses) > 20
    after: list[float] = []
    for stop in (7, 16, None):
        part = make_trainer()
        if after:
            part.trainer.resume(tmp_path)
        run = part.trainer.run()
        for report in run:
            after.append(float(report.loss))
            if len(after) == stop:
                break
        run.close()
        part.trainer.save(tmp_path)
    assert after == pytest.approx(losses, abs=1e-6)
    expected = weights(whole.model)
    for name, weight in weights(part.model).items():
        assert (weight - expected[name]).abs().max() < 1e-6, name
    assert part.trainer.position == whole.trainer.position
    assert [file.name for file in tmp_path.iterdir()] == [STATE]


def test_another_recipe_does_not_go_on(make_trainer, tmp_path):
    make_trainer().trainer.save(tmp_path)
    with pytest.raises(ValueError, match="another recipe"):
        make_trainer(seed=21).trainer.resume(tmp_path)


def test_the_loss_falls(make_trainer):
    rates = {"body_rate": 3e-3, "head_rate": 3e-3, "row_rate": 3e-3, "ascii_rows": 0.0}
    losses = [float(report.loss) for report in make_trainer(60_000, **rates).trainer.run()]
    assert sum(losses[-10:]) < 0.6 * sum(losses[:10])


def test_ascii_rows_rest_until_their_time(make_trainer):
    made = make_trainer(30_000, ascii_rows=0.5)
    rows = made.model.get_input_embeddings().weight
    before = rows.detach().clone()
    moved = {}
    for report in made.trainer.run():
        if report.progress < 0.5:
            moved["early"] = (rows.detach() - before).abs().sum(dim=1)
    late = (rows.detach() - before).abs().sum(dim=1)
    assert moved["early"][made.ascii].max() == 0
    assert moved["early"][~made.ascii].max() > 0
    assert late[made.ascii].max() > 0


def test_the_head_sees_the_asked_positions_only(make_trainer):
    made = make_trainer(600)
    seen = []
    made.model.cls.register_forward_hook(lambda module, inputs, output: seen.append(inputs[0].shape))
    next(made.trainer.run())
    assert len(seen[0]) == 2
    assert seen[0][0] < 300


def test_a_four_dimensional_mask_is_the_padding_mask(make_trainer):
    model = make_trainer().model.eval()
    ids = torch.tensor([[2, 9, 10, 3, 0, 0], [2, 9, 10, 11, 12, 3]])
    attention = torch.tensor([[1, 1, 1, 1, 0, 0], [1] * 6])
    visible = additive(attention.bool(), torch.float32)
    with torch.no_grad():
        plain = model.base_model(input_ids=ids, attention_mask=attention).last_hidden_state
        ours = model.base_model(input_ids=ids, attention_mask=visible).last_hidden_state
    assert (plain - ours)[attention.bool()].abs().max() < 1e-5


def test_bfloat16_leaves_the_weights_in_float32(make_trainer):
    made = make_trainer(600)
    made.trainer._precision = torch.bfloat16
    assert torch.isfinite(next(made.trainer.run()).loss)
    assert {weight.dtype for weight in made.model.parameters()} == {torch.float32}


def test_rates_rise_and_fall():
    recipe = Recipe(100, warm_up=0.1, floor=0.05)
    assert recipe.rate(0.0) == 0
    assert recipe.rate(0.05) == pytest.approx(0.5)
    assert recipe.rate(0.1) == pytest.approx(1.0)
    assert recipe.rate(1.0) == pytest.approx(0.05)


def test_phases_take_turns():
    recipe = Recipe(10**6, phases=(Phase(0.0, 64), Phase(0.9, 256, True)))
    assert (recipe.shape(0.89).length, recipe.shape(0.89).packed) == (64, False)
    assert (recipe.shape(0.9).length, recipe.shape(0.9).packed) == (256, True)


@pytest.mark.parametrize(
    "options",
    [
        {"tokens": 0},
        {"tokens": 1, "phases": ()},
        {"tokens": 1, "phases": (Phase(0.5, 32),)},
        {"tokens": 1, "phases": (Phase(0.0, 40),)},
    ],
)
def test_wrong_recipes_are_refused(options):
    with pytest.raises(ValueError, match="recipe"):
        Recipe(**options)
