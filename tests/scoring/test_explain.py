"""Leave-one-out by hand and against separate predictions; what both methods bound and refuse."""

from __future__ import annotations

import math

import pytest
import torch

from playground.errors import PlaygroundError, VerbalizerError
from playground.prompt import Prompt
from playground.prompting import template, verbalizer
from playground.scoring import explain, gradient_attribution
from playground.scoring.options import Options
from playground.scoring.predict import Task
from tests.fakes import FAMILIES, ToyModel
from tests.scoring.explaining import LABELS, TEXT, effects, left_out, odds, sloped, task

# -- by hand -------------------------------------------------------------------------
# Vocabulary: good fine bad poor ?; the text is "bad poor", the mask `?`.

TABLE = {
    (2, 3, 4): (0.4, 0.2, 0.1, 0.1, 0.2),
    (3, 4): (0.2, 0.2, 0.2, 0.2, 0.2),  # without "bad"
    (2, 4): (0.1, 0.1, 0.4, 0.2, 0.2),  # without "poor"
    (4,): (0.1, 0.3, 0.1, 0.1, 0.4),  # without any text
}


def test_leave_one_out_by_hand():
    toy = ToyModel(lambda ids, position: TABLE[ids])
    found = left_out(toy, task(toy, "{text} [MASK]", "pos: good, fine\nneg: bad"), "bad poor")
    # (.4 + .2) / 2 against .1 are odds of 3; without "bad" .2 : .2 are 1; without "poor" .1 : .4 are 1/4.
    assert found.label == "pos" and found.probability == pytest.approx(0.75)
    assert effects(found) == [("bad", pytest.approx(math.log(3))), ("poor", pytest.approx(math.log(12)))]
    assert [item.without for item in found.items] == [pytest.approx(0.5), None, pytest.approx(0.2), None, None]
    assert [item.reason for item in found.items] == [None, "space", None, "space", "mask"]
    other = left_out(toy, task(toy, "{text} [MASK]", "pos: good, fine\nneg: bad"), "bad poor", "neg")
    assert effects(other) == [("bad", pytest.approx(-math.log(3))), ("poor", pytest.approx(-math.log(12)))]


def test_calibration_takes_the_whole_prompts_prior_by_hand():
    toy = ToyModel(lambda ids, position: TABLE[ids])
    found = left_out(toy, task(toy, "{text} [MASK]", "pos: good, fine\nneg: bad", calibration="pmi"), "bad poor")
    # Divided by (.1, .3, .1): (4 + 2/3) / 2 : 1 = 7/3; without "bad" (2 + 2/3) / 2 : 2 = 2/3;
    # without "poor" (1 + 1/3) / 2 : 4 = 1/6.
    assert effects(found) == [("bad", pytest.approx(math.log(3.5))), ("poor", pytest.approx(math.log(14)))]


def test_gradient_by_hand():
    """Embeddings (1, 2), (3, 4), (5, 6); the gradient of every target's log p there is (10, 1)."""

    class Linear(ToyModel):
        def gradients(self, row, weights):
            self.asked.append((row.targets, weights.tolist()))
            return torch.arange(1.0, 7.0).view(3, 2), weights.sum() * torch.tensor([10.0, 1.0]).expand(3, 2)

    toy = Linear(lambda ids, position: TABLE[ids])
    found = sloped(toy, task(toy, "{text} [MASK]", "pos: good, fine\nneg: bad"), "bad poor")
    # S = log(.5 good + .5 fine) - log bad: shares 2/3, 1/3 and -1, which cancel.
    assert toy.asked[-1] == ((0, 1, 2), pytest.approx([2 / 3, 1 / 3, -1.0]))
    assert [effect for _, effect in effects(found)] == pytest.approx([0.0, 0.0], abs=1e-5)
    # Of the largest word's score alone, too, and with three labels the others share: .4 : (.2 + .1).
    found = sloped(toy, task(toy, "{text} [MASK]", "a: good\nb: fine\nc: bad", aggregation="max"), "bad poor")
    assert toy.asked[-1][1] == pytest.approx([1, -2 / 3, -1 / 3])


# -- against what a user would compute -----------------------------------------------


@pytest.mark.parametrize("family", ["bert", "roberta", "xlm-roberta", "gpt2", "llama"])
@pytest.mark.parametrize("right", [".", ""])
def test_leave_one_out_equals_separate_predictions(tiny, family, right):
    model, source = tiny(family).ours, "{text} It was [MASK]" + right
    options = Options(calibration="contextual", aggregation="geometric", length_normalised=True)
    its = Task.build(template.parse(source), verbalizer.parse(LABELS), options, model)
    found = left_out(model, its, label="negative")
    whole = Prompt(source, LABELS, options).predict(model, text=TEXT).probabilities()["negative"]
    assert found.probability == pytest.approx(whole, abs=1e-6)
    shorter = {
        "The": "film was funny, and the music good!",
        "funny": "The film was, and the music good!",
        ",": "The film was funny and the music good!",
        "good": "The film was funny, and the music!",
        "!": "The film was funny, and the music good",
    }
    seen = {item.text: item for item in found.items if item.slot and item.effect is not None}
    assert list(seen) == ["The", "film", "was", "funny", ",", "and", "the", "music", "good", "!"]
    for word, text in shorter.items():
        rest = Prompt(source, LABELS, options).predict(model, text=text).probabilities()["negative"]
        assert seen[word].effect == pytest.approx(odds(whole) - odds(rest), abs=2e-4)
        assert seen[word].without == pytest.approx(rest, abs=1e-4)


