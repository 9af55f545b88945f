"""Which encoding a file has: a table of generated files, right nearly always and never wrong without a word."""

from __future__ import annotations

import csv
import itertools
import random

import pytest

from playground.datasets import encoding
from playground.settings import ASSETS

SIMPLIFIED = {
    "short": ["好吃赞～", "太差了", "不错", "油腻", "味道一般", "很满意！", "还行吧", "退货", "屏幕碎了", "客服态度好"],
    "long": [
        "手机电池很耐用，屏幕也清晰，就是充电器有点慢。",
        "房间很干净，早餐种类不多，离地铁站走路五分钟。",
        "这部电影我看了三遍都不腻，配乐尤其好听！",
        "快递太慢，包装都破了，客服一直说“马上处理”，等了一周。",
        "孩子很喜欢这本书，每天晚上都要我讲《小王子》。",
    ],
    "one": ["the 猫 sat", "a plain line with 好 in it", "size 大", "made in 中国", "said 对 and left"],
    "marks": ["it was fine，really", "good～", "what？", "so——so", "they said “fine”。"],
}
TRADITIONAL = {
    "short": ["電影很好看", "太貴了", "不錯", "難吃", "還可以", "推薦！", "服務也慢", "質感很好", "有點失望", "會再來"],
    "long": [
        "這支手機很好用，電池可以撐兩天，只是充電有點慢。",
        "房間很乾淨，早餐種類不多，離捷運站走路五分鐘。",
        "這部電影我看了三遍都不膩，配樂尤其好聽！",
        "包裝都破了，客服一直說馬上處理，等了一個禮拜。",
        "孩子很喜歡這本書，每天晚上都要我講《小王子》。",
    ],
    "one": ["the 貓 sat", "a plain line with 好 in it", "size 大", "made in 台灣", "said 對 and left"],
    "marks": ["it was fine，really", "good！", "what？", "so——so", "they said 「fine」。"],
}
WESTERN = {
    "short": ["très bon", "schön", "qué mal", "não gostei", "smörgås", "déçu", "größer", "niño", "garçon", "bién"],
    "long": [
        "C'était raté du début à la fin, même la musique était ennuyeuse.",
        "Die Tür schließt nicht, und für den Preis hätte ich mehr erwartet.",
        "El señor que atendió fue muy amable, pero la habitación olía a humedad.",
        "A bateria dura pouco e o atendimento não resolveu a situação.",
        "Maten var jättegod men vi fick vänta länge på notan, så synd.",
    ],
    "one": ["a café scene saves nothing", "the naïve plot", "my fiancé liked it", "Zoë was great", "piñata for all"],
}
TYPED = {  # marks that Latin-1 does not have
    "marks": ["it’s fine", "“so good” they said", "good – not great", "well… no", "the kettle’s lid"],
    "many": ["“It’s a joy,” she said – “don’t miss it.”", "I can’t say it’s bad… it isn’t", "90’ of “fun” – no"],
}
HEADERS = {"gb18030": ["", "text,label\n", "文本,标签\n"], "big5": ["", "text,label\n", "文字,標籤\n"]}
LABELS = {"zh": ["正", "负"], "tw": ["正", "負"], "en": ["good", "bad"], "number": ["1", "0"]}


def files() -> list[tuple[str, str, str]]:
    """(what it is, encoding, text) of every file in the table."""
    found = []
    sources = [
        ("gb18030", SIMPLIFIED, "zh"),
        ("big5", TRADITIONAL, "tw"),
        ("utf-8", SIMPLIFIED, "zh"),
        ("utf-8", TRADITIONAL, "tw"),
        ("utf-8", WESTERN, "en"),
        ("utf-8", TYPED, "en"),
        ("utf-16-le", SIMPLIFIED, "zh"),
        ("utf-16-be", TRADITIONAL, "tw"),
        ("utf-16-le", WESTERN, "en"),
        ("utf-16-be", TYPED, "en"),
        ("cp1252", WESTERN, "en"),
        ("cp1252", TYPED, "en"),
        ("latin-1", WESTERN, "en"),
    ]
    for name, texts, language in sources:
        for length, lines in texts.items():
            for number, line in enumerate(lines):
                labels = LABELS["number"] if number % 2 else LABELS["en" if length in {"one", "marks"} else language]
                headers = HEADERS.get(name, ["", "text,label\n"])
                header = headers[number % len(headers)] if length not in {"one", "marks"} else headers[number % 2]
                end = "\r\n" if number % 3 == 0 else "\n"
                found.append((f"{length} {number}", name, f"{header}{line},{labels[0]}{end}"))
            rows = end.join(f"{line},{label}" for line, label in zip(lines, itertools.cycle(labels), strict=False))
            found.append((f"all {length}", name, f"text,label{end}{rows}{end}"))
            plain = "".join(f"some plain words {n},good{end}" for n in range(30))
            found.append((f"late {length}", name, f"{plain}{lines[0]},bad{end}"))
    return found


