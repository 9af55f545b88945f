"""Causal LMs: a prefix prompt by its next tokens, a cloze prompt by the filled sentence."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import ClassVar

from playground.errors import TemplateError
from playground.models.language_model import LanguageModel
from playground.models.token_sequence import TokenSequence
from playground.prompting.encoding import EncodedPrompt, encode, fill
from playground.prompting.template import Template
from playground.results import Tokens
from playground.scoring.plans import Plan
from playground.scoring.scorer import Asked, Scored, Term, mass_outside, scores


@scores("causal")
class CausalScorer:
    """Filling is exact by the chain rule, so there is nothing to choose; see `Scorer`."""

    fillings: ClassVar[tuple[str, ...]] = ("independent",)
    alike: ClassVar[bool] = False

    def __init__(self, model: LanguageModel):
        self._tokenizer = model.tokenizer
        self._limit = model.max_length

    def ask(self, template: Template, fields: Mapping[str, str], words: Mapping[str, tuple[int, ...]]) -> Asked:
        if template.kind == "prefix":
            return self._prefix(template, fields, words)
        return self._cloze(template, fields, words)

    def score(
        self,
        template: Template,
        fields: Mapping[str, str],
        words: Mapping[str, tuple[int, ...]],
        filling: str = "independent",
    ) -> Plan[Scored]:
        asked = self.ask(template, fields, words)
        outputs = yield list(asked.sequences)
        scored = asked.words(outputs, words)
        outcomes, reason = self.outcomes(template, words, filling)
        mass = mass_outside([scored[word].log_probability for word in outcomes]) if outcomes else None
        return Scored(asked.prompt, scored, outputs[asked.vocabulary], mass, reason)

    def outcomes(
        self, template: Template, words: Mapping[str, tuple[int, ...]], filling: str = "independent"
    ) -> tuple[tuple[str, ...], str | None]:
        if not words:
            return (), "no_words"
        if template.kind == "cloze":
            return (), "whole_sentence"
        distinct = {ids: word for word, ids in words.items()}
        # A sequence that extends another word is one of that word's continuations.
        own = {ids: word for ids, word in distinct.items() if not any(ids[:n] in distinct for n in range(1, len(ids)))}
        return tuple(own.values()), None

    def read(self, template: Template, asked: Asked, at: int, term: Term) -> tuple[int, Tokens]:
        texts = asked.prompt.texts
        if template.kind == "prefix":
            # A start token alone stands for nothing; behind the context stand the word's own pieces.
            whole = self._tokenizer.encode(fill(template, texts, 1))
            before = asked.prompt.mask[0]
            return 0, Tokens(whole.ids[:before], whole.chunks[:before], whole.offsets[:before])
        word = next(word for word, terms in asked.terms.items() if term in terms)
        whole = self._tokenizer.encode(fill(template, texts, 1, answer=word))
        return len(asked.sequences[at].ids) - len(whole.ids), whole

    def rounds(self, words: Mapping[str, tuple[int, ...]], filling: str) -> int:
        return 1

    @staticmethod
    def reads_words(template: Template) -> bool:
        return template.kind == "cloze"

    @staticmethod
    def formula(template_kind: str, filling: str) -> str:
        return f"formula.causal_{template_kind}"

    def _context(
        self, template: Template, fields: Mapping[str, str], reserve: int
    ) -> tuple[EncodedPrompt, tuple[int, ...]]:
        """The prompt and the ids left of its mask, opened by a start token if empty."""
        prompt = encode(template, fields, self._tokenizer, self._limit - 1, run_length=1, reserve=reserve)
        context = prompt.ids[: prompt.mask[0]]
        if not context and self._tokenizer.start_id is not None:
            context = (self._tokenizer.start_id,)
        return prompt, context

    def _prefix(self, template: Template, fields: Mapping[str, str], words: Mapping[str, tuple[int, ...]]) -> Asked:
        """log p(w | x) = Σ log p(piece_i | x, pieces before i)."""
        longest = max(map(len, words.values()), default=1)
        prompt, context = self._context(template, fields, reserve=longest - 1)
        if not context:
            raise TemplateError("nothing_before_mask")
        last = len(context) - 1
        sequences, terms = [TokenSequence(context, (last,), prompt.soft)], {}
        for word, ids in words.items():
            if len(ids) == 1:
                terms[word] = (Term(0, 0, ids[0]),)
                continue
            terms[word] = tuple(Term(len(sequences), i, id) for i, id in enumerate(ids))
            sequences.append(TokenSequence(context + ids[:-1], tuple(range(last, last + len(ids))), prompt.soft, ids))
        return Asked(prompt, tuple(sequences), terms, {word: (0, len(ids)) for word, ids in words.items()})

    def _cloze(self, template: Template, fields: Mapping[str, str], words: Mapping[str, tuple[int, ...]]) -> Asked:
        """Only what follows the common prefix is scored: the word and the rest of the sentence.

        All candidates share one text on the left, so its probability cancels; what
        is left is log p(word, rest | left), as whole-sentence scoring has it.
        """
        prompt, context, sentences = self._sentences(template, fields, words)
        opening = context if prompt.mask[0] == 0 else ()
        shared = _common_prefix([context, *(opening + sentence.ids for sentence in sentences.values())])
        if not shared:
            # The word merges with all of the text before it: only a start token is common.
            if self._tokenizer.start_id is None:
                raise TemplateError("nothing_before_mask")
            opening, shared = (self._tokenizer.start_id,), 1
            context = opening + context
        shift = len(opening)
        soft = tuple(position + shift for position in prompt.soft if position < prompt.mask[0])
        sequences, terms, own = [TokenSequence(context, (len(context) - 1,), soft)], {}, {}
        for word, sentence in sentences.items():
            ids = opening + sentence.ids
            soft = tuple(position + shift for position in sentence.soft)
            # A soft token is no word that could be predicted.
            scored = [p for p in range(shared, len(ids)) if p not in soft]
            targets = tuple(ids[p] for p in scored)
            terms[word] = tuple(Term(len(sequences), i, id) for i, id in enumerate(targets))
            sequences.append(TokenSequence(ids, tuple(p - 1 for p in scored), soft, targets))
            pieces = sentence.model_input.pieces
            places = [i for i, p in enumerate(scored) if p >= shift and pieces[p - shift].kind == "mask"]
            own[word] = (places[0], places[-1] + 1) if places else (0, 0)
        return Asked(prompt, tuple(sequences), terms, own)

    def _sentences(
        self, template: Template, fields: Mapping[str, str], words: Mapping[str, tuple[int, ...]]
    ) -> tuple[EncodedPrompt, tuple[int, ...], dict[str, EncodedPrompt]]:
        """The prompt, its left context and each word's sentence, all with one cut.

        In its sentence a word may take more pieces than by itself, so the room to
        leave is known only once the sentences are encoded.
        """
        reserve = max(map(len, words.values()), default=1)
        while True:
            prompt, context = self._context(template, fields, reserve)
            if not context:
                raise TemplateError("nothing_before_mask")
            sentences = {
                word: encode(template, prompt.texts, self._tokenizer, sys.maxsize, answer=word) for word in words
            }
            excess = 1 + max((len(sentence.ids) for sentence in sentences.values()), default=0) - self._limit
            if excess <= 0:
                return prompt, context, sentences
            reserve += excess


def _common_prefix(sequences: Sequence[tuple[int, ...]]) -> int:
    length = 0
    for column in zip(*sequences, strict=False):
        if len(set(column)) > 1:
            break
        length += 1
    return length
