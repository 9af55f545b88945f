"""The public endpoints through `gradio_client`, against a direct transformers computation.

The references below know nothing of the project: templates are filled with string
methods, log-probabilities come from the plain forward pass over all positions.
"""

from __future__ import annotations

import math

import pytest
import torch
from gradio_client import Client
from gradio_client.exceptions import AppError
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer

from playground.settings import Settings

TEXT = "The plot drags, but the two leads are a joy to watch."
TEMPLATE = "{text} It was [MASK]."
VERBALIZER = "positive: great, good, heartwarming\nnegative: terrible, bad, humdrum"
WORDS = {"positive": ["great", "good", "heartwarming"], "negative": ["terrible", "bad", "humdrum"]}


@pytest.fixture(scope="module")
def client(server) -> Client:
    return Client(server.url, verbose=False)


@pytest.fixture(scope="module")
def masked():
    folder = Settings().bundled_model
    return (
        AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32).eval(),
        AutoTokenizer.from_pretrained(folder),
    )


def mask_log_probs(masked, text: str) -> torch.Tensor:
    """[masks, V] of a text that holds [MASK], by the plain forward pass."""
    model, tokenizer = masked
    inputs = tokenizer(text, return_tensors="pt")
    with torch.no_grad():
        logits = model(**inputs).logits[0]
    return torch.log_softmax(logits, -1)[inputs["input_ids"][0] == tokenizer.mask_token_id]


def word_log_prob(masked, template: str, text: str, word: str) -> float:
    """Independent filling: one mask a piece, the sum of the pieces' log-probabilities."""
    ids = masked[1](word, add_special_tokens=False)["input_ids"]
    filled = template.replace("{text}", text).replace("[MASK]", "[MASK]" * len(ids))
    rows = mask_log_probs(masked, filled)
    return sum(rows[i, id].item() for i, id in enumerate(ids))


def sequential_log_prob(masked, template: str, text: str, word: str) -> float:
    """PET: fill the mask whose own piece is most probable, ask again."""
    model, tokenizer = masked
    target = tokenizer(word, add_special_tokens=False)["input_ids"]
    filled = template.replace("{text}", text).replace("[MASK]", "[MASK]" * len(target))
    ids = tokenizer(filled, return_tensors="pt")["input_ids"]
    places = (ids[0] == tokenizer.mask_token_id).nonzero()[:, 0].tolist()
    left, total = dict(zip(places, target, strict=True)), 0.0
    while left:
        with torch.no_grad():
            log_probs = torch.log_softmax(model(input_ids=ids).logits[0], -1)
        place = max(left, key=lambda p: log_probs[p, left[p]].item())
        total += log_probs[place, left[place]].item()
        ids[0, place] = left.pop(place)
    return total


def aggregate(scores: list[float], how: str) -> float:
    values = torch.tensor(scores, dtype=torch.float64)
    return {
        "mean": lambda: values.logsumexp(0) - math.log(len(scores)),
        "geometric": lambda: values.mean(),
        "sum": lambda: values.logsumexp(0),
        "max": lambda: values.max(),
    }[how]().item()


def expected_labels(scores: dict[str, float], how: str) -> dict[str, float]:
    totals = torch.tensor([aggregate([scores[w] for w in words], how) for words in WORDS.values()])
    return dict(zip(WORDS, torch.log_softmax(totals, 0).tolist(), strict=True))


def assert_log_close(found: dict[str, float], expected: dict[str, float]) -> None:
    assert found.keys() == expected.keys()
    for name, value in found.items():
        assert math.log(value) == pytest.approx(expected[name], abs=1e-4), name


@pytest.mark.parametrize("how", ["mean", "geometric", "sum", "max"])
def test_predict_agrees_with_transformers_for_every_aggregation(client, masked, how):
    scores = {w: word_log_prob(masked, TEMPLATE, TEXT, w) for words in WORDS.values() for w in words}
    answer = client.predict(TEMPLATE, VERBALIZER, {"text": TEXT}, "", {"aggregation": how}, api_name="/predict")
    assert_log_close(answer["labels"], expected_labels(scores, how))
    for word in answer["words"]:
        assert word["log_probability"] == pytest.approx(scores[word["word"]], abs=1e-4)
    one_piece = [w for w in scores if len(masked[1].tokenize(w)) == 1]
    assert 2 <= len(one_piece) < len(scores), "the test wants words of one piece and of several"
    assert answer["mass_outside"] == pytest.approx(1 - sum(math.exp(scores[w]) for w in one_piece), abs=1e-5)