FILES = files()


def verdict(name: str, text: str) -> tuple[bool, bool]:
    """(whether the text is read as it was written, whether another reading is offered that is)."""
    found = encoding.judge(text.encode(name))
    read = [encoding.decode(text.encode(name), reading.encoding)[0] == text for reading in found.readings]
    return read[0], found.ambiguous and any(read)


def test_the_table_is_right_nearly_always_and_never_wrong_without_a_word():
    assert len(FILES) >= 300 and {name for _, name, _ in FILES} == {*encoding.ENCODINGS, "latin-1"}
    wrong = {(what, name, text): verdict(name, text) for what, name, text in FILES}
    wrong = {key: offered for key, (right, offered) in wrong.items() if not right}
    assert [key for key, offered in wrong.items() if not offered] == []
    assert len(wrong) <= 0.02 * len(FILES), list(wrong)


def test_hardly_any_file_of_more_than_a_few_words_needs_a_person():
    asked = [(what, name) for what, name, text in FILES if encoding.judge(text.encode(name)).ambiguous]
    assert not [what for what, _ in asked if what.startswith(("long", "all", "many"))]
    assert len(asked) <= 0.1 * len(FILES), asked


def demo_lines() -> list[str]:
    with (ASSETS / "demos" / "shop-reviews.csv").open(encoding="utf-8", newline="") as file:
        return [f"{text},{label}" for _, text, label in itertools.islice(csv.reader(file), 1, None)]


@pytest.mark.parametrize("name", ["gb18030", "utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("count", [1, 3])
def test_reviews_that_nobody_chose_for_this(name, count):
    chance, lines = random.Random(count), demo_lines()
    for _ in range(60):
        text = "\n".join(chance.sample(lines, count)) + "～\n"
        right, offered = verdict(name, text)
        assert right or offered, text


@pytest.mark.parametrize("name", ["gb18030", "big5", "utf-8"])
@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_that_breaks_off_within_a_character_keeps_its_encoding(name, cut):
    texts = TRADITIONAL if name == "big5" else SIMPLIFIED
    data = ("text,label\n" + "\n".join(f"{line},1" for line in texts["long"]) + "\n好看").encode(name)[:-cut]
    assert encoding.guess(data) == name


def test_what_reads_about_as_well_two_ways_is_said_to():
    found = encoding.judge("模,1\n".encode("gb18030"))
    assert found.ambiguous and "gb18030" in {reading.encoding for reading in found.readings}
    assert all(reading.sample for reading in found.readings)
    assert len({reading.sample for reading in found.readings}) == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp1251", "Очень хороший фильм,да\nНе понравилось совсем,нет\n"),
        ("shift-jis", "とても良かったです,良い\nつまらない映画でした,悪い\n"),
        ("euc-kr", "정말 재미있는 영화,좋음\n지루했다 정말로,나쁨\n"),
        ("iso-8859-7", "Πολύ καλή ταινία,ναι\nΔεν μου άρεσε,όχι\n"),
    ],
)
def test_a_seldom_encoding_is_never_taken_for_another_without_a_word(name, text):
    right, offered = verdict(name, text)
    assert right or offered


def test_other_scripts_in_utf_8_are_utf_8():
    for text in ("Очень хороший", "とても良かった", "정말 재미있는", "Πολύ καλή", "جميل جدا", "सुंदर", "great 😀", "ก็ดี"):
        found = encoding.judge(f"text,label\n{text},1\n".encode())
        assert (found.encoding, found.ambiguous) == ("utf-8", False), text


def test_one_zero_byte_does_not_make_utf_16():
    for place in (0, 4, 15, 30):
        data = b"text,label\nplain words,good\nother words,bad\n"
        assert encoding.guess(data[:place] + b"\0" + data[place:]) == "utf-8"
    chinese = "文本,标签\n太难看了,差评\n好看,好评\n".encode("gb18030")
    assert encoding.guess(chinese[:12] + b"\0" + chinese[12:]) == "gb18030"