@pytest.mark.parametrize("family", ["bert", "roberta", "gpt2", "llama"])
@pytest.mark.parametrize("filling", ["independent", "sequential"])
def test_the_templates_words_too(tiny, family, filling):
    model, options = tiny(family).ours, Options(filling=filling)
    its = Task.build(template.parse("It is {text} In all it was [MASK]."), verbalizer.parse(LABELS), options, model)
    found = left_out(model, its, "bad", "positive")
    shorter = {
        "is": "It {text} In all it was [MASK].",
        "In": "It is {text} all it was [MASK].",
        "was": "It is {text} In all it [MASK].",
        ".": "It is {text} In all it was [MASK]",
    }
    whole = Prompt("It is {text} In all it was [MASK].", LABELS, options).predict(model, text="bad").probabilities()
    seen = {item.text: item.effect for item in found.items if item.kind == "text"}
    for word, source in shorter.items():
        rest = Prompt(source, LABELS, options).predict(model, text="bad").probabilities()
        assert seen[word] == pytest.approx(odds(whole["positive"]) - odds(rest["positive"]), abs=2e-4)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("source", ["{text} It was [MASK].", "{text} 总之[MASK]", "[MASK] {text}"])
def test_every_word_of_any_family_has_both_effects(tiny, family, source):
    model = tiny(family).ours
    its, text = task(model, source), "The film 很好看，真的!"
    for found in (left_out(model, its, text), sloped(model, its, text)):
        words = [item for item in found.items if item.reason not in ("space", "mask")]
        assert "".join(item.text for item in found.items) == source.replace("{text}", text)
        # Only what a model that reads to the left of the mask never sees has none.
        assert all(item.effect is not None for item in words if item.slot)
    assert all(p.grad is None for p in model.network.parameters())


# -- what is bounded, cut or refused -------------------------------------------------


def test_a_slot_written_twice_is_one_text(tiny):
    model = tiny("bert").ours
    found = left_out(model, task(model, "{text} {text} It was [MASK]."), "good music")
    words = [(item.text, item.effect) for item in found.items if item.slot and item.effect is not None]
    assert words[:2] == words[2:] and [text for text, _ in words] == ["good", "music"] * 2
    slope = [
        item.effect
        for item in sloped(model, task(model, "{text} {text} It was [MASK]."), "good music").items
        if item.text == "good"
    ]
    assert slope[0] == slope[1]


def test_a_long_text_is_cut_as_it_was_and_bounded(tiny, monkeypatch):
    model, text = tiny("bert").ours, "The film was good. " * 40
    monkeypatch.setattr(explain, "MOST_WORDS", 6)
    found = left_out(model, task(model), text)
    assert "".join(item.text for item in found.items) == f"{text} It was [MASK]."
    reasons = [item.reason for item in found.items]
    assert reasons.count("cut") == 1 and reasons.count(None) == 6 and "beyond" in reasons
    # The template's words come first; behind the cut nothing is read, also when a word is gone.
    assert [item.text for item in found.items if item.effect is not None] == ["The", "film", "was", "It", "was", "."]
    kept = "".join(item.text for item in found.items if item.slot and item.reason != "cut")
    rest = Prompt("{text} It was [MASK].", LABELS).predict(model, text=kept.removeprefix("The ")).probabilities()
    assert found.items[0].without == pytest.approx(rest[found.label], abs=1e-4)
    monkeypatch.setattr(gradient_attribution, "MOST_TOKENS", 100)
    with pytest.raises(PlaygroundError, match="too long"):
        sloped(model, task(model), text)


def test_one_label_cannot_be_moved(tiny):
    model = tiny("bert").ours
    for method in (left_out, sloped):
        with pytest.raises(VerbalizerError, match="two labels"):
            method(model, task(model, words="positive: great"))


def test_an_empty_text_leaves_the_template(tiny):
    model = tiny("gpt2").ours
    for found in (left_out(model, task(model), ""), sloped(model, task(model), "")):
        assert [text for text, _ in effects(found)][:2] == ["It", "was"]
    # Without its only word nothing stands before the mask but a start token.
    assert effects(left_out(model, task(model, "Well [MASK]", "a: great\nb: bad"), ""))[0][0] == "Well"
