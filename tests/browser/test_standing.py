"""What is read stays where it is; what is opened begins at its beginning; what is written in is as high as its words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import say
from tests.browser.test_cards import collected
from tests.world import World, world

# Found and measured in one step: a message that is drawn anew in between would leave a card that stands nowhere.
TOP_OF_READ = "() => document.querySelector('.card.on').getBoundingClientRect().top"


@pytest.fixture
async def sluice(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, settle_seconds=4) as running:
        yield running


async def test_the_card_that_is_read_stays_while_those_above_it_become_lines(page: Page, sluice: World) -> None:
    await page.set_viewport_size({"width": 1060, "height": 560})
    digest = await collected(page, sluice, 6)
    for _ in range(3):
        await page.keyboard.press("j")
        await page.keyboard.press("a")
        await expect(page.locator(".card.on")).to_contain_text("You approved it")
    await page.keyboard.press("j")
    before = await page.evaluate(TOP_OF_READ)
    await expect(digest.locator(".card")).to_have_count(3)  # those above are lines now
    after = await page.evaluate(TOP_OF_READ)
    assert abs(after - before) <= 2


async def test_home_opens_at_its_beginning(page: Page, sluice: World) -> None:
    await page.set_viewport_size({"width": 1060, "height": 260})
    await collected(page, sluice, 3)
    home = page.get_by_role("button", name="Home")
    await home.click()  # the app draws it at the first visit
    await expect(page.locator("#home")).to_contain_text("Review now")
    await page.locator("#dms button").click()
    await expect(page.locator("#list article").first).to_be_attached()
    await page.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight; }")
    await home.click()
    await expect(page.locator("#home")).to_contain_text("Review now")
    stands = await page.locator("#list").evaluate(
        "list => [list.scrollHeight > list.clientHeight + 50, list.scrollTop]"
    )
    assert stands == [True, 0]


async def test_a_box_is_as_high_as_what_is_written_in_it(page: Page) -> None:
    await say(page, "/assign")
    box = page.locator("dialog#modal textarea").first
    await box.fill("\n".join(f"line {n}" for n in range(20)))
    assert await box.evaluate("box => box.clientHeight >= Math.min(box.scrollHeight, innerHeight * .55)")
