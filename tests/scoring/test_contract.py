"""One contract for the scorers of every family, held against plain transformers."""

import random

import pytest
import torch

from playground.models.token_sequence import TokenSequence
from playground.prompting import template, verbalizer
from playground.scoring.options import Options
from playground.scoring.plans import drive, together
from playground.scoring.predict import Task, predict_plan, scorer_for
from tests.fakes import CAUSAL, FAMILIES, MASKED
from tests.scoring import reference

WORDS = ("great", "good", "bad", "greatest", "terribly", "New York")
LEFT, RIGHT = "I liked it a lot. The film was", ", 真的很好看."
CLOSE = {"abs": 1e-4, "rel": 0}


def plan(model, source: str, fields: dict, words=WORDS, **options):
    """The plan of a prediction, one label a word."""
    labels = verbalizer.Verbalizer.from_mapping({word: [word] for word in words}) if words else None
    task = Task.build(template.parse(source), labels, Options(**options), model)
    return predict_plan(task, fields, model)


def scores(model, source: str, fields: dict, words=WORDS, **options) -> dict[str, float]:
    """Word -> log-probability, as the project has it."""
    prediction = drive(plan(model, source, fields, words, **options), model)
    return {word.word: word.log_probability for word in prediction.words}


def test_the_words_have_one_piece_and_more(tiny):
    for family in FAMILIES:
        lengths = {len(reference.pieces(tiny(family).tokenizer, LEFT, word)) for word in WORDS}
        assert 1 in lengths and len(lengths) > 1


@pytest.mark.parametrize("family", MASKED)
@pytest.mark.parametrize("filling", ["independent", "sequential"])
def test_masked_words(tiny, family, filling):
    it = tiny(family)
    theirs = getattr(reference, filling)
    expected = {word: theirs(it.plain, it.tokenizer, LEFT, RIGHT, word) for word in WORDS}
    ours = scores(it.ours, "{text} The film was [MASK], 真的很好看.", {"text": "I liked it a lot."}, filling=filling)
    assert ours == pytest.approx(expected, **CLOSE)


@pytest.mark.parametrize("family", MASKED)
def test_masked_words_at_the_end_of_a_prefix_prompt(tiny, family):
    it = tiny(family)
    expected = {word: reference.independent(it.plain, it.tokenizer, LEFT, "", word) for word in WORDS}
    assert scores(it.ours, "{text} The film was [MASK]", {"text": "I liked it a lot."}) == pytest.approx(
        expected, **CLOSE
    )


def test_the_fillings_differ_for_words_of_several_pieces_only(tiny):
    it = tiny("bert")
    one = scores(it.ours, "It was [MASK].", {}, filling="independent")
    other = scores(it.ours, "It was [MASK].", {}, filling="sequential")
    lengths = {word: len(reference.pieces(it.tokenizer, "It was", word)) for word in WORDS}
    assert {word for word in WORDS if abs(one[word] - other[word]) > 1e-3} == {w for w in WORDS if lengths[w] > 1}


@pytest.mark.parametrize("family", CAUSAL)
def test_causal_prefix_by_the_chain_rule(tiny, family):
    it = tiny(family)
    expected = {word: reference.prefix(it.plain, it.tokenizer, LEFT, word) for word in WORDS}
    assert scores(it.ours, "{text} The film was [MASK]", {"text": "I liked it a lot."}) == pytest.approx(
        expected, **CLOSE
    )


@pytest.mark.parametrize("family", CAUSAL)
def test_causal_cloze_by_the_whole_sentence(tiny, family):
    it = tiny(family)
    expected = {word: reference.sentence(it.plain, it.tokenizer, LEFT, RIGHT, word) for word in WORDS}
    ours = scores(it.ours, "{text} The film was [MASK], 真的很好看.", {"text": "I liked it a lot."})
    assert ours == pytest.approx(expected, **CLOSE)


