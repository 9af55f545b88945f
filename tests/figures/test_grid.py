"""The heatmap of prompts and the bars of words: the numbers shown, their marks, and letters that can be read."""

from __future__ import annotations

import re
from functools import partial

import pytest

from playground import i18n
from playground.figures import changes, grid
from playground.figures.lines import Say
from tests.figures.test_figures import plotly_accepts
from tests.test_architecture import ROOT

say: Say = partial(i18n.translate, "en")
BEST = {"accuracy": 0.81, "interval": [0.72, 0.88], "best": True}
TIED = {"accuracy": 0.78, "interval": [0.69, 0.86], "tied": True, "spread": 0.024}
POOR = {"accuracy": 0.52, "interval": [0.42, 0.62]}
EMPTY = {"accuracy": None, "interval": None, "error": None}
WRONG = {"accuracy": None, "interval": None, "error": "the model does not know this word"}


def heat_cell(cell: dict) -> grid.Cell:
    """One cell of these tests as the figure takes it."""
    mark = "best" if cell.get("best") else "tied" if cell.get("tied") else ""
    interval = tuple(cell["interval"]) if cell.get("interval") else None
    return grid.Cell(cell.get("accuracy"), interval, cell.get("spread"), mark, bool(cell.get("error")))


def heat_table(table: dict) -> grid.Table:
    """One table of these tests as the figure takes it."""
    rows = table["rows"]
    cells = tuple(tuple(map(heat_cell, row["cells"])) for row in rows)
    names = tuple(row["name"] for row in rows)
    return grid.Table(table["model"], names, tuple(table["columns"]), cells, bool(rows and rows[-1].get("ensemble")))


def word_changes(items: list[dict]) -> tuple[changes.Change, ...]:
    """The measured words of these tests as their figure takes them."""
    return tuple(
        changes.Change(item["text"], item.get("by"), item["change"], tuple(item["interval"]), item.get("p"))
        for item in items
        if item.get("change") is not None
    )


def row(name: str, *cells: dict, **more: object) -> dict:
    return {"name": name, "template": name, "cells": list(cells), **more}


def made(*rows: dict, model: str = "small", columns: tuple[str, ...] = ("great / bad", "yes / no")) -> dict:
    return {"model": model, "rows": list(rows), "columns": list(columns)}


GRID = made(
    row("{text} It was [MASK].", BEST, POOR),
    row("<b>x</b> [MASK]", TIED, WRONG),
    row("average", BEST, EMPTY, ensemble=True),
)


def texts(figure: dict) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_cells_marks_and_the_averaged_row():
    (picture,) = grid.heatmaps([heat_table(GRID)])
    assert [[cell.mark for cell in cells] for cells in picture.cells] == [["best", ""], ["tied", ""], ["best", ""]]
    assert picture.cells[1][1].failed and not picture.cells[2][1].failed
    assert picture.ensemble and (picture.low, picture.high) == (0.5, 0.9)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_drawing_says_every_number_and_sets_the_average_apart(language):
    figure = grid.draw(grid.heatmaps([heat_table(GRID)])[0], partial(i18n.translate, language))
    plotly_accepts(figure)
    found = texts(figure)
    assert found.count("81%") == 2 and "72–88%" in found and "69–86% ±2" in found
    assert found.count("–") == 1 and found.count("…") == 1
    assert [trace["z"] for trace in figure["data"]] == [[[6, 0], [6, None]], [[6, None]]]
    assert figure["data"][1]["y0"] > 2
    solid = [
        shape for shape in figure["layout"]["shapes"] if shape["line"].get("color") and "dash" not in shape["line"]
    ]
    assert [(shape["x0"] < 0, shape["y0"] < 0) for shape in solid] == [(True, True), (True, False)]


def test_a_text_stays_text():
    figure = grid.draw(grid.heatmaps([heat_table(GRID)])[0], say)
    assert "<b>" not in str(figure) and "&lt;b&gt;x" in str(figure)
    hover = [text for rows in figure["data"][0]["customdata"] for text in rows]
    assert hover[1] == "{text} It was [MASK]. · yes / no: 52% (42–62%)"


def test_several_models_share_one_scale():
    small, large = made(row("a", BEST, POOR)), made(row("a", {"accuracy": 0.97}, EMPTY), model="large")
    one, other = grid.heatmaps([heat_table(small), heat_table(large)])
    assert (one.low, one.high) == (other.low, other.high) == (0.5, 1.0)


def test_a_grid_that_has_just_begun_and_one_without_rows():
    for begun in (made(row("a", EMPTY, EMPTY)), made()):
        plotly_accepts(grid.draw(grid.heatmaps([heat_table(begun)])[0], say))


@pytest.mark.parametrize("low", [0.0, 0.3, 0.55, 0.9, 1.0])
def test_the_scale_holds_every_accuracy(low):
    for high in (low, min(1.0, low + 0.07), 1.0):
        ends = grid.scale([low, high])
        assert 0 <= ends[0] <= low <= high <= ends[1] <= 1 and ends[1] - ends[0] > 0.19
        assert 0 <= grid.step(low, *ends) <= grid.step(high, *ends) < grid.COLOURS


def test_long_names_are_broken_and_cut():
    assert grid.wrapped("a" * 50, 10, 2) == ["a" * 10, "a" * 9 + "…"]
    assert all(len(line) <= 12 for line in grid.wrapped("one two three four five six seven", 12, 3))
    assert grid.wrapped("", 10, 2) == []


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_number_can_be_read_on_its_colour():
    sheet = (ROOT / "assets" / "css" / "compare" / "compare.css").read_text(encoding="utf-8")
    light, dark = sheet.split("body.dark", 1)
    for theme in (light, dark):
        found = dict(re.findall(r"--pp-(heat-[\w-]+): (#\w{6});", theme))
        grounds = [luminance(found[f"heat-{i}"]) for i in range(grid.COLOURS)]
        for i, ground in enumerate(grounds):
            ink = luminance(found[f"heat-ink-{i}"])
            assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5, i
        assert grounds in (sorted(grounds), sorted(grounds, reverse=True)), "lightness alone must tell the order"


def item(
    text: str, change: float | None, interval: list[float] | None = None, by: str | None = None, p: float | None = 0.3
) -> dict:
    return {"text": text, "kind": "text", "change": change, "interval": interval, "by": by, "p": p}


WORDS = [
    item("{text}", None),
    item("It", 0.01, [-0.02, 0.04]),
    item("was", -0.12, [-0.2, -0.05], p=0.01),
    item("<i>", 0.08, [0.01, 0.15], "&", p=0.03),
]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_bar_a_word_that_was_measured(language):
    found = word_changes(WORDS)
    assert [(change.word, change.clear) for change in found] == [("It", False), ("was", True), ("<i>", True)]
    # Five lost and none won of sixty: the interval leaves zero out, the test says it may be chance.
    assert not word_changes([item("x", -5 / 60, [-0.167, -0.017], p=0.0625)])[0].clear
    figure = changes.draw_changes(found, partial(i18n.translate, language))
    plotly_accepts(figure)
    bars = figure["data"][0]
    assert bars["error_x"]["array"][1] == pytest.approx(0.07) and bars["error_x"]["arrayminus"][1] == pytest.approx(
        0.08
    )
    assert bars["marker"]["pattern"]["shape"] == ["/", "", ""]
    assert any("−12" in text and "−20" in text and "−5" in text for text in texts(figure)) and "<i>" not in str(figure)


def test_before_the_first_word_is_measured_there_is_no_bar():
    assert word_changes([item("It", None)]) == ()
    plotly_accepts(changes.draw_changes((), say))