SELDOM = [
    ("cp1250", "towar zgodny z opisem, szybka wysyłka|nie polecam, zła jakość|wróciło do sklepu, żenada"),
    ("cp1250", "dobrá kvalita, doporučuji|nic moc, příště ne|rychlé dodání, děkuji"),
    ("cp1250", "Vrlo dobar film, preporučujem|užasno, šteta novca, ništa više|knjiga je došla oštećena"),
    ("iso8859-2", "Świetna gra aktorów|zła obsługa, ale ładne wnętrze|więcej już nie kupię"),
    ("cp852", "Świetna gra aktorów|zła obsługa, ale ładne wnętrze|więcej już nie kupię"),
    ("cp1254", "kargo çok hızlıydı|ürün bozuk çıktı|tavsiye etmem, kalitesiz|güzel ürün, teşekkürler"),
    ("cp437", "gute Qualität, schnelle Lieferung|würde ich wieder kaufen|zu groß, nicht schön"),
    ("cp437", "très déçu|livraison rapide, qualité médiocre|ça ne marche pas, à éviter"),
    ("mac-roman", "très déçu|livraison rapide, qualité médiocre|ça ne marche pas, à éviter"),
    ("shift_jis", "良い|悪い|普通の品質です|届くのが遅い"),
    ("euc_jp", "とても良い|悪い|普通の品質です|届くのが遅い"),
    ("iso2022_jp", "とても良い|悪い|普通の品質です"),
    ("utf-7", "很好|质量差，不推荐|一般"),
    ("hz", "很好|质量差，不推荐|一般"),
    ("cp949", "좋아요|별로예요|배송이 빨라요|다시는 안 사요"),
    ("iso2022_kr", "좋아요|별로예요"),
    ("cp1251", "хорошо|плохо, не советую|доставка быстрая, спасибо"),
    ("koi8-r", "хорошо|плохо, не советую|доставка быстрая, спасибо"),
    ("cp866", "хорошо|плохо, не советую|доставка быстрая, спасибо"),
    ("cp1253", "πολύ καλό|κακή ποιότητα|γρήγορη αποστολή, ευχαριστώ"),
    ("cp1255", "מוצר טוב מאוד|איכות גרועה|משלוח מהיר, תודה"),
    ("cp1256", "منتج جيد جدا|جودة سيئة|شحن سريع، شكرا"),
    ("cp874", "สินค้าดีมาก|คุณภาพแย่|ส่งเร็ว ขอบคุณ"),
]


@pytest.mark.parametrize(("name", "rows"), SELDOM)
def test_other_code_pages_are_read_as_they_were_written(name, rows):
    """What was known not to be read right: D1, D2."""
    text = "text,label\n" + "".join(f'"{row}",{place % 2}\n' for place, row in enumerate(rows.split("|")))
    right, offered = verdict(name, text)
    assert right or offered
    assert right or name in ("cp1250", "iso8859-2"), encoding.judge(text.encode(name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp1252", "Mjög góð mynd, ég mæli með henni. Þetta var frábært."),
        ("cp1252", "A atuação é excelente e não cansa. Três estrelas; ações péssimas."),
        ("cp1252", "È stato davvero piacevole, perché la città è splendida."),
        ("cp1252", "muy buena calidad, llegó tarde; está bien, envío rápido, año nuevo"),
        ("ascii", "C++ and 1+1=2 are a+b+c"),
        ("ascii", "aGVsbG8+d29ybGQ/Zm9v"),
        ("ascii", "see a+bcd/efg- and +1 555, AT+CMD+RST-"),
        ("ascii", "\x1b[31mred\x1b[0m"),
        ("ascii", "~{foo~} bar, ~{x}"),
    ],
)
def test_no_text_is_taken_for_a_seldom_encoding(name, text):
    found = encoding.judge(text.encode(name))
    assert encoding.decode(text.encode(name), found.encoding)[0] == text and not found.ambiguous


def test_readings_show_a_line_that_differs():
    text = "dobrá kvalita,1\nnedoporučuji,0\n"
    found = encoding.judge(text.encode("cp1250"))
    assert not found.ambiguous or len({reading.sample for reading in found.readings}) == 2