def test_predict_agrees_on_the_vocabulary(client, masked):
    answer = client.predict(TEMPLATE, "", {"text": TEXT}, "", {"top_k": 50}, api_name="/predict")
    values, ids = mask_log_probs(masked, TEMPLATE.replace("{text}", TEXT))[0].topk(50)
    (column,) = answer["tokens"]
    assert [t["token"] for t in column] == masked[1].convert_ids_to_tokens(ids.tolist())
    assert [t["log_probability"] for t in column] == pytest.approx(values.tolist(), abs=1e-4)
    assert answer["labels"] == {} and answer["mass_outside"] is None


def test_predict_agrees_on_several_masks_and_sequential_filling(client, masked):
    template, text = "这是一条[MASK]评论：{text}", "很甜，孩子喜欢吃"
    for filling, reference in (("independent", word_log_prob), ("sequential", sequential_log_prob)):
        answer = client.predict(
            template.replace("[MASK]", "[MASK][MASK]"),
            "水果\n电脑",
            {"text": text},
            "",
            {"filling": filling},
            api_name="/predict",
        )
        for word in answer["words"]:
            assert word["log_probability"] == pytest.approx(reference(masked, template, text, word["word"]), abs=1e-4)
        assert len(answer["tokens"]) == 2
        assert (answer["mass_outside"] is None) == (filling == "sequential")


@pytest.mark.parametrize("normalised", [False, True])
def test_predict_agrees_with_contextual_calibration(client, masked, normalised):
    inputs = ["N/A", ""]
    options = {"calibration": "contextual", "content_free": inputs, "length_normalised": normalised}
    answer = client.predict(TEMPLATE, VERBALIZER, {"text": TEXT}, "", options, api_name="/predict")
    words = [w for its_words in WORDS.values() for w in its_words]
    lengths = [len(masked[1].tokenize(w)) if normalised else 1 for w in words]

    def scores(text: str) -> torch.Tensor:
        raw = [word_log_prob(masked, TEMPLATE, text, w) for w in words]
        return torch.tensor(raw, dtype=torch.float64) / torch.tensor(lengths)

    prior = torch.stack([torch.softmax(scores(text), 0) for text in inputs]).mean(0)
    calibrated = scores(TEXT) - prior.log()
    assert_log_close(answer["labels"], expected_labels(dict(zip(words, calibrated.tolist(), strict=True)), "mean"))
    assert [w["log_prior"] for w in answer["words"]] == pytest.approx(prior.log().tolist(), abs=1e-4)


@pytest.mark.parametrize("domain", [None, "It was [MASK]."])
def test_predict_agrees_with_pmi(client, masked, domain):
    options = {"calibration": "pmi", "domain": domain}
    answer = client.predict(TEMPLATE, VERBALIZER, {"text": TEXT}, "", options, api_name="/predict")
    scores = {
        w: word_log_prob(masked, TEMPLATE, TEXT, w) - word_log_prob(masked, domain or TEMPLATE, "", w)
        for words in WORDS.values()
        for w in words
    }
    assert_log_close(answer["labels"], expected_labels(scores, "mean"))


@pytest.mark.parametrize("template", ["{text} Overall, it was [MASK]", "{text} It was [MASK], I think."])
def test_predict_agrees_for_a_causal_lm(client, checkpoint, template):
    folder = checkpoint("gpt2")
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    answer = client.predict(template, VERBALIZER, {"text": TEXT}, str(folder), {}, api_name="/predict")
    left = template.replace("{text}", TEXT).split(" [MASK]")[0]
    start = len(tokenizer(left)["input_ids"])
    scores = {}
    for word in (w for words in WORDS.values() for w in words):
        ids = tokenizer(template.replace("{text}", TEXT).replace("[MASK]", word), return_tensors="pt")["input_ids"]
        assert ids[0, :start].tolist() == tokenizer(left)["input_ids"]
        with torch.no_grad():
            log_probs = torch.log_softmax(model(input_ids=ids).logits[0], -1)
        scores[word] = sum(log_probs[i - 1, ids[0, i]].item() for i in range(start, ids.shape[1]))
    for word in answer["words"]:
        assert word["log_probability"] == pytest.approx(scores[word["word"]], abs=1e-4)
    assert_log_close(answer["labels"], expected_labels(scores, "mean"))
    assert answer["model"]["kind"] == "causal"


