"""A draft edited and approved with the keyboard, on a telephone's width."""

import pytest
from playwright.async_api import Page, expect

from tests.bot.speaking import NOTES, decided
from tests.browser.test_narrow import WIDE
from tests.world import World


@pytest.mark.parametrize("width", [390, 1200])
async def test_a_draft_is_edited_and_approved_with_the_keyboard(page: Page, sluice: World, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 844})
    await sluice.said(f"/assign writer: Memo; must: under 400 words\n{NOTES}")
    card = (await sluice.cards())[0]
    await sluice.click(card, "Open")
    form = page.locator("#modal .body")
    await expect(form).to_be_visible()
    menu = form.locator("select").last
    await menu.focus()
    await menu.select_option(label="Edit it, then approve")
    box = form.locator("textarea").first
    await expect(box).to_be_visible()
    assert await form.evaluate(WIDE) == []
    await box.focus()
    await page.keyboard.press("Control+A")
    await page.keyboard.type("We ship on 3 March.")
    approve = page.locator("#modal").get_by_role("button", name="Approve", exact=True).last
    await approve.focus()
    await page.keyboard.press("Enter")
    await expect(form).to_contain_text("You edited and approved v2")
    assert await form.evaluate(WIDE) == []
    await decided(sluice, "approve")
