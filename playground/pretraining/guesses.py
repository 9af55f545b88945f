"""Passages -> what they are likely to be (praise or blame, sport or business), without a label.

A few passages give it away: a review that says "9/10" or a headline that says 足球.
From these seeds a linear model over words and pairs of words learns what else such
passages say; then it is trained once more on what it is sure of (self-training:
Yarowsky 1995, "Unsupervised word sense disambiguation rivaling supervised methods").
The guesses are for drills only: they decide which word a drill asks for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from playground.pretraining.corpus import chinese_words

Opinion = Literal["good", "bad"]
Seed = Callable[[str], str | None]

RATED = re.compile(r"\b(\d{1,2})(?: ?/ ?| out of )10\b")
_ENGLISH = re.compile(r"[a-z']+|[!?]")
_CLAUSE = re.compile(r"[。！？!?；;，,\s]")
_DENIED = re.compile("[不没无别未]|难以|谈不上")
# Of each class, the share of the passages that the second training sees, and the most there may be.
_SURE, _MOST = 0.2, 60_000
_LEAST = 8  # seeds of a class
_RARE, _FEATURES = 4, 200_000  # passages with a feature at least, features at most


class TooFewSeeds(ValueError):
    """No two classes have passages enough to learn from."""


class Guesser:
    """A linear model that tells the class of a passage.

    Args:
        passages: to learn from.
        seed: a passage's class where its own words give it away, else None.
        again: train once more on what the model is sure of.
        hidden: what the model must not see, since the seeds are told by it.
        hint: another view of a passage, class -> what is added to the model's share when
            the surest are chosen (two views: Blum & Mitchell 1998, "Co-training").

    Raises:
        TooFewSeeds: fewer than two classes have `_LEAST` seeds.
    """

    def __init__(
        self,
        language: str,
        passages: Sequence[str],
        seed: Seed,
        *,
        again: bool = True,
        hidden: re.Pattern | None = None,
        hint: Callable[[str], Mapping[str, float]] = lambda passage: {},
    ):
        self._cut, self._hidden, self._hint = cut(language), hidden, hint
        found = [(passage, name) for passage in passages if (name := seed(passage))]
        often = Counter(name for _, name in found)
        found = [(passage, name) for passage, name in found if often[name] >= _LEAST]
        if len({name for _, name in found}) < 2:
            raise TooFewSeeds(f"two classes with {_LEAST} seeds are needed, these were found: {dict(often)}")
        texts, names = zip(*found, strict=True)
        self._model = self._fitted(texts, names)
        if again:
            texts, names = self._surest(passages, found)
            self._model = self._fitted(texts, names)
        self.classes: list[str] = self._model.classes_.tolist()

    def shares(self, passages: Sequence[str]) -> np.ndarray:
        """[passages, classes] probabilities, in the order of `classes`."""
        return self._model.predict_proba([self._without(passage) for passage in passages])

    def _without(self, passage: str) -> str:
        return self._hidden.sub(" ", passage) if self._hidden else passage

    def _fitted(self, texts: Iterable[str], names: Sequence[str]) -> Pipeline:
        words = TfidfVectorizer(
            tokenizer=self._cut,
            token_pattern=None,  # pyright: ignore[reportArgumentType]  # the declarations lack it
            lowercase=False,
            ngram_range=(1, 2),
            min_df=_RARE,
            max_features=_FEATURES,
            sublinear_tf=True,
        )
        model = make_pipeline(words, LogisticRegression(C=2, class_weight="balanced", max_iter=300))
        return model.fit([self._without(text) for text in texts], names)

    def _surest(self, passages: Sequence[str], seeds: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
        """The seeds, and the passages that each class is surest of."""
        shares = self.shares(passages)
        hints = [self._hint(passage) for passage in passages]
        each = min(_MOST, int(_SURE * len(passages) * 2 / shares.shape[1]))
        texts, names = map(list, zip(*seeds, strict=True))
        for name, column in zip(self._model.classes_, shares.T, strict=True):
            column = column + np.array([hint.get(name, 0.0) for hint in hints])
            best = np.argsort(-column, kind="stable")[:each]
            texts += [passages[i] for i in best]
            names += [name] * len(best)
        return texts, names


def cut(language: str) -> Callable[[str], list[str]]:
    """How a language's passages fall into words."""
    if language == "en":
        return lambda text: _ENGLISH.findall(text.lower())
    return chinese_words


def mark_of(passage: str) -> Opinion | None:
    """By a mark out of ten.

    >>> mark_of("A gem. 9/10"), mark_of("3 out of 10"), mark_of("5/10"), mark_of("A gem.")
    ('good', 'bad', None, None)
    """
    marks = [int(mark) for mark in RATED.findall(passage)]
    if len(marks) != 1 or marks[0] > 10:
        return None
    return "good" if marks[0] >= 7 else "bad" if marks[0] <= 4 else None


def english_hint() -> Callable[[str], Mapping[str, float]]:
    """A hint by VADER's word list (Hutto & Gilbert 2014): its score, -1 to 1, at a quarter of its weight."""
    lexicon = SentimentIntensityAnalyzer()

    def hint(passage: str) -> Mapping[str, float]:
        score = lexicon.polarity_scores(passage)["compound"] / 4
        return {"good": score, "bad": -score}

    return hint


def chinese_opinion(words: Mapping[Opinion, Collection[str]]) -> Seed:
    """By two words of praise or of blame more than of the other; praise that is denied is blame.

    >>> seed = chinese_opinion({"good": ["满意", "舒服"], "bad": ["退货"]})
    >>> seed("很满意，穿着舒服。"), seed("不满意，已退货。"), seed("很满意，但退货了。")
    ('good', 'bad', None)
    """

    def seed(passage: str) -> Opinion | None:
        score = 0
        for clause in _CLAUSE.split(passage):
            denied = len(_DENIED.findall(clause.replace("不错", ""))) % 2
            score += sum(word in clause for word in words["good"]) * (-1 if denied else 1)
            score -= sum(word in clause for word in words["bad"])
        return "good" if score >= 2 else "bad" if score <= -2 else None

    return seed


def named(language: str, words: Mapping[str, Collection[str]]) -> Seed:
    """The only class of which the passage says a word.

    >>> seed = named("en", {"sports": ["football"], "business": ["market", "money"]})
    >>> seed("Football today"), seed("Football and money"), seed("A day")
    ('sports', None, None)
    """
    classes = {word: name for name, those in words.items() for word in those}
    split = cut(language)

    def seed(passage: str) -> str | None:
        found = {classes[word] for word in split(passage) if word in classes}
        return found.pop() if len(found) == 1 else None

    return seed
