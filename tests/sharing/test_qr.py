"""QR codes, read back by another library than the one that makes them."""

from __future__ import annotations

import re

import numpy
import pytest
import zxingcpp

from playground.errors import LinkError
from playground.sharing.qr import MOST, QrCode, qr_code

PIXELS = 4  # a module


def read(code: QrCode) -> str:
    """What a decoder reads off the drawn squares."""
    picture = numpy.full((code.size, code.size), 255, numpy.uint8)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path):
        picture[int(y), int(x) : int(x) + int(width)] = 0
    (found,) = zxingcpp.read_barcodes(picture.repeat(PIXELS, 0).repeat(PIXELS, 1))
    return found.text


@pytest.mark.parametrize(
    "text",
    [
        "http://192.168.0.7:7860/s/abcdefgh",
        "http://127.0.0.1:7860/zh?template=%7Btext%7D%E6%80%BB%E4%B9%8B%EF%BC%8C%E5%BE%88%5BMASK%5D%E3%80%82&top_k=20",
        "https://学校.example/s/很好",
        "x" * MOST,
    ],
)
def test_a_decoder_reads_the_text(text):
    code = qr_code(text)
    assert read(code) == text
    assert re.sub(r"M\d+ \d+h(\d+)v1h-\1z", "", code.path) == ""


def test_what_no_phone_could_read_is_refused_in_words():
    with pytest.raises(LinkError) as error:
        qr_code("x" * (MOST + 1))
    assert error.value.code == "too_long_for_qr" and error.value.message("zh")
