"""Masked LMs: a word of n pieces is scored on a copy of the prompt with n masks."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from playground.models.language_model import LanguageModel, Row
from playground.prompting.encoding import EncodedPrompt, encode
from playground.prompting.template import Template
from playground.scoring.plans import Plan, together
from playground.scoring.scorer import Asked, Scored, ScoredWord, Term, mass_outside


class MaskedScorer:
    """Independent or sequential filling; see `Scorer`."""

    def __init__(self, model: LanguageModel):
        self._tokenizer = model.tokenizer
        self._limit = model.max_length

    def ask(self, template: Template, fields: Mapping[str, str], words: Mapping[str, tuple[int, ...]]) -> Asked:
        run = template.run_length
        return _asked(self._encode(template, fields, run, _lengths(run, words)), run, words)

    def score(
        self,
        template: Template,
        fields: Mapping[str, str],
        words: Mapping[str, tuple[int, ...]],
        filling: str = "independent",
    ) -> Plan[Scored]:
        run = template.run_length
        prompts = self._encode(template, fields, run, _lengths(run, words))
        in_turn = {word: ids for word, ids in words.items() if filling == "sequential" and len(ids) > 1}
        at_once = {word: ids for word, ids in words.items() if word not in in_turn}
        asked = _asked({n: prompts[n] for n in _lengths(run, at_once)}, run, at_once)
        rounds = [_ask(asked), *(_sequential(prompts[len(ids)], ids) for ids in in_turn.values())]
        outputs, *filled = yield from together(rounds)
        scored = {**asked.words(outputs, words), **dict(zip(in_turn, filled, strict=True))}
        outcomes, reason = self.outcomes(template, words, filling)
        mass = mass_outside([scored[word].log_probability for word in outcomes]) if outcomes else None
        return Scored(prompts[run], scored, outputs[asked.vocabulary], mass, reason)

    def outcomes(
        self, template: Template, words: Mapping[str, tuple[int, ...]], filling: str = "independent"
    ) -> tuple[tuple[str, ...], str | None]:
        run = template.run_length
        if not words:
            return (), "no_words"
        if filling == "sequential" and run > 1:
            return (), "sequential"
        distinct = {ids: word for word, ids in words.items() if len(ids) == run}
        return tuple(distinct.values()), None if distinct else "run_length"

    def _encode(
        self, template: Template, fields: Mapping[str, str], run: int, lengths: list[int]
    ) -> dict[int, EncodedPrompt]:
        """One prompt a number of masks, all with the same cut."""
        first = encode(template, fields, self._tokenizer, self._limit, reserve=max(lengths) - run)
        prompts = {run: first}
        for n in lengths:
            if n != run:
                prompts[n] = encode(template, first.texts, self._tokenizer, self._limit, run_length=n)
        return prompts


def _lengths(run: int, words: Mapping[str, tuple[int, ...]]) -> list[int]:
    return sorted({run, *map(len, words.values())})


def _asked(prompts: Mapping[int, EncodedPrompt], run: int, words: Mapping[str, tuple[int, ...]]) -> Asked:
    """One row a number of masks; a word's terms are its pieces at the masks of its row."""
    lengths = list(prompts)
    rows = tuple(Row(prompt.ids, prompt.mask, prompt.soft) for prompt in prompts.values())
    terms = {
        word: tuple(Term(lengths.index(len(ids)), i, id) for i, id in enumerate(ids)) for word, ids in words.items()
    }
    own = {word: (0, len(ids)) for word, ids in words.items()}
    return Asked(prompts[run], rows, terms, own, lengths.index(run))


def _ask(asked: Asked) -> Plan[list[torch.Tensor]]:
    return (yield list(asked.rows))


def _sequential(prompt: EncodedPrompt, target: tuple[int, ...]) -> Plan[ScoredWord]:
    """Fill the masks one by one, next the one whose own piece is most probable.

    Schick & Schütze 2021, "It's Not Just Size That Matters", section 3.1: in each
    step the position j with the largest q(t_j) is filled, and the score is the
    product of these probabilities.
    """
    ids = list(prompt.ids)
    open_ = dict(zip(prompt.mask, target, strict=True))
    terms: dict[int, float] = {}
    while open_:
        (output,) = yield [Row(tuple(ids), tuple(open_), prompt.soft, tuple(open_.values()))]
        values = dict(zip(open_, output.tolist(), strict=True))
        best = max(values, key=values.get)
        terms[best] = values[best]
        ids[best] = open_.pop(best)
    filled = tuple((ids[position], terms[position]) for position in prompt.mask)
    return ScoredWord(target, filled, (0, len(filled)))