@pytest.mark.parametrize("family", CAUSAL)
def test_a_causal_prompt_that_begins_with_the_mask(tiny, family):
    it = tiny(family)
    plain, expected = it.tokenizer, {}
    start = plain.eos_token_id if plain.bos_token_id is None else plain.bos_token_id
    for word in ("great", "Apple"):
        target = plain.encode(f"{word} is a good book.", add_special_tokens=False)
        output = reference.log_probs(it.plain, [start, *target])
        expected[word] = sum(output[i, id].item() for i, id in enumerate(target))
    assert scores(it.ours, "[MASK] is a good book.", {}, tuple(expected)) == pytest.approx(expected, **CLOSE)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("right", ["", " 很好."])
def test_the_vocabulary_view(tiny, family, right):
    it = tiny(family)
    prediction = drive(plan(it.ours, f"{LEFT} [MASK]{right}", {}, (), top_k=7), it.ours)
    if family in MASKED:
        ids, (place,) = reference.masked_prompt(it.tokenizer, LEFT, right, 1)
    else:  # the next token given the left context alone
        ids = it.tokenizer.encode(LEFT)
        place = len(ids) - 1
    top = reference.log_probs(it.plain, ids)[place].topk(7)
    (column,) = prediction.tokens
    assert [token.id for token in column] == top.indices.tolist()
    assert [token.log_probability for token in column] == pytest.approx(top.values.tolist(), **CLOSE)
    assert (prediction.labels, prediction.mass_outside, prediction.mass_reason) == ((), None, "no_words")


@pytest.mark.parametrize("family", MASKED)
def test_a_run_of_masks_has_a_column_each(tiny, family):
    it = tiny(family)
    prediction = drive(plan(it.ours, f"{LEFT} [MASK*3]{RIGHT}", {}, ()), it.ours)
    ids, places = reference.masked_prompt(it.tokenizer, LEFT, RIGHT, 3)
    best = reference.log_probs(it.plain, ids)[places].argmax(dim=-1).tolist()
    assert [column[0].id for column in prediction.tokens] == best


@pytest.mark.parametrize("family", FAMILIES)
def test_many_rows_of_any_length_equal_one_by_one(tiny, family):
    """Padding, batching and the choice of positions change no number."""
    it, draw = tiny(family), random.Random(7)
    size = it.plain.config.vocab_size
    rows = []
    for length in [1, 2, 3, 64, 5, 33, 17, 17, 40, 64, 8]:
        ids = tuple(draw.randrange(5, size) for _ in range(length))
        rows.append(TokenSequence(ids, tuple(draw.sample(range(length), k=min(length, 3)))))
    for row, output in zip(rows, it.ours.log_probs(rows), strict=True):
        expected = reference.log_probs(it.plain, list(row.ids))[list(row.positions)]
        assert (output - expected).abs().max() < 1e-4


@pytest.mark.parametrize("family", FAMILIES)
def test_an_untrained_soft_token_is_the_mean_embedding(tiny, family):
    it = tiny(family)
    word = "great"
    (target,) = reference.pieces(it.tokenizer, "It was", word)
    embeddings = it.plain.get_input_embeddings()
    if family in MASKED:
        ids, (place,) = reference.masked_prompt(it.tokenizer, "It was", "", 1)
        at = place
    else:
        ids = it.tokenizer.encode("It was")
        place, at = len(ids) - 1, len(ids)
    mean = embeddings.weight.detach().mean(dim=0, keepdim=True)
    with torch.inference_mode():
        plain = embeddings(torch.tensor(ids))
        embedded = torch.cat([plain[:at], mean, mean, plain[at:]])
    output = reference.log_probs_of_embedded(it.plain, embedded)
    expected = output[place + 2, target].item()
    assert scores(it.ours, "It was[SOFT*2] [MASK]", {}, (word,)) == pytest.approx({word: expected}, **CLOSE)


@pytest.mark.parametrize("family", CAUSAL)
def test_a_soft_token_behind_the_word_is_not_predicted(tiny, family):
    """log p of the word and of the words after the soft tokens, which are read but not scored."""
    it = tiny(family)
    (target,) = reference.pieces(it.tokenizer, "It was", "great")
    left, right = it.tokenizer.encode("It was"), it.tokenizer.encode(" film", add_special_tokens=False)
    embeddings = it.plain.get_input_embeddings()
    mean = embeddings.weight.detach().mean(dim=0, keepdim=True)
    with torch.inference_mode():
        embedded = torch.cat([embeddings(torch.tensor([*left, target])), mean, mean, embeddings(torch.tensor(right))])
    output = reference.log_probs_of_embedded(it.plain, embedded)
    end = len(left) + 2  # the second soft token's place
    expected = output[len(left) - 1, target] + sum(output[end + i, id] for i, id in enumerate(right))
    ours = scores(it.ours, "It was [MASK] [SOFT*2] film", {}, ("great", "good"))["great"]
    assert ours == pytest.approx(expected.item(), **CLOSE)


