"""More characters for a BERT: traditional Chinese, emoji, digits, within a limit of bytes.

A traditional character starts as its simplified counterpart (OpenCC's table), the rest
as the mean of the Chinese rows. The commonest traditional characters are those of
Big5's first level (5,401, the frequently used ones), which Python's codec lists.
Rare English pieces give way where there is no room.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch

EMOJI = (
    "😀😃😄😁😆😅😂🤣😊😇🙂🙃😉😌😍🥰😘😗😙😚😋😛😝😜🤪🤨🧐🤓😎🤩🥳😏😒😞😔😟😕🙁☹😣😖😫😩🥺😢😭😤😠😡🤬"
    "🤯😳🥵🥶😱😨😰😥😓🤗🤔🤭🤫🤥😶😐😑😬🙄😯😴🤤🤮🤢🤧😷🤒😈👿🤡💩👻💀👽🤖👋👌✌🤞👍👎👊✊👏🙌🙏💪👀👶👩"
    "👨❤🧡💛💚💙💜🖤💔💕💖💗💘💯💢💥💦⭐🌟✨⚡🔥🎉🎊🎁🎈🎂🍎🍉🍕🍔🍟🍦🍰🍺🍻☕🍵🐶🐱🐼🐷🐭🌹🌸🌞🌙☀☁☔"
    "❄🌈🌍🏠🚗✈⚽🏀🎵🎶🎬📷📱💻💰📚✅❌❗❓♥☺"
)
MARKS = "「」『』〈〉〔〕—￥×÷℃"
DIGITS = "〇０１２３４５６７８９"
_LOWER = 4.0


def big5_level_one() -> list[str]:
    """Big5's frequently used characters, A440 to C67E, in its order (strokes)."""
    tails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    codes = [bytes([head, tail]) for head in range(0xA4, 0xC7) for tail in tails]
    return [code.decode("big5") for code in codes if code <= b"\xc6\x7e"]


def simplified() -> dict[str, str]:
    """Traditional character -> its commonest simplified form, where there is one."""
    return dict(_table("TSCharacters.txt"))


def variants(pieces: Mapping[str, int]) -> np.ndarray:
    """[V] ids: a simplified character's commonest traditional form, all else itself.

    >>> pieces = {"国": 0, "國": 1, "的": 2}
    >>> variants(pieces).tolist()
    [1, 1, 2]
    """
    table = np.arange(max(pieces.values()) + 1)
    for plain, traditional in _table("STCharacters.txt"):
        if plain in pieces and traditional in pieces:
            table[pieces[plain]] = pieces[traditional]
    return table


def _table(name: str) -> Iterator[tuple[str, str]]:
    text = (files("opencc") / "dictionary" / name).read_text(encoding="utf-8")
    for line in filter(None, text.splitlines()):
        left, right = line.split("\t")
        yield left, right.split()[0]


@dataclass(frozen=True)
class NewPiece:
    """A piece to add, and the piece whose row it starts from (`None`: the Chinese mean)."""

    text: str
    like: str | None = None


def wanted(pieces: Mapping[str, int]) -> list[NewPiece]:
    """What is to be known and is not, the most useful first.

    A traditional character outside Big5's first level is wanted if its simplified form
    is known. Emoji and digits stand within words too, so they get a `##` piece.
    """
    simpler = simplified()
    common = big5_level_one()
    others = [traditional for traditional, plain in simpler.items() if plain in pieces and len(traditional) == 1]
    new = [NewPiece(character) for character in MARKS]
    for n, character in enumerate(DIGITS):
        like = "零" if n == 0 else str(n - 1)
        new += [NewPiece(character, like), NewPiece(f"##{character}", like if n == 0 else f"##{like}")]
    new += [NewPiece(f"##{digit}", digit) for digit in "0123456789"]
    new += [NewPiece(character, simpler.get(character)) for character in dict.fromkeys([*common, *others])]
    new += [NewPiece(prefix + emoji) for emoji in dict.fromkeys(EMOJI) for prefix in ("", "##")]
    seen: set[str] = set(pieces)
    return [piece for piece in new if piece.text not in seen and not seen.add(piece.text)]


def room(model: Any, limit: int) -> int:
    """How many rows more fit into `limit` bytes of float16: each is d weights and a bias."""
    size = 2 * sum(weight.numel() for weight in model.parameters())
    return (limit - size) // (2 * (model.config.hidden_size + 1))


def rarest(pieces: Mapping[str, int], counts: np.ndarray, number: int) -> set[str]:
    """The English pieces of two letters or more that the corpus has least of.

    Args:
        counts: [V] how often each id stands in the corpus.

    Raises:
        ValueError: there are not so many.
    """
    droppable = [piece for piece in pieces if piece.isascii() and piece[0] != "[" and len(piece.removeprefix("##")) > 1]
    if number > len(droppable):
        raise ValueError(f"{number} pieces are to go, {len(droppable)} can")
    return set(sorted(droppable, key=lambda piece: (counts[pieces[piece]], piece))[:number])


def extended(
    model: Any, pieces: Mapping[str, int], new: Sequence[NewPiece], dropped: set[str], seed: int = 20
) -> tuple[Any, dict[str, int]]:
    """A model with other rows, and its pieces: the old order without the dropped, then the new.

    A row that copies another gets a lower output bias, so that it does not share the
    other's probability before it is trained; a row of no counterpart gets a rare
    piece's bias, and a little noise, so that no two are the same.
    """
    kept = [piece for piece in sorted(pieces, key=pieces.__getitem__) if piece not in dropped]
    old_rows = model.get_input_embeddings().weight.detach()
    old_bias = model.cls.predictions.bias.detach()
    chinese = [id for piece, id in pieces.items() if len(piece) == 1 and "\u4e00" <= piece <= "\u9fff"]
    mean = old_rows[chinese or list(pieces.values())].mean(dim=0)
    noise = old_rows.std() * 0.1 * torch.randn(len(new), len(mean), generator=torch.Generator().manual_seed(seed))
    rows, biases = [], []
    for n, piece in enumerate(new):
        known = pieces.get(piece.like or "")
        rows.append(mean + noise[n] if known is None else old_rows[known])
        biases.append(old_bias.quantile(0.05) if known is None else old_bias[known] - _LOWER)
    keep = torch.tensor([pieces[piece] for piece in kept])
    state = model.state_dict()
    config = type(model.config).from_dict({**model.config.to_dict(), "vocab_size": len(kept) + len(new)})
    result = type(model)(config)
    weight, bias = torch.stack([*old_rows[keep], *rows]), torch.stack([*old_bias[keep], *biases])
    for name in state:
        if state[name].shape[:1] == old_bias.shape:
            state[name] = weight if state[name].dim() == 2 else bias
    result.load_state_dict(state)
    result.tie_weights()
    return result.eval(), {piece: id for id, piece in enumerate([*kept, *(piece.text for piece in new)])}


def write_tokenizer(source: Path, pieces: Mapping[str, int], folder: Path) -> None:
    """The source folder's tokenizer with another vocabulary; all else as it was.

    Raises:
        ValueError: a special token has moved.
    """
    description = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
    for token in description["added_tokens"]:
        if pieces.get(token["content"]) != token["id"]:
            raise ValueError(f"{token['content']} has moved")
    description["model"]["vocab"] = dict(pieces)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(description, ensure_ascii=False, indent=1)
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    (folder / "tokenizer_config.json").write_bytes((source / "tokenizer_config.json").read_bytes())
