"""Walks through the whole app: a class's own table becomes evidence, and a long table does not stop anybody."""

from __future__ import annotations

import random
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ready, settle
from tests.browser.pages import choose_file, evaluate, give_roles, planned, use
from tests.patience import BROWSER_PATIENCE

pytestmark = pytest.mark.browser

GOOD = [
    "汤头鲜美，面条筋道，吃完还想再来",
    "服务员很热情，上菜也快",
    "价格实惠，两个人吃得很饱",
    "环境安静，适合和朋友聊天",
    "老板送了一盘水果，孩子高兴坏了",
    "烤鸭外皮酥脆，一点也不腻",
    "点的五个菜没有一个让人失望",
    "排了半小时队，但是值得",
    "米饭是用柴火煮的，香得很",
    "第三次来了，味道一直稳定",
    "包间干净，餐具都消过毒",
    "甜品做得精致，拍照也好看",
]
BAD = [
    "等了一个小时，端上来的菜是凉的",
    "鱼不新鲜，一股腥味",
    "结账时多收了两个菜的钱",
    "桌子油乎乎的，没人来擦",
    "分量太少，根本吃不饱",
    "服务员一直在玩手机，喊了三遍才来",
    "宣传照片和实物完全是两回事",
    "辣得没法吃，跟他们说了微辣",
    "厕所的味道一直飘到餐桌旁",
    "牛肉嚼不动，像在啃皮带",
    "吃完回家闹了一晚上肚子",
    "再便宜也不会去第二次了",
]
TABLE = "编号#;您的评价（必填）;满意吗？\n" + "".join(
    f"{i};{text};{label}\n"
    for i, (text, label) in enumerate(pair for row in zip(GOOD, BAD) for pair in zip(row, ("好评", "差评")))
)
FIRST, BETTER = "{text}。这家店真[MASK]。", "{text}。总的来说，我觉得很[MASK]。"
VERBALIZER = "好评：好，棒\n差评：差，烂"

ROWS = 20_000
WORDS = ("warm", "dull", "funny", "slow", "clever", "loud", "lovely", "empty", "sad", "bright")


def long_table() -> bytes:
    """Twenty thousand short rows, no two alike."""
    draw = random.Random(1)
    lines = (f"{' '.join(draw.choices(WORDS, k=3))} {i},{draw.choice(('positive', 'negative'))}\n" for i in range(ROWS))
    return ("text,label\n" + "".join(lines)).encode()


def open_worst(page: Page) -> None:
    """Open the error of which the model was surest in Play, and find its text there."""
    worst = page.get_by_test_id("example").first
    text = worst.locator("p > span").last.inner_text()
    worst.get_by_test_id("open-play").click()
    page.wait_for_url(re.compile(r"\?"))
    ready(page)
    expect(page.locator("#pp-field-text")).to_have_value(text)


def progress(page: Page) -> int:
    """How far the run in sight is, in percent."""
    return int(page.get_by_test_id("evaluate-progress").get_by_role("progressbar").get_attribute("aria-valuenow"))


def width(page: Page) -> float:
    """How wide the interval in sight is, in points."""
    return page.locator("#pp-numbers .pp-scale-band").evaluate("band => parseFloat(band.style.width)")


def test_a_table_of_ones_own_leads_to_a_better_prompt(open_evaluate):
    page = open_evaluate("/zh-evaluate")
    choose_file(page, "餐馆 评价.csv", TABLE.encode("gb18030"))
    expect(page.get_by_test_id("data-cells")).to_contain_text(GOOD[0])
    expect(page.get_by_test_id("data-encoding")).to_have_value('"gb18030"')
    give_roles(page, "none", "slot", "label")
    page.get_by_test_id("data-slot-1").fill("text")
    expect(page.get_by_test_id("data-good")).to_contain_text("24")
    use(page, "我们的餐馆")

    page.locator("#pp-evaluate-template").fill(FIRST)
    page.locator("#pp-evaluate-verbalizer").fill(VERBALIZER)
    expect(page.get_by_test_id("cost")).to_contain_text("24")
    evaluate(page)
    open_worst(page)

    settle(page, lambda: page.locator("#pp-template").fill(BETTER))
    page.get_by_test_id("page-evaluate").click()
    planned(page)
    expect(page.locator("#pp-evaluate-template")).to_have_value(BETTER)
    expect(page.get_by_test_id("data").locator("option:checked")).to_have_text("我们的餐馆")
    evaluate(page, runs=2)
    for box in page.get_by_test_id("job").locator(".pp-check").all():
        box.check()
    rows = page.get_by_test_id("compare").locator("tbody tr")
    expect(rows).to_have_count(2)
    first, second = rows.all()
    difference = second.locator("td").nth(2)
    expect(difference.locator("span")).to_have_text(re.compile(r"^([+−]\d+|0)$"))
    expect(difference.locator("small")).to_have_text(re.compile(r"^[+−]?\d+\D+\d+$"))
    expect(first.locator("td").first).to_have_text(re.compile(r"\d+\.\d%"))
    expect(page.get_by_test_id("compare-plot")).not_to_have_attribute("data-rev", "0")


def test_a_long_table_shows_how_it_goes_and_lets_play_answer(open_evaluate, open_play):
    page = open_evaluate()
    choose_file(page, "long.csv", long_table())
    expect(page.get_by_test_id("data-good")).to_contain_text(f"{ROWS:,}", timeout=BROWSER_PATIENCE)
    use(page, "A long table")
    page.get_by_test_id("evaluate").click()
    page.get_by_test_id("accuracy").wait_for(timeout=BROWSER_PATIENCE)
    done, wide = progress(page), width(page)
    assert done < 100 and wide > 0

    play = open_play()
    settle(play, lambda: play.locator("#pp-field-text").fill("A dull start, but a wonderful ending."))
    play.close()
    page.wait_for_function(
        "wide => parseFloat(document.querySelector('#pp-numbers .pp-scale-band').style.width) < wide",
        arg=wide,
        timeout=BROWSER_PATIENCE,
    )
    assert done < progress(page) < 100

    page.get_by_test_id("evaluate-progress-cancel").click()
    run = page.get_by_test_id("job")
    expect(run).to_have_attribute("data-state", "cancelled", timeout=BROWSER_PATIENCE)
    expect(run.locator(".pp-job-accuracy")).to_have_text(re.compile(r"\d+\.\d%"))
    expect(run).to_contain_text("cancelled")
    expect(page.get_by_test_id("accuracy-interval")).to_have_text(re.compile(r"[\d,]+ examples"))
    assert width(page) < wide
