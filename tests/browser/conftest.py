"""A page of Local Slack in a real browser."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.world import World

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE = 20_000  # milliseconds: two cores are shared, and a slow page is no fault
expect.set_options(timeout=PATIENCE)


@pytest.fixture
async def page(sluice: World, chromium: str) -> AsyncIterator[Page]:
    """The page as alice, fresh in #general; any error of its scripts fails the test."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=FLAGS)
        tab = await browser.new_page(viewport={"width": 1280, "height": 900})
        tab.set_default_timeout(PATIENCE)
        errors: list[str] = []
        tab.on("pageerror", lambda error: errors.append(str(error)))
        await tab.goto(sluice.slack.url)
        yield tab
        await browser.close()
        assert errors == []


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Message").fill(text)
    await page.keyboard.press("Enter")
