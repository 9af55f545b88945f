"""Encodings that files seldom have: what they are, how surprising they would be, and what their letters cost.

Other code pages of a byte a letter, those of Japan and Korea, and those that have no byte above 127 and so look like
ASCII. Nothing here decides: `encoding.py` asks what each makes of the bytes.
"""

from __future__ import annotations

import re
from collections import Counter

# As Python knows them, in the order they are offered; nats that it takes to believe in each.
SURPRISE = {
    "shift_jis": 3.0,
    "euc_jp": 6.0,
    "cp949": 6.0,
    "cp1250": 5.0,
    "iso8859-2": 6.0,
    "cp1254": 5.0,
    "cp1251": 4.0,
    "koi8-r": 6.0,
    "cp866": 6.0,
    "iso8859-5": 7.0,
    "mac-cyrillic": 7.0,
    "cp1253": 5.0,
    "cp1255": 5.0,
    "cp1256": 5.0,
    "cp1258": 6.0,
    "cp874": 5.0,
    "cp850": 6.0,
    "cp852": 7.0,
    "cp857": 7.0,
    "mac-roman": 7.0,
}
SEVEN_BIT = ("iso2022_jp_2", "iso2022_kr", "hz", "utf-7")
OTHERS = (*SURPRISE, *SEVEN_BIT)
ENOUGH = 256 * 1024  # bytes in which a sign of such an encoding is looked for
_HZ = re.compile(rb"~\{(?:[!-w][!-~])+~\}")
_UTF_7 = re.compile(rb"\+[A-Za-z0-9+/]{3,}")

# Letters of the languages that are written in these pages; those before the bar are the common ones.
_CENTRAL = "ąćęłńóśźżáéíýčďěňřšťůúžöüőűăâîşţäôľđ|"
_TURKISH = "çğıöşüâîû|"
_CYRILLIC = "оеаинтсрвлкмдпуяы|ьгзбчйхжшюцщэфъёіїєґўђћњљџ"
_GREEK = "αοιετσνηυρπκμλςίάόέήύώ|ωγδθχφβξζψϊϋΐΰ"
_HEBREW = "יוהלאמתשרבנדעקפחצטסגזכםןץךף|"
_ARABIC = "اليمنتروبهدس|عفقكحجشصطخضذثزغظءآأؤإئىةپچژگ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_VIETNAMESE = "đăâêôơư\u0300\u0301\u0303\u0309\u0323|áàéèíìóòúùýãõ"
_THAI = "|" + "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E5A)]))


def _costs(letters: str) -> dict[str, float]:
    common, _, others = letters.partition("|")
    return {
        **dict.fromkeys(common.upper() + others.upper(), 5.5),
        **dict.fromkeys(others, 5.2),
        **dict.fromkeys(common, 3.5),
    }


LETTERS = {
    # Hungarian is told from French by two letters alone.
    **dict.fromkeys(("cp1250", "iso8859-2", "cp852"), _costs(_CENTRAL) | {"ő": 3.0, "ű": 3.0}),
    **dict.fromkeys(("cp1254", "cp857"), _costs(_TURKISH) | {"İ": 5.5}),
    **dict.fromkeys(("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"), _costs(_CYRILLIC)),
    "cp1253": _costs(_GREEK),
    "cp1255": _costs(_HEBREW),
    "cp1256": _costs(_ARABIC),
    "cp1258": _costs(_VIETNAMESE),
    "cp874": _costs(_THAI),
}
# Letters that one language writes: a text is in one of them, nearly always.
_WESTERN_LANGUAGES = (
    "àâæçéèêëîïôùûœÿ",
    "äöüßéà",
    "áéíñóúü",
    "ãáàâçéêíõóôú",
    "åäöæøéü",
    "àèéìíòóùú",
    "áðéíóúýþæö",
    "ëéèïöüçê",
)
_CENTRAL_LANGUAGES = ("ąćęłńóśźż", "áčďéěíňóřšťúůýžľôä", "áéíóöőúüű", "ăâîşţ", "čćđšž", "ëç")
LANGUAGES = {
    **dict.fromkeys(("cp1252", "cp850", "mac-roman"), _WESTERN_LANGUAGES),
    **dict.fromkeys(("cp1250", "iso8859-2", "cp852"), _CENTRAL_LANGUAGES),
}
STRAY = 3.0  # a letter of another language
OTHER_LETTER = 9.0  # one that no language of the code page writes
# Two letters that are not ASCII beside each other, as in these languages' words, and one within three of them.
RUN, LONG_RUN = 1.5, 7.0
JAPANESE = ("shift_jis", "euc_jp", "utf-7")
KANA, HALF_KANA, KANJI = 4.0, 11.0, 10.0
USUAL_HANGUL = frozenset(
    "이다는의에을가고하지한로기도은서사리인어해나자그들스대정시부게만수있아라일제보으전원과니상장모여구주를성러와드마비조선동우연신공계용경소위"
    "습요안너무좋영화재미없했었음네면거것때"
)
HANGUL, SELDOM_HANGUL = (4.5, 8.0), 12.0  # the usual syllables and the other common ones; the rest


def strays(text: str, page: str) -> float:
    """What it costs that a text's letters belong to several languages of a page."""
    languages = LANGUAGES.get(page)
    if languages is None:
        return 0.0
    letters = Counter(letter for letter in text.lower() if "\xdf" <= letter <= "\u024f")
    return STRAY * min(sum(n for letter, n in letters.items() if letter not in known) for known in languages)


def hangul(character: str) -> float:
    """What a character costs in Korean, which hardly has others than 2,350 syllables."""
    try:
        character.encode("euc_kr")
    except UnicodeEncodeError:
        return SELDOM_HANGUL
    return HANGUL[character not in USUAL_HANGUL] if "\uac00" <= character else SELDOM_HANGUL


def seven_bit(data: bytes) -> str | None:
    """The encoding of bytes that are ASCII throughout and yet no ASCII, by its signs; `None` where there are none.

    >>> seven_bit("映画".encode("iso2022_jp")), seven_bit(b"1 + 1 = 2")
    ('iso2022_jp_2', None)
    """
    head = data[:ENOUGH]
    if b"\x1b$" in head:
        name = "iso2022_kr" if b"\x1b$)C" in head else "iso2022_jp_2"
    elif _HZ.search(head):
        name = "hz"
    elif _UTF_7.search(head):
        name = "utf-7"
    else:
        return None
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return name if any(letter > "\x7f" for letter in text) else None
