"""The calls of the link's dialog, and where a short link leads."""

from __future__ import annotations

import asyncio
import base64
from urllib.parse import parse_qsl, urlencode

from components.addresses import ADDRESSES
from components.contracts import sharing as contract
from components.contracts.base import Download
from components.routes.address import here
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.errors import LinkError
from playground.jobs.links import Links
from playground.sharing.handout import Handout, handout
from playground.sharing.qr import qr_code
from playground.sharing.report import Part, report
from playground.store.links import LIVES

MOST_VALUES = 1_000  # of an address
DAY = 24 * 3600


class Sharing:
    """Answers them.

    Args:
        links: where short links are kept.
    """

    def __init__(self, links: Links):
        self._links = links

    @answers(contract.LINK_SHORT)
    async def short(self, asked: contract.ShortAsked, visitor: Visitor) -> contract.Short:
        """Of an address its parts are kept, never the address: a short link leads to this app's pages alone."""
        if asked.language not in ADDRESSES.get(asked.page, ()):
            raise LinkError("unknown_page", page=asked.page)
        try:
            values = parse_qsl(asked.query, keep_blank_values=True, max_num_fields=MOST_VALUES)
        except ValueError:
            raise LinkError("too_many_values", limit=MOST_VALUES) from None
        target = {"page": asked.page, "language": asked.language, "values": values}
        code = await asyncio.to_thread(self._links.add, visitor.owner, here(), target)
        return contract.Short(path=f"s/{code}", days=round(LIVES / DAY))

    def where(self, code: str) -> str:
        """Where a short link leads, relative to the app's root. Takes time: for a thread.

        Raises:
            LinkError: unknown.
        """
        target = self._links.get(code)
        page = ADDRESSES.get(target["page"], {}).get(target["language"])
        if page is None:  # a page or a language that this version of the app has no more
            raise LinkError("unknown")
        query = urlencode([(str(name), str(value)) for name, value in target["values"]])
        return page + (f"?{query}" if query else "")

    @answers(contract.LINK_QR)
    async def qr(self, asked: contract.QrAsked, visitor: Visitor) -> contract.Qr:
        """Nothing of it is kept."""
        code = await asyncio.to_thread(qr_code, asked.text)
        return contract.Qr(size=code.size, path=code.path)

    @answers(contract.HANDOUT)
    async def handout(self, asked: contract.HandoutAsked, visitor: Visitor) -> Download:
        """Nothing of it is kept."""
        sheet = Handout(asked.text, asked.question, asked.goal, asked.link)
        return _file("handout.html", await asyncio.to_thread(handout, sheet, visitor.language))

    @answers(contract.REPORT)
    async def report(self, asked: contract.ReportAsked, visitor: Visitor) -> Download:
        """Nothing of it is kept."""
        parts = [Part(part.title, part.lines, part.pictures) for part in asked.parts]
        return _file("story.html", await asyncio.to_thread(report, asked.title, parts, asked.link, visitor.language))


def _file(name: str, text: str) -> Download:
    return Download(name=name, base64=base64.b64encode(text.encode()).decode())
