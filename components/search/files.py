"""A search's results as a table, to be taken away."""

from __future__ import annotations

import base64
import csv
import io

from components.contracts.base import Download
from components.contracts.search import SearchResult
from playground.results import Job

HEAD = ("seed", "prompt", "accuracy", "accuracy_low", "accuracy_high", "gain", "gain_low", "gain_high", "kept")
MORE = ("template", "verbalizer")


def results(job: Job, found: SearchResult) -> Download:
    """CSV as spreadsheets read it, a row a seed and prompt, with a byte-order mark; a prompt that a spreadsheet could
    take for a formula stands behind an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*HEAD, *MORE])
    nothing = (None, None)
    for seed in found.seeds:
        for line in seed.lines:
            texts = [line.state.template, line.state.verbalizer] if line.state else ["\n".join(line.templates), ""]
            writer.writerow(
                [seed.seed, line.name, line.accuracy, *(line.interval or nothing)]
                + [line.gain, *(line.gain_interval or nothing), int(line.chosen), *map(_plain, texts)]
            )
    data = file.getvalue().encode("utf-8-sig")
    return Download(name=f"results-{job.id[:8]}.csv", base64=base64.b64encode(data).decode())


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
