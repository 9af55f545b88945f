"""A map of soft tokens among words: where training took them from and to.

Names are placed where they cover nothing, in a crowd a little off and with a line to their dot; a near word that
finds no room keeps its dot and says its name when pointed at. Distances are to one scale in both directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from playground.figures.lines import Say
from playground.figures.style import Figure, Part, colour, escape, font, hidden_axis, layout, shorten, table

# Pixels the names are placed for; a wider figure only has more room.
WIDTH, HEIGHT, AIR = 330, 240, 26
LINE, LATIN, WIDE = 16, 7.4, 14.0
_SIDES = {
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top center": (0, 1),
    "bottom center": (0, -1),
    "top right": (1, 1),
    "bottom right": (1, -1),
    "top left": (-1, 1),
    "bottom left": (-1, -1),
}
# In a crowd a name stands so many pixels further off, where a line leads to it.
_FAR = (22, 40, 58, 76)
_FURTHER = {f"{side} {off}": (side, off) for off in _FAR for side in _SIDES}
# Names that must be seen are placed first.
_ORDER = {"end": 0, "label": 1, "neighbour": 2, "start": 3}
Box = tuple[float, float, float, float]


class Point(Protocol):
    """A place: `kind` is start, end, label or neighbour; `index` the token's or the label's."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def index(self) -> int: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...


@dataclass(frozen=True)
class Place:
    """A point and the side its name stands on, further off with a number of pixels; `None` for a name only shown when
    pointed at."""

    kind: str
    text: str
    index: int
    x: float
    y: float
    side: str | None


@dataclass(frozen=True)
class TokenMap:
    """Everything drawn, and the square piece of the plane it needs: x and y from low to high."""

    places: tuple[Place, ...]
    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def arrows(self) -> list[tuple[Place, Place]]:
        """Each soft token before and after training."""
        ends = {place.index: place for place in self.places if place.kind == "end"}
        return [(place, ends[place.index]) for place in self.places if place.kind == "start"]


def token_map(points: Sequence[Point]) -> TokenMap:
    """What the figure shows."""
    xs, ys = [point.x for point in points] or [0.0], [point.y for point in points] or [0.0]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    unit = max(width / (WIDTH - 2 * AIR), height / (HEIGHT - 2 * AIR)) or 1 / WIDTH
    x = ((min(xs) + max(xs) - WIDTH * unit) / 2, (min(xs) + max(xs) + WIDTH * unit) / 2)
    y = ((min(ys) + max(ys) - HEIGHT * unit) / 2, (min(ys) + max(ys) + HEIGHT * unit) / 2)
    at = [((point.x - x[0]) / unit, (point.y - y[0]) / unit) for point in points]
    sides = _sides(points, at)
    places = [Place(p.kind, p.text, p.index, p.x, p.y, side) for p, side in zip(points, sides, strict=True)]
    return TokenMap(tuple(places), x, y)


def _sides(points: Sequence[Point], at: Sequence[tuple[float, float]]) -> list[str | None]:
    """The side of each name, the most important first, each where it covers least."""
    sides: list[str | None] = [None] * len(points)
    dots = [(x - 5, y - 5, x + 5, y + 5) for x, y in at]
    along = _along(points, at)
    names: list[Box] = []
    leads: list[Box] = []
    for i in sorted(range(len(points)), key=lambda i: _ORDER[points[i].kind]):
        if points[i].kind == "start":
            continue
        others = dots[:i] + dots[i + 1 :]
        costs: dict[str, int] = {}
        for side in _SIDES if points[i].kind == "neighbour" else (*_SIDES, *_FURTHER):
            box = name_box(points[i].text, at[i], side)
            covers = 1_000 * (_hits(box, names) + _outside(box)) + 30 * _hits(box, others)
            crosses = 3 * _hits(box, along) + 200 * _hits(box, leads)
            lead = _lead(box, at[i]) if side in _FURTHER else []
            costs[side] = covers + crosses + 200 * sum(_hits(part, names) for part in lead) + 3 * bool(lead)
        best = min(costs, key=costs.__getitem__)
        # A near word needs a place that is quite free; the others one that covers no name.
        if costs[best] >= (30 if points[i].kind == "neighbour" else 1_000):
            continue
        sides[i] = best
        names.append(name_box(points[i].text, at[i], best))
        leads += _lead(names[-1], at[i]) if best in _FURTHER else []
    return sides


def name_box(text: str, at: tuple[float, float], side: str) -> Box:
    """Left, bottom, right and top of a name beside a dot, px."""
    wide = sum(WIDE if ord(letter) > 0x2E7F else LATIN for letter in shorten(text, 14))
    near, off = _FURTHER.get(side, (side, 0))
    (x, y), (right, up) = at, _SIDES[near]
    left = x + (7 + off if right > 0 else -7 - off - wide if right < 0 else -wide / 2)
    bottom = y + (4 + off if up > 0 else -4 - off - LINE if up < 0 else -LINE / 2)
    return left, bottom, left + wide, bottom + LINE


