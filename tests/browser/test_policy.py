"""The content security policy: every page works under it, and nothing is reported."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from components.addresses import ADDRESSES


@pytest.mark.parametrize("page_name", ADDRESSES)
def test_no_page_breaks_the_policy(context: BrowserContext, server, page_name):
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(f"{server.url}/{ADDRESSES[page_name]['zh']}")
    expect(page.locator("[data-ready=true]").first).to_be_visible()
    assert answer and "content-security-policy" in answer.headers
    assert said == []


def test_another_site_cannot_frame_a_page(context: BrowserContext, server):
    page = context.new_page()
    page.goto(f"{server.url}/theme.css")
    with page.expect_console_message(lambda message: "frame" in message.text.lower()) as said:
        page.set_content(f"<iframe src='{server.url}/'></iframe>")
    assert said.value.type == "error"
