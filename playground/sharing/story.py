"""One answer of a model as a page to be read: the sentence, the charts, the numbers, and what they mean. Data in, HTML out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playground.i18n import translate
from playground.sharing.bars import Bar, bars
from playground.sharing.markup import element, page, text, web_address

_STYLE = """
.sentence { margin: 1.25rem 0; padding: 1rem 1.25rem; border-radius: 0.75rem; background: var(--track); font-size: 1.375rem;
  line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { padding: 0 0.25em; border-radius: 0.25em; background: var(--mark); color: #4a3c00; }
figure { margin: 1rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.375rem 1.25rem; }
dt { color: var(--muted); }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.scroll { margin-bottom: 1rem; overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--line); text-align: start; white-space: nowrap; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
.formula { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9375rem; overflow-wrap: anywhere; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf5; --muted: #9aa7b8; --page: #10151d; --line: #2a3442;
  --track: #232d3a; --accent: #8fa5ff; --outside: #5b6778; } }
@media print { body { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } }
"""


@dataclass(frozen=True)
class Run:
    """A stretch of the sentence; `gap` is where the model answers."""

    text: str
    gap: bool


@dataclass(frozen=True)
class Column:
    """A column of the table of steps."""

    title: str
    numeric: bool


@dataclass(frozen=True)
class Story:
    """Texts as they were typed or told in the page's language; a chart without bars is left out.

    `facts` are the prompt's parts by their names. `told` says what the likeliest label's number is; `plain` are the
    labels without the calibration that `badge` names. `rows` are the cells of the steps, in the order of `columns`.
    `link` opens it live, if there is one.
    """

    sentence: Sequence[Run]
    facts: Mapping[str, str]
    told: str
    labels: Sequence[Bar]
    plain: Sequence[Bar]
    badge: str
    words: Sequence[Bar]
    mass: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    formulas: Sequence[tuple[str, str]]
    notes: Sequence[str]
    link: str


def story(it: Story, language: str) -> str:
    """The page."""

    def say(key: str, **values: str) -> str:
        return translate(language, f"story.{key}", **values)

    top = max(it.labels, key=lambda bar: bar.share, default=None)
    title = say("title.label", label=top.name, share=top.told) if top else say("title")
    sentence = "".join(element("mark", text(run.text)) if run.gap else text(run.text) for run in it.sentence)
    facts = "".join(
        element("dt", text(name)) + element("dd", text(value), dir="auto") for name, value in it.facts.items()
    )
    return page(
        language,
        title,
        [
            element("h1", text(title), dir="auto"),
            element("p", text(say("lead"))),
            element("p", sentence, class_="sentence", dir="auto") if it.sentence else "",
            *_labels(it, say),
            # Single words have small shares: these bars are measured against the longest, as the page says.
            *_chart(
                it.words, say("words"), say("words.lead"), it.mass, max((bar.share for bar in it.words), default=1.0)
            ),
            element("h2", text(say("prompt"))),
            element("dl", facts),
            *_steps(it, say("steps"), say("steps.lead")),
            _foot(it.link, say("made"), say("live")),
        ],
        _STYLE,
    )


def _labels(it: Story, say: Callable[..., str]) -> list[str]:
    plain = _chart(it.plain, say("plain"), say("plain.lead", badge=it.badge)) if it.plain else []
    return [*_chart(it.labels, say("labels"), say("labels.lead"), it.told), *plain]


def _chart(rows: Sequence[Bar], title: str, lead: str, note: str = "", whole: float = 1.0) -> list[str]:
    if not rows:
        return []
    caption = element("figcaption", text(note), class_="quiet") if note else ""
    return [
        element("h2", text(title)),
        element("p", text(lead)),
        element("figure", bars(rows, title, whole) + caption),
    ]


def _steps(it: Story, title: str, lead: str) -> list[str]:
    if not it.rows:
        return []
    kinds = ["number" if column.numeric else "text" for column in it.columns]
    head = "".join(
        element("th", text(column.title), scope="col", class_=kind)
        for column, kind in zip(it.columns, kinds, strict=True)
    )
    body = "".join(
        element(
            "tr",
            "".join(element("td", text(cell), class_=kind) for cell, kind in zip(row, kinds, strict=True)),
        )
        for row in it.rows
    )
    table = element("table", element("thead", element("tr", head)) + element("tbody", body))
    formulas = [
        element("p", text(name), class_="quiet") + element("p", text(formula), class_="formula")
        for name, formula in it.formulas
    ]
    notes = [element("p", text(note), class_="quiet") for note in it.notes]
    return [
        element("h2", text(title)),
        element("p", text(lead)),
        element("div", table, class_="scroll"),
        *formulas,
        *notes,
    ]


def _foot(link: str, made: str, live: str) -> str:
    address = web_address(link)
    way = " " + element("a", text(live), href=address) if address else ""
    return element("footer", element("p", text(made) + way, class_="quiet"))
