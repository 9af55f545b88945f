"""What counting words would get: the number a prompt should beat before anyone is impressed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from playground.datasets.dataset import SPLITS, DataSet
from playground.datasets.sample import at_most
from playground.results import Example

#: Of a split's rows, where the number shall stand beside its name at once: some seconds' work at most.
MOST_CHARACTERS = 1_000_000


def majority(examples: Sequence[Example]) -> float:
    """The accuracy of always saying the commonest label."""
    return Counter(example.label for example in examples).most_common(1)[0][1] / len(examples)


def bag_of_words(train: Sequence[Example], test: Sequence[Example]) -> float | None:
    """Accuracy of multinomial naive Bayes (add-one smoothed) over word counts, trained on
    `train`; `None` where that has one label only, or no word.

    Text with Chinese characters is counted by single characters and pairs of them, other
    text by lower-case words of any script. scikit-learn's `MultinomialNB` and `CountVectorizer`.
    """
    if len({example.label for example in train}) < 2:
        return None
    from sklearn.feature_extraction.text import CountVectorizer  # slow to import
    from sklearn.naive_bayes import MultinomialNB

    texts = [_text(example) for example in train]
    chinese = sum("\u4e00" <= letter <= "\u9fff" for text in texts for letter in text)
    if chinese > sum(map(len, texts)) / 4:
        counter = CountVectorizer(analyzer="char", ngram_range=(1, 2))
    else:
        counter = CountVectorizer(token_pattern=r"[\w']+")
    words = counter.build_analyzer()
    if not any(words(text) for text in texts):
        return None
    model = MultinomialNB(alpha=1.0).fit(counter.fit_transform(texts), [example.label for example in train])
    answers = model.predict(counter.transform([_text(example) for example in test]))
    return sum(answer == example.label for answer, example in zip(answers, test, strict=True)) / len(test)


def by_split(dataset: DataSet, most: int = MOST_CHARACTERS) -> dict[str, float]:
    """Split -> what `bag_of_words` gets right of its rows, learning from the training rows; without an entry where
    there is nothing to learn from or to measure on.

    Of splits with more than `most` characters as many rows count as have about so many.

    >>> rows = tuple(Example({"text": text}, text[:4]) for text in ("good day", "poor show"))
    >>> by_split(DataSet("x", "x", rows, (), rows))
    {'test': 1.0}
    """
    train, *others = (_bounded(dataset.split(split), most) for split in SPLITS)
    rows = dict(zip(SPLITS[1:], others, strict=True))
    found = {split: bag_of_words(train, its) for split, its in rows.items() if its}
    return {split: share for split, share in found.items() if share is not None}


def _bounded(examples: tuple[Example, ...], most: int) -> tuple[Example, ...]:
    characters = sum(len(_text(example)) for example in examples)
    return at_most(examples, len(examples) * most // max(characters, most, 1))


def _text(example: Example) -> str:
    return "\n".join(example.fields.values())
