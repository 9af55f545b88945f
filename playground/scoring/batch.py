"""Many examples under one prompt: label log-probabilities as one tensor.

The same sequences, terms and aggregation as a single prediction, with gradients where the
model lets them through; what is shown, evaluated and trained is one computation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from playground.models.language_model import LanguageModel
from playground.models.soft_prompt import SoftInput
from playground.models.token_sequence import TokenSequence
from playground.prompting.template import Slot, Soft, Text
from playground.scoring.aggregation import label_scores
from playground.scoring.plans import drive, together, under
from playground.scoring.predict import Task, log_scores, scorer_for
from playground.scoring.scorer import Asked, read_terms

Forward = Callable[[Sequence[TokenSequence]], list[Tensor]]
SLACK = 130  # tokens that are nobody's text: special, soft and trigger ones
Place = tuple[int, int]  # an answer position of the template, and an id there


def ask_all(task: Task, examples: Iterable[Mapping[str, str]], model: LanguageModel) -> list[Asked]:
    """What each example's prompt asks; independent of any weights, so worth keeping."""
    scorer = scorer_for(model)
    return [scorer.ask(task.template, fields, task.words) for fields in examples]


def most_tokens(task: Task, sizes: Mapping[str, int]) -> int:
    """At most so many tokens has a prompt whose slots' texts have so many bytes: no tokenizer makes more of them."""
    count = SLACK + max(map(len, task.words.values()), default=0)
    for part in task.template.parts:
        match part:
            case Slot(name):
                count += sizes[name]
            case Text(text) | Soft(_, str(text)):
                count += size(text)
    return count


def size(text: str) -> int:
    """Bytes of a text in UTF-8."""
    return len(text.encode("utf-8", "replace"))


def cut(task: Task, examples: Sequence[Mapping[str, str]], model: LanguageModel) -> list[bool]:
    """Of each example whether the model reads less of it than there is, because it is longer than a prompt may be."""
    scorer = scorer_for(model)
    return [
        most_tokens(task, {name: size(fields[name]) for name in task.template.slots}) > model.max_length
        and bool(scorer.ask(task.template, fields, task.words).prompt.model_input.cuts)
        for fields in examples
    ]


def word_log_scores(
    task: Task,
    asked: Sequence[Asked],
    forward: Forward,
    prompt: SoftInput | None = None,
    places: Sequence[Place] = (),
) -> Tensor:
    """log score of every entry (label word) for every prompt: [prompts, entries].

    Args:
        forward: `model.log_probs`, or `model.forward` for gradients.
        prompt: what the sequences are read under.
        places: of the vocabulary at the mask, whose log-probabilities are wanted behind the entries':
            [prompts, entries + places]. They cost no forward pass where a word has as many pieces as there are masks.
    """
    # The sequence whose vocabulary a page shows is of no use here where no word has its number of masks.
    read = [
        sorted({term.sequence for terms in its.terms.values() for term in terms} | {its.vocabulary for _ in places[:1]})
        for its in asked
    ]
    sequences = [its.sequences[i] for its, wanted in zip(asked, read, strict=True) for i in wanted]
    found = iter(forward([replace(sequence, prompt=prompt) if prompt else sequence for sequence in sequences]))
    outputs = [{i: next(found) for i in wanted} for wanted in read]
    words = torch.stack([_words(task, its, mine) for its, mine in zip(asked, outputs, strict=True)])
    if not places:
        return words
    at = [mine[its.vocabulary][tuple(torch.tensor(places).T)] for its, mine in zip(asked, outputs, strict=True)]
    return torch.cat([words, torch.stack(at)], dim=1)


def vocabularies(asked: Sequence[Asked], forward: Forward, prompt: SoftInput | None = None) -> list[Tensor]:
    """The whole distribution at each prompt's mask: [positions, V] each."""
    sequences = [its.sequences[its.vocabulary] for its in asked]
    return forward([replace(sequence, prompt=prompt) if prompt else sequence for sequence in sequences])


def _words(task: Task, asked: Asked, outputs: Mapping[int, Tensor]) -> Tensor:
    """[entries]: each the sum of its word's terms, its own ones averaged if asked for."""
    terms, owners, weights = [], [], []
    for i, (_, word) in enumerate(task.entries):
        start, end = asked.own[word]
        for j, term in enumerate(asked.terms[word]):
            terms.append(term)
            owners.append(i)
            weights.append(1 / (end - start) if task.options.length_normalised and start <= j < end else 1.0)
    if not terms:
        return torch.zeros(0)
    values = read_terms(asked.sequences, outputs, terms)
    totals = values.new_zeros(len(task.entries))
    return totals.index_add(0, torch.tensor(owners, device=values.device), values * values.new_tensor(weights))


def label_log_scores(task: Task, asked: Sequence[Asked], forward: Forward, prompt: SoftInput | None = None) -> Tensor:
    """Aggregated log scores, not yet normalised over the labels: [prompts, labels]."""
    return label_scores(word_log_scores(task, asked, forward, prompt), task.groups, task.options.aggregation)


def word_scores(
    task: Task, examples: Sequence[Mapping[str, str]], model: LanguageModel, places: Sequence[Place] = ()
) -> Tensor:
    """log score of every entry (label word) for every example, under the task's trained prompt
    if it has one: [examples, entries]. As `predict_plan`, before calibration.

    Args:
        places: as `word_log_scores` has them: [examples, entries + places].
    """
    prompt = task.prompt.input if task.prompt else None
    if task.options.filling == "sequential" and any(len(ids) > 1 for ids in task.words.values()):
        scorer = scorer_for(model)
        plans = [scorer.score(task.template, fields, task.words, task.options.filling) for fields in examples]
        found = drive(under(prompt, together(plans)), model)
        at = tuple(torch.tensor(places, dtype=torch.long).reshape(-1, 2).T)
        return torch.stack([torch.cat([log_scores(task, scored), scored.vocabulary[at]]) for scored in found])
    return word_log_scores(task, ask_all(task, examples, model), model.log_probs, prompt, places)


def mass_outside(task: Task, scores: Tensor, model: LanguageModel) -> Tensor | None:
    """What `Prediction.mass_outside` is, for every row of `word_scores`: [examples]; `None`
    where there is no such sum."""
    words, _ = scorer_for(model).outcomes(task.template, task.words, task.options.filling)
    if not words:
        return None
    texts = [word for _, word in task.entries]
    found = scores[:, [texts.index(word) for word in words]].double()
    if task.options.length_normalised:
        found = found * torch.tensor([len(task.words[word]) for word in words])
    return (1 - found.exp().sum(-1)).clamp_min(0.0)
