"""Gradient x input against plain transformers and finite differences."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.prompting.words import without
from playground.results import PromptCard
from playground.scoring.plans import drive
from playground.scoring.predict import predict_plan
from tests.fakes import MASKED
from tests.scoring.explaining import LABELS, TEXT, effects, left_out, odds, sloped, task


def reference(it, family: str, scale: tuple[int, float] | None = None):
    """S("positive") of the text behind plain transformers, the embeddings it is a function of, and
    where each token's text lies; `scale` multiplies one token's embedding."""
    plain, string = it.tokenizer, f"{TEXT} It was"
    masked = family in MASKED
    words = {
        word: plain.encode(f"It was {word}", add_special_tokens=False)[
            len(plain.encode("It was", add_special_tokens=False)) :
        ]
        for word in ("great", "wonderful", "terrible")
    }
    embeddings, scores = [], {}
    for word, pieces in words.items():
        whole = string + plain.mask_token * len(pieces) + "." if masked else string
        given = plain(whole, return_offsets_mapping=True)
        ids, offsets = given["input_ids"], given["offset_mapping"]
        if masked:
            places = [i for i, id in enumerate(ids) if id == plain.mask_token_id]
        else:
            places = range(len(ids) - 1, len(ids) - 1 + len(pieces))
            ids, offsets = ids + pieces[:-1], offsets + [(len(string), len(string))] * (len(pieces) - 1)
        embedded = it.plain.get_input_embeddings()(torch.tensor([ids])).detach().clone()
        if scale:
            embedded[0, scale[0]] *= scale[1]
        embedded.requires_grad_()
        output = it.plain(inputs_embeds=embedded).logits[0].float().log_softmax(-1)
        scores[word] = sum(output[place, piece] for place, piece in zip(places, pieces, strict=True))
        embeddings.append((embedded, offsets))
    positive = torch.stack([scores["great"], scores["wonderful"]]).logsumexp(0) - math.log(2)
    return positive - scores["terrible"], embeddings


def places_of(offsets, string: str, spans) -> dict[int, int]:
    """Token -> the word it begins in."""
    found = {}
    for i, (start, end) in enumerate(offsets):
        start += len(string[start:end]) - len(string[start:end].lstrip())
        for j, (first, last) in enumerate(spans):
            if first <= start < last and end > start:
                found[i] = j
    return found


@pytest.mark.parametrize("family", ["bert", "roberta", "albert", "distilbert", "deberta-v2", "gpt2", "llama", "qwen2"])
def test_gradients_equal_plain_autograd_on_input_embeddings(tiny, family):
    it = tiny(family)
    masked = family in MASKED
    source = "{text} It was [MASK]." if masked else "{text} It was [MASK]"
    found = sloped(it.ours, task(it.ours, source), label="positive")
    score, embeddings = reference(it, family)
    assert score.item() == pytest.approx(odds(found.probability), abs=1e-3)
    slopes_ = torch.autograd.grad(score, [embedded for embedded, _ in embeddings])
    words, at = [], 0
    for item in found.items:
        if item.effect is not None and item.text != ".":
            words.append((item.text, at, item.effect))
        at += len(item.text)
    expected = dict.fromkeys(range(len(words)), 0.0)
    for (embedded, offsets), slope in zip(embeddings, slopes_, strict=True):
        products = (embedded * slope).sum(-1)[0].tolist()
        spans = [(start, start + len(text)) for text, start, _ in words]
        for token, word in places_of(offsets, f"{TEXT} It was", spans).items():
            expected[word] += products[token]
    assert [effect for *_, effect in words] == pytest.approx(list(expected.values()), rel=1e-3, abs=2e-4)


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_gradients_equal_finite_differences(tiny, family):
    """d S / d log(scale) of one token's embedding at scale 1 is its gradient x input."""
    it, step = tiny(family), 1e-3
    its = task(it.ours, "{text} It was [MASK]." if family in MASKED else "{text} It was [MASK]")
    found = sloped(it.ours, its, label="positive")
    _, embeddings = reference(it, family)
    tokens = places_of(embeddings[0][1], TEXT, [(4, 8)])  # "film"
    with torch.no_grad():
        slope = sum(
            (reference(it, family, (token, 1 + step))[0] - reference(it, family, (token, 1 - step))[0]).item()
            / (2 * step)
            for token in tokens
        )
    assert dict(effects(found))["film"] == pytest.approx(slope, rel=0.02, abs=0.01)


def trained(model, source: str, embeddings: torch.Tensor) -> SoftPrompt:
    card = PromptCard("prompt", source, LABELS, "mean", model.id, model.revision)
    return SoftPrompt(SoftInput(embeddings=embeddings), card)


@pytest.mark.parametrize("family", ["bert", "gpt2", "llama"])
@pytest.mark.parametrize("source", ["{text}[SOFT*2] [MASK].", "[SOFT*2]{text} It was [MASK]"])
def test_soft_tokens_have_gradients_and_stay_when_words_go(tiny, family, source):
    model, step = tiny(family).ours, 1e-3
    embeddings = torch.randn(2, model.embeddings.shape[1], generator=torch.Generator().manual_seed(3))
    its = task(model, source, prompt=trained(model, source, embeddings), length_normalised=True)
    found = sloped(model, its, label="positive")
    soft = [item.effect for item in found.items if item.kind == "soft"]
    expected = []
    for i in range(2):
        scores = []
        for factor in (1 + step, 1 - step):
            moved = embeddings.clone()
            moved[i] *= factor
            prediction = drive(
                predict_plan(replace(its, prompt=trained(model, source, moved)), {"text": TEXT}, model), model
            )
            scores.append(odds(prediction.probabilities()["positive"]))
        expected.append((scores[0] - scores[1]) / (2 * step))
    assert soft == pytest.approx(expected, rel=0.03, abs=0.02)
    left = left_out(model, its, label="positive")
    assert [item.reason for item in left.items if item.kind == "soft"] == ["soft", "soft"]
    plan = predict_plan(its, {"text": without(TEXT, 4, 8)}, model)
    rest = drive(plan, model).probabilities()["positive"]
    assert next(item.without for item in left.items if item.text == "film") == pytest.approx(rest, abs=1e-4)