@pytest.mark.parametrize("family", FAMILIES)
def test_soft_words_equal_the_literal_words(tiny, family):
    it = tiny(family)
    literal = scores(it.ours, "{text} It was [MASK].", {"text": "很好。"})
    assert scores(it.ours, "{text} [SOFT:It was] [MASK].", {"text": "很好。"}) == pytest.approx(literal, **CLOSE)


@pytest.mark.parametrize("family", FAMILIES)
def test_plans_together_equal_plans_alone(tiny, family):
    it = tiny(family)
    asked = [
        ("{text} was [MASK].", {"text": "It"}, "independent"),
        ("{text} was [MASK].", {"text": "The film and the music and the story"}, "sequential"),
        ("{text} [MASK]", {"text": "好"}, "sequential"),
        ("[SOFT]{text} was [MASK]", {"text": "It"}, "independent"),
    ]
    alone = [scores(it.ours, source, fields, filling=filling) for source, fields, filling in asked]
    plans = [plan(it.ours, source, fields, filling=filling) for source, fields, filling in asked]
    for ours, prediction in zip(alone, drive(together(plans), it.ours), strict=True):
        assert {word.word: word.log_probability for word in prediction.words} == pytest.approx(ours, **CLOSE)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_long_text_is_cut_and_still_answered(tiny, family):
    it = tiny(family)
    for source in ("{text} It was [MASK].", "{text} It was [MASK]"):
        prediction = drive(plan(it.ours, source, {"text": "The film 很好看. " * 60}), it.ours)
        (cut,) = prediction.model_input.cuts
        kept = ("The film 很好看. " * 60).removesuffix(cut.text)
        assert kept and kept + cut.text == "The film 很好看. " * 60
        again = scores(it.ours, source, {"text": kept})
        assert {word.word: word.log_probability for word in prediction.words} == pytest.approx(again, **CLOSE)
        assert prediction.model_input.used <= it.ours.max_length


def test_the_bundled_model_too(bundled):
    from types import SimpleNamespace

    from playground.settings import Settings
    from tests.fakes import load_plain

    plain: SimpleNamespace = load_plain(Settings().bundled_model, "masked")
    for filling in ("independent", "sequential"):
        theirs = getattr(reference, filling)
        words = ("great", "好", "unwatchable")
        expected = {word: theirs(plain.model, plain.tokenizer, LEFT, RIGHT, word) for word in words}
        assert scores(bundled, LEFT + " [MASK]" + RIGHT, {}, words, filling=filling) == pytest.approx(expected, **CLOSE)


def test_a_word_that_merges_with_all_text_before_it_is_scored_after_a_start_token(tiny):
    """Without a common first token nothing can be scored but after a start token."""
    pair = tiny("gpt2")
    source = template.parse("h[MASK] film is")
    words = {word: pair.ours.tokenizer.word_ids(word, False, False) for word in ("e", "at")}
    found = drive(scorer_for(pair.ours).score(source, {}, words), pair.ours)
    sentences = {word: pair.tokenizer(f"h{word} film is")["input_ids"] for word in words}
    alone = pair.tokenizer("h")["input_ids"]
    assert any(ids[:1] != alone[:1] for ids in sentences.values()), "the case wants a merge"
    for word, ids in sentences.items():
        whole = torch.tensor([[pair.ours.tokenizer.start_id, *ids]])
        with torch.no_grad():
            log_probs = torch.log_softmax(pair.plain(input_ids=whole).logits[0], -1)
        expected = sum(log_probs[i, id].item() for i, id in enumerate(ids))
        assert found.words[word].log_probability == pytest.approx(expected, abs=1e-4)
