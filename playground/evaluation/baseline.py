"""What counting words would get: the number a prompt should beat before anyone is impressed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from playground.results import Example


def majority(examples: Sequence[Example]) -> float:
    """The accuracy of always saying the commonest label."""
    return Counter(example.label for example in examples).most_common(1)[0][1] / len(examples)


def bag_of_words(train: Sequence[Example], test: Sequence[Example]) -> float | None:
    """Accuracy of multinomial naive Bayes (add-one smoothed) over word counts, trained on
    `train`; `None` where that has one label only.

    Text with Chinese characters is counted by single characters and pairs of them, other
    text by lower-case words. scikit-learn's `MultinomialNB` and `CountVectorizer`.
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
        counter = CountVectorizer(token_pattern=r"[a-z0-9']+")
    model = MultinomialNB(alpha=1.0).fit(counter.fit_transform(texts), [example.label for example in train])
    answers = model.predict(counter.transform([_text(example) for example in test]))
    return sum(answer == example.label for answer, example in zip(answers, test, strict=True)) / len(test)


def _text(example: Example) -> str:
    return "\n".join(example.fields.values())
