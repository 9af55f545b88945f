"""Whether a template asks for its label words: judged by what stands on top of the list at the mask.

The mass outside the label words alone says little: words of several pieces have small products, and one good
word among many is seldom above a tenth. What is likelier than every label word says more, and names the cause:
other words of content mean that the verbalizer may be short, punctuation and function words that the template
asks for something else. A guess that a reader can check, never a number; it changes no score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from playground.results import Prediction, Token

MUCH = 0.9  # mass outside, from which on the top of the list is looked at
TOP = 3  # places that count as the top
LOOKED_AT = 5  # likelier tokens that tell the cause
NAMED = 3

# Words that can stand nearly anywhere, in the languages of the bundled model.
_FUNCTION = frozenset(
    """
    a an the and or but nor so yet if then than as at by for from in into of off on onto out over to up with without
    about after again all also am any are be been being both can could did do does done each had has have he her here
    hers him his how i is it its just may me might mine more most much must my no not now one only other our ours she
    should some such that their theirs them there these they this those too us very was we were what when where which
    who why will would you your
    的 了 是 在 和 与 及 或 也 都 就 不 没 有 很 太 更 最 还 又 把 被 给 对 从 到 向 为 以 而 且 但 吗 呢 吧 啊 着 过 地 得 之 其
    我 你 他 她 它 们 这 那 个 一 上 下 中 里 会 要 能 可 说 人 们 什 么 怎 哪 些 此 于 则 所 将 已
    """.split()
)

Cause = Literal["top", "short", "elsewhere", "unseen"]


@dataclass(frozen=True)
class Verdict:
    """`top`: a label word is among the first at each answer position; `short`: other words of content stand above
    them; `elsewhere`: punctuation and function words do; `unseen`: the list says nothing about these words.
    `above` are tokens likelier than any label word."""

    cause: Cause
    above: tuple[str, ...] = ()


def judge(prediction: Prediction) -> Verdict:
    """What the top of the list says about the label words of a prediction.

    With several answer positions each of them counts: the one where the label words stand lowest decides.
    """
    found = [
        _column(tokens, own)
        for position, tokens in enumerate(prediction.tokens)
        if (own := _pieces(prediction, position))
    ]
    if not found or (prediction.kind == "causal" and prediction.prompt_kind == "cloze"):
        return Verdict("unseen")
    return max(found, key=lambda verdict: (verdict.cause != "top", len(verdict.above)))


def _pieces(prediction: Prediction, position: int) -> set[str]:
    """The label words' pieces at one position. A causal LM writes words of any length from the first piece on."""
    if prediction.kind == "causal":
        return {word.pieces[0] for word in prediction.words if word.pieces}
    run = len(prediction.tokens)
    return {word.pieces[position] for word in prediction.words if len(word.pieces) == run}


def _column(tokens: Sequence[Token], own: set[str]) -> Verdict:
    place = next((i for i, token in enumerate(tokens) if token.piece in own), len(tokens))
    if place < TOP:
        return Verdict("top")
    above = tokens[:place]
    content = sum(map(_of_content, above[:LOOKED_AT]))
    named = tuple(token.text.strip() or token.piece for token in above[:NAMED])
    return Verdict("short" if 2 * content > len(above[:LOOKED_AT]) else "elsewhere", named)


def _of_content(token: Token) -> bool:
    """A word that means something by itself: no punctuation, number, end of a word, or function word."""
    text = token.text.strip()
    return text.isalpha() and not token.piece.startswith("##") and text.lower() not in _FUNCTION
