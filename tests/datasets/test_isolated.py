"""Files that were made to hurt cost their own reader some seconds, and nobody else anything."""

from __future__ import annotations

import os
import sys
import threading
import time

import pytest

from playground.datasets import formats, isolated
from playground.datasets.isolated import Helpers
from playground.datasets.mapping import Limits, read_csv
from playground.settings import MIB
from tests.datasets.making import refused, with_part, workbook

BOOK = workbook(Data=[("text", "label"), ("a", "x"), ("b", "y")])
STYLES = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</styleSheet>'
CSV = b"text,label\n" + "好看,正\n难看,负\n".encode()


@pytest.fixture
def helpers():
    made = []

    def make(**limits):
        made.append(Helpers(**limits))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_the_faces_are_those_of_the_readers():
    how = isolated.complete(CSV, "x.csv", {})
    assert how == formats.complete(CSV, "x.csv", {})
    assert isolated.read(CSV, how, 10) == formats.read(CSV, how, 10)
    unsure = "模,1\n".encode("gb18030")
    assert isolated.complete(unsure, "x.csv", {}).ambiguous and len(isolated.readings(unsure)) == 2
    assert isolated.sheets(BOOK) == ("Data",)
    limits = Limits(50, 200, 5)
    assert isolated.read_csv("text,label\na,x\nb\ud800,y\n,x\n", "n", limits) == read_csv(
        "text,label\na,x\nb\ud800,y\n,x\n", "n", limits
    )
    bad = refused(isolated.complete, CSV, "x.csv", {"encoding": "rot13"})
    assert (bad.code, bad.values) == ("unknown_option", {"option": "encoding", "found": "rot13"})
    assert refused(isolated.read_csv, "a,b\nc,d\n", "n", limits).code == "no_header"


def test_a_small_file_costs_little_after_the_first():
    isolated.complete(CSV, "x.csv", {})
    times = []
    for _ in range(20):
        start = time.perf_counter()
        isolated.read(CSV, isolated.complete(CSV, "x.csv", {}), 10)
        times.append(time.perf_counter() - start)
    assert sorted(times)[10] < 0.05


LINES = {
    "blank": b"\n" * (16 * MIB),
    "spaces": b" " * (16 * MIB),
    "separators": b"," * (16 * MIB),
    "rows of separators": (b"," * 40 + b"\n") * (16 * MIB // 41),
    "marks": b'"' * (16 * MIB),
    "brackets": b"[" * (16 * MIB),
    "an object and blank lines": b'{"a": 1}' + b"\r\n" * (8 * MIB),
    "one word": b"x" * (16 * MIB),
    "half characters": b"\x81" * (4 * MIB),
}


@pytest.mark.parametrize("what", LINES)
def test_a_large_file_of_nothing_is_read_in_seconds(what):
    """As the processor counts: other work may share the machine."""
    start = time.process_time()
    try:
        formats.read(LINES[what], formats.complete(LINES[what], "x", {}), 50_000)
    except formats.DataError as error:
        assert error.code in {"empty", "not_text", "row_unreadable"}
    assert time.process_time() - start < 6


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/styles.xml", STYLES % (b"<cellXfs>" + b"<xf/>" * 800_000 + b"</cellXfs>")),
        (
            "xl/styles.xml",
            STYLES % (b'<numFmts><numFmt numFmtId="170" formatCode="' + b"[" * 60_000 + b'"/></numFmts>'),
        ),
        ("xl/workbook.xml", b"<workbook " + b" ".join(b'a%d=""' % n for n in range(1_000_000)) + b"/>"),
        ("xl/workbook.xml", b"<workbook " + b" ".join(b"a%d='>'" % n for n in range(1_000_000)) + b"/>"),
        ("xl/workbook.xml", b"<workbook><sheets>" + b'<sheet name="a"/>' * 100_000 + b"</sheets></workbook>"),
    ],
    ids=["styles", "number format", "attributes", "attributes with brackets", "sheets"],
)
def test_a_workbook_made_to_cost_time_is_refused_at_once(part, content):
    data = with_part(BOOK, part, content)
    start = time.process_time()
    assert refused(formats.complete, data, "x.xlsx", {}).code == "excel_too_large"
    assert time.process_time() - start < 3


def test_what_takes_too_long_is_ended_and_the_next_is_read(helpers):
    some = helpers(seconds=1.0, most=1)
    assert some.ask("complete", CSV, "x.csv", {})["encoding"] == "utf-8"
    slow = b"".join(b"%d words,x\n" % n for n in range(1_000_000)) * 2
    start = time.monotonic()
    error = refused(some.ask, "read", slow, vars(formats.FileFormat("csv", "utf-8", ",", rows=9, seed=1)), 50_000)
    assert error.code == "reading_too_slow" and error.values == {"seconds": 1}
    assert time.monotonic() - start < 20
    assert some.ask("complete", CSV, "x.csv", {})["encoding"] == "utf-8"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit a process's memory so")
def test_what_takes_too_much_memory_is_refused_and_the_next_is_read(helpers):
    some = helpers(memory=200 * MIB)
    large = b"a,b\n" * (4 * MIB)
    how = vars(formats.FileFormat("csv", "utf-8", ",", rows=9, seed=1))
    assert refused(some.ask, "read", large, how, 50_000).code in {"reading_too_large", "reading_failed"}
    assert some.ask("sheets", BOOK) == ["Data"]


def test_a_helper_that_dies_is_replaced(helpers):
    some = helpers()
    some.ask("sheets", BOOK)
    some._idle[0]._process.kill()
    assert refused(some.ask, "sheets", BOOK).code == "reading_failed"
    assert some.ask("sheets", BOOK) == ["Data"]


def test_several_ask_at_once_and_no_more_helpers_are_started_than_allowed(helpers):
    some, found = helpers(most=2), []
    threads = [threading.Thread(target=lambda: found.append(some.ask("sheets", BOOK))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["Data"]] * 8 and len(some._idle) <= 2


def test_a_helper_ends_with_its_input(helpers):
    some = helpers()
    some.ask("sheets", BOOK)
    process = some._idle[0]._process
    process.stdin.close()
    assert process.wait(20) == 0
    assert os.name != "posix" or process.returncode == 0
