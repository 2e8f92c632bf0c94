"""Review in the page: by keyboard alone, on a telephone's width."""

import pytest
from playwright.async_api import Page, expect

from tests.bot.speaking import NOTES, verdicts
from tests.bot.test_reviewing import waiting
from tests.browser.test_narrow import WIDE
from tests.world import World


async def press(page: Page, name: str) -> None:
    """Reach a button of the window by Tab, as who has no mouse, and press it."""
    button = page.locator("#modal").get_by_role("button", name=name, exact=True)
    await expect(button).to_be_visible()
    for _ in range(40):
        if await button.evaluate("at => at === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await expect(button).to_be_focused()
    await page.keyboard.press("Enter")


@pytest.mark.undo(20)
async def test_a_sitting_by_keyboard_on_a_telephones_width(page: Page, sluice: World) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await waiting(sluice, 3, f"writer: Memo; must: at most 3 words\n{NOTES}")
    await sluice.said("/sluice review")
    heading, form = page.locator("#modal h2"), page.locator("#modal .body")
    await expect(heading).to_have_text("Review · 1 of 3")
    assert await form.evaluate(WIDE) == []
    await press(page, "Reject")
    await expect(heading).to_have_text("Review · 2 of 3")
    await press(page, "Undo")
    await expect(heading).to_have_text("Review · 1 of 3")
    await page.wait_for_timeout(400)  # a press that comes sooner decides nothing
    await press(page, "Revise: at most 3 words")
    await expect(heading).to_have_text("Review · 2 of 3")
    assert await form.evaluate(WIDE) == []
    await page.wait_for_timeout(400)
    await press(page, "Reject")
    await expect(heading).to_have_text("Review · 3 of 3")
    await page.wait_for_timeout(400)
    await press(page, "Reject")
    await expect(heading).to_have_text("Review · done")
    await expect(form).to_contain_text("3 decided in")
    assert await form.evaluate(WIDE) == []
    await page.keyboard.press("Escape")
    await expect(form).not_to_be_visible()
    assert await verdicts(sluice) == ["revise", "reject", "reject"]


async def test_closing_all_from_a_form_ends_the_sitting_below(page: Page, sluice: World) -> None:
    await waiting(sluice, 1)
    await sluice.said("/sluice review")
    modal = page.locator("#modal")
    await expect(modal.locator("h2")).to_have_text("Review · 1 of 1")
    await modal.get_by_role("button", name="Revise", exact=True).click()
    await expect(modal.locator("h2")).to_have_text("Revise T-1")
    await modal.get_by_role("button", name="Close", exact=True).first.click()
    await expect(modal).not_to_be_visible()
    (closed,) = [line["sent"] for line in sluice.slack.workspace.log if line["what"] == "view_closed"]
    assert closed["is_cleared"] and closed["view"]["callback_id"] == "review_view"
