"""Masked LMs: a word of n pieces is scored on a copy of the prompt with n masks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import torch

from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.prompting.encoding import EncodedPrompt, encode, fill
from playground.prompting.template import Template
from playground.results import Tokens
from playground.scoring.plans import Plan, together
from playground.scoring.scorer import FILLINGS, Asked, Scored, ScoredWord, Term, mass_outside, scores


@scores("masked")
class MaskedScorer:
    """Independent or sequential filling; see `Scorer`."""

    fillings: ClassVar[tuple[str, ...]] = FILLINGS
    alike: ClassVar[bool] = True

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

    def read(self, template: Template, asked: Asked, at: int, term: Term) -> tuple[int, Tokens]:
        masks = len(asked.sequences[at].positions)
        return 0, self._tokenizer.encode(fill(template, asked.prompt.texts, masks))

    def rounds(self, words: Mapping[str, tuple[int, ...]], filling: str) -> int:
        return max(map(len, words.values())) if filling == "sequential" else 1

    @staticmethod
    def reads_words(template: Template) -> bool:
        return False

    @staticmethod
    def formula(template_kind: str, filling: str) -> str:
        return "formula.sequential" if filling == "sequential" else "formula.masked"

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
    """One sequence a number of masks; a word's terms are its pieces at the masks of its sequence."""
    lengths = list(prompts)
    sequences = tuple(TokenSequence(prompt.ids, prompt.mask, prompt.soft) for prompt in prompts.values())
    terms = {
        word: tuple(Term(lengths.index(len(ids)), i, id) for i, id in enumerate(ids)) for word, ids in words.items()
    }
    own = {word: (0, len(ids)) for word, ids in words.items()}
    return Asked(prompts[run], sequences, terms, own, lengths.index(run))


def _ask(asked: Asked) -> Plan[list[torch.Tensor]]:
    return (yield list(asked.sequences))


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
        (output,) = yield [TokenSequence(tuple(ids), tuple(open_), prompt.soft, tuple(open_.values()))]
        values = dict(zip(open_, output.tolist(), strict=True))
        best = max(values, key=values.__getitem__)
        terms[best] = values[best]
        ids[best] = open_.pop(best)
    filled = tuple((ids[position], terms[position]) for position in prompt.mask)
    return ScoredWord(target, filled, (0, len(filled)))