def test_steps_lead_from_pieces_to_labels(client):
    """Each step recomputed from the one before, as a student would."""
    answer = client.predict(TEMPLATE, VERBALIZER, {"text": TEXT}, api_name="/predict")
    steps = {step["step"]: step["values"] for step in answer["steps"]}
    for pieces, total in zip(steps["pieces"], steps["log_probability"], strict=True):
        assert sum(value for _, value in pieces["terms"]) == pytest.approx(total["value"])
    for label, value in steps["aggregation"].items():
        words = [math.exp(w["value"]) for w in steps["calibration"] if w["label"] == label]
        assert math.exp(value) == pytest.approx(sum(words) / len(words))
    total = sum(math.exp(value) for value in steps["aggregation"].values())
    for label, probability in steps["normalisation"].items():
        assert probability == pytest.approx(math.exp(steps["aggregation"][label]) / total)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("{text} It was.", VERBALIZER, {"text": "a"}), "[MASK]"),
        (("{text} It was [MASK", VERBALIZER, {"text": "a"}), "[MASK"),
        ((TEMPLATE, "positive great, good", {"text": "a"}), "colon"),
        ((TEMPLATE, VERBALIZER, {}), "“text”"),
        ((TEMPLATE, VERBALIZER, {"text": 3}), "must be text"),
        ((TEMPLATE, VERBALIZER, {"text": "a"}, "../../etc"), "outside"),
        ((TEMPLATE, VERBALIZER, {"text": "a"}, "no/such-model"), "not on this computer"),
        ((TEMPLATE, VERBALIZER, {"text": "a"}, "", {"aggregation": "median"}), "median"),
        ((TEMPLATE, VERBALIZER, {"text": "a"}, "", {"colour": "red"}), "colour"),
        ((TEMPLATE, VERBALIZER, {"text": "x" * 20_001}), "20000"),
        ((5, VERBALIZER, {"text": "a"}), "template must be text"),
        ((TEMPLATE, ["a"], {"text": "a"}), "verbalizer must be text"),
        ((TEMPLATE, VERBALIZER, [1]), "JSON object"),
        ((TEMPLATE, VERBALIZER, {"text": "a"}, 5), "not a model name"),
        ((TEMPLATE, VERBALIZER, {"text": "a"}, "gpt2@../../x"), "not on this computer"),
        ((TEMPLATE, VERBALIZER, {"text": "a"}, "", [1, 2]), "JSON object"),
    ],
)
def test_bad_requests_are_answered_in_words(client, arguments, message):
    with pytest.raises(AppError) as caught:
        client.predict(*arguments, api_name="/predict")
    text = str(caught.value)
    assert message in text
    assert "Traceback" not in text and "/site-packages/" not in text and str(Settings().assets) not in text


def test_nulls_are_what_was_left_out(client):
    answer = client.predict(TEMPLATE, None, {"text": "A"}, None, None, api_name="/predict")
    assert answer["labels"] == {} and answer["model"]["id"] == "bundled"


def test_special_spellings_in_a_field_are_text(client):
    answer = client.predict(TEMPLATE, VERBALIZER, {"text": "nice [MASK] film [SEP]"}, api_name="/predict")
    assert len(answer["tokens"]) == 1


def test_models_lists_what_can_be_named(client):
    models = client.predict(api_name="/models")
    assert models[0]["id"] == "" and models[0]["loaded"] and models[0]["kind"] == "masked"
    assert "smollm2-135m-instruct" in [model["id"] for model in models]


def test_only_the_documented_endpoints_are_public(client):
    found = set(client.view_api(return_format="dict", print_info=False)["named_endpoints"])
    assert found == {"/predict", "/models", "/train", "/evaluate", "/compare", "/job", "/cancel", "/jobs", "/keep"}
