"""On a telephone's width every window fits, and a message's tools cover no words."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_demo import Newcomer, newcomer
from tests.world import GENERAL, World

__all__ = ["newcomer"]  # a fixture
WIDE = """(form) => [form, ...form.querySelectorAll('*')].filter((e) => {
  const { overflowX } = getComputedStyle(e);
  return e.scrollWidth > e.clientWidth && ['auto', 'scroll'].includes(overflowX);
}).map((e) => `${e.tagName} ${e.className}`)"""


@pytest.mark.parametrize("newcomer", [(390, 844), (360, 740)], indirect=True)
async def test_no_window_scrolls_sideways(newcomer: Newcomer) -> None:
    page = newcomer.page
    form = page.locator("#modal .body")
    for name in ("My own", "Change times", "Revise", "Open", "Compare", "Other…"):
        await page.get_by_role("button", name=name, exact=True).last.click()
        await expect(form).to_be_visible()
        assert (name, await form.evaluate(WIDE)) == (name, [])
        await page.locator("#modal").get_by_role("button", name="Close").first.click()
        await expect(form).not_to_be_visible()


async def test_the_tools_of_a_message_cover_no_words(page: Page, sluice: World) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    for text in ("Before", "Hello"):
        edited = {"user": "U0BOT", "ts": "1.0"}
        sluice.slack.workspace.say(GENERAL, {"user": "U0BOT", "text": text, "edited": edited})
    message = page.locator("article", has_text="Hello")
    await message.hover()
    tools = await message.locator(".tools").bounding_box()
    time = await message.locator("time").bounding_box()
    above = await page.locator("article", has_text="Before").locator(".plain").bounding_box()
    words = await message.locator(".plain").bounding_box()
    assert tools is not None and time is not None and above is not None and words is not None
    assert above["y"] + above["height"] <= tools["y"]
    assert tools["y"] + tools["height"] <= words["y"] + 2
    assert time["x"] + time["width"] <= tools["x"]