def _lead(box: Box, at: tuple[float, float]) -> list[Box]:
    """Small boxes on the line from a dot to the middle of its name, as far as its edge."""
    (x, y), to_x, to_y = at, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    found = [(x + (to_x - x) * k / 12, y + (to_y - y) * k / 12) for k in range(1, 12)]
    boxes = [(x - 1, y - 1, x + 1, y + 1) for x, y in found]
    return [each for each in boxes if not _hits(each, [box])]


def _along(points: Sequence[Point], at: Sequence[tuple[float, float]]) -> list[Box]:
    """Small boxes on the arrows."""
    ends = {point.index: place for point, place in zip(points, at, strict=True) if point.kind == "end"}
    boxes = []
    for point, (x, y) in zip(points, at, strict=True):
        if point.kind == "start" and point.index in ends:
            to_x, to_y = ends[point.index]
            for k in range(1, 12):
                here_x, here_y = x + (to_x - x) * k / 12, y + (to_y - y) * k / 12
                boxes.append((here_x - 1, here_y - 1, here_x + 1, here_y + 1))
    return boxes


def _hits(box: Box, others: Sequence[Box]) -> int:
    left, bottom, right, top = box
    return sum(left < r and start < right and bottom < t and b < top for start, b, r, t in others)


def _outside(box: Box) -> bool:
    # Names may reach a little into the margin.
    return box[0] < -20 or box[2] > WIDTH + 20 or box[1] < -6 or box[3] > HEIGHT + 6


def draw(plane: TokenMap, say: Say) -> Figure:
    """Plotly JSON: words, then the arrows' beginnings and ends on top."""
    return {
        "data": [
            _places(
                plane,
                "neighbour",
                say,
                {"size": 5, "color": "var(--pp-edge)"},
                font("small") | {"color": "var(--pp-muted)"},
            ),
            _places(plane, "label", say, {"size": 10, "symbol": "square"}, font("small", 600)),
            _places(
                plane,
                "start",
                say,
                {"size": 8, "color": "var(--pp-card)", "line": {"width": 1.5, "color": "var(--pp-softtoken)"}},
                font("small"),
            ),
            _places(plane, "end", say, {"size": 10, "color": "var(--pp-softtoken)"}, font("small", 700)),
        ],
        "layout": layout(
            HEIGHT + 16,
            table(("kind", "name", "x", "y"), [(place.kind, place.text, place.x, place.y) for place in plane.places]),
            xaxis=hidden_axis(range=list(plane.x)),
            yaxis=hidden_axis(range=list(plane.y), scaleanchor="x"),
            margin={"l": 20, "r": 20, "t": 8, "b": 8},
            annotations=[*(_arrow(start, end) for start, end in plane.arrows), *_names_off(plane)],
        ),
    }


def _places(plane: TokenMap, kind: str, say: Say, marker: Part, words: Part) -> Part:
    places = [place for place in plane.places if place.kind == kind]
    if kind == "label":
        marker = marker | {"color": [colour(place.index) for place in places]}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [place.x for place in places],
        "y": [place.y for place in places],
        "text": [escape(shorten(place.text, 14)) if place.side in _SIDES else "" for place in places],
        "textposition": [place.side if place.side in _SIDES else "middle right" for place in places],
        "textfont": words,
        "marker": {"opacity": 1, **marker},
        "cliponaxis": False,
        "customdata": [escape(say(f"figure.token.{kind}", name=place.text)) for place in places],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _names_off(plane: TokenMap) -> list[Part]:
    """The names that stand off their dots, each at the end of a thin line."""
    found = []
    for place in plane.places:
        if place.side not in _FURTHER:
            continue
        left, bottom, right, top = name_box(place.text, (0.0, 0.0), place.side)
        found.append(
            {
                "x": place.x,
                "y": place.y,
                "ax": (left + right) / 2,
                "ay": -(bottom + top) / 2,
                "text": escape(shorten(place.text, 14)),
                "name": escape(place.text),
                "font": font("small", 700 if place.kind == "end" else 600),
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": "var(--pp-muted)",
                "standoff": 4,
                "borderpad": 0,
            }
        )
    return found


def _arrow(start: Place, end: Place) -> Part:
    """From where a token started to where it is."""
    return {
        "x": end.x,
        "y": end.y,
        "ax": start.x,
        "ay": start.y,
        "axref": "x",
        "ayref": "y",
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1.1,
        "arrowwidth": 1.5,
        "arrowcolor": "var(--pp-softtoken)",
        "opacity": 0.55,
        "standoff": 6,
        "startstandoff": 5,
    }
