"""The verbalizer's table as the page's contract: labels and words with the edits that change the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from components.contracts import texts as shown
from components.play.view import FEW, Say, Texts, edit_view, few, finding_message, notice, unique, units
from playground.prompting.verbalizer import Verbalizer, addition, label_removal, removal
from playground.results import Finding

MOST_WORDS = 200  # that the table shows; the text has them all
_ORDER = {"error": 0, "warning": 1, "info": 2}
Pieces = Mapping[tuple[int, int], Sequence[str]]


def verbalizer_view(
    verbalizer: Verbalizer, pieces: Pieces, findings: tuple[Finding, ...], texts: Texts, say: Say
) -> shown.VerbalizerView:
    """The table that edits the verbalizer's text, and what the linter found.

    Args:
        pieces: (label, word) -> the model's pieces of that word.
    """
    source = texts["verbalizer"]
    by_word: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        if finding.label is not None and finding.word is not None:
            by_word.setdefault((finding.label, finding.word), []).append(finding)
    labels = []
    count = sum(len(label.words) for label in verbalizer.labels)
    most = count if count <= MOST_WORDS else max(1, MOST_WORDS // len(verbalizer.labels))
    for i, label in enumerate(verbalizer.labels):
        at, prefix = addition(label)
        words = []
        for j, word in enumerate(label.words[:most]):
            found = sorted(by_word.get((i, j), []), key=_order)
            words.append(
                shown.LabelWord(
                    text=word.text,
                    start=units(source, word.start),
                    end=units(source, word.end),
                    pieces=list(pieces.get((i, j), [])),
                    level=found[0].level if found else "ok",
                    note=finding_message(found[0], say) if found else None,
                    remove=edit_view(removal(label, j), texts),
                )
            )
        labels.append(
            shown.TableLabel(
                name=label.name,
                index=i,
                start=units(source, label.start),
                end=units(source, label.name_end),
                remove=edit_view(label_removal(verbalizer, i, source), texts),
                words=words,
                more=len(label.words) - len(words),
                add=shown.Insertion(at=units(source, at), prefix=prefix),
            )
        )
    ending = "" if not source or source.endswith("\n") else "\n"
    told = [finding for finding in findings if finding.code not in ("missing_space", "needless_space")]
    return shown.VerbalizerView(
        labels=labels,
        notices=_notices(sorted(_merged(told), key=_order), texts, say),
        add_label=shown.Insertion(at=units(source, len(source)), prefix=ending),
    )


def _notices(findings: Sequence[Finding], texts: Texts, say: Say) -> list[shown.Notice]:
    """A notice a message; of many of one kind the first ones and how many more there are."""
    kinds: dict[str, list[shown.Notice]] = {}
    for finding in findings:
        its = kinds.setdefault(finding.code, [])
        if len(its) <= FEW:
            its.append(notice(finding, texts, say))
    count = Counter(finding.code for finding in findings)
    found: list[shown.Notice] = []
    for code, its in kinds.items():
        found += unique(its[:FEW])
        if len(its) > FEW:
            more = say("lint.more", count=count[code] - FEW)
            found.append(shown.Notice(level=its[0].level, message=more, label=None, fixes=[]))
    return found


def _order(finding: Finding) -> int:
    return _ORDER[finding.level]


def _merged(findings: list[Finding]) -> list[Finding]:
    """One finding for all words that need another number of masks; each word keeps its own note."""
    longer = [finding for finding in findings if finding.code == "run_length"]
    if len(longer) < 2:
        return findings
    words = few([f"{finding.values['word']} ({finding.values['pieces']})" for finding in longer])
    one = replace(longer[0], code="run_lengths", label=None, word=None, values={**longer[0].values, "words": words})
    return [finding for finding in findings if finding.code != "run_length"] + [one]
